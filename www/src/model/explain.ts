import { signal } from "@preact/signals";
import type { Explained, Reply, Subject } from "counterfoil";
import { callJson } from "counterfoil";
import type { Picture } from "./engine";

/** What is asked to be explained, and what is known of it besides. */
export interface Question {
  subject: Subject;
  title: string;
  facts?: readonly (readonly [name: string, value: string])[];
}

export const question = signal<Question | undefined>(undefined);

/** The very call that made the picture, with a subject. */
export function explain(picture: Picture, subject: Subject): Reply<Explained> {
  return JSON.parse(callJson("explain", `${picture.call.slice(0, -1)},"subject":${JSON.stringify(subject)}}`));
}
