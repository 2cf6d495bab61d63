// What every entry offers. Where the file comes from is chosen when it is bundled: from the text beside it (`inline.js`),
// from a module that the runtime compiled (`workerd.js`, `edge-light.js`) or from the caller (`slim.js`).
export { about, call, callJson, contract, draftColumns, engineDigest, rateColumns } from "./engine.js";
export { Account, Prepared, ProblemsError, prepare } from "./prepared.js";
export * from "./verbs.js";
