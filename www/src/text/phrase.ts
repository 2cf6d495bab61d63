import { t, type Text } from "./lang";

/** What somebody else has worded, the engine, a server or the browser: it is English, and stays as it is. */
export interface Theirs {
  theirs: string;
}

/** A text that is kept until it is drawn, so that it is in the language that is spoken then. */
export interface Phrase {
  text: Text;
  values: readonly Part[];
}

/** Why something was not done. */
export type Why = Phrase | Theirs;
/** What a text is filled with; a function is asked whenever it is drawn. */
export type Part = string | (() => string) | Why;

export const theirs = (text: string): Theirs => ({ theirs: text });
export const phrase = (text: Text, ...values: readonly Part[]): Phrase => ({ text, values });

/** It as one text. */
export function plain(part: Part): string {
  if (typeof part === "string") return part;
  if (typeof part === "function") return part();
  return "theirs" in part ? part.theirs : t(part.text, ...part.values.map(plain));
}

/** An error that the page words itself. */
export class Told extends Error {
  constructor(readonly why: Phrase) {
    super(plain(why));
  }
}

/** What an error says. */
export function whyOf(error: unknown): Why {
  if (error instanceof Told) return error.why;
  return theirs(error instanceof Error ? error.message : String(error));
}
