import type { BankDebitInput, PartyInput, Payments, SettingsInput, Style } from "counterfoil";

/** What the reader has typed or opened: texts as they stand, judged by nobody but the engine. */
export interface Scenario {
  /** Where it came from, for people. */
  title: string;
  account: string;
  opened: string;
  as_of: string;
  payments: Payments;
  recharge: Recharge;
  spend: Spend;
  /** The credit line; empty: the rulebook's. */
  overage: string;
  /** Own alerts, separated by commas or spaces. `null`: never set, so the recommended ones are in force. */
  alerts: string | null;
  /** An alert on days left; empty: never set. */
  alert_days: string;
  addresses: string;
  /** The scheduled bank debit, which this page shows in the outlook and does not edit. */
  bank_debit?: BankDebitInput | undefined;
  /** Who is billed, where the rulebook drafts invoices; this page does not edit it. */
  customer?: PartyInput | undefined;
  /** What is edited holds from now on, and not from the opening. Links of before this was so have none. */
  since?: Since | undefined;
  /** The rulebook's JSON text. */
  rulebook: string;
  /** NDJSON, or CSV with the fields' names as its header. */
  events: string;
}

/** Where an account that goes on stands. */
export interface Since {
  /** The server's state, as JSON text; of an account that no server keeps there is none, and its events are all there is. */
  state?: string | undefined;
  /** Those that it opened with: its events have the changes. */
  opening: SettingsInput | undefined;
  /** Those that hold now. */
  settings: SettingsInput;
  /** What would have been had the edited ones held from the beginning? It takes all its events to tell. */
  always: boolean;
}

/** The auto-recharge sentence; an empty limit does not bind, an empty method is the account's default. */
export interface Recharge {
  enabled: boolean;
  threshold: string;
  style: Style;
  /** What `repeat` and `step_over` charge. */
  amount: string;
  /** What `target` charges up to. */
  target: string;
  combine: boolean;
  method: string;
  per_trigger: string;
  per_day: string;
  per_month: string;
}

/** Daily limits; an empty one does not bind. */
export interface Spend {
  enabled: boolean;
  daily_budget: string;
  daily_notification: string;
  webhook: string;
}

export const noRecharge: Recharge = {
  enabled: false,
  threshold: "",
  style: "repeat",
  amount: "",
  target: "",
  combine: false,
  method: "",
  per_trigger: "",
  per_day: "",
  per_month: "",
};

export const noSpend: Spend = { enabled: false, daily_budget: "", daily_notification: "", webhook: "" };

/** Settings that nobody has touched: what a sample or an old link leaves unsaid. */
export const untouched = {
  recharge: noRecharge,
  spend: noSpend,
  overage: "",
  alerts: null,
  alert_days: "",
  addresses: "",
} satisfies Partial<Scenario>;
