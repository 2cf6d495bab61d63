import type { Picture } from "../model/engine";
import { at, hosted } from "../model/host";
import { papers, type Paper } from "../model/live";
import { money, showDay, showFullDay } from "../text/format";
import { t } from "../text/lang";
import { namesOf } from "../text/names";
import { CreditInvoice } from "./credit-invoice";
import { useDoing } from "./doing";
import { Due, DueHere } from "./due";
import { statusWords } from "../text/words";
import { Sheet } from "./sheet";
import { Said } from "./said";

/** What was invoiced: at a server each document under its number, with its files; of a sample the drafts. */
export function Invoices({ picture }: { picture: Picture }) {
  const kept = papers.value;
  const { currency } = picture.applied.state;
  return (
    <section class="card" aria-labelledby="invoices-title" data-testid="papers">
      <header class="card-head">
        <h2 id="invoices-title">{t("Invoices and credit notes")}</h2>
      </header>
      {kept !== undefined ? (
        <Filed invoices={kept.invoices} notes={kept.notes} currency={currency} picture={picture} />
      ) : hosted.value === undefined ? (
        <Drafts picture={picture} />
      ) : (
        <p class="quiet">{t("Asking the server…")}</p>
      )}
    </section>
  );
}

/** Drafts of the account as it is drawn, the newest first. */
function Drafts({ picture }: { picture: Picture }) {
  const { effects, state } = picture.applied;
  const drafts = effects.filter((effect) => effect.type === "invoice_drafted").reverse();
  const due = new Map(picture.overview.due.map(({ invoice, amount }) => [invoice, amount]));
  const names = namesOf(picture);
  if (drafts.length === 0) return <p class="quiet">{t("There are none yet.")}</p>;
  return (
   <>
    <Sheet caption={t("Invoices, the newest first")} heads={[t("Service period"), { amount: t("Amount") }, t("Status")]}>
      {drafts.map(({ id, invoice, document }) => (
        <tr key={id}>
          <th scope="row">
            {document.period === undefined ? names.invoice(invoice) : t("{0} to {1}", showFullDay(document.period.from), showFullDay(document.period.until))}
          </th>
          <td class="number">{money(document.totals.tax_inclusive, state.currency)}</td>
          <td>{due.has(invoice) ? t("{0} to be paid", money(due.get(invoice)!, state.currency)) : t("Paid")}</td>
        </tr>
      ))}
    </Sheet>
    <DueHere picture={picture} />
   </>
  );
}

function Filed({ invoices, notes, currency, picture }: { invoices: Paper[]; notes: Paper[]; currency: string; picture: Picture }) {
  const doing = useDoing("money", picture);
  const filed = [...invoices, ...notes].sort((one, other) => (one.issued_on < other.issued_on ? 1 : -1));
  if (filed.length === 0) return <p class="quiet">{t("There are none yet.")}</p>;
  return (
    <>
      <Sheet caption={t("Invoices and credit notes, the newest first")} heads={[t("Number"), t("Issued"), t("Service period"), { amount: t("Amount") }, t("Status"), t("As")]}>
        {filed.map((paper) => (
          <FiledRow key={paper.number} paper={paper} currency={currency} />
        ))}
      </Sheet>
      <Due open={filed.filter(({ status }) => status === "open" || status === "overdue")} picture={picture} doing={doing} />
      <CreditInvoice invoices={invoices.filter(({ status }) => status !== "void")} notes={notes} picture={picture} doing={doing} />
      <Said text={doing.came} testid="invoices-came" />
    </>
  );
}

function FiledRow({ paper, currency }: { paper: Paper; currency: string }) {
  const path = `v1/${paper.kind === "invoice" ? "invoices" : "credit-notes"}/${encodeURIComponent(paper.number)}`;
  const as = (format: string) => at(`${path}?format=${format}`).href;
  return (
    <tr>
      <th scope="row">
        <bdi>{paper.number}</bdi>
        {paper.kind === "credit_note" && <span class="quiet"> {t("credit note")}</span>}
      </th>
      <td>{showDay(paper.issued_on)}</td>
      <td>{paper.period !== undefined && t("{0} to {1}", showDay(paper.period.from), showDay(paper.period.until))}</td>
      <td class="number">{money(paper.amount, currency)}</td>
      <td>
        {paper.status !== undefined && <span class={`chip paper-${paper.status}`}>{statusWords(paper.status)}</span>}
        {paper.status === "open" && paper.due_on !== undefined && <span class="quiet"> {t("by {0}", showDay(paper.due_on))}</span>}
      </td>
      <td class="formats">
        <a href={as("pdf")}>PDF</a> <a href={as("ubl")}>UBL</a> <a href={as("cii")}>CII</a>
      </td>
    </tr>
  );
}
