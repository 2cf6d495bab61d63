// The default entry for pages: the file is an asset of its own, which bundlers see by its URL, compiled while it comes.
import { isOurs } from "./file.js";
import { give, isGiven, isOffered, notLoaded } from "./given.js";

export * from "./shared.js";

let pending;

/** Loads the engine, once: whoever asks meanwhile waits for the same. A failure may be tried again. */
export function load() {
  pending ??= loaded().catch((cause) => {
    pending = undefined;
    throw notLoaded(cause);
  });
  return pending;
}

async function loaded() {
  if (isGiven()) return;
  // Where nothing is at that address, or something else is (a bundler that does not know such URLs, a development server that
  // answers with its page), the same file comes as text: slower, and everywhere.
  const module = isOffered() ? undefined : await streamed().catch(() => undefined);
  if (module === undefined) return (await import("./inline.js")).load();
  give(module);
}

async function streamed() {
  const response = await fetch(new URL("./counterfoil.wasm", import.meta.url));
  if (!response.ok) return undefined;
  const copy = response.clone();
  const compiling = compiled(response);
  const bytes = new Uint8Array(await copy.arrayBuffer());
  if (!(await isOurs(bytes, elsewhere))) return undefined;
  return (await compiling) ?? WebAssembly.compile(bytes);
}

/** Nothing where the server does not say that it is WebAssembly. */
const compiled = (response) => WebAssembly.compileStreaming(response).catch(() => undefined);

const elsewhere = async (bytes) => (await import("./digest.js")).sha256(bytes);
