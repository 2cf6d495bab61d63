// The slim entry: bring the file yourself, from `counterfoil/counterfoil.wasm` or wherever you keep it.
import { engineDigest, setSource } from "./engine.js";

let pending;

/**
 * Loads the file. Safe to call often; a failure may be tried again.
 * The bytes are held against `engineDigest`: an answer must never carry the digest of another file.
 */
export function init(source) {
  pending ??= load(source).catch((error) => {
    pending = undefined;
    throw error;
  });
  return pending;
}

async function load(source) {
  const bytes = await bytesOf(await source);
  const hash = await crypto.subtle.digest("SHA-256", bytes);
  const hex = Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join("");
  if (`sha256:${hex}` !== engineDigest) {
    throw new Error(`counterfoil: this file is sha256:${hex}, but this package belongs to ${engineDigest}`);
  }
  const module = await WebAssembly.compile(bytes);
  setSource(() => module);
}

async function bytesOf(source) {
  if (source instanceof ArrayBuffer || ArrayBuffer.isView(source)) return source;
  const response = source instanceof Response ? source : await fetch(source);
  if (!response.ok) throw new Error(`counterfoil: ${response.url} answered ${response.status}`);
  return response.arrayBuffer();
}

export { call, callJson, contract, draftColumns, engineDigest, rateColumns } from "./engine.js";
export * from "./verbs.js";
