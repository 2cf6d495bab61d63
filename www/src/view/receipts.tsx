import type { Picture } from "../model/engine";
import { accountPath, at, hosted } from "../model/host";
import { papers } from "../model/live";
import { money, showFullTime, showTime } from "../text/format";
import { known, t, type Text } from "../text/lang";
import { namesOf } from "../text/names";
import { kindWords } from "../text/words";
import { Sheet } from "./sheet";

/** What was paid, and by what: at a server each with its receipt. */
export function Receipts({ picture }: { picture: Picture }) {
  const kept = papers.value;
  return (
    <section class="card" aria-labelledby="receipts-title" data-testid="receipts">
      <header class="card-head">
        <h2 id="receipts-title">{t("Payments received")}</h2>
      </header>
      {kept !== undefined ? (
        <Kept account={kept.account} picture={picture} />
      ) : hosted.value === undefined ? (
        <Paid picture={picture} />
      ) : (
        <p class="quiet">{t("Asking the server…")}</p>
      )}
    </section>
  );
}

const heads = () => [t("Paid"), t("For"), { amount: t("Amount") }];
const statuses: Record<string, Text> = { succeeded: "Paid", failed: "Failed", pending: "On its way" };

/** Of an account that no server keeps: movements that were payments. */
function Paid({ picture }: { picture: Picture }) {
  const { entries, state } = picture.applied;
  const paid = entries.filter(({ kind }) => ["top_up", "recharge", "bank_debit", "invoice_payment"].includes(kind)).reverse();
  if (paid.length === 0) return <p class="quiet">{t("Nothing was paid yet.")}</p>;
  return (
    <Sheet caption={t("Payments, the newest first")} heads={heads()}>
      {paid.map(({ id, time, kind, postings }) => (
        <tr key={id}>
          <td title={showFullTime(time)}>{showTime(time)}</td>
          <td>{t(kindWords[kind])}</td>
          <td class="number">{money(postings[0]!.amount, state.currency)}</td>
        </tr>
      ))}
    </Sheet>
  );
}

function Kept({ account, picture }: { account: string; picture: Picture }) {
  const receipts = papers.value?.receipts ?? [];
  const path = `${accountPath(account)}/receipts`;
  const names = namesOf(picture);
  if (receipts.length === 0) return <p class="quiet">{t("Nothing was paid yet.")}</p>;
  return (
    <Sheet caption={t("Receipts, the newest first")} heads={[...heads(), t("Status"), t("As")]}>
      {receipts.map(({ number, time, method, amount, currency, status }) => (
        <tr key={number}>
          <td title={showFullTime(time)}>{showTime(time)}</td>
          <td>
            <bdi>{names.said(method)}</bdi>
          </td>
          <td class="number">{money(amount, currency)}</td>
          <td>
            <span class={`chip receipt-${status}`}>{known(statuses[status] ?? status)}</span>
          </td>
          <td>
            <a href={at(`${path}/${encodeURIComponent(number)}?format=pdf`).href}>PDF</a>
          </td>
        </tr>
      ))}
    </Sheet>
  );
}
