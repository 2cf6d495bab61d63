import type { Effect } from "counterfoil";
import type { Picture } from "../model/engine";
import { count, isolate, money, showDay, showDayAt, showTime } from "./format";
import { t } from "./lang";
import { namesOf, type Names } from "./names";
import { denialWords, reasonWords, sources } from "./words";

export interface Said {
  title: string;
  why: string;
}

/** An effect as a sentence: what is to be done, and why. */
export function effectWords(effect: Effect, picture: Picture): Said {
  const { currency } = picture.applied.state;
  const names = namesOf(picture);
  const show = (amount: string | number) => money(amount, currency);
  const balance = show(effect.balance);
  switch (effect.type) {
    case "alert":
      return {
        title: t("Alert: below {0}", show(effect.threshold)),
        why: t("The balance fell to {0}. Watched by: {1}.", balance, sources(effect.sources)),
      };
    case "usage_alert":
      return { title: t("Usage reached {0}", show(effect.threshold)), why: t("Used this period: {0}.", show(effect.used)) };
    case "ran_out":
      return { title: t("Balance ran out"), why: t("It went from above zero to {0}.", balance) };
    case "daily_notification":
      return { title: t("A day's usage reached {0}", show(effect.limit)), why: t("Used that day: {0}.", show(effect.used)) };
    case "daily_budget_reached":
      return {
        title: t("Daily budget of {0} reached", show(effect.limit)),
        why: t("Used that day: {0}. New usage is denied until the day ends.", show(effect.used)),
      };
    case "suspended":
      return {
        title: t("Service suspended"),
        why: t("The balance is {0}: nothing is left and no charge is on its way.", balance),
      };
    case "restored":
      return { title: t("Service restored"), why: t("Something is left to spend again: the balance is {0}.", balance) };
    case "period_closed":
      return {
        title: t("Period until {0} invoiced: {1}", showDayAt(effect.until), show(effect.used)),
        why: t("To be paid of it: {0}. Usage of earlier periods in it: {1}.", show(effect.due), show(effect.late)),
      };
    case "invoice_drafted":
      return draftWords(effect, currency);
    case "invoice_overdue":
      return {
        title: t("Invoice {0} is overdue", isolate(names.invoice(effect.invoice))),
        why: t("{0} of it are still to be paid, and its terms have passed.", show(effect.amount)),
      };
    case "refund_request":
      return {
        title: t("Pay {0} back", show(effect.amount)),
        why: t("It was paid, and {0} gives it back to who paid it.", isolate(names.invoice(effect.invoice))),
      };
    case "credit_note_drafted":
      return {
        title: t("Credit note of {0} drafted", show(effect.document.totals.tax_inclusive)),
        why: t("{0} of it come off what is due or are credit of the account.", show(effect.credit)),
      };
    case "bank_verified":
    case "bank_verification_failed":
    case "method_expired":
      return methodWords(effect, names);
    case "hold_taken":
    case "hold_denied":
    case "hold_expired":
      return holdWords(effect, currency);
    default:
      return chargeWords(effect, currency, names);
  }
}

function draftWords({ document, due, due_on, parked }: Of<"invoice_drafted">, currency: string): Said {
  const show = (amount: string | number) => money(amount, currency);
  const total = show(document.totals.tax_inclusive);
  const [lines, tax] = [count(document.lines.length, "line"), show(document.totals.tax)];
  return {
    title: parked ? t("Invoice of {0} drafted, for a person to look at", total) : t("Invoice of {0} drafted", total),
    why:
      due_on === undefined
        ? t("To be paid of it: {0}. {1}, {2} of it tax.", show(due), lines, tax)
        : t("To be paid of it: {0} by {1}. {2}, {3} of it tax.", show(due), showDay(due_on), lines, tax),
  };
}

type Of<Type extends Effect["type"]> = Extract<Effect, { type: Type }>;
type Charge = "charge_request" | "recharge_failed" | "recharge_blocked" | "debit_failed" | "debit_overdue";

function chargeWords(effect: Of<Charge>, currency: string, names: Names): Said {
  const show = (amount: string | number) => money(amount, currency);
  const balance = show(effect.balance);
  switch (effect.type) {
    case "charge_request": {
      const until = effect.expected_by === undefined ? "" : ` ${t("The bank answers by {0}.", showDay(effect.expected_by))}`;
      return {
        title: t("Charge {0} of {1}: {2} from {3}", effect.sequence, effect.planned, show(effect.amount), isolate(names.method(effect.method))),
        why: `${t("The balance of {0} called for it.", balance)}${until}`,
      };
    }
    case "recharge_failed": {
      const next =
        effect.next_rung === undefined
          ? t("No further attempt is left.")
          : t("The next attempt comes at {0}.", show(effect.next_rung));
      return {
        title: t("Charge to {0} failed", isolate(names.method(effect.method))),
        why: t("{0} in a row, balance {1}. {2}", count(effect.failures, "failure"), balance, next),
      };
    }
    case "recharge_blocked":
      return {
        title: t("Charge held back"),
        why: t("At {0} a charge was called for, but {1}.", balance, reasonWords(effect.reason)),
      };
    case "debit_failed":
      return {
        title: t("Bank debit of {0} failed", show(effect.amount)),
        why: t("{0} did not pay. The balance is {1}.", isolate(names.method(effect.method)), balance),
      };
    case "debit_overdue":
      return {
        title: t("Bank debit of {0} is overdue", show(effect.amount)),
        why: t("The bank of {0} has not answered in time.", isolate(names.method(effect.method))),
      };
  }
}

function methodWords(effect: Of<"bank_verified" | "bank_verification_failed" | "method_expired">, names: Names): Said {
  switch (effect.type) {
    case "bank_verified":
      return { title: t("{0} is verified", isolate(names.method(effect.method))), why: t("The code was the one on the statement.") };
    case "bank_verification_failed":
      return {
        title: t("{0} is not verified", isolate(names.method(effect.method))),
        why: t("The code was another. {0} left.", count(effect.attempts_left, "attempt")),
      };
    case "method_expired":
      return { title: t("{0} has expired", isolate(names.method(effect.method))), why: t("A charge to it will be declined.") };
  }
}

function holdWords(effect: Of<"hold_taken" | "hold_denied" | "hold_expired">, currency: string): Said {
  const show = (amount: string | number) => money(amount, currency);
  switch (effect.type) {
    case "hold_taken":
      return {
        title: t("Hold of {0} taken", show(effect.amount)),
        why: t("Until {0}; {1} is available beside it.", showTime(effect.until), show(effect.available)),
      };
    case "hold_denied":
      return {
        title: t("Hold of {0} denied", show(effect.estimate)),
        why: t("Available was {0}: {1}.", show(effect.available), denialWords(effect.reasons)),
      };
    case "hold_expired":
      return {
        title: t("Hold of {0} ended", show(effect.amount)),
        why: t("Its time was over; what runs on it is to be stopped."),
      };
  }
}
