import type { SettingsInput } from "counterfoil";
import { noRecharge, type Recharge, type Scenario, type Spend } from "./scenario";

const words = (text: string) => text.split(/[\s,;]+/).filter((word) => word !== "");
const unlessEmpty = (text: string) => (text === "" ? undefined : text);
/** A count is a JSON number where it reads as one; what is wrong with anything else, the engine says. */
const whole = (text: string) => (/^\d{1,9}$/.test(text) ? Number(text) : unlessEmpty(text));
const filled = (texts: Record<string, string>) =>
  Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== ""));

/** A style's own fields and no others: the engine refuses an amount that nothing is done with. */
function rechargeSettings(recharge: Recharge) {
  const { enabled, threshold, style, amount, target, combine, method, ...limits } = recharge;
  if (!enabled && [threshold, amount, target, method].every((text) => text === "")) return undefined;
  const caps = filled(limits);
  return {
    enabled,
    threshold,
    style: style === "repeat" ? undefined : style,
    amount: style === "target" ? undefined : amount,
    target: style === "target" ? target : undefined,
    combine: style === "repeat" && combine ? true : undefined,
    method: unlessEmpty(method),
    limits: Object.keys(caps).length > 0 ? caps : undefined,
  };
}

function spendSettings({ enabled, ...texts }: Spend) {
  const limits = filled(texts);
  return enabled || Object.keys(limits).length > 0 ? { enabled, ...limits } : undefined;
}

/** The owner's settings as the contract has them; what was never set stays away. */
export function settingsOf(scenario: Scenario) {
  return {
    alerts: scenario.alerts === null ? undefined : words(scenario.alerts),
    alert_days: whole(scenario.alert_days),
    addresses: scenario.addresses.trim() === "" ? undefined : words(scenario.addresses),
    spend: spendSettings(scenario.spend),
    overage_protection: unlessEmpty(scenario.overage),
    recharge: rechargeSettings(scenario.recharge),
    bank_debit: scenario.bank_debit,
  };
}

const text = (value: string | number | null | undefined) => (value === undefined || value === null ? "" : String(value));

/** Settings of the contract as this page's fields. */
export function fieldsOf({ alerts, alert_days, addresses, spend, overage_protection, recharge, bank_debit }: SettingsInput) {
  const { limits } = recharge ?? {};
  return {
    recharge: {
      enabled: recharge?.enabled ?? false,
      threshold: text(recharge?.threshold),
      style: recharge?.style ?? noRecharge.style,
      amount: text(recharge?.amount),
      target: text(recharge?.target),
      combine: recharge?.combine ?? false,
      method: text(recharge?.method),
      per_trigger: text(limits?.per_trigger),
      per_day: text(limits?.per_day),
      per_month: text(limits?.per_month),
    },
    spend: {
      enabled: spend?.enabled ?? false,
      daily_budget: text(spend?.daily_budget),
      daily_notification: text(spend?.daily_notification),
      webhook: text(spend?.webhook),
    },
    overage: text(overage_protection),
    alerts: alerts === undefined ? null : alerts.join(", "),
    alert_days: text(alert_days),
    addresses: (addresses ?? []).join(", "),
    bank_debit,
  } satisfies Partial<Scenario>;
}

type Parts = Record<string, unknown>;
const parts = (of: Scenario) => JSON.parse(JSON.stringify(settingsOf(of))) as Parts;

/** The parts of the owner's settings that were edited, and those that were taken out: there is no word for that to a server. */
export interface Edited {
  parts: Parts;
  gone: string[];
}

/** What was edited of an account that goes on; nothing where nothing was. */
export function editedParts(scenario: Scenario): Edited | undefined {
  if (scenario.since === undefined) return undefined;
  const [before, after] = [parts({ ...scenario, ...fieldsOf(scenario.since.settings) }), parts(scenario)];
  const gone = Object.keys(before).filter((name) => !(name in after));
  const edited = Object.entries(after).filter(([name, part]) => JSON.stringify(part) !== JSON.stringify(before[name]));
  return edited.length + gone.length === 0 ? undefined : { parts: Object.fromEntries(edited), gone };
}

/** The change that an edit is, where it holds from now on: the last of the events. */
export function changeOf(scenario: Scenario): string[] {
  const edited = scenario.since?.always === false ? editedParts(scenario) : undefined;
  if (edited === undefined || Object.keys(edited.parts).length === 0) return [];
  return [JSON.stringify({ type: "settings_changed", id: "preview", time: scenario.as_of, settings: edited.parts })];
}

/** Settings at the opening. */
function openingOf(scenario: Scenario) {
  return scenario.since?.always === false ? scenario.since.opening : settingsOf(scenario);
}

/** The account as it was opened. */
export function openOf(scenario: Scenario) {
  return { account: scenario.account, time: scenario.opened, settings: openingOf(scenario), customer: scenario.customer };
}

/** Where a call begins: at the opening of the account, or at the state that a server has. */
export type From = "opening" | "state";

/**
 * The whole `apply` call as text. Rulebook and events are spliced in as they were typed, so that the engine, and
 * not a parser of the page's, judges every character of them.
 */
export function applyCall(scenario: Scenario, events: readonly string[], from: From): string {
  const { since } = scenario;
  const parts = [
    `"rulebook":${scenario.rulebook.trim()}`,
    from === "state" && since?.state !== undefined ? `"state":${since.state}` : `"open":${JSON.stringify(openOf(scenario))}`,
    `"as_of":${JSON.stringify(scenario.as_of)}`,
    `"payments":${JSON.stringify(scenario.payments)}`,
    `"events":[${events.join(",")}]`,
  ];
  return `{${parts.join(",")}}`;
}
