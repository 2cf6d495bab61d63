import { signal } from "@preact/signals";
import type { Explained, Reply, Subject } from "counterfoil";
import { callJson } from "counterfoil";
import type { Picture } from "./engine";
import { applyCall } from "./settings";

/** What is asked to be explained, and what is known of it besides. */
export interface Question {
  subject: Subject;
  title: string;
  facts?: readonly (readonly [name: string, value: string])[];
  /** What is asked about is there when time has come so far. */
  until?: string;
}

export const question = signal<Question | undefined>(undefined);

/** The very call that made the picture, with a subject; of what is to come, with the time until then. */
export function explain({ scenario, call, events }: Picture, { subject, until }: Question): Reply<Explained> {
  const asked = until === undefined ? call : applyCall({ ...scenario, as_of: until }, [...events, passed(until)]);
  return JSON.parse(callJson("explain", `${asked.slice(0, -1)},"subject":${JSON.stringify(subject)}}`));
}

const passed = (time: string) => JSON.stringify({ type: "time_passed", id: "preview.time", time });
