import type { Problem, Verbs } from "./contract.js";

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
  problems: Problem[];
}

/** What every verb gives back. `status` tells which of the two it is. */
export type Reply<Answer> = Answered<Answer> | Refused;

/** "sha256:" and the hash of the file this package ships. */
export const engineDigest: string;

/** Version of the contract this file speaks. */
export const contract: string;

/** One call, objects in and out. Values that JSON does not have are refused with their path. */
export function call<Verb extends keyof Verbs>(verb: Verb, input: Verbs[Verb]["call"]): Reply<Verbs[Verb]["answer"]>;

/** One call, JSON text in and out: the same bytes as every other door, and the fast path. */
export function callJson(verb: string, json: string): string;
