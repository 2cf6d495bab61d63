export * from "./shared.js";

/** Where `counterfoil.wasm` comes from. */
export type FileSource = string | URL | Response | Blob | ArrayBuffer | ArrayBufferView | WebAssembly.Module;

/**
 * Loads `counterfoil.wasm` from where you keep it. Needed before the first call, safe to repeat. Bytes must be those of this
 * package's file; a compiled module shows no bytes, so whoever compiled it answers for it. A `file:` URL works in Node and Deno.
 */
export function init(source: FileSource | Promise<FileSource>): Promise<void>;
