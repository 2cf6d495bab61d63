import { defineConfig } from "vite";

export default defineConfig({
  // Relative addresses: the page works under any folder.
  base: "./",
  build: {
    target: "es2024",
    // The page's policy allows no `data:` address.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The engine is inside the script; its size is the engine's, not the page's.
    chunkSizeWarningLimit: 4096,
    rolldownOptions: { input: { console: "index.html", inbox: "inbox.html" } },
  },
});
