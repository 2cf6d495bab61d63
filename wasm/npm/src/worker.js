// The engine in a worker, so that the page stays free whatever is asked: the same verbs, as promises. What is an object is made text
// here, so that what JSON cannot say is refused as it is without a worker, and so that answers are the same bytes.
import { engineDigest } from "./artefact.js";
import { contract, verbs } from "./contract.js";
import { BillingError, fault, refused } from "./error.js";
import { source } from "./given.js";
import { load } from "./index.js";
import { refusals, toJson } from "./json.js";

/** The thread, its calls that wait for their answers, and why it has ended. */
class Line {
  waiting = new Map();
  asked = 0;

  constructor(thread) {
    this.thread = thread;
    thread.addEventListener("message", ({ data }) => this.#answered(data));
    thread.addEventListener("error", (event) => this.end(notStarted(event.message)));
    thread.addEventListener("messageerror", () => this.end(notStarted("it said what cannot be read")));
  }

  ask(what, ...given) {
    if (this.ended !== undefined) return Promise.reject(this.ended);
    const id = (this.asked += 1);
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.thread.postMessage({ id, what, given });
    });
  }

  #answered({ id, answer, thrown }) {
    const { resolve, reject } = this.waiting.get(id);
    this.waiting.delete(id);
    if (thrown === undefined) resolve(answer);
    else reject(thrown.reply === undefined ? new TypeError(thrown.message) : new BillingError(thrown.reply));
  }

  end(why) {
    if (this.ended !== undefined) return false;
    this.ended = why;
    this.thread.terminate();
    for (const { reject } of this.waiting.values()) reject(why);
    this.waiting.clear();
    return true;
  }
}

const asyncDispose = Symbol.asyncDispose ?? Symbol.for("Symbol.asyncDispose");

/** What the engine and its handles have in common. `handle` is 0 for the engine itself. */
class Verbs {
  constructor(line, handle) {
    this.line = line;
    this.handle = handle;
  }

  async callJson(verb, json) {
    if (typeof json !== "string") return JSON.stringify(refused([refusals.kind("", "a call that is not text", "pass JSON text, or use the object API")]));
    return this.line.ask("callJson", this.handle, typeof verb === "string" ? verb : "", json);
  }

  async call(verb, input) {
    const { json, problems } = toJson(input);
    return problems === undefined ? JSON.parse(await this.callJson(verb, json)) : refused(problems);
  }

  async rateColumns(input, columns) {
    const { json, problems } = toJson(input);
    if (problems !== undefined) return { reply: refused(problems), amounts: new BigInt64Array(0) };
    return this.line.ask("rateColumns", this.handle, json, columns);
  }

  async draftColumns(input, columns) {
    const { json, problems } = toJson(input);
    return problems === undefined ? this.line.ask("draftColumns", this.handle, json, columns) : refused(problems);
  }

  [asyncDispose]() {
    return this.close();
  }
}
for (const verb of verbs) Verbs.prototype[verb] = function (input) { return this.call(verb, input); };

/** The engine. */
class Engine extends Verbs {
  engineDigest = engineDigest;
  contract = contract;

  about() {
    return this.line.ask("about");
  }

  async prepare(rulebook) {
    return new Prepared(this.line, await this.line.ask("prepare", text({ rulebook })));
  }

  async close() {
    const help = "start another with `worker()`";
    return this.line.end(fault("worker_closed", "the worker has been closed", help));
  }
}

class Handle extends Verbs {
  close() {
    return this.line.ask("close", this.handle);
  }
}

class Prepared extends Handle {
  async open(begins) {
    return new Account(this.line, await this.line.ask("open", this.handle, text(begins)));
  }
}

class Account extends Handle {
  stateJson() {
    return this.line.ask("stateJson", this.handle);
  }

  async state() {
    return JSON.parse(await this.stateJson());
  }
}

function text(input) {
  const { json, problems } = toJson(input);
  if (problems !== undefined) throw new BillingError(refused(problems));
  return json;
}

/**
 * Starts a worker with the engine, which the browser compiles beside the page whoever asks for it. `thread` is a worker of one's own,
 * which runs `counterfoil/worker-thread`.
 */
export async function worker(thread = started()) {
  const line = new Line(thread);
  try {
    await load();
  } catch (error) {
    line.end(error);
    throw error;
  }
  await line.ask("give", source());
  return new Engine(line, 0);
}

function started() {
  if (typeof Worker === "undefined") throw notStarted("there is no `Worker` here");
  return new Worker(new URL("./worker-thread.js", import.meta.url), { type: "module" });
}

function notStarted(why) {
  const help = "start `counterfoil/worker-thread` as a module worker as your bundler has it, and give it to `worker(thread)`; the README says how";
  return fault("worker_not_started", `the worker did not start${why ? `: ${why}` : ""}`, help);
}
