import type { Reply, Verb } from "counterfoil";
import { callJson } from "counterfoil";

/** A call with a rulebook, which goes in as it was written. */
export const callOf = (rulebook: string, rest: object) => `{"rulebook":${rulebook.trim()},${JSON.stringify(rest).slice(1)}`;

/** What the engine says to it. */
export const ask = <Answer>(verb: Verb, rulebook: string, rest: object) => JSON.parse(callJson(verb, callOf(rulebook, rest))) as Reply<Answer>;
