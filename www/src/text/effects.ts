import type { Effect } from "counterfoil";
import { count, isolate, money, showDay, showDayAt, showTime } from "./format";
import { denialWords, reasonWords, sources } from "./words";

export interface Said {
  title: string;
  why: string;
}

/** An effect as a sentence: what is to be done, and why. */
export function effectWords(effect: Effect, currency: string): Said {
  const show = (amount: string | number) => money(amount, currency);
  const balance = show(effect.balance);
  switch (effect.type) {
    case "alert":
      return {
        title: `Alert: below ${show(effect.threshold)}`,
        why: `The balance fell to ${balance}. Watched by: ${sources(effect.sources)}.`,
      };
    case "usage_alert":
      return { title: `Usage reached ${show(effect.threshold)}`, why: `Used this period: ${show(effect.used)}.` };
    case "ran_out":
      return { title: "Balance ran out", why: `It went from above zero to ${balance}.` };
    case "daily_notification":
      return { title: `A day's usage reached ${show(effect.limit)}`, why: `Used that day: ${show(effect.used)}.` };
    case "daily_budget_reached":
      return {
        title: `Daily budget of ${show(effect.limit)} reached`,
        why: `Used that day: ${show(effect.used)}. New usage is denied until the day ends.`,
      };
    case "suspended":
      return {
        title: "Service suspended",
        why: `The balance is ${balance}: nothing is left and no charge is on its way.`,
      };
    case "restored":
      return { title: "Service restored", why: `Something is left to spend again: the balance is ${balance}.` };
    case "period_closed":
      return {
        title: `Period until ${showDayAt(effect.until)} invoiced: ${show(effect.used)}`,
        why: `To be paid of it: ${show(effect.due)}. Usage of earlier periods in it: ${show(effect.late)}.`,
      };
    case "invoice_drafted":
      return {
        title: `Invoice of ${show(effect.document.totals.tax_inclusive)} drafted${effect.parked ? ", for a person to look at" : ""}`,
        why: `To be paid of it: ${show(effect.due)}${effect.due_on === undefined ? "" : ` by ${showDay(effect.due_on)}`}. ${count(effect.document.lines.length, "line")}, ${show(effect.document.totals.tax)} of it tax.`,
      };
    case "invoice_overdue":
      return {
        title: `Invoice ${isolate(effect.invoice)} is overdue`,
        why: `${show(effect.amount)} of it are still to be paid, and its terms have passed.`,
      };
    case "refund_request":
      return {
        title: `Pay ${show(effect.amount)} back`,
        why: `It was paid, and ${isolate(effect.invoice)} gives it back to who paid it.`,
      };
    case "credit_note_drafted":
      return {
        title: `Credit note of ${show(effect.document.totals.tax_inclusive)} drafted`,
        why: `${show(effect.credit)} of it come off what is due or are credit of the account.`,
      };
    case "bank_verified":
    case "bank_verification_failed":
    case "method_expired":
      return methodWords(effect);
    case "hold_taken":
    case "hold_denied":
    case "hold_expired":
      return holdWords(effect, currency);
    default:
      return chargeWords(effect, currency);
  }
}

type Of<Type extends Effect["type"]> = Extract<Effect, { type: Type }>;
type Charge = "charge_request" | "recharge_failed" | "recharge_blocked" | "debit_failed" | "debit_overdue";

function chargeWords(effect: Of<Charge>, currency: string): Said {
  const show = (amount: string | number) => money(amount, currency);
  const balance = show(effect.balance);
  switch (effect.type) {
    case "charge_request": {
      const until = effect.expected_by === undefined ? "" : ` The bank answers by ${showDay(effect.expected_by)}.`;
      return {
        title: `Charge ${effect.sequence} of ${effect.planned}: ${show(effect.amount)} from ${isolate(effect.method)}`,
        why: `The balance of ${balance} called for it.${until}`,
      };
    }
    case "recharge_failed": {
      const next =
        effect.next_rung === undefined
          ? "No further attempt is left."
          : `The next attempt comes at ${show(effect.next_rung)}.`;
      return {
        title: `Charge to ${isolate(effect.method)} failed`,
        why: `${count(effect.failures, "failure")} in a row, balance ${balance}. ${next}`,
      };
    }
    case "recharge_blocked":
      return {
        title: "Charge held back",
        why: `At ${balance} a charge was called for, but ${reasonWords(effect.reason)}.`,
      };
    case "debit_failed":
      return {
        title: `Bank debit of ${show(effect.amount)} failed`,
        why: `${isolate(effect.method)} did not pay. The balance is ${balance}.`,
      };
    case "debit_overdue":
      return {
        title: `Bank debit of ${show(effect.amount)} is overdue`,
        why: `The bank of ${isolate(effect.method)} has not answered in time.`,
      };
  }
}

function methodWords(effect: Of<"bank_verified" | "bank_verification_failed" | "method_expired">): Said {
  switch (effect.type) {
    case "bank_verified":
      return { title: `${isolate(effect.method)} is verified`, why: "The code was the one on the statement." };
    case "bank_verification_failed":
      return {
        title: `${isolate(effect.method)} is not verified`,
        why: `The code was another. ${count(effect.attempts_left, "attempt")} left.`,
      };
    case "method_expired":
      return { title: `${isolate(effect.method)} has expired`, why: "A charge to it will be declined." };
  }
}

function holdWords(effect: Of<"hold_taken" | "hold_denied" | "hold_expired">, currency: string): Said {
  const show = (amount: string | number) => money(amount, currency);
  switch (effect.type) {
    case "hold_taken":
      return {
        title: `Hold of ${show(effect.amount)} taken`,
        why: `Until ${showTime(effect.until)}; ${show(effect.available)} is available beside it.`,
      };
    case "hold_denied":
      return {
        title: `Hold of ${show(effect.estimate)} denied`,
        why: `Available was ${show(effect.available)}: ${denialWords(effect.reasons)}.`,
      };
    case "hold_expired":
      return {
        title: `Hold of ${show(effect.amount)} ended`,
        why: "Its time was over; what runs on it is to be stopped.",
      };
  }
}
