import { signal } from "@preact/signals";
import type { Simulated } from "counterfoil";
import { Chart } from "../chart/chart";
import { watchedOf } from "../chart/watched";
import { ahead } from "../model/days";
import type { Picture } from "../model/engine";
import { future, type Futures, type Unchanged } from "../model/state";
import { showDay } from "../text/format";
import { t } from "../text/lang";
import { outlookWords } from "../text/outlook";
import { Assumptions } from "./assumptions";
import { Sums, TwoSums } from "./outlook-sums";
import { Problems } from "./problems";
import { Sentence } from "./sentence";

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
          {before !== undefined && (
            <p class="quiet" data-testid="outlook-before">
              <Sentence text={t("{0}: {1}")} slots={[unchangedWords(before.what), outlookWords(before.simulated)]} />
            </p>
          )}
        </>
      )}
      <Assumptions picture={picture} wrong={problems} />
      <Problems list={problems} />
      {simulated !== undefined && <Drawn picture={picture} simulated={simulated} before={before} />}
    </section>
  );
}

const unchangedWords = (what: Unchanged) => t(what === "same_usage" ? "As it is, with the same usage" : "As it is, with the usual usage");

function Drawn({ picture, simulated, before }: { picture: Picture; simulated: Simulated; before: Futures["before"] }) {
  const { currency } = picture.applied.state;
  const { money_ends_on } = simulated;
  const own = t("With what is changed");
  const words = before === undefined ? "" : unchangedWords(before.what);
  return (
    <>
      {before === undefined ? (
        <Sums simulated={simulated} currency={currency} />
      ) : (
        <TwoSums simulated={simulated} before={before.simulated} currency={currency} />
      )}
      <Chart
        name={t("Balance to come")}
        id="outlook-chart"
        course={ahead(picture, simulated)}
        beside={before === undefined ? undefined : { course: ahead(picture, before.simulated), words, own }}
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
