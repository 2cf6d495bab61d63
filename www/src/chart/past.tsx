import { dayOf, past } from "../model/days";
import type { Picture } from "../model/engine";
import { selectedDay } from "../model/state";
import { showDay, showLongDay } from "../text/format";
import { Chart } from "./chart";
import { watchedOf } from "./watched";

/** The account's days until now. */
export function PastChart({ picture }: { picture: Picture }) {
  const course = past(picture);
  const { days } = course;
  const { as_of } = picture.overview;
  const today = dayOf(as_of);
  const quiet = today > days.at(-1)!.date ? `; quiet since, as of ${showLongDay(today)}` : "";
  return (
    <section class="card chart" aria-labelledby="chart-title">
      <header class="card-head">
        <h2 id="chart-title">Balance by day</h2>
        <p class="quiet">
          {showDay(days[0]!.date)} to {showDay(days.at(-1)!.date)}, UTC days{quiet}
        </p>
      </header>
      <Chart
        name="Balance by day"
        id="chart"
        course={course}
        watched={watchedOf(picture)}
        currency={picture.applied.state.currency}
        moment={{ time: as_of, words: `as of ${showDay(today)}` }}
        selected={selectedDay}
      />
    </section>
  );
}
