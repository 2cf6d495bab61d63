// The door itself: one instance, made when first needed, dropped when it traps. Knows bytes, no billing.
import {
  __wbg_reset_state,
  callBytes as enterBytes,
  callColumns as enterColumns,
  callJson as enterJson,
  callObject as enterObject,
  initSync,
} from "./glue.js";
import { contract, engineDigest } from "./artefact.js";

export { contract, engineDigest };

let source;
let open = false;

/** Where the file comes from: a function giving its bytes or its compiled module. */
export function setSource(given) {
  source = given;
}

function enter(door, ...input) {
  if (!open) {
    if (source === undefined) throw new Error("counterfoil: no engine yet; await init(source) before the first call");
    initSync({ module: source() });
    open = true;
  }
  try {
    return door(...input);
  } catch (cause) {
    // Whatever flew through the instance has left it half done, even an error of the caller's own getter.
    __wbg_reset_state();
    throw stopped(cause);
  }
}

/** The core's bytes stay as they are: every door writes the digest in the same place. */
const stamped = (answer) => `{"engine":"${engineDigest}",${answer.slice(1)}`;

function stopped(cause) {
  const ours = cause instanceof WebAssembly.RuntimeError || cause instanceof RangeError;
  if (!ours) return cause;
  return new Error("counterfoil: the engine stopped inside this call; the next call has a fresh engine", { cause });
}

const encoder = new TextEncoder();

/** Text that is well formed goes in as bytes; what is wrong with anything else, the other door says. */
export function callJson(verb, json) {
  if (typeof json === "string" && json.isWellFormed?.()) {
    return stamped(enter(enterBytes, verb, encoder.encode(json)));
  }
  return stamped(enter(enterJson, verb, json));
}

export function call(verb, input) {
  return JSON.parse(stamped(enter(enterObject, verb, input)));
}

/** In the order in which they are handed over. */
const columnKinds = { quantity: "BigInt64Array", time: "BigInt64Array", kind: "Uint32Array" };
const decoder = new TextDecoder();

/** The bytes of a column, where it is there. */
function bytesOf(name, column) {
  const kind = columnKinds[name];
  if (column === undefined) return undefined;
  if (column?.[Symbol.toStringTag] !== kind) throw new TypeError(`counterfoil: \`${name}\` must be a ${kind}`);
  return new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
}

function callColumns(verb, input, columns) {
  const other = Object.keys(columns).find((name) => !Object.hasOwn(columnKinds, name));
  if (other !== undefined) throw new TypeError(`counterfoil: \`${other}\` is not a column`);
  const names = Object.keys(columnKinds).filter((name) => columns[name] !== undefined);
  const pieces = Object.keys(columnKinds).map((name) => bytesOf(name, columns[name]));
  const usage = { ...input.usage, rows: columns.quantity?.length ?? 0, columns: names };
  const { buffer } = enter(enterColumns, verb, { ...input, usage }, ...pieces);
  const [length, many] = new Uint32Array(buffer, 0, 2);
  const json = decoder.decode(new Uint8Array(buffer, buffer.byteLength - length));
  return { reply: JSON.parse(stamped(json)), amounts: new BigInt64Array(buffer, 8, many) };
}

export function rateColumns(input, columns) {
  return callColumns("rate", input, columns);
}

export function draftColumns(input, columns) {
  return callColumns("draft", input, columns).reply;
}
