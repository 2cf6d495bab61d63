import type { Reply, Rulebook, Simulated } from "counterfoil";
import { callJson } from "counterfoil";
import type { Picture, Trouble } from "./engine";
import type { Scenario } from "./scenario";
import { settingsOf } from "./settings";

export const HORIZON_DAYS = 90;
export const weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const;

/** What is assumed of the days to come; texts as they were typed. */
export interface Outlook {
  usage: "history" | "daily" | "weekdays";
  /** A day's usage. */
  daily: string;
  /** From Monday to Sunday. */
  weekly: string[];
  /** Charges are declined from this day on; empty: they are paid. */
  declines_from: string;
}

export const outlookAtFirst: Outlook = {
  usage: "history",
  daily: "",
  weekly: weekdays.map(() => ""),
  declines_from: "",
};

export function isOutlook({ usage, daily, weekly, declines_from }: Outlook): boolean {
  const texts = [daily, declines_from, ...(Array.isArray(weekly) ? weekly : [undefined])];
  return (
    ["history", "daily", "weekdays"].includes(usage) &&
    weekly.length === weekdays.length &&
    texts.every((text) => typeof text === "string")
  );
}

const patterns: Record<Outlook["usage"], (outlook: Outlook) => object> = {
  history: () => ({ type: "history" }),
  daily: ({ daily }) => ({ type: "daily", amount: daily }),
  weekdays: ({ weekly }) => ({ type: "weekdays", amounts: weekly }),
};

export interface Future {
  simulated?: Simulated;
  problems: Trouble[];
}

/** The call that asks for the days to come; `settings` are tried from the first of them on. */
export function simulateCall(picture: Picture, outlook: Outlook, settings?: object): string {
  const asked = {
    state: picture.applied.state,
    as_of: picture.overview.as_of,
    days: HORIZON_DAYS,
    usage: patterns[outlook.usage](outlook),
    declines: outlook.declines_from === "" ? undefined : { from: outlook.declines_from },
    settings,
  };
  return `{"rulebook":${picture.scenario.rulebook.trim()},${JSON.stringify(asked).slice(1)}`;
}

/** The days to come of an account as the picture leaves it. */
export function simulate(picture: Picture, outlook: Outlook, settings?: object): Future {
  const reply = JSON.parse(callJson("simulate", simulateCall(picture, outlook, settings))) as Reply<Simulated>;
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
