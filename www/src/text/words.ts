import type { Denial, Grant, Kind, Method, Reason, Source, Style } from "counterfoil";
import { known, t, type Text } from "./lang";

const sourceWords: Record<Source, Text> = {
  system: "system",
  own: "your own",
  recommended: "recommended",
  average: "one day of usage",
  days_left: "days left",
};
export const sources = (list: Source[]) => list.map((source) => t(sourceWords[source])).join(", ");

/** What kind of movement an entry is. */
export const kindWords: Record<Kind, Text> = {
  usage: "Usage",
  top_up: "Top-up",
  recharge: "Recharge",
  bank_debit: "Bank debit",
  grant: "Credit given",
  coupon: "Coupon",
  expiry: "Credit expired",
  expiry_reversed: "Expiry taken back",
  refund: "Refund",
  chargeback: "Chargeback",
  debit_returned: "Bank debit returned",
  adjustment: "Adjustment",
  correction: "Correction",
  invoice: "Invoice",
  fee: "Plan",
  discount: "Discount",
  tax: "Tax",
  credit_note: "Credit note",
  invoice_payment: "Invoice paid",
};

/** Where credit comes from. */
export const grantWords: Record<Grant["source"], Text> = {
  purchased: "Purchased",
  promotional: "Promotional",
  trial: "Trial",
  refund: "Refund",
  coupon: "Coupon",
};

/** How much is charged, told apart in one line each. */
export const styleWords: Record<Style, Text> = {
  repeat: "A fixed amount, as often as it takes",
  target: "One charge, up to a balance",
  step_over: "One charge, to the threshold and an amount beyond",
};
export const styles = Object.keys(styleWords) as Style[];

const reasons: Record<Reason, Text> = {
  maximum: "the rulebook's most for one charge is reached",
  charges_limit: "the rulebook's bound on charges is reached",
  per_trigger: "your limit for each time is reached",
  per_day: "your limit for a day is reached",
  per_month: "your limit for a month is reached",
  no_method: "there is no payment method",
  hard_decline: "the card was declined for good; another method is needed",
  breaker: "too many failures in a row",
  no_rung_left: "no further attempt is left; a top-up starts anew",
  next_rung: "the next attempt waits for a lower balance",
  spacing: "it is too soon after the last attempt",
};
export const reasonWords = (reason: Reason) => t(reasons[reason]);

const denials: Record<Denial, Text> = {
  suspended: "service is suspended",
  balance_exhausted: "nothing is left to spend",
  daily_budget: "the day's budget is used up",
  subaccount_unknown: "the subaccount is unknown",
  subaccount_disabled: "the subaccount is switched off",
  subaccount_limit: "the subaccount's own limit is reached",
  holds_limit: "too many holds are open",
  exceeds_available: "it is more than what is available",
};
export const denialWords = (list: Denial[]) => list.map((denial) => t(denials[denial])).join("; ");

/** A payment method as its owner knows it. */
export function methodWords(method: Method): string {
  switch (method.type) {
    case "card":
      return `${method.brand} ····${method.last4}`;
    case "bank":
      return t("Bank account ····{0}", method.last4);
    case "other":
      return method.label;
  }
}

const statuses: Record<string, Text> = { open: "To be paid", overdue: "Overdue", paid: "Paid", void: "Credited" };
/** Where an invoice stands. */
export const statusWords = (status: string) => known(statuses[status] ?? status);
