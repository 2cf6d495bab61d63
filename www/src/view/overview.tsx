import type { Overview as Read } from "counterfoil";
import type { Picture } from "../model/engine";
import { columnMoney, isolate, money, showDayAt } from "../text/format";
import { t, type Text } from "../text/lang";
import { namesOf } from "../text/names";
import { Sentence } from "./sentence";

/** Credit, what takes from it, and what may be used now: the account's figures as the engine reads them. */
export function Overview({ picture }: { picture: Picture }) {
  const { overview, applied } = picture;
  const { currency } = applied.state;
  return (
    <section class="card" aria-labelledby="overview-title" data-testid="overview">
      <header class="card-head">
        <h2 id="overview-title">{t("Credit and what takes from it")}</h2>
        <p class="quiet">{period(overview)}</p>
      </header>
      <dl class="sums">
        {figures(overview, currency).map(([word, value, note]) => (
          <div key={word} data-figure={word}>
            <dt>{t(word)}</dt>
            <dd>
              {value}
              {note !== undefined && <span class="quiet"> {note}</span>}
            </dd>
          </div>
        ))}
      </dl>
      <Warnings picture={picture} />
      <Parts overview={overview} currency={currency} />
    </section>
  );
}

const day = (time: string) => showDayAt(time);
const period = ({ period_from, period_until }: Read) =>
  period_until === undefined
    ? t("since {0}; nothing is invoiced", day(period_from))
    : t("period from {0} until {1}", day(period_from), day(period_until));
const moved = (amount: string | number) => /[1-9]/.test(String(amount));

/** Sums above, the day and the debts below; what a rulebook does not know stays away. */
function figures(
  overview: Read,
  currency: string,
): (readonly [word: Text, value: string, note?: string | undefined])[] {
  const show = (amount: string | number) => money(amount, currency);
  const { overage_protection, late_usage_this_period, daily_budget, bound_credits, lifetime_credits } = overview;
  const late = moved(late_usage_this_period) ? t("{0} of it late", show(late_usage_this_period)) : undefined;
  const bound = moved(bound_credits) ? t("{0} of it bound to products", show(bound_credits)) : undefined;
  return [
    ["Total credits", show(overview.total_credits), t("of {0} ever", show(lifetime_credits))],
    ["Usage this period", show(overview.usage_this_period), late],
    ["Remaining credits", show(overview.remaining_credits), bound],
    ["Overage protection", moved(overage_protection) ? show(overage_protection) : t("none#overage")],
    ["Owed on invoices", show(overview.owed)],
    ["Held for usage", show(overview.held)],
    [
      "Used today",
      show(overview.used_today),
      daily_budget === undefined ? t("no daily budget") : t("of {0} a day", show(daily_budget)),
    ],
    ["Used yesterday", show(overview.used_yesterday)],
    ["On its way", show(overview.pending)],
  ];
}

function Warnings({ picture }: { picture: Picture }) {
  const { overview, applied } = picture;
  const { currency } = applied.state;
  const names = namesOf(picture);
  return (
    <>
      {overview.due.length > 0 && (
        <ul class="warnings" aria-label={t("Invoices due")} data-testid="due">
          {overview.due.map(({ invoice, amount }) => (
            <li key={invoice}>
              <Sentence
                text={t("{0} on invoice {1}")}
                slots={[<strong>{t("{0} due", money(amount, currency))}</strong>, <bdi>{names.invoice(invoice)}</bdi>]}
              />
            </li>
          ))}
        </ul>
      )}
      {overview.expiring_methods.length > 0 && (
        <ul class="warnings" aria-label={t("Payment methods that expire")} data-testid="expiring">
          {overview.expiring_methods.map(({ method, expired, default: usual }) => (
            <li key={method}>
              <strong>{expired ? t("Expired") : t("Expires within thirty days")}</strong>: {isolate(names.method(method))}
              {usual && t(", the default payment method")}
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
    <div class="scroll" tabIndex={0} role="region" aria-label={t("{0} as a table", t("Subaccounts"))}>
      <table class="parts" data-testid="subaccounts">
        <caption>{t("Subaccounts")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("Subaccount")}</th>
            <th scope="col" class="number">
              {t("Today")}
            </th>
            <th scope="col" class="number">
              {t("This period")}
            </th>
          </tr>
        </thead>
        <tbody>
          {overview.subaccounts.map(({ subaccount, enabled, used_today, used_this_period }) => (
            <tr key={subaccount}>
              <th scope="row">
                <bdi>{subaccount}</bdi>
                {!enabled && <span class="quiet"> {t("switched off")}</span>}
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
