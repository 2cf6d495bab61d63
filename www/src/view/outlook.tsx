import { signal } from "@preact/signals";
import type { Simulated } from "counterfoil";
import { Chart } from "../chart/chart";
import { watchedOf } from "../chart/watched";
import { ahead } from "../model/days";
import type { Picture } from "../model/engine";
import { future } from "../model/state";
import { count, money, showDay, whole } from "../text/format";
import { t } from "../text/lang";
import { outlookWords } from "../text/outlook";
import { Assumptions } from "./assumptions";
import { Problems } from "./problems";

const chosenDay = signal<string | undefined>(undefined);

/** The next ninety days by the engine's own simulation, anew with every change. */
export function OutlookPanel({ picture }: { picture: Picture }) {
  const { simulated, problems, before } = future.value;
  return (
    <section class="card chart outlook" aria-labelledby="outlook-title" data-testid="outlook">
      <header class="card-head">
        <h2 id="outlook-title">{t("Next ninety days")}</h2>
        <p class="quiet">{t("simulated, from the day after now")}</p>
      </header>
      {simulated !== undefined && (
        <>
          <p class="outlook-word" data-testid="outlook-word">
            {outlookWords(simulated)}
          </p>
          {before?.simulated !== undefined && (
            <p class="quiet" data-testid="outlook-before">
              {t("With the settings as they were: {0}", outlookWords(before.simulated))}
            </p>
          )}
        </>
      )}
      <Assumptions picture={picture} wrong={problems} />
      <Problems list={problems} />
      {simulated !== undefined && <Drawn picture={picture} simulated={simulated} />}
    </section>
  );
}

function Drawn({ picture, simulated }: { picture: Picture; simulated: Simulated }) {
  const { currency } = picture.applied.state;
  const { money_ends_on, totals } = simulated;
  const show = (amount: string | number) => money(amount, currency);
  const sums = [
    [t("Used"), show(totals.used)],
    [t("Charged"), t("{0} in {1}", show(totals.charged), count(totals.charges, "charge"))],
    [t("Failed"), count(totals.failures, "charge")],
    [t("Alerts"), whole(totals.alerts)],
    [t("Lowest balance"), show(totals.lowest_balance)],
  ] as const;
  return (
    <>
      <dl class="totals" data-testid="outlook-totals">
        {sums.map(([word, value]) => (
          <div key={word}>
            <dt>{word}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <Chart
        name={t("Balance to come")}
        id="outlook-chart"
        course={ahead(picture, simulated)}
        watched={watchedOf(picture)}
        currency={currency}
        moment={
          money_ends_on === undefined
            ? undefined
            : { time: `${money_ends_on}T12:00:00Z`, words: t("money ends {0}", showDay(money_ends_on)) }
        }
        selected={chosenDay}
        rest="first"
      />
    </>
  );
}
