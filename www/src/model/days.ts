import type { Effect, Entry } from "counterfoil";
import type { Picture } from "./engine";

/** A UTC day: what happened on it and the balance it ended with, which is that of its last entry. */
export interface Day {
  date: string;
  balance: string;
  entries: Entry[];
  effects: Effect[];
}

/** Days drawn at most: three years. Older ones stay in the history. */
const DAYS_MAX = 1096;
export const DAY_MS = 86_400_000;

export const dayOf = (time: string) => time.slice(0, 10);
const midnight = (date: string) => Date.parse(`${date}T00:00:00Z`);

/**
 * The days from the opening to `as_of`. A quiet end longer than all that came before is left out, so that a month of
 * movement is not pressed into a corner by a year of silence.
 */
export function daysOf(picture: Picture): Day[] {
  const { entries, effects, state } = picture.applied;
  const first = midnight(dayOf(state.opened_at));
  const moved = midnight(dayOf(state.as_of));
  const now = midnight(dayOf(picture.overview.as_of));
  const end = now - moved > moved - first + 14 * DAY_MS ? moved + DAY_MS : now;
  const begin = Math.max(first, end - (DAYS_MAX - 1) * DAY_MS);
  const entriesOn = Map.groupBy(entries, (entry) => dayOf(entry.time));
  const effectsOn = Map.groupBy(effects, (effect) => dayOf(effect.time));
  let balance = String(entries.findLast((entry) => Date.parse(entry.time) < begin)?.balance ?? picture.opening);
  const days: Day[] = [];
  for (let at = begin; at <= end; at += DAY_MS) {
    const date = new Date(at).toISOString().slice(0, 10);
    const today = entriesOn.get(date) ?? [];
    balance = String(today.at(-1)?.balance ?? balance);
    days.push({ date, balance, entries: today, effects: effectsOn.get(date) ?? [] });
  }
  return days;
}
