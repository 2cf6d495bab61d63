import type { Reply, Rulebook, Simulated } from "counterfoil";
import { callJson } from "counterfoil";
import type { Picture, Trouble } from "./engine";
import { callOf } from "./ask";
import { price, type Quantities } from "./quantities";
import type { Scenario } from "./scenario";
import { settingsOf } from "./settings";
import { nothingTried, rulebookOf, withPlans, type Tried } from "./tried";

export const HORIZON_DAYS = 90;
export const weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const;

/** What is assumed of the days to come; texts as they were typed. */
export interface Outlook {
  usage: "history" | "daily" | "weekdays" | "quantities";
  /** A day's usage. */
  daily: string;
  /** From Monday to Sunday. */
  weekly: string[];
  /** So much of each rate's product on a day. */
  quantities: Quantities;
  /** What else is tried. */
  tried: Tried;
  /** Charges are declined from this day on; empty: they are paid. */
  declines_from: string;
}

export const outlookAtFirst: Outlook = {
  usage: "history",
  daily: "",
  weekly: weekdays.map(() => ""),
  quantities: {},
  tried: nothingTried,
  declines_from: "",
};

export function isOutlook({ usage, daily, weekly, declines_from, quantities, tried }: Outlook): boolean {
  const { rulebook, prices, plans } = tried;
  const chosen = Object.values(plans).flatMap(({ plan, quantity }) => [plan, quantity]);
  const texts = [daily, declines_from, rulebook, ...Object.values(quantities), ...Object.values(prices), ...chosen, ...(Array.isArray(weekly) ? weekly : [undefined])];
  return (
    ["history", "daily", "weekdays", "quantities"].includes(usage) &&
    weekly.length === weekdays.length &&
    texts.every((text) => typeof text === "string")
  );
}

/** Usage of the days to come as the engine takes it: amounts of money. Quantities are priced first. */
const patterns: Record<Exclude<Outlook["usage"], "quantities">, (outlook: Outlook) => object> = {
  history: () => ({ type: "history" }),
  daily: ({ daily }) => ({ type: "daily", amount: daily }),
  weekdays: ({ weekly }) => ({ type: "weekdays", amounts: weekly }),
};

export interface Future {
  simulated?: Simulated;
  problems: Trouble[];
}

/** The call that asks for the days to come, or why there is none; `settings` are tried from the first of them on. */
export function simulateCall(picture: Picture, outlook: Outlook, settings?: object): { call: string; problems: [] } | { call?: undefined; problems: Trouble[] } {
  const rulebook = rulebookOf(picture, outlook.tried);
  const { state, problems } = withPlans(picture, rulebook, outlook.tried);
  if (state === undefined) return { problems };
  const changed = { ...picture, applied: { ...picture.applied, state } };
  const usage = patternOf(changed, rulebook, outlook);
  if ("problems" in usage) return usage;
  const asked = {
    state,
    as_of: picture.overview.as_of,
    days: HORIZON_DAYS,
    usage,
    declines: outlook.declines_from === "" ? undefined : { from: outlook.declines_from },
    settings,
  };
  return { call: callOf(rulebook, asked), problems: [] };
}

function patternOf(picture: Picture, rulebook: string, outlook: Outlook): object | { problems: Trouble[] } {
  if (outlook.usage !== "quantities") return patterns[outlook.usage](outlook);
  const { rates } = JSON.parse(rulebook) as Rulebook;
  const { amounts, problems } = price(picture, rulebook, rates, outlook.quantities, HORIZON_DAYS);
  return amounts === undefined ? { problems } : { type: "days", amounts };
}

/** The days to come of an account as the picture leaves it. */
export function simulate(picture: Picture, outlook: Outlook, settings?: object): Future {
  const { call, problems } = simulateCall(picture, outlook, settings);
  if (call === undefined) return { problems };
  const reply = JSON.parse(callJson("simulate", call)) as Reply<Simulated>;
  return reply.status === "ok" ? { simulated: reply.answer, problems: [] } : { problems: reply.problems };
}

type Parts = Partial<ReturnType<typeof settingsOf>>;

export interface Edit {
  /** The parts that were edited. */
  now: Parts;
  /** The same parts as they were; one that was never set is switched off. */
  before: Parts;
}

/** What was edited since the scenario was opened; nothing when nothing was. */
export function editOf(now: Scenario, opened: Scenario, offers: Rulebook): Edit | undefined {
  const [after, before] = [settingsOf(now), settingsOf(opened)];
  const names = (Object.keys(after) as (keyof Parts)[]).filter(
    (name) => JSON.stringify(after[name]) !== JSON.stringify(before[name]),
  );
  if (names.length === 0) return undefined;
  const off: Parts = {
    recharge: after.recharge && { ...after.recharge, enabled: false },
    spend: { enabled: false },
    overage_protection: String(offers.overage?.protection ?? "0"),
    alert_days: 0,
  };
  const parts = (from: Parts, instead: Parts = {}) =>
    Object.fromEntries(names.map((name) => [name, from[name] ?? instead[name]])) as Parts;
  return { now: parts(after, { overage_protection: off.overage_protection }), before: parts(before, off) };
}
