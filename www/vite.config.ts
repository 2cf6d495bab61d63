import { defineConfig } from "vite";

export default defineConfig({
  // Relative addresses: the page works under any folder.
  base: "./",
  build: {
    target: "es2024",
    // The page's policy allows no `data:` address.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The engine is a file of its own; as text it is a script that is only asked for where that file cannot be had.
    chunkSizeWarningLimit: 4096,
    rolldownOptions: { input: { console: "index.html", inbox: "inbox.html" } },
  },
});
