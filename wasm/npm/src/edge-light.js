// Edge runtimes that take WebAssembly as a module only under this suffix.
import module from "./counterfoil.wasm?module";

export const source = () => module;
