// Cloudflare Workers compile WebAssembly when they are deployed, and refuse to do so later.
import module from "./counterfoil.wasm";

export const source = () => module;
