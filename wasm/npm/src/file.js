// The file's bytes, held against the digest that stands on every answer.
import { engineDigest } from "./artefact.js";

/** Whether these are the bytes of this package's file. `elsewhere` hashes on pages over plain http, which have no `crypto.subtle`. */
export async function isOurs(bytes, elsewhere) {
  return (await digestOf(bytes, elsewhere)) === engineDigest;
}

/** As it stands on answers. */
export async function digestOf(bytes, elsewhere) {
  const subtle = globalThis.crypto?.subtle;
  // A view of this window: the library takes no other's.
  const view = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const hash = subtle ? new Uint8Array(await subtle.digest("SHA-256", view)) : await elsewhere(view);
  return `sha256:${Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}
