// What every entry offers. How the file comes is the entry's own: by a request (`index.js`), as text beside it (`inline.js`), as a
// module that the runtime compiled (`workerd.js`, `edge-light.js`) or from the caller (`slim.js`).
export { about, call, callJson, contract, draftColumns, engineDigest, rateColumns } from "./engine.js";
export { BillingError, ok } from "./error.js";
export { Account, Prepared, prepare } from "./prepared.js";
export * from "./verbs.js";
