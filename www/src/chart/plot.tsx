import type { Picture } from "../model/engine";
import { dayOf, type Day } from "../model/days";
import { money, showDay } from "../text/format";
import { stepPath, uncrowded, type Scale } from "./scale";

export interface Watched {
  amount: string;
  words: string;
  kind: "alert" | "recharge";
}

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
export function LineWords({ scale, watched, as_of }: { scale: Scale; watched: Watched[]; as_of: string }) {
  const end = Math.min(scale.x(as_of), scale.width);
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

/** The balance itself, each recharge on its way up, and the hours without service. */
export function Balance({ picture, days, scale }: { picture: Picture; days: Day[]; scale: Scale }) {
  const { entries } = picture.applied;
  const end = Math.min(scale.x(picture.overview.as_of), scale.width);
  const drawn = entries.filter((entry) => dayOf(entry.time) >= days[0]!.date);
  const start = entries.findLast((entry) => dayOf(entry.time) < days[0]!.date)?.balance ?? picture.opening;
  const points = [
    { x: scale.left, y: scale.y(start) },
    ...drawn.map((entry) => ({ x: scale.x(entry.time), y: scale.y(entry.balance) })),
  ];
  const path = stepPath([...points, { x: end, y: points.at(-1)!.y }]);
  return (
    <g>
      {outages(picture, scale, end).map(([from, to]) => (
        <rect key={from} class="outage" x={from} y={0} width={to - from} height={scale.height} />
      ))}
      <path class="area" d={`${path}V${scale.y(0)}H${scale.left}Z`} />
      <path class="balance-line" d={path} />
      {drawn
        .filter((entry) => entry.kind !== "usage")
        .map((entry) => (
          <circle
            key={entry.id}
            class={`credit ${entry.kind}`}
            cx={scale.x(entry.time)}
            cy={scale.y(entry.balance)}
            r={3.5}
          />
        ))}
    </g>
  );
}

function outages(picture: Picture, scale: Scale, end: number): [number, number][] {
  const found: [number, number][] = [];
  let since: string | undefined;
  for (const { type, time } of picture.applied.effects) {
    if (type === "suspended") since = time;
    if (type === "restored" && since !== undefined) {
      found.push([Math.max(scale.x(since), scale.left), scale.x(time)]);
      since = undefined;
    }
  }
  if (since !== undefined) found.push([Math.max(scale.x(since), scale.left), end]);
  return found.filter(([from, to]) => to > from);
}

/** Days along the bottom, as many as have room, and the rule of now. */
export function Dates({ days, scale, bottom, as_of }: { days: Day[]; scale: Scale; bottom: number; as_of: string }) {
  const every = Math.ceil(62 / scale.dayWidth);
  const now = scale.x(as_of);
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
      {now <= scale.left + days.length * scale.dayWidth && (
        <g>
          <line class="now" x1={now} x2={now} y1={-14} y2={bottom} />
          <text class="now-word" x={now - 5} y={-5}>
            as of {showDay(dayOf(as_of))}
          </text>
        </g>
      )}
    </g>
  );
}
