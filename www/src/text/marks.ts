import type { Effect, Kind } from "counterfoil";
import type { Counted } from "./counts";
import { count } from "./format";
import { t, type Text } from "./lang";

/** What can be marked on a day. Each has a word, an icon and a colour; the word alone is enough. */
export type Mark =
  | "top_up"
  | "recharge"
  | "credit"
  | "expired"
  | "returned"
  | "adjusted"
  | "invoice"
  | "paid"
  | "hold"
  | "alert"
  | "limit"
  | "method"
  | "ran_out"
  | "failed"
  | "held"
  | "denied"
  | "suspended"
  | "restored";

/** Each mark's word, and how several of it are counted. In the order in which marks are drawn. */
const words: Record<Mark, readonly [word: Text, counted: Counted]> = {
  top_up: ["Top-up", "top-up"],
  recharge: ["Recharge", "recharge"],
  credit: ["Credit", "credit given"],
  expired: ["Expired#credit", "expiry"],
  returned: ["Taken back", "payment taken back"],
  adjusted: ["Adjusted", "adjustment"],
  invoice: ["Invoice", "invoice"],
  paid: ["Paid", "invoice paid"],
  hold: ["Hold", "hold"],
  alert: ["Alert", "alert"],
  limit: ["Day's limit", "day's limit reached"],
  method: ["Method", "word on a payment method"],
  ran_out: ["Ran out", "time run out"],
  failed: ["Failed", "failed charge"],
  held: ["Held back", "charge held back"],
  denied: ["Denied", "hold denied"],
  suspended: ["Suspended", "suspension"],
  restored: ["Restored", "restoration"],
};

/** Marks in the order they are drawn. */
export const marks = Object.keys(words) as Mark[];
export const markWord = (mark: Mark) => t(words[mark][0]);

const effectMarks: Record<Effect["type"], Mark | undefined> = {
  alert: "alert",
  usage_alert: "alert",
  ran_out: "ran_out",
  daily_notification: "limit",
  daily_budget_reached: "limit",
  // The charge itself is an entry once it is paid.
  charge_request: undefined,
  recharge_failed: "failed",
  recharge_blocked: "held",
  debit_failed: "failed",
  debit_overdue: "held",
  bank_verified: "method",
  bank_verification_failed: "method",
  method_expired: "method",
  hold_taken: "hold",
  hold_denied: "denied",
  hold_expired: "hold",
  // The period's end is the mark; its draft comes with it.
  invoice_drafted: undefined,
  invoice_overdue: "alert",
  refund_request: "invoice",
  credit_note_drafted: "invoice",
  period_closed: "invoice",
  suspended: "suspended",
  restored: "restored",
};

const kindMarks: Record<Kind, Mark | undefined> = {
  usage: undefined,
  top_up: "top_up",
  recharge: "recharge",
  bank_debit: "recharge",
  grant: "credit",
  coupon: "credit",
  expiry: "expired",
  expiry_reversed: "credit",
  refund: "returned",
  chargeback: "returned",
  debit_returned: "returned",
  adjustment: "adjusted",
  correction: "adjusted",
  // The period's effect is the mark.
  invoice: undefined,
  discount: undefined,
  tax: undefined,
  fee: undefined,
  credit_note: "credit",
  invoice_payment: "paid",
};

export const markOfEffect = (effect: Effect) => effectMarks[effect.type];
export const markOfKind = (kind: Kind) => kindMarks[kind];

/** A day in a few words. */
export function summary(moves: readonly { kind: Kind }[], effects: readonly Effect[]): string {
  const found = [...moves.map(({ kind }) => markOfKind(kind)), ...effects.map(markOfEffect)];
  const used = moves.filter(({ kind }) => kind === "usage").length;
  const parts = used > 0 ? [count(used, "usage")] : [];
  for (const mark of marks) {
    const [, counted] = words[mark];
    const times = found.filter((each) => each === mark).length;
    if (times > 0) parts.push(count(times, counted));
  }
  return parts.length > 0 ? parts.join(", ") : t("nothing happened");
}
