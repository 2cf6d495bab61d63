import type { Effect, Kind, Simulated } from "counterfoil";
import { markOfKind } from "../text/marks";
import type { Picture } from "./engine";

/** A movement: of an entry, or of a simulated day. */
export interface Move {
  id: string;
  kind: Kind;
  time: string;
  balance: string;
}

/** A UTC day: what happened on it and the balance it ended with, which is that of its last entry. */
export interface Day {
  date: string;
  balance: string;
  moves: Move[];
  effects: Effect[];
}

/** What a chart draws: past days, or days to come. */
export interface Course {
  days: Day[];
  /** The balance the first day begins with. */
  start: string;
  /** An amount that is named beside the axis, drawn or not. */
  opening: string;
  suspended: boolean;
  /** The line ends here. */
  end: string;
}

/** Days drawn at most: three years. Older ones stay in the history. */
const DAYS_MAX = 1096;
export const DAY_MS = 86_400_000;

export const dayOf = (time: string) => time.slice(0, 10);
const midnight = (date: string) => Date.parse(`${date}T00:00:00Z`);

/**
 * The days from the opening, or from the first entry that is at hand, to `as_of`. A quiet end longer than all that came before is left out, so that a month of
 * movement is not pressed into a corner by a year of silence.
 */
export function past(picture: Picture): Course {
  const { entries, effects, state } = picture.applied;
  const first = midnight(dayOf(state.opened_at));
  const moved = midnight(dayOf(state.as_of));
  const now = midnight(dayOf(picture.overview.as_of));
  const end = now - moved > moved - first + 14 * DAY_MS ? moved + DAY_MS : now;
  const earliest = picture.partial ? midnight(dayOf(entries[0]?.time ?? picture.overview.as_of)) : first;
  const begin = Math.max(earliest, end - (DAYS_MAX - 1) * DAY_MS);
  const moves = entries.map(({ id, kind, time, balance }): Move => ({ id, kind, time, balance: String(balance) }));
  const movesOn = Map.groupBy(moves, (move) => dayOf(move.time));
  const effectsOn = Map.groupBy(effects, (effect) => dayOf(effect.time));
  const start = moves.findLast((move) => Date.parse(move.time) < begin)?.balance ?? picture.opening;
  let balance = start;
  const days: Day[] = [];
  for (let at = begin; at <= end; at += DAY_MS) {
    const date = new Date(at).toISOString().slice(0, 10);
    const today = movesOn.get(date) ?? [];
    balance = today.at(-1)?.balance ?? balance;
    days.push({ date, balance, moves: today, effects: effectsOn.get(date) ?? [] });
  }
  return { days, start, opening: picture.opening, suspended: false, end: picture.overview.as_of };
}

const moved = (amount: string | number) => /[1-9]/.test(String(amount));

/** Simulated days. A day's usage happens at noon, and a charge that did not fail was paid. */
export function ahead(picture: Picture, { days, effects }: Simulated): Course {
  const failed = new Set(
    effects.map((effect) => (effect.type.endsWith("_failed") && "charge" in effect ? effect.charge : "")),
  );
  const effectsOn = Map.groupBy(effects, (effect) => dayOf(effect.time));
  const balance = String(picture.applied.state.balance);
  const next = new Date(midnight(days.at(-1)!.date) + DAY_MS);
  return {
    days: days.map((day) => {
      const effects = effectsOn.get(day.date) ?? [];
      const move = (kind: Kind, time: string, id: string): Move => ({ id, kind, time, balance: String(day.balance) });
      const paid = effects.filter((effect) => effect.type === "charge_request" && !failed.has(effect.charge));
      const noon = `${day.date}T12:00:00Z`;
      const moves = [
        ...(moved(day.used) ? [move("usage", noon, `${day.date}/usage`)] : []),
        ...paid.map((effect) => move("recharge", effect.time, effect.id)),
      ];
      return { date: day.date, balance: String(day.balance), moves, effects };
    }),
    start: balance,
    opening: balance,
    suspended: picture.applied.state.service === "suspended",
    end: next.toISOString(),
  };
}

/** Where the line turns: at each movement, or at the noon of a day that ends with another balance than it began. */
export function turns({ days, start }: Course): Move[] {
  let before = start;
  return days.flatMap((day) => {
    const still = day.moves.at(-1)?.balance !== day.balance && day.balance !== before;
    before = day.balance;
    const own: Move = { id: day.date, kind: "usage", time: `${day.date}T12:00:00Z`, balance: day.balance };
    return still ? [...day.moves, own] : day.moves;
  });
}

export const isCredit = ({ kind }: Move) => markOfKind(kind) !== undefined;
