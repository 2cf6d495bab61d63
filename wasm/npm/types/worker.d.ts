/// <reference lib="esnext.disposable" />
import type { ApplyCall, DraftCall, Drafted, RateColumnsCall, RatedColumns, Rulebook, State, Verb, Verbs } from "./contract.js";
import type { AskedVerbs } from "./kept.js";
import type { About, Columns, Reply, Rows } from "./engine.js";

/** A call without what a handle keeps. */
type Rest<Name extends Verb, Kept extends string> = Omit<Verbs[Name]["call"], Kept>;

interface Asked<Kept extends string> extends AskedVerbs<Kept>, AsyncDisposable {
  /** One call, objects in and out. */
  call<Name extends Verb>(verb: Name, call: Rest<Name, Kept>): Promise<Reply<Verbs[Name]["answer"]>>;
  /** One call, JSON text in and out: the fast path. */
  callJson(verb: Verb, json: string): Promise<string>;
  /** Usages in columns, which are copied to the worker. */
  rateColumns(
    call: Omit<RateColumnsCall, "usage" | Kept> & Rows,
    columns: Columns,
  ): Promise<{ reply: Reply<RatedColumns>; amounts: BigInt64Array }>;
  /** The same of the next invoice. */
  draftColumns(call: Omit<DraftCall, "usage" | Kept> & Rows, columns: Columns): Promise<Reply<Drafted>>;
  /** Gives back what it keeps; tells whether it was open. */
  close(): Promise<boolean>;
}

/** An engine in a worker. `close()` ends the worker; what still waits then is rejected. */
export interface Engine extends Asked<never> {
  /** "sha256:" and the hash of the file this package ships. */
  readonly engineDigest: string;
  /** Version of the contract this file speaks. */
  readonly contract: string;
  /** What answers there. */
  about(): Promise<About>;
  /** Prepares a rulebook for many calls. Rejects with a `BillingError` where it is not sound. */
  prepare(rulebook: Rulebook): Promise<Prepared>;
}

/** A rulebook that is kept in the worker. Its calls leave out `rulebook`. */
export interface Prepared extends Asked<"rulebook"> {
  /** Opens an account under it, as an answer left it or a new one. */
  open(begins: { state: State } | { open: NonNullable<ApplyCall["open"]> }): Promise<Account>;
}

/** An account that is kept in the worker. Its calls leave out `rulebook`, and `state` or `open`. */
export interface Account extends Asked<"rulebook" | "state" | "open"> {
  /** What another call, or another handle, begins with. */
  state(): Promise<State>;
  /** The same as JSON text. */
  stateJson(): Promise<string>;
}

/** What this needs of a `Worker`. */
export interface Thread {
  postMessage(message: unknown): void;
  addEventListener(type: "message" | "error" | "messageerror", heard: (event: any) => void): void;
  terminate(): void;
}

/**
 * Starts a worker and loads the engine in it. Where a bundler does not see the worker by its URL, give it a module worker of your own
 * that imports `counterfoil/worker-thread`.
 */
export function worker(thread?: Thread): Promise<Engine>;
