/**
 * From decimal strings to pixels: the one place where an amount becomes a float, because a position on a screen is
 * no amount. Nothing that leaves this module is shown as a number.
 */
import { DAY_MS, turns, type Course } from "../model/days";

export interface Point {
  x: number;
  y: number;
}

export interface Scale {
  width: number;
  height: number;
  left: number;
  dayWidth: number;
  x: (time: string) => number;
  y: (amount: string | number) => number;
  /** The middle of a day's column. */
  middle: (place: number) => number;
  /** The highest and lowest amount drawn, as the engine wrote them. */
  highest: string;
  lowest: string;
}

/** Room over the highest amount and under the lowest one, as a share of the range. */
const AIR = 0.08;
/** A threshold further up than this many times the highest balance would flatten the picture; it stays out. */
const REACH = 1.6;

export function scaleOf(
  course: Course,
  watched: readonly string[],
  size: { width: number; height: number; left: number },
  beside?: Course,
): Scale {
  const { days, start, opening } = course;
  const balances = [start, opening, ...turns(course).map((move) => move.balance), ...(beside?.days.map(({ balance }) => balance) ?? [])];
  const by = (better: (one: number, other: number) => boolean) =>
    balances.reduce((best, each) => (better(Number(each), Number(best)) ? each : best));
  const [highest, lowest] = [by((one, other) => one > other), by((one, other) => one < other)];
  const top = Math.max(Number(highest), 0);
  const reached = watched.map(Number).filter((amount) => top === 0 || amount <= top * REACH);
  const [from, to] = [Math.min(Number(lowest), 0), Math.max(top, ...reached)];
  const range = to - from || 1;
  const [floor, ceiling] = [from < 0 ? from - range * AIR : 0, to + range * AIR || 1];
  const [begin, plot] = [Date.parse(days[0]!.date), size.width - size.left];
  const dayWidth = plot / days.length;
  return {
    ...size,
    dayWidth,
    x: (time) => size.left + ((Date.parse(time) - begin) / DAY_MS) * dayWidth,
    y: (amount) => size.height - ((Number(amount) - floor) / (ceiling - floor)) * size.height,
    middle: (place) => size.left + (place + 0.5) * dayWidth,
    highest,
    lowest,
  };
}

/** The balance as steps. Steps within one pixel keep their ends and extremes, so a year of calls stays drawable. */
export function stepPath(points: Point[]): string {
  const kept: Point[] = [];
  let column: Point[] = [];
  const close = () => {
    const extremes = [...column].sort((one, other) => one.y - other.y);
    const few = column.length <= 4 ? column : [column[0]!, extremes[0]!, extremes.at(-1)!, column.at(-1)!];
    kept.push(...few);
    column = [];
  };
  for (const point of points) {
    if (column.length > 0 && Math.floor(point.x) !== Math.floor(column[0]!.x)) close();
    column.push(point);
  }
  close();
  return kept
    .map(({ x, y }, place) => (place === 0 ? `M${x.toFixed(1)},${y.toFixed(1)}` : `H${x.toFixed(1)}V${y.toFixed(1)}`))
    .join("");
}

/** Labels that would stand in each other's way, left out: the earlier of the list stays. */
export function uncrowded<Label extends { y: number }>(labels: Label[], room: number): Label[] {
  return labels.reduce<Label[]>(
    (kept, label) => (kept.every((other) => Math.abs(other.y - label.y) >= room) ? [...kept, label] : kept),
    [],
  );
}

/** Where a slider of amounts ends: the first of 1, 2 and 5 with zeros that is twice what it is about, and its steps of whole units. */
export function slideOf(amounts: readonly string[]): { most: number; step: number } {
  const about = Math.max(...amounts.map(Number).filter(Number.isFinite), 10) * 2;
  const ten = 10 ** Math.floor(Math.log10(about));
  const most = [1, 2, 5, 10].map((each) => each * ten).find((each) => each >= about) ?? about;
  return { most, step: Math.max(Math.round(most / 200), 1) };
}
