import { at } from "../model/host";
import { papers, type Paper } from "../model/live";
import { money, showDay } from "../text/format";
import { view } from "../model/state";
import { Sheet } from "./sheet";

const statuses: Record<string, string> = { open: "To be paid", overdue: "Overdue", paid: "Paid", void: "Credited" };

/** Invoices, credit notes and receipts of the server's account, each to be had as PDF and as an electronic invoice. */
export function Papers() {
  const kept = papers.value;
  if (kept === undefined) return null;
  const currency = view.value.picture?.applied.state.currency ?? "";
  const filed = [...kept.invoices, ...kept.notes].sort((one, other) => (one.issued_on < other.issued_on ? 1 : -1));
  const receipts = `v1/accounts/${encodeURIComponent(kept.account)}/receipts`;
  return (
    <section class="card" aria-labelledby="papers-title" data-testid="papers">
      <header class="card-head">
        <h2 id="papers-title">Invoices and receipts</h2>
      </header>
      {filed.length === 0 && kept.receipts.length === 0 && <p class="quiet">There are none yet.</p>}
      {filed.length > 0 && (
        <Sheet caption="Invoices and credit notes, the newest first" heads={["Number", "Issued", "Amount", "Status", "As"]}>
          {filed.map((paper) => (
            <FiledRow key={paper.number} paper={paper} currency={currency} />
          ))}
        </Sheet>
      )}
      {kept.receipts.length > 0 && (
        <details>
          <summary>
            {kept.receipts.length === 1 ? "One receipt" : `${kept.receipts.length} receipts`}
          </summary>
          <Sheet caption="Receipts, the newest first" heads={["Paid", "For", "Amount", "As"]}>
            {kept.receipts.map((receipt) => (
              <tr key={receipt.number}>
                <td>{showDay(receipt.time.slice(0, 10))}</td>
                <td>
                  <bdi>{receipt.method}</bdi>
                </td>
                <td class="number">{money(receipt.amount, receipt.currency)}</td>
                <td>
                  <a href={at(`${receipts}/${encodeURIComponent(receipt.number)}?format=pdf`).href}>PDF</a>
                </td>
              </tr>
            ))}
          </Sheet>
        </details>
      )}
    </section>
  );
}

function FiledRow({ paper, currency }: { paper: Paper; currency: string }) {
  const path = `v1/${paper.kind === "invoice" ? "invoices" : "credit-notes"}/${encodeURIComponent(paper.number)}`;
  const as = (format: string) => at(`${path}?format=${format}`).href;
  return (
    <tr>
      <th scope="row">
        <bdi>{paper.number}</bdi>
        {paper.kind === "credit_note" && <span class="quiet"> credit note</span>}
      </th>
      <td>{showDay(paper.issued_on)}</td>
      <td class="number">{money(paper.amount, currency)}</td>
      <td>
        {paper.status !== undefined && <span class={`chip paper-${paper.status}`}>{statuses[paper.status]}</span>}
        {paper.status === "open" && paper.due_on !== undefined && <span class="quiet"> by {showDay(paper.due_on)}</span>}
      </td>
      <td class="formats">
        <a href={as("pdf")}>PDF</a> <a href={as("ubl")}>UBL</a> <a href={as("cii")}>CII</a>
      </td>
    </tr>
  );
}
