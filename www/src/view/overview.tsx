import type { Overview as Read } from "counterfoil";
import type { Picture } from "../model/engine";
import { columnMoney, isolate, money, showDayAt } from "../text/format";

/** Credit, what takes from it, and what may be used now: the account's figures as the engine reads them. */
export function Overview({ picture }: { picture: Picture }) {
  const { overview, applied } = picture;
  const { currency } = applied.state;
  return (
    <section class="card" aria-labelledby="overview-title" data-testid="overview">
      <header class="card-head">
        <h2 id="overview-title">Credit and what takes from it</h2>
        <p class="quiet">{period(overview)}</p>
      </header>
      <dl class="sums">
        {figures(overview, currency).map(([word, value, note]) => (
          <div key={word} data-figure={word}>
            <dt>{word}</dt>
            <dd>
              {value}
              {note !== undefined && <span class="quiet"> {note}</span>}
            </dd>
          </div>
        ))}
      </dl>
      <Warnings overview={overview} currency={currency} />
      <Parts overview={overview} currency={currency} />
    </section>
  );
}

const day = (time: string) => showDayAt(time);
const period = ({ period_from, period_until }: Read) =>
  period_until === undefined
    ? `since ${day(period_from)}; nothing is invoiced`
    : `period from ${day(period_from)} until ${day(period_until)}`;
const moved = (amount: string | number) => /[1-9]/.test(String(amount));

/** Sums above, the day and the debts below; what a rulebook does not know stays away. */
function figures(
  overview: Read,
  currency: string,
): (readonly [word: string, value: string, note?: string | undefined])[] {
  const show = (amount: string | number) => money(amount, currency);
  const { overage_protection, late_usage_this_period, daily_budget, bound_credits, lifetime_credits } = overview;
  const late = moved(late_usage_this_period) ? `${show(late_usage_this_period)} of it late` : undefined;
  const bound = moved(bound_credits) ? `${show(bound_credits)} of it bound to products` : undefined;
  return [
    ["Total credits", show(overview.total_credits), `of ${show(lifetime_credits)} ever`],
    ["Usage this period", show(overview.usage_this_period), late],
    ["Remaining credits", show(overview.remaining_credits), bound],
    ["Overage protection", moved(overage_protection) ? show(overage_protection) : "none"],
    ["Owed on invoices", show(overview.owed)],
    ["Held for usage", show(overview.held)],
    [
      "Used today",
      show(overview.used_today),
      daily_budget === undefined ? "no daily budget" : `of ${show(daily_budget)} a day`,
    ],
    ["Used yesterday", show(overview.used_yesterday)],
    ["On its way", show(overview.pending)],
  ];
}

function Warnings({ overview, currency }: { overview: Read; currency: string }) {
  return (
    <>
      {overview.due.length > 0 && (
        <ul class="warnings" aria-label="Invoices due" data-testid="due">
          {overview.due.map(({ invoice, amount }) => (
            <li key={invoice}>
              <strong>{money(amount, currency)} due</strong> on invoice <bdi>{invoice}</bdi>
            </li>
          ))}
        </ul>
      )}
      {overview.expiring_methods.length > 0 && (
        <ul class="warnings" aria-label="Payment methods that expire" data-testid="expiring">
          {overview.expiring_methods.map(({ method, expired, default: usual }) => (
            <li key={method}>
              <strong>{expired ? "Expired" : "Expires within thirty days"}</strong>: {isolate(method)}
              {usual && ", the default payment method"}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

/** Subaccounts draw on the main balance; here is what part each had. */
function Parts({ overview, currency }: { overview: Read; currency: string }) {
  if (overview.subaccounts.length === 0) return null;
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="Subaccounts as a table">
      <table class="parts" data-testid="subaccounts">
        <caption>Subaccounts</caption>
        <thead>
          <tr>
            <th scope="col">Subaccount</th>
            <th scope="col" class="number">
              Today
            </th>
            <th scope="col" class="number">
              This period
            </th>
          </tr>
        </thead>
        <tbody>
          {overview.subaccounts.map(({ subaccount, enabled, used_today, used_this_period }) => (
            <tr key={subaccount}>
              <th scope="row">
                <bdi>{subaccount}</bdi>
                {!enabled && <span class="quiet"> switched off</span>}
              </th>
              <td class="number">{columnMoney(used_today, currency)}</td>
              <td class="number">{columnMoney(used_this_period, currency)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
