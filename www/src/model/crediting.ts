import type { CreditAnswer, CreditLine, Document, Reply } from "counterfoil";
import { callJson } from "counterfoil";
import type { Why } from "../text/phrase";
import type { Trouble } from "./engine";
import { get } from "./host";
import { lookAgain, readPapers, send, type Paper } from "./live";
import { scenario } from "./state";

/** An issued invoice, and every credit note of it. */
export interface Issued {
  document: Document;
  credited: Document[];
}

type Filed = Paper & { document: Document };

/** Reads an invoice and what was credited of it so far. */
export async function issuedOf(number: string, notes: readonly Paper[]): Promise<Issued> {
  const [invoice, ...all] = await Promise.all([
    get<Filed>(`v1/invoices/${encodeURIComponent(number)}`),
    ...notes.map((note) => get<Filed>(`v1/credit-notes/${encodeURIComponent(note.number)}`)),
  ]);
  const of = ({ document }: Filed) => (document.preceding ?? []).some((one) => one.number === number);
  return { document: invoice.document, credited: all.filter(of).map(({ document }) => document) };
}

/** What is credited: so much of these lines, or all that is left where there are none. */
export interface Crediting {
  reason: string;
  lines?: readonly CreditLine[];
}

/** The credit note that it would be, by the engine. */
export function creditOf({ document, credited }: Issued, { reason, lines }: Crediting): { note?: Document; problems: Trouble[] } {
  const reply = JSON.parse(callJson("credit", JSON.stringify({ invoice: document, credited, lines, reason }))) as Reply<CreditAnswer>;
  return reply.status === "ok" ? { note: reply.answer.document, problems: [] } : { problems: reply.problems };
}

/** Has the server make it; nothing, or why it has not. */
export async function credit(number: string, crediting: Crediting): Promise<Why | undefined> {
  const { account } = scenario.value;
  const { refused } = await send("POST", `v1/invoices/${encodeURIComponent(number)}/credit-notes`, crediting);
  if (refused !== undefined) return refused;
  await lookAgain();
  await readPapers(account).catch(() => undefined);
  return undefined;
}
