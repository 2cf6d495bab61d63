/*! SHA-256: @noble/hashes, MIT License, (c) 2022 Paul Miller (paulmillr.com) */
// For pages over plain http, which fetch it when they need it.
export { sha256 } from "@noble/hashes/sha2.js";
