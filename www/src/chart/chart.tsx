import { useEffect, useRef, useState } from "preact/hooks";
import { dayOf, daysOf, type Day } from "../model/days";
import type { Picture } from "../model/engine";
import { selectedDay } from "../model/state";
import { money, showDay, showLongDay } from "../text/format";
import { sources, summary } from "../text/words";
import { LANE_HEIGHT, Lanes, lanesOf } from "./lanes";
import { Balance, Dates, Lines, LineWords, type Watched } from "./plot";
import { scaleOf, type Scale } from "./scale";
import { DayTable } from "./table";

/** Room above the plot for the word of now, and under the lanes for the dates. */
const [ABOVE, BELOW] = [20, 26];
/** Room at the right for half the scrubber's thumb. */
const ASIDE = 9;

export function Chart({ picture }: { picture: Picture }) {
  const [figure, width] = useWidth();
  const days = daysOf(picture);
  const chosen = days.findIndex((day) => day.date === selectedDay.value);
  const place = chosen === -1 ? days.length - 1 : chosen;
  const day = days[place]!;
  const { currency } = picture.applied.state;
  const said = `${showLongDay(day.date)}: balance ${money(day.balance, currency)}, ${summary(day.entries, day.effects)}`;
  const watched = watchedOf(picture);
  const lanes = lanesOf(days);
  const today = dayOf(picture.overview.as_of);
  const quiet = today > days.at(-1)!.date ? `; quiet since, as of ${showLongDay(today)}` : "";
  const size = { width: width - ASIDE, height: width < 480 ? 200 : 260, left: 72 };
  const scale = scaleOf(
    picture,
    days,
    watched.map(({ amount }) => amount),
    size,
  );
  const bottom = size.height + 8 + lanes.length * LANE_HEIGHT;
  const above = watched.filter(({ amount }) => scale.y(amount) < 0);
  return (
    <section class="card chart" aria-labelledby="chart-title">
      <header class="card-head">
        <h2 id="chart-title">Balance by day</h2>
        <p class="quiet">
          {showDay(days[0]!.date)} to {showDay(days.at(-1)!.date)}, UTC days{quiet}
        </p>
      </header>
      <p class="readout" aria-hidden="true">
        <span class="readout-day">{showLongDay(day.date)}</span> <strong>{money(day.balance, currency)}</strong>{" "}
        <span>{summary(day.entries, day.effects)}</span>
      </p>
      <figure ref={figure} data-testid="chart" aria-describedby="chart-table">
        <svg
          width={width}
          height={ABOVE + bottom + BELOW}
          role="img"
          aria-label={`Balance from ${days[0]!.date} to ${days.at(-1)!.date}; the table below says the same`}
          onPointerMove={(event) => point(event, scale, days)}
          onPointerDown={(event) => point(event, scale, days)}
        >
          <g transform={`translate(0 ${ABOVE})`}>
            <rect
              class="column"
              x={scale.left + place * scale.dayWidth}
              y={0}
              width={Math.max(scale.dayWidth, 1)}
              height={bottom}
            />
            <Balance picture={picture} days={days} scale={scale} />
            <Lines scale={scale} watched={watched} currency={currency} opening={picture.opening} />
            <LineWords scale={scale} watched={watched} as_of={picture.overview.as_of} />
            <Lanes lanes={lanes} scale={scale} top={size.height + 8} />
            <Dates days={days} scale={scale} bottom={bottom} as_of={picture.overview.as_of} />
          </g>
        </svg>
        <input
          type="range"
          class="scrubber"
          data-testid="chart-day"
          aria-label="Day"
          aria-valuetext={said}
          min={0}
          max={days.length - 1}
          value={place}
          style={{
            marginInlineStart: `${scale.left + scale.dayWidth / 2 - 9}px`,
            width: `${(days.length - 1) * scale.dayWidth + 18}px`,
          }}
          onInput={(event) => (selectedDay.value = days[Number(event.currentTarget.value)]?.date)}
        />
        {above.length > 0 && (
          <p class="quiet above">
            Above the picture: {above.map(({ amount, words }) => `${money(amount, currency)} (${words})`).join(", ")}
          </p>
        )}
      </figure>
      <DayTable days={days} currency={currency} />
    </section>
  );
}

function watchedOf({ overview, applied }: Picture): Watched[] {
  const { recharge } = applied.state.settings;
  const alerts = overview.thresholds.map((each): Watched => ({
    amount: String(each.amount),
    kind: "alert",
    words: `alert, ${sources(each.sources)}`,
  }));
  return recharge?.enabled
    ? [{ amount: String(recharge.threshold), kind: "recharge", words: "auto-recharge" }, ...alerts]
    : alerts;
}

function point(event: PointerEvent, scale: Scale, days: Day[]) {
  const x = event.clientX - (event.currentTarget as Element).getBoundingClientRect().left;
  const day = days[Math.floor((x - scale.left) / scale.dayWidth)];
  if (day !== undefined) selectedDay.value = day.date;
}

/** The chart is drawn in pixels of its real width, so that its text has one size everywhere. */
function useWidth() {
  const element = useRef<HTMLElement>(null);
  const [width, setWidth] = useState(720);
  useEffect(() => {
    const watch = new ResizeObserver(([entry]) => setWidth(Math.max(Math.floor(entry!.contentRect.width), 200)));
    watch.observe(element.current!);
    return () => watch.disconnect();
  }, []);
  return [element, width] as const;
}
