import type { Document, Drafted, EinvoiceAnswer, IssueAnswer, Reply, Syntax } from "counterfoil";
import { callJson } from "counterfoil";
import type { Picture, Trouble } from "./engine";

export interface NextDraft {
  /** The invoice that the period's end makes if nothing more happens; absent where the rulebook drafts none. */
  drafted?: Drafted;
  problems: Trouble[];
}

let last: { picture: Picture; next: NextDraft } | undefined;

/** The next invoice of the account as it is drawn, by the engine's own draft. Asked once a picture. */
export function draftOf(picture: Picture): NextDraft {
  if (last?.picture !== picture) last = { picture, next: ask(picture) };
  return last.next;
}

/** The call of it. */
export function draftCall({ scenario, applied }: Picture): string {
  const rest = JSON.stringify({ state: applied.state, as_of: scenario.as_of });
  return `{"rulebook":${scenario.rulebook.trim()},${rest.slice(1)}`;
}

function ask(picture: Picture): NextDraft {
  const reply = JSON.parse(callJson("draft", draftCall(picture))) as Reply<Drafted>;
  return reply.status === "ok" ? { drafted: reply.answer, problems: [] } : { problems: reply.problems };
}

/** The number that a preview has where a document needs one: the server's series is not touched. */
const PREVIEW = { prefix: "PREVIEW-", next: 1 };

/** The XML that the draft would be, were it issued on a day; its number says that it is a preview. */
export function xmlOf(draft: Document, date: string, syntax: Syntax): { xml?: string; problems: Trouble[] } {
  const issued = JSON.parse(callJson("issue", JSON.stringify({ document: draft, series: PREVIEW, date }))) as Reply<IssueAnswer>;
  if (issued.status !== "ok") return { problems: issued.problems };
  const { document } = issued.answer;
  const reply = JSON.parse(callJson("einvoice", JSON.stringify({ document, syntax }))) as Reply<EinvoiceAnswer>;
  return reply.status === "ok" ? { xml: reply.answer.xml, problems: [] } : { problems: reply.problems };
}
