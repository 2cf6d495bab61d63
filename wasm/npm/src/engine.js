// The door itself: one instance, made when first needed, dropped when it traps. Knows bytes, no billing.
import {
  __wbg_reset_state,
  about as enterAbout,
  callBytes as enterBytes,
  callColumns as enterColumns,
  initSync,
} from "./glue.js";
import { engineDigest } from "./artefact.js";
import { contract } from "./contract.js";
import { fault, refused } from "./error.js";
import { source } from "./given.js";
import { isWellFormed, refusals, toJson } from "./json.js";

export { contract, engineDigest };

let open = false;
/** Which instance it is: a handle belongs to one. */
let instance = 0;

export const whichInstance = () => instance;

/** Before anything else, so that a wrong call and a right one say the same of an engine that is not there. */
export function ready() {
  if (open) return;
  initSync({ module: source() });
  open = true;
}

export function enter(door, ...input) {
  try {
    return door(...input);
  } catch (cause) {
    // Nothing of the caller's runs in there: what flew through the instance is a fault of ours, and has left it half done.
    __wbg_reset_state();
    instance += 1;
    const help = "this is a fault of the engine and not of the call; report it with the call, and go on";
    throw fault("engine_stopped", "the engine stopped inside this call; the next call has a fresh engine", help, cause);
  }
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** What is not text is no verb: the empty word lets the core say so in its own words. */
export const word = (verb) => (typeof verb === "string" ? verb : "");
/** The core's bytes stay as they are: every door writes the digest in the same place. */
export const stamped = (answer) => `{"engine":"${engineDigest}",${answer.slice(1)}`;
/** The same on what is already read, which spares the copy of a long text. */
export const read = (answer) => ({ engine: engineDigest, ...JSON.parse(answer) });

export function callJson(verb, json) {
  ready();
  return textWith((bytes) => enter(enterBytes, word(verb), bytes), json);
}

export function call(verb, input) {
  ready();
  return objectWith((bytes) => enter(enterBytes, word(verb), bytes), input);
}

/** Text in and out. */
export function textWith(answer, json) {
  if (typeof json !== "string") {
    const help = "pass JSON text, or use the object API";
    return JSON.stringify(refused([refusals.kind("", "a call that is not text", help)]));
  }
  if (!isWellFormed(json)) return JSON.stringify(refused([refusals.half("")]));
  return stamped(answer(encoder.encode(json)));
}

/** Objects in and out. */
export function objectWith(answer, input) {
  const { json, problems } = toJson(input);
  if (problems !== undefined) return refused(problems);
  return read(answer(encoder.encode(json)));
}

/** What answers here, and how much of a call it reads. */
export function about() {
  ready();
  return { engine: engineDigest, ...enter(enterAbout) };
}

/** In the order in which they are handed over. */
const columnKinds = { quantity: "BigInt64Array", time: "BigInt64Array", kind: "Uint32Array" };

/** The bytes of a column, where it is there. */
function bytesOf(name, column) {
  const kind = columnKinds[name];
  if (column === undefined) return undefined;
  if (column?.[Symbol.toStringTag] !== kind) throw new TypeError(`counterfoil: \`${name}\` must be a ${kind}`);
  return new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
}

/** Columns in and out. */
export function columnsWith(answer, input, columns) {
  const other = Object.keys(columns).find((name) => !Object.hasOwn(columnKinds, name));
  if (other !== undefined) throw new TypeError(`counterfoil: \`${other}\` is not a column`);
  const names = Object.keys(columnKinds).filter((name) => columns[name] !== undefined);
  const pieces = Object.keys(columnKinds).map((name) => bytesOf(name, columns[name]));
  const usage = { ...input.usage, rows: columns.quantity?.length ?? 0, columns: names };
  const { json, problems } = toJson({ ...input, usage });
  if (problems !== undefined) return { reply: refused(problems), amounts: new BigInt64Array(0) };
  const { buffer } = answer(encoder.encode(json), ...pieces);
  const [length, many] = new Uint32Array(buffer, 0, 2);
  const text = decoder.decode(new Uint8Array(buffer, buffer.byteLength - length));
  return { reply: read(text), amounts: new BigInt64Array(buffer, 8, many) };
}

function callColumns(verb, input, columns) {
  ready();
  return columnsWith((...call) => enter(enterColumns, verb, ...call), input, columns);
}

export function rateColumns(input, columns) {
  return callColumns("rate", input, columns);
}

export function draftColumns(input, columns) {
  return callColumns("draft", input, columns).reply;
}
