import type { Recharge, Scenario, Spend } from "./scenario";

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

/**
 * The whole `apply` call as text. Rulebook and events are spliced in as they were typed, so that the engine, and
 * not a parser of the page's, judges every character of them.
 */
export function applyCall(scenario: Scenario, events: readonly string[]): string {
  const open = { account: scenario.account, time: scenario.opened, settings: settingsOf(scenario), customer: scenario.customer };
  const parts = [
    `"rulebook":${scenario.rulebook.trim()}`,
    `"open":${JSON.stringify(open)}`,
    `"as_of":${JSON.stringify(scenario.as_of)}`,
    `"payments":${JSON.stringify(scenario.payments)}`,
    `"events":[${events.join(",")}]`,
  ];
  return `{${parts.join(",")}}`;
}
