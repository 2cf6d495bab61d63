// The file as text, so that it is there wherever JavaScript is, at once, without a request.
import { give, isGiven, offer } from "./given.js";
import { decoded } from "./decoded.js";

export * from "./shared.js";

offer(() => new WebAssembly.Module(decoded()));

/** Compiles the engine now, beside the program, and not at the first call. */
export async function load() {
  if (!isGiven()) give(await WebAssembly.compile(decoded()));
}
