import type { Applied, Rulebook } from "counterfoil";
import { ask } from "./ask";
import type { Picture, Trouble } from "./engine";

/** What is tried in the days to come on a copy of the account; texts as they were typed. */
export interface Tried {
  /** Another rulebook's text; empty: the account's. */
  rulebook: string;
  /** Prices of the rulebook by pointer. */
  prices: Readonly<Record<string, string>>;
  /** Another plan or quantity, by subscription. */
  plans: Readonly<Record<string, { plan: string; quantity: string }>>;
}

export const nothingTried: Tried = { rulebook: "", prices: {}, plans: {} };

export const isTried = ({ rulebook, prices, plans }: Tried) => rulebook !== "" || [prices, plans].some((each) => Object.keys(each).length > 0);

/** A price of a rulebook: where it stands, and what it is now. */
export interface Price {
  pointer: string;
  value: string;
}

/** Every price under a part of a rulebook, in its order. */
function pricesUnder(value: unknown, pointer: string): Price[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const at = `${pointer}/${name}`;
    const isPrice = name === "price" && (typeof inner === "string" || typeof inner === "number");
    return isPrice ? [{ pointer: at, value: String(inner) }] : pricesUnder(inner, at);
  });
}

/** Prices of rates and of plans. */
export const pricesOf = ({ rates, plans = [] }: Rulebook) => [...pricesUnder(rates, "/rates"), ...pricesUnder(plans, "/plans")];

/** The rulebook that is tried, as text. */
export function rulebookOf(picture: Picture, { rulebook, prices }: Tried): string {
  const text = (rulebook === "" ? picture.scenario.rulebook : rulebook).trim();
  if (Object.keys(prices).length === 0) return text;
  const copy = JSON.parse(text) as Record<string, unknown>;
  for (const [pointer, price] of Object.entries(prices)) {
    const path = pointer.split("/").slice(1);
    const holder = path.slice(0, -1).reduce<Record<string, unknown> | undefined>((at, name) => at?.[name] as Record<string, unknown> | undefined, copy);
    // Of another rulebook that has no such price nothing is changed.
    if (holder?.[path.at(-1)!] !== undefined) holder[path.at(-1)!] = price;
  }
  return JSON.stringify(copy);
}

/** The account with other plans from now on, as the engine makes it; or why it would not have them. */
export function withPlans(picture: Picture, rulebook: string, { plans }: Tried): { state: Applied["state"]; problems: [] } | { state?: undefined; problems: Trouble[] } {
  const { state } = picture.applied;
  const changed = Object.entries(plans);
  if (changed.length === 0) return { state, problems: [] };
  const time = picture.overview.as_of;
  const events = changed.map(([subscription, change], place) => ({ type: "subscription_changed", id: `preview.plan.${place}`, time, subscription, ...change }));
  const rest = { state, as_of: time, payments: "succeed", events };
  const reply = ask<Applied>("apply", rulebook, rest);
  if (reply.status === "ok") return { state: reply.answer.state, problems: [] };
  const name = (path: string) => changed[Number(/^\/events\/(\d+)/.exec(path)?.[1] ?? "-1")]?.[0];
  return { problems: reply.problems.map((problem) => ({ ...problem, path: `/plans/${name(problem.path) ?? ""}` })) };
}
