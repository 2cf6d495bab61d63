import type { Signal } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Course, Day } from "../model/days";
import { money, showLongDay } from "../text/format";
import { lang, t, within } from "../text/lang";
import { summary } from "../text/marks";
import { LANE_HEIGHT, Lanes, lanesOf } from "./lanes";
import { Balance, Beside, Dates, Lines, LineWords, type Moment } from "./plot";
import { scaleOf, type Scale } from "./scale";
import { DayTable } from "./table";
import type { Watched } from "./watched";

/** Room above the plot for the word of a moment, and under the lanes for the dates. */
const [ABOVE, BELOW] = [20, 26];
/** Room at the left for amounts and for the words of lanes, which are longer in German. */
const LEFT = { en: 72, de: 100 } as const;
/** Room at the right for half the scrubber's thumb. */
const ASIDE = 9;

interface ChartProps {
  name: string;
  /** Of the figure, and the beginning of its parts' ids. */
  id: string;
  course: Course;
  /** Another over the same days, and what the two are. */
  beside?: { course: Course; words: string; own: string } | undefined;
  watched: Watched[];
  currency: string;
  moment?: Moment | undefined;
  /** The chosen day; without one it is `rest`, or the last. */
  selected: Signal<string | undefined>;
  rest?: "first" | "last";
}

export function Chart({ name, id, course, beside, watched, currency, moment, selected, rest = "last" }: ChartProps) {
  const [figure, width] = useWidth();
  const { days } = course;
  const chosen = days.findIndex((day) => day.date === selected.value);
  const place = chosen !== -1 ? chosen : rest === "last" ? days.length - 1 : 0;
  const day = days[place]!;
  const other = beside?.course.days[place];
  const said = [t("{0}: balance {1}, {2}", showLongDay(day.date), money(day.balance, currency), summary(day.moves, day.effects)), ...(other === undefined ? [] : [`${beside!.words}: ${money(other.balance, currency)}`])].join("; ");
  const lanes = lanesOf(days);
  const size = { width: width - ASIDE, height: width < 480 ? 200 : 260, left: LEFT[lang.value] };
  const scale = scaleOf(
    course,
    watched.map(({ amount }) => amount),
    size,
    beside?.course,
  );
  const bottom = size.height + 8 + lanes.length * LANE_HEIGHT;
  const above = watched.filter(({ amount }) => scale.y(amount) < 0);
  return (
    <>
      <p class="readout" aria-hidden="true">
        <span class="readout-day">{showLongDay(day.date)}</span> <strong>{money(day.balance, currency)}</strong>{" "}
        <span>{summary(day.moves, day.effects)}</span>
        {other !== undefined && (
          <span>
            {beside!.words}: <strong class="aside">{money(other.balance, currency)}</strong>
          </span>
        )}
      </p>
      {beside !== undefined && <Legend own={beside.own} other={beside.words} />}
      <figure ref={figure} data-testid={id} aria-describedby={`${id}-table`}>
        <svg
          width={width}
          height={ABOVE + bottom + BELOW}
          role="img"
          aria-label={t("{0} from {1} to {2}; the table below says the same", name, days[0]!.date, days.at(-1)!.date)}
          onPointerMove={(event) => (selected.value = pointed(event, scale, days) ?? selected.value)}
          onPointerDown={(event) => (selected.value = pointed(event, scale, days) ?? selected.value)}
        >
          <g transform={`translate(0 ${ABOVE})`}>
            <rect
              class="column"
              x={scale.left + place * scale.dayWidth}
              y={0}
              width={Math.max(scale.dayWidth, 1)}
              height={bottom}
            />
            {beside !== undefined && <Beside course={beside.course} scale={scale} />}
            <Balance course={course} scale={scale} />
            <Lines scale={scale} watched={watched} currency={currency} opening={course.opening} />
            <LineWords scale={scale} watched={watched} until={course.end} />
            <Lanes lanes={lanes} scale={scale} top={size.height + 8} />
            <Dates days={days} scale={scale} bottom={bottom} moment={moment} />
          </g>
        </svg>
        <input
          type="range"
          class="scrubber"
          data-testid={`${id}-day`}
          aria-label={t("Day of {0}", within(name))}
          aria-valuetext={said}
          min={0}
          max={days.length - 1}
          value={place}
          style={{
            marginInlineStart: `${scale.left + scale.dayWidth / 2 - 9}px`,
            width: `${(days.length - 1) * scale.dayWidth + 18}px`,
          }}
          onInput={(event) => (selected.value = days[Number(event.currentTarget.value)]?.date)}
        />
        {above.length > 0 && (
          <p class="quiet above">
            {t("Above the picture: {0}", above.map(({ amount, words }) => `${money(amount, currency)} (${words})`).join(", "))}
          </p>
        )}
      </figure>
      <DayTable days={days} beside={beside?.course.days} currency={currency} id={`${id}-table`} name={name} />
    </>
  );
}

/** Which of the two lines is which, by the lines themselves. */
function Legend({ own, other }: { own: string; other: string }) {
  const sample = (line: string) => (
    <svg width="36" height="10" aria-hidden="true">
      <path class={line} d="M1,5H35" />
    </svg>
  );
  return (
    <ul class="legend">
      <li>
        {sample("balance-line")} {own}
      </li>
      <li>
        {sample("beside-line")} {other}
      </li>
    </ul>
  );
}

function pointed(event: PointerEvent, scale: Scale, days: Day[]): string | undefined {
  const x = event.clientX - (event.currentTarget as Element).getBoundingClientRect().left;
  return days[Math.floor((x - scale.left) / scale.dayWidth)]?.date;
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
