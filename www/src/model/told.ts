import { signal } from "@preact/signals";

/** What was said last on the page; the one live region says it aloud. */
export const told = signal("");
