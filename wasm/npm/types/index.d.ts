export * from "./shared.js";

/**
 * Loads the engine. `await` it once before the first verb; after that every call is synchronous. Safe to repeat: the engine is
 * loaded once, and a failure may be tried again. On a page the file is an asset of its own, compiled while it comes. In Node, on
 * an edge runtime and with `counterfoil/inline` it is there already, and the same code runs.
 */
export function load(): Promise<void>;
