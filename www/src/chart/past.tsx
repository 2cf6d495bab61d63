import { dayOf, past } from "../model/days";
import type { Picture } from "../model/engine";
import { selectedDay } from "../model/state";
import { showDay, showLongDay } from "../text/format";
import { t } from "../text/lang";
import { Chart } from "./chart";
import { watchedOf } from "./watched";

/** The account's days until now. */
export function PastChart({ picture }: { picture: Picture }) {
  const course = past(picture);
  const { days } = course;
  // Entries move the customer's book, which usage leaves only with its invoice where the rulebook settles then.
  const name =
    picture.offers.settlement === "on_invoice" ? t("Credit by day, before usage not invoiced") : t("Balance by day");
  const { as_of } = picture.overview;
  const today = dayOf(as_of);
  const quiet = today > days.at(-1)!.date ? t("; quiet since, as of {0}", showLongDay(today)) : "";
  return (
    <section class="card chart" aria-labelledby="chart-title">
      <header class="card-head">
        <h2 id="chart-title">{name}</h2>
        <p class="quiet">
          {t("{0} to {1}, UTC days", showDay(days[0]!.date), showDay(days.at(-1)!.date))}
          {quiet}
        </p>
      </header>
      <Chart
        name={name}
        id="chart"
        course={course}
        watched={watchedOf(picture)}
        currency={picture.applied.state.currency}
        moment={{ time: as_of, words: t("as of {0}", showDay(today)) }}
        selected={selectedDay}
      />
    </section>
  );
}
