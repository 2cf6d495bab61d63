import type { DraftCall, Drafted, Problem, RateColumnsCall, RatedColumns, UsageColumns, Verb, Verbs } from "./contract.js";

/** The call was understood; `answer` holds the decision and its reasons. */
export interface Answered<Answer> {
  /** Digest of the file that answered: equal to `sha256sum counterfoil.wasm`. */
  engine: string;
  /** Version of the contract. */
  contract: string;
  status: "ok";
  /** Digest of the rulebook the call carried. */
  rulebook?: string;
  answer: Answer;
}

/** The call was wrong; nothing was decided. */
export interface Refused {
  engine: string;
  contract: string;
  status: "problems";
  /** Digest of the rulebook the call carried, where that could be read. */
  rulebook?: string;
  problems: Problem[];
}

/** What every verb gives back. `status` tells which of the two it is. */
export type Reply<Answer> = Answered<Answer> | Refused;

/** "sha256:" and the hash of the file this package ships. */
export const engineDigest: string;

/** Version of the contract this file speaks. */
export const contract: string;

/** What answers here. */
export interface About {
  /** As `engineDigest`. */
  engine: string;
  /** As `contract`. */
  contract: string;
  /** Version of the table of functions that other languages call. */
  abi: number;
  limits: {
    /** How deep arrays and objects may lie in one another. */
    depth: number;
    /** How many problems of one call are listed one by one. */
    problems: number;
  };
}

/** What answers here, as the file itself tells it. */
export function about(): About;

/** One call, objects in and out. Values that JSON does not have are refused with their path. */
export function call<Name extends Verb>(verb: Name, input: Verbs[Name]["call"]): Reply<Verbs[Name]["answer"]>;

/** One call, JSON text in and out: the same bytes as every other door, and the fast path. */
export function callJson(verb: Verb, json: string): string;

/** Columns of rows, equally long. Without `time` the call's is that of all rows, without `kind` its first kind. */
export interface Columns {
  /** How much, in units of the call's `scale`. */
  quantity: BigInt64Array;
  /** When, in milliseconds since 1970. Times do not fall. */
  time?: BigInt64Array | undefined;
  /** The place of the row's kind in the call's `kinds`. */
  kind?: Uint32Array | undefined;
}

/** What rows mean; how many there are and which columns they have, the package says itself. */
export type Rows = { usage: Omit<UsageColumns, "rows" | "columns"> };

/**
 * Rates millions of usages in one call: `rate` with numbers in place of lines. `amounts` has what each row adds, in units
 * of the ledger's scale, and is empty where the reply has problems.
 */
export function rateColumns(
  input: Omit<RateColumnsCall, "usage"> & Rows,
  columns: Columns,
): { reply: Reply<RatedColumns>; amounts: BigInt64Array };

/** The next invoice of an account with all the usages of its open period: `draft` with rows in place of usage events. */
export function draftColumns(input: Omit<DraftCall, "usage"> & Rows, columns: Columns): Reply<Drafted>;
