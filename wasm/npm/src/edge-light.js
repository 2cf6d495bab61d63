// Edge runtimes that take WebAssembly as a module only under this suffix.
import module from "./counterfoil.wasm?module";
import { setSource } from "./engine.js";

setSource(() => module);

export { call, callJson, contract, draftColumns, engineDigest, rateColumns } from "./engine.js";
export * from "./verbs.js";
