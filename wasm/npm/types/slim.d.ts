export * from "./index.js";

/**
 * Loads `counterfoil.wasm` from where you keep it, and checks that it is this package's. Needed before the first
 * call, safe to repeat. Needs `crypto.subtle`, which browsers offer on https and localhost.
 */
export function init(
  source: string | URL | Response | ArrayBuffer | ArrayBufferView | Promise<Response | ArrayBuffer | ArrayBufferView>,
): Promise<void>;
