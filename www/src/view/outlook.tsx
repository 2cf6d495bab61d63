import { signal } from "@preact/signals";
import type { Simulated } from "counterfoil";
import { Chart } from "../chart/chart";
import { watchedOf } from "../chart/watched";
import { ahead } from "../model/days";
import type { Picture } from "../model/engine";
import { future } from "../model/state";
import { count, money, showDay } from "../text/format";
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
        <h2 id="outlook-title">Next ninety days</h2>
        <p class="quiet">simulated with the rules above, from the day after now</p>
      </header>
      {simulated !== undefined && (
        <>
          <p class="outlook-word" data-testid="outlook-word">
            {outlookWords(simulated)}
          </p>
          {before?.simulated !== undefined && (
            <p class="quiet" data-testid="outlook-before">
              With the settings as they were: {outlookWords(before.simulated)}
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
    ["Used", show(totals.used)],
    ["Charged", `${show(totals.charged)} in ${count(totals.charges, "charge")}`],
    ["Failed", count(totals.failures, "charge")],
    ["Alerts", String(totals.alerts)],
    ["Lowest balance", show(totals.lowest_balance)],
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
        name="Balance to come"
        id="outlook-chart"
        course={ahead(picture, simulated)}
        watched={watchedOf(picture)}
        currency={currency}
        moment={
          money_ends_on === undefined
            ? undefined
            : { time: `${money_ends_on}T12:00:00Z`, words: `money ends ${showDay(money_ends_on)}` }
        }
        selected={chosenDay}
        rest="first"
      />
    </>
  );
}
