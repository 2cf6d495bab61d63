import { signal } from "@preact/signals";
import type { Part } from "../text/phrase";

/** What was said last on the page; the one live region says it aloud. */
export const told = signal<Part | undefined>(undefined);
