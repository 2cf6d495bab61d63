import type { Effect } from "counterfoil";
import { isCredit, turns, type Course, type Day } from "../model/days";
import { markOfKind } from "../text/marks";
import { money, showDay } from "../text/format";
import { stepPath, uncrowded, type Scale } from "./scale";
import type { Watched } from "./watched";

const LABEL_ROOM = 15;

/** Amounts on the left: only ones the engine wrote. Thresholds first, then zero, then the extremes. */
export function Lines({
  scale,
  watched,
  currency,
  opening,
}: {
  scale: Scale;
  watched: Watched[];
  currency: string;
  opening: string;
}) {
  const inside = watched.filter(({ amount }) => scale.y(amount) >= 0);
  const labels = [...inside.map(({ amount }) => amount), opening, scale.highest, scale.lowest].map((amount) => ({
    amount,
    y: scale.y(amount),
  }));
  return (
    <g>
      {inside.map(({ amount, kind }) => (
        <line
          key={`${kind} ${amount}`}
          class={`threshold ${kind}`}
          x1={scale.left}
          x2={scale.width}
          y1={scale.y(amount)}
          y2={scale.y(amount)}
        />
      ))}
      <line class="zero" x1={scale.left} x2={scale.width} y1={scale.y(0)} y2={scale.y(0)} />
      {uncrowded(labels, LABEL_ROOM).map(({ amount, y }) => (
        <text key={amount} class="amount" x={0} y={y + 4}>
          {money(amount, currency)}
        </text>
      ))}
    </g>
  );
}

/** What each line watches, written above it, left of now. */
export function LineWords({ scale, watched, until }: { scale: Scale; watched: Watched[]; until: string }) {
  const end = Math.min(scale.x(until), scale.width);
  const lines = Map.groupBy(
    watched.filter(({ amount }) => scale.y(amount) >= 0),
    ({ amount }) => scale.y(amount),
  );
  const labels = [...lines].map(([y, same]) => ({ y, text: same.map(({ words }) => words).join(" · ") }));
  return (
    <g>
      {uncrowded(labels, LABEL_ROOM).map(({ y, text }) => (
        <text key={y} class="line-word" x={end - 5} y={y - 5}>
          {text}
        </text>
      ))}
    </g>
  );
}

function pathOf(course: Course, scale: Scale, end: number): string {
  const points = [
    { x: scale.left, y: scale.y(course.start) },
    ...turns(course).map((move) => ({ x: scale.x(move.time), y: scale.y(move.balance) })),
  ];
  return stepPath([...points, { x: end, y: points.at(-1)!.y }]);
}

/** Another course beside it: a broken line without ground, so that the two are told apart in any colour. */
export function Beside({ course, scale }: { course: Course; scale: Scale }) {
  return <path class="beside-line" d={pathOf(course, scale, Math.min(scale.x(course.end), scale.width))} />;
}

/** The balance itself, each credit on its way up, and the hours without service. */
export function Balance({ course, scale }: { course: Course; scale: Scale }) {
  const end = Math.min(scale.x(course.end), scale.width);
  const drawn = turns(course);
  const path = pathOf(course, scale, end);
  const effects = course.days.flatMap((day) => day.effects);
  return (
    <g>
      {outages(effects, course.suspended, scale, end).map(([from, to]) => (
        <rect key={from} class="outage" x={from} y={0} width={to - from} height={scale.height} />
      ))}
      <path class="area" d={`${path}V${scale.y(0)}H${scale.left}Z`} />
      <path class="balance-line" d={path} />
      {drawn.filter(isCredit).map((move) => (
        <circle
          key={move.id}
          class={`turn mark-${markOfKind(move.kind)}`}
          cx={scale.x(move.time)}
          cy={scale.y(move.balance)}
          r={3.5}
        />
      ))}
    </g>
  );
}

function outages(effects: Effect[], suspended: boolean, scale: Scale, end: number): [number, number][] {
  const found: [number, number][] = [];
  let since = suspended ? scale.left : undefined;
  for (const { type, time } of effects) {
    if (type === "suspended") since = scale.x(time);
    if (type === "restored" && since !== undefined) {
      found.push([Math.max(since, scale.left), scale.x(time)]);
      since = undefined;
    }
  }
  if (since !== undefined) found.push([Math.max(since, scale.left), end]);
  return found.filter(([from, to]) => to > from);
}

/** A moment that is ruled off and named: now, or when the money ends. */
export interface Moment {
  time: string;
  words: string;
}

/** Days along the bottom, as many as have room, and the rule of a moment. */
export function Dates({
  days,
  scale,
  bottom,
  moment,
}: {
  days: Day[];
  scale: Scale;
  bottom: number;
  moment?: Moment | undefined;
}) {
  const every = Math.ceil(62 / scale.dayWidth);
  const at = moment === undefined ? -1 : scale.x(moment.time);
  const right = at - scale.left < 110;
  return (
    <g>
      {days.map(({ date }, place) => {
        if (place % every !== 0 || scale.middle(place) > scale.width - 18) return null;
        return (
          <text key={date} class="date" x={scale.middle(place)} y={bottom + 16}>
            {showDay(date)}
          </text>
        );
      })}
      {at >= scale.left && at <= scale.left + days.length * scale.dayWidth && (
        <g>
          <line class="now" x1={at} x2={at} y1={-14} y2={bottom} />
          <text class={right ? "now-word after" : "now-word"} x={right ? at + 5 : at - 5} y={-5}>
            {moment!.words}
          </text>
        </g>
      )}
    </g>
  );
}
