import { signal } from "@preact/signals";
import type { Explained, Reply, Subject, Verb } from "counterfoil";
import { callJson } from "counterfoil";
import type { Picture } from "./engine";
import { accountPath } from "./host";
import { send } from "./live";
import { applyCall } from "./settings";

/** What is asked to be explained, and what is known of it besides. */
export interface Question {
  subject: Subject;
  title: string;
  /** Of the title, where the engine has worded it. */
  lang?: "en" | undefined;
  facts?: readonly (readonly [name: string, value: string])[];
  /** What is asked about is there when time has come so far. */
  until?: string;
}

export const question = signal<Question | undefined>(undefined);

const answered = (verb: Verb, call: string) => JSON.parse(callJson(verb, call)) as Reply<Explained>;

/**
 * The very call that made the picture, with a subject; of what is to come, with the time until then. What a server's account was
 * before is explained over all its events: here where they are at hand, and by the server where they are too many.
 */
export async function explain(picture: Picture, { subject, until }: Question, whole: readonly string[] | undefined): Promise<Reply<Explained>> {
  const { scenario, events, from } = picture;
  const begins = from === "state" && whole !== undefined ? "opening" : from;
  const before = begins === from ? [] : whole!;
  const passed = until === undefined ? [] : [JSON.stringify({ type: "time_passed", id: "preview.time", time: until })];
  const call = applyCall({ ...scenario, as_of: until ?? scenario.as_of }, [...before, ...events, ...passed], begins);
  const reply = answered("explain", `${call.slice(0, -1)},"subject":${JSON.stringify(subject)}}`);
  if (reply.status === "ok" || begins === "opening" || until !== undefined) return reply;
  const { told, refused } = await send("POST", `${accountPath(scenario.account)}/explain`, { subject });
  return refused === undefined ? (told as Reply<Explained>) : reply;
}
