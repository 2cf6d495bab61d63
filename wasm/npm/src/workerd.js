// Cloudflare Workers compile WebAssembly when they are deployed, and refuse to do so later.
import module from "./counterfoil.wasm";
import { give } from "./given.js";

export * from "./shared.js";

give(module);

/** Nothing is left to load. */
export async function load() {}
