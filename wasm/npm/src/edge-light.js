// Edge runtimes that take WebAssembly as a module only under this suffix.
import module from "./counterfoil.wasm?module";
import { give } from "./given.js";

export * from "./shared.js";

give(module);

/** Nothing is left to load. */
export async function load() {}
