import type { HistoryAnswer, Reply } from "counterfoil";
import { callJson } from "counterfoil";
import type { Picture } from "./engine";

/** The customer's side of the entries, by the engine. */
export function historyOf({ scenario, applied }: Picture): HistoryAnswer {
  const call = `{"rulebook":${scenario.rulebook.trim()},"entries":${JSON.stringify(applied.entries)}}`;
  const reply = JSON.parse(callJson("history", call)) as Reply<HistoryAnswer>;
  // Entries of an answer of its own are never refused; a page that shows none would hide that they were.
  if (reply.status === "problems") throw new Error(reply.problems[0]?.message ?? "the history was refused");
  return reply.answer;
}

export const saveCsv = (text: string, name: string) => saveText(text, name, "text/csv");

/** Saves the engine's text as it stands. A blob of our own origin needs no leave from the page's policy. */
export function saveText(text: string, name: string, type: string) {
  const address = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
