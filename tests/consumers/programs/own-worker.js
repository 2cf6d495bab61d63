const worker = new Worker(new URL("./page-worker.js", import.meta.url), { type: "module" });
worker.onmessage = ({ data }) => (globalThis.answers = data);
