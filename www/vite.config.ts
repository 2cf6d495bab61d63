import { defineConfig, type Plugin } from "vite";

/** The engine is asked for with the page, and not when the script that needs it has come. */
const engineWithThePage: Plugin = {
  name: "engine-with-the-page",
  transformIndexHtml(_, { bundle, filename }) {
    const engine = Object.keys(bundle ?? {}).find((name) => name.endsWith(".wasm"));
    if (engine === undefined || !filename.endsWith("index.html")) return [];
    return [{ tag: "link", attrs: { rel: "preload", as: "fetch", type: "application/wasm", crossorigin: "anonymous", href: `./${engine}` }, injectTo: "head" }];
  },
};

export default defineConfig({
  // Relative addresses: the page works under any folder.
  base: "./",
  plugins: [engineWithThePage],
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
