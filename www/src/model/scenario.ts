import type { Payments } from "counterfoil";

/** What the reader has typed or opened: texts as they stand, judged by nobody but the engine. */
export interface Scenario {
  /** Where it came from, for people. */
  title: string;
  account: string;
  opened: string;
  as_of: string;
  payments: Payments;
  recharge: Recharge;
  /** Own alerts, separated by commas or spaces. `null`: never set, so the recommended ones are in force. */
  alerts: string | null;
  addresses: string;
  /** The rulebook's JSON text. */
  rulebook: string;
  /** NDJSON, or CSV with the fields' names as its header. */
  events: string;
}

/** The auto-recharge sentence; an empty limit does not bind. */
export interface Recharge {
  enabled: boolean;
  threshold: string;
  amount: string;
  method: string;
  per_trigger: string;
  per_day: string;
  per_month: string;
}

export const noRecharge: Recharge = {
  enabled: false,
  threshold: "",
  amount: "",
  method: "",
  per_trigger: "",
  per_day: "",
  per_month: "",
};

const words = (text: string) => text.split(/[\s,;]+/).filter((word) => word !== "");

function rechargeSettings(recharge: Recharge) {
  const { enabled, threshold, amount, method, per_trigger, per_day, per_month } = recharge;
  if (!enabled && threshold === "" && amount === "" && method === "") return undefined;
  const limits = Object.entries({ per_trigger, per_day, per_month }).filter(([, value]) => value !== "");
  const caps = limits.length > 0 ? { limits: Object.fromEntries(limits) } : {};
  return { enabled, threshold, amount, method, ...caps };
}

/** The owner's settings as the contract has them. */
function settings(scenario: Scenario) {
  return {
    alerts: scenario.alerts === null ? undefined : words(scenario.alerts),
    addresses: scenario.addresses.trim() === "" ? undefined : words(scenario.addresses),
    recharge: rechargeSettings(scenario.recharge),
  };
}

/**
 * The whole `apply` call as text. Rulebook and events are spliced in as they were typed, so that the engine, and
 * not a parser of the page's, judges every character of them.
 */
export function applyCall(scenario: Scenario, events: readonly string[]): string {
  const open = { account: scenario.account, time: scenario.opened, settings: settings(scenario) };
  const parts = [
    `"rulebook":${scenario.rulebook.trim()}`,
    `"open":${JSON.stringify(open)}`,
    `"as_of":${JSON.stringify(scenario.as_of)}`,
    `"payments":${JSON.stringify(scenario.payments)}`,
    `"events":[${events.join(",")}]`,
  ];
  return `{${parts.join(",")}}`;
}
