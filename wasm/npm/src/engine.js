// The door itself: one instance, made when first needed, dropped when it traps. Knows bytes, no billing.
import { __wbg_reset_state, callBytes as enterBytes, callJson as enterJson, callObject as enterObject, initSync } from "./glue.js";
import { contract, engineDigest } from "./artefact.js";

export { contract, engineDigest };

let source;
let open = false;

/** Where the file comes from: a function giving its bytes or its compiled module. */
export function setSource(given) {
  source = given;
}

function enter(door, verb, input) {
  if (!open) {
    if (source === undefined) throw new Error("counterfoil: no engine yet; await init(source) before the first call");
    initSync({ module: source() });
    open = true;
  }
  let answer;
  try {
    answer = door(verb, input);
  } catch (cause) {
    // Whatever flew through the instance has left it half done, even an error of the caller's own getter.
    __wbg_reset_state();
    throw stopped(cause);
  }
  // The core's bytes stay as they are: every door writes the digest in the same place.
  return `{"engine":"${engineDigest}",${answer.slice(1)}`;
}

function stopped(cause) {
  const ours = cause instanceof WebAssembly.RuntimeError || cause instanceof RangeError;
  if (!ours) return cause;
  return new Error("counterfoil: the engine stopped inside this call; the next call has a fresh engine", { cause });
}

const encoder = new TextEncoder();

/** Text that is well formed goes in as bytes; what is wrong with anything else, the other door says. */
export function callJson(verb, json) {
  if (typeof json === "string" && json.isWellFormed?.()) return enter(enterBytes, verb, encoder.encode(json));
  return enter(enterJson, verb, json);
}

export function call(verb, input) {
  return JSON.parse(enter(enterObject, verb, input));
}
