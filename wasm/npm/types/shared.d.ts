export type * from "./contract.js";
export * from "./engine.js";
export * from "./error.js";
export * from "./prepared.js";
export * from "./verbs.js";
