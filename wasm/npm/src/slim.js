// The slim entry: bring the file yourself, from `counterfoil/counterfoil.wasm` or wherever you keep it.
import { engineDigest } from "./artefact.js";
import { sha256 } from "./digest.js";
import { fault } from "./error.js";
import { digestOf } from "./file.js";
import { give } from "./given.js";

export * from "./shared.js";

let pending;

/**
 * Loads the file. Safe to call often; a failure may be tried again.
 * Bytes are held against `engineDigest`: an answer must never carry the digest of another file. A compiled module shows no
 * bytes; whoever compiled it answers for it.
 */
export function init(source) {
  pending ??= load(source).catch((error) => {
    pending = undefined;
    throw error;
  });
  return pending;
}

/** What a value is, said by itself: `instanceof` knows only what was made in the same window. */
const kindOf = (value) => Object.prototype.toString.call(value).slice(8, -1);

async function load(source) {
  const given = await source;
  if (kindOf(given) === "WebAssembly.Module") return give(given);
  const bytes = await bytesOf(given);
  const digest = await digestOf(bytes, sha256);
  if (digest !== engineDigest) {
    const help = "take `counterfoil.wasm` from this version of the package";
    throw fault("engine_mismatch", `this file is ${digest}, but this package belongs to ${engineDigest}`, help);
  }
  give(await WebAssembly.compile(bytes));
}

async function bytesOf(given) {
  if (ArrayBuffer.isView(given)) return given;
  if (kindOf(given) === "ArrayBuffer") return new Uint8Array(given);
  if (typeof given?.arrayBuffer === "function") return bodyOf(given);
  const address = `${given}`;
  // `fetch` refuses these in Node.
  if (address.startsWith("file:")) return fileOf(address);
  return bodyOf(await fetch(address));
}

async function bodyOf(response) {
  // A Blob has neither.
  if (response.ok === false) {
    const help = "serve `counterfoil.wasm` of this package at that address, or pass another";
    throw fault("engine_not_found", `${response.url} answered ${response.status}`, help);
  }
  return new Uint8Array(await response.arrayBuffer());
}

/** Not by an import, which a bundler for pages would follow. Node has this since 20.16. */
async function fileOf(address) {
  const files = globalThis.process?.getBuiltinModule?.("node:fs/promises");
  return files === undefined ? bodyOf(await fetch(address)) : files.readFile(new URL(address));
}
