import type { Simulated } from "counterfoil";
import { count, money, showDay, whole } from "../text/format";
import { t } from "../text/lang";
import { Sheet } from "./sheet";

/** A run in numbers, all of them the engine's. */
function sumsOf({ totals, money_ends_on, days, effects }: Simulated, currency: string) {
  const show = (amount: string | number) => money(amount, currency);
  const invoice = effects.find((effect) => effect.type === "invoice_drafted");
  return [
    [t("Used"), show(totals.used)],
    [t("Charged"), t("{0} in {1}", show(totals.charged), count(totals.charges, "charge"))],
    [t("Failed"), count(totals.failures, "charge")],
    [t("Alerts"), whole(totals.alerts)],
    [t("Lowest balance"), show(totals.lowest_balance)],
    [t("Balance at the end"), show(days.at(-1)!.balance)],
    [t("Next invoice"), invoice === undefined ? t("none in these days") : show(invoice.document.totals.tax_inclusive)],
    [t("Money ends"), money_ends_on === undefined ? t("not within these days") : showDay(money_ends_on)],
  ] as const;
}

export function Sums({ simulated, currency }: { simulated: Simulated; currency: string }) {
  return (
    <dl class="totals" data-testid="outlook-totals">
      {sumsOf(simulated, currency)
        .slice(0, 5)
        .map(([word, value]) => (
          <div key={word}>
            <dt>{word}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}

interface Two {
  simulated: Simulated;
  before: Simulated;
  currency: string;
}

/** Two runs beside each other; what differs is said in a word, and not by a colour. */
export function TwoSums({ simulated, before, currency }: Two) {
  const others = sumsOf(before, currency);
  return (
    <div class="two-sums" data-testid="outlook-totals">
      <Sheet caption={t("What differs in sum")} heads={[t("What"), { amount: t("Changed") }, { amount: t("As it is") }]}>
        {sumsOf(simulated, currency).map(([word, value], place) => {
          const other = others[place]![1];
          return (
            <tr key={word}>
              <th scope="row">
                {word}
                {value !== other && <small class="quiet"> {t("differs")}</small>}
              </th>
              <td class="number">{value}</td>
              <td class="number">{other}</td>
            </tr>
          );
        })}
      </Sheet>
    </div>
  );
}
