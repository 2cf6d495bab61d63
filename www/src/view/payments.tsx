import { papers } from "../model/live";
import { money, showDayAt } from "../text/format";
import { known, t, type Text } from "../text/lang";
import { Sheet } from "./sheet";

const kinds: Record<string, Text> = {
  recharge: "Auto-recharge",
  top_up: "Top-up",
  debit: "Bank debit",
  invoice: "Invoice",
  refund: "Refund",
  return: "Returned",
  chargeback: "Charged back",
  won: "Dispute won",
};
const states: Record<string, Text> = {
  wanted: "Waiting",
  sent: "Asked",
  pending: "On its way",
  paid: "Paid",
  failed: "Failed",
  void: "Not needed",
  unposted: "To be looked at",
};
const SHOWN = 20;

/** What the gateway was asked for the server's account, and what came of it. */
export function Payments() {
  const payments = papers.value?.payments ?? [];
  if (payments.length === 0) return null;
  return (
    <section class="card" aria-labelledby="payments-title" data-testid="payments">
      <header class="card-head">
        <h2 id="payments-title">{t("Payments asked for")}</h2>
      </header>
      <Sheet caption={t("Payments, the newest first")} heads={[t("When"), t("For"), { amount: t("Amount") }, t("State")]}>
        {payments.slice(0, SHOWN).map((payment) => (
          <tr key={payment.charge}>
            <td>{showDayAt(payment.asked_at)}</td>
            <td>{known(kinds[payment.kind] ?? payment.kind)}</td>
            <td class="number">{money(payment.amount, payment.currency)}</td>
            <td>
              <span class={`chip payment-${payment.state}`}>{known(states[payment.state] ?? payment.state)}</span>
              {payment.reason !== undefined && payment.state !== "paid" && (
                <span class="quiet">
                  {" "}
                  <bdi lang="en">{payment.reason}</bdi>
                  {payment.due_at !== undefined && t(", again on {0}", showDayAt(payment.due_at))}
                </span>
              )}
            </td>
          </tr>
        ))}
      </Sheet>
    </section>
  );
}
