// Rulebooks that are prepared once and accounts that are kept: they live in the engine's instance, and a handle names them.
import { callWith, closeHandle, columnsWith as enterColumnsWith, openBytes, prepareBytes, stateOf } from "./glue.js";
import { columnsWith, enter, objectWith, read, ready, textWith, whichInstance, word } from "./engine.js";
import { BillingError, refused } from "./error.js";
import { toJson } from "./json.js";
import { verbs } from "./contract.js";

const encoder = /* @__PURE__ */ new TextEncoder();
const decoder = /* @__PURE__ */ new TextDecoder();

/** Whoever forgets to close one does not keep its memory for ever. */
const forgotten = /* @__PURE__ */ new FinalizationRegistry(close);

/** Whether it was open. In another instance the number names another thing. */
function close({ number, of }) {
  return of === whichInstance() && enter(closeHandle, number) === "";
}

const stopped = () =>
  refused([
    {
      code: "handle_not_open",
      path: "",
      message: "the engine in which this handle was made has stopped",
      help: "prepare the rulebook again, and open the account with the state of its last answer",
    },
  ]);

/** The bytes of `input` through a door that gives a block: its handle. */
function made(door, input, ...before) {
  ready();
  const { json, problems } = toJson(input);
  if (problems !== undefined) throw new BillingError(refused(problems));
  const block = enter(door, ...before, encoder.encode(json));
  const handle = new DataView(block.buffer, block.byteOffset).getUint32(0, true);
  if (handle === 0) throw new BillingError(read(decoder.decode(block.subarray(4))));
  return handle;
}

/** The number of each handle, and the instance in which it names something. */
const numbers = /* @__PURE__ */ new WeakMap();

function number(handle) {
  const { number, of } = numbers.get(handle);
  if (of !== whichInstance()) throw new BillingError(stopped());
  return number;
}

const isLost = (handle) => numbers.get(handle).of !== whichInstance();

/** What both have: the verbs of the contract, without what the handle keeps. */
class Handle {
  constructor(number) {
    const place = { number, of: whichInstance() };
    numbers.set(this, place);
    forgotten.register(this, place, this);
  }

  call(verb, input) {
    if (isLost(this)) return stopped();
    return objectWith((bytes) => enter(callWith, number(this), word(verb), bytes), input);
  }

  callJson(verb, json) {
    if (isLost(this)) return JSON.stringify(stopped());
    return textWith((bytes) => enter(callWith, number(this), word(verb), bytes), json);
  }

  rateColumns(input, columns) {
    return columnsOf(this, "rate", input, columns);
  }

  draftColumns(input, columns) {
    return columnsOf(this, "draft", input, columns).reply;
  }

  close() {
    forgotten.unregister(this);
    return close(numbers.get(this));
  }
}

function columnsOf(handle, verb, input, columns) {
  if (isLost(handle)) return { reply: stopped(), amounts: new BigInt64Array(0) };
  return columnsWith((...call) => enter(enterColumnsWith, number(handle), verb, ...call), input, columns);
}

/** Gives a handle what is made at run time. Not before one is wanted: a bundle without handles leaves all of this out. */
function complete() {
  const define = (name, value) => Object.defineProperty(Handle.prototype, name, { value, configurable: true, writable: true });
  for (const verb of verbs) define(verb, { [verb](input) { return this.call(verb, input); } }[verb]);
  define(Symbol.dispose ?? Symbol.for("Symbol.dispose"), function () { this.close(); });
}

let completed = false;

/** A prepared rulebook. Its calls leave out `rulebook`. */
export class Prepared extends Handle {
  /** Opens an account: `{ state }` as an answer gave it, or `{ open }` as `apply` takes it. */
  open(begins) {
    return new Account(made(openBytes, begins, number(this)));
  }
}

const BEFORE_STATE = '"answer":{"state":';

/** An account that is kept. Its calls leave out `rulebook`, and `state` or `open`. */
export class Account extends Handle {
  /** Its state as JSON text, the bytes of an answer's `state`. */
  stateJson() {
    const answer = enter(stateOf, number(this));
    const at = answer.indexOf(BEFORE_STATE);
    if (at < 0) throw new BillingError(read(answer));
    return answer.slice(at + BEFORE_STATE.length, -2);
  }

  state() {
    return JSON.parse(this.stateJson());
  }
}

/** Reads, checks, hashes and indexes a rulebook once, for many calls. */
export function prepare(rulebook) {
  if (!completed) complete();
  completed = true;
  return new Prepared(made(prepareBytes, { rulebook }));
}
