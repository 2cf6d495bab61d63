// Cloudflare Workers compile WebAssembly when they are deployed, and refuse to do so later.
import module from "./counterfoil.wasm";
import { setSource } from "./engine.js";

setSource(() => module);

export { call, callJson, contract, draftColumns, engineDigest, rateColumns } from "./engine.js";
export * from "./verbs.js";
