/// <reference lib="esnext.disposable" />
import type { ApplyCall, DraftCall, Drafted, RateColumnsCall, RatedColumns, Rulebook, State, Verb, Verbs } from "./contract.js";
import type { KeptVerbs } from "./kept.js";
import type { Columns, Reply, Rows } from "./engine.js";

/** A call without what a handle keeps. */
type Rest<Verb extends keyof Verbs, Kept extends string> = Omit<Verbs[Verb]["call"], Kept>;

interface Handle<Kept extends string> extends KeptVerbs<Kept>, Disposable {
  /** One call, objects in and out. */
  call<Verb extends keyof Verbs>(verb: Verb, input: Rest<Verb, Kept>): Reply<Verbs[Verb]["answer"]>;
  /** One call, JSON text in and out: the fast path. */
  callJson(verb: Verb, json: string): string;
  /** Usages in columns, as the function of this name takes them. */
  rateColumns(
    input: Omit<RateColumnsCall, "usage" | Kept> & Rows,
    columns: Columns,
  ): { reply: Reply<RatedColumns>; amounts: BigInt64Array };
  /** The same of the next invoice. */
  draftColumns(input: Omit<DraftCall, "usage" | Kept> & Rows, columns: Columns): Reply<Drafted>;
  /** Gives back what it keeps; tells whether it was open. A call after that is answered with `handle_not_open`. */
  close(): boolean;
}

/** A rulebook that was read, checked, hashed and indexed once. Its calls leave out `rulebook`. */
export interface Prepared extends Handle<"rulebook"> {
  /** Opens an account under it, as an answer left it or a new one. Throws `BillingError` where it is not sound. */
  open(begins: { state: State } | { open: NonNullable<ApplyCall["open"]> }): Account;
}

/**
 * An account that is kept between calls. Its calls leave out `rulebook`, and `state` or `open`. `apply` and `spend` move it
 * on, where they are not refused and not denied. It stays open when its rulebook is closed.
 */
export interface Account extends Handle<"rulebook" | "state" | "open"> {
  /** What another call, or another handle, begins with. */
  state(): State;
  /** The same as JSON text: the bytes of an answer's `state`. */
  stateJson(): string;
}

export const Prepared: abstract new () => Prepared;
export const Account: abstract new () => Account;

/** Prepares a rulebook for many calls. Throws `BillingError` where it is not sound. */
export function prepare(rulebook: Rulebook): Prepared;
