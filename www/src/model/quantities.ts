import type { Applied, Rate } from "counterfoil";
import { ask } from "./ask";
import { dayOf, DAY_MS } from "./days";
import type { Picture, Trouble } from "./engine";

/** Days that one call prices: a state remembers the usage of the last thirty and today. */
const CHUNK = 30;
/** Whole days of history that an account's own quantities are taken from. */
const HISTORY = 28;

/** So much of a rate's product each day, by the rate's id; texts as they were typed. */
export type Quantities = Readonly<Record<string, string>>;

/** What a day's quantities cost on each of the days to come, or why it cannot be said. */
export type Priced = { amounts: string[]; problems: [] } | { amounts?: undefined; problems: Trouble[] };

const dateAfter = (time: string, days: number) => new Date(Date.parse(`${dayOf(time)}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);

/** A usage that this rate prices, and no other of its product's. */
function usageOf({ product, unit, prefix, country, when }: Rate, quantity: string) {
  return { type: "usage", product, unit, quantity, destination: prefix, country, dimensions: when };
}

/**
 * The engine simulates amounts of money; what quantities cost it says where they are usage. So they are posted on a copy of the account,
 * day after day at noon, with its allowances, tiers and periods, and what each day was charged is read from its state.
 */
export function price(picture: Picture, rulebook: string, rates: readonly Rate[], quantities: Quantities, days: number): Priced {
  const used = rates.flatMap((rate) => {
    const quantity = quantities[rate.id] ?? "";
    return quantity === "" ? [] : [{ rate: rate.id, usage: usageOf(rate, quantity) }];
  });
  const { as_of } = picture.overview;
  const amounts: string[] = [];
  for (let state: unknown = picture.applied.state, done = 0; done < days; done += CHUNK) {
    const dates = Array.from({ length: Math.min(CHUNK, days - done) }, (_, place) => dateAfter(as_of, done + place + 1));
    const events = dates.flatMap((date) => used.map(({ usage }, place) => ({ ...usage, id: `preview.${date}.${place}`, time: `${date}T12:00:00Z` })));
    const rest = { state, as_of: `${dates.at(-1)!}T23:59:59Z`, payments: "succeed", events };
    const reply = ask<Applied>("apply", rulebook, rest);
    if (reply.status !== "ok") return { problems: atQuantities(reply.problems, used) };
    const by = new Map(reply.answer.state.usage_by_day.map(({ date, amount }) => [date, amount]));
    amounts.push(...dates.map((date) => String(by.get(date) ?? "0")));
    ({ state } = reply.answer);
  }
  return { amounts, problems: [] };
}

/** A problem of a usage is told where its quantity was typed, and once for all days. */
function atQuantities(problems: readonly Trouble[], used: readonly { rate: string }[]): Trouble[] {
  const told = problems.map((problem) => {
    const place = /^\/events\/(\d+)/.exec(problem.path)?.[1];
    const { rate } = (place === undefined ? undefined : used[Number(place) % used.length]) ?? {};
    return rate === undefined ? problem : { ...problem, path: `/usage/quantities/${rate}` };
  });
  return [...new Map(told.map((problem) => [`${problem.path} ${problem.code}`, problem])).values()];
}

/** What was used of each rate on a day of the last four weeks, to the nearest whole one: something to begin with. */
export function usualQuantities({ applied, overview }: Picture): Quantities {
  const now = Date.parse(`${dayOf(overview.as_of)}T00:00:00Z`);
  const first = Math.max(now - HISTORY * DAY_MS, Date.parse(`${dayOf(applied.state.opened_at)}T00:00:00Z`));
  const days = Math.max((now - first) / DAY_MS, 1);
  const sums = new Map<string, number>();
  for (const { kind, time, line } of applied.entries) {
    const at = Date.parse(time);
    if (kind === "usage" && line !== undefined && at >= first && at < now) sums.set(line.rate, (sums.get(line.rate) ?? 0) + Number(line.quantity));
  }
  return Object.fromEntries([...sums].map(([rate, sum]) => [rate, String(Math.max(Math.round(sum / days), 0))]));
}
