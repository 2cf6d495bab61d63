import type { Effect, Entry, Reason, Source } from "counterfoil";
import { count, isolate, money } from "./format";

/** What can be marked on a day. Each has a word, an icon and a colour; the word alone is enough. */
export type Mark = "top_up" | "recharge" | "alert" | "ran_out" | "failed" | "held" | "suspended" | "restored";

export const markWords: Record<Mark, string> = {
  top_up: "Top-up",
  recharge: "Recharge",
  alert: "Alert",
  ran_out: "Ran out",
  failed: "Failed",
  held: "Held back",
  suspended: "Suspended",
  restored: "Restored",
};

/** Marks in the order they are drawn. */
export const marks = Object.keys(markWords) as Mark[];

const many: Record<Mark, string> = {
  ...markWords,
  top_up: "top-ups",
  recharge: "recharges",
  alert: "alerts",
  ran_out: "times run out",
  failed: "failed charges",
  held: "charges held back",
  suspended: "suspensions",
  restored: "restorations",
};
const one: Record<Mark, string> = {
  ...many,
  top_up: "top-up",
  recharge: "recharge",
  alert: "alert",
  ran_out: "time run out",
  failed: "failed charge",
  held: "charge held back",
  suspended: "suspension",
  restored: "restoration",
};

const effectMarks: Record<Effect["type"], Mark | undefined> = {
  alert: "alert",
  ran_out: "ran_out",
  // The charge itself is an entry once it is paid.
  charge_request: undefined,
  recharge_failed: "failed",
  recharge_blocked: "held",
  suspended: "suspended",
  restored: "restored",
};

export const markOfEffect = (effect: Effect) => effectMarks[effect.type];
export const markOfEntry = (entry: Entry): Mark | undefined => (entry.kind === "usage" ? undefined : entry.kind);

/** A day in a few words. */
export function summary(entries: Entry[], effects: Effect[]): string {
  const found = [...entries.map(markOfEntry), ...effects.map(markOfEffect)];
  const used = entries.filter((entry) => entry.kind === "usage").length;
  const parts = used > 0 ? [count(used, "usage")] : [];
  for (const mark of marks) {
    const times = found.filter((each) => each === mark).length;
    if (times > 0) parts.push(count(times, one[mark], many[mark]));
  }
  return parts.length > 0 ? parts.join(", ") : "nothing happened";
}

const sourceWords: Record<Source, string> = {
  system: "system",
  own: "your own",
  recommended: "recommended",
  average: "one day of usage",
};
export const sources = (list: Source[]) => list.map((source) => sourceWords[source]).join(", ");

const reasons: Record<Reason, string> = {
  charges_limit: "the rulebook's bound on charges is reached",
  per_trigger: "your limit for each time is reached",
  per_day: "your limit for a day is reached",
  per_month: "your limit for a month is reached",
  hard_decline: "the card was declined for good; another method is needed",
  breaker: "too many failures in a row",
  no_rung_left: "no further attempt is left; a top-up starts anew",
  next_rung: "the next attempt waits for a lower balance",
  spacing: "it is too soon after the last attempt",
};
export const reasonWords = (reason: Reason) => reasons[reason];

/** An effect as a sentence: what is to be done, and why. */
export function effectWords(effect: Effect, currency: string): { title: string; why: string } {
  const balance = money(effect.balance, currency);
  switch (effect.type) {
    case "alert":
      return {
        title: `Alert: below ${money(effect.threshold, currency)}`,
        why: `The balance fell to ${balance}. Watched by: ${sources(effect.sources)}.`,
      };
    case "ran_out":
      return { title: "Balance ran out", why: `It went from above zero to ${balance}.` };
    case "charge_request":
      return {
        title: `Charge ${effect.sequence} of ${effect.planned}: ${money(effect.amount, currency)} from ${isolate(effect.method)}`,
        why: `The balance of ${balance} called for it.`,
      };
    case "recharge_failed": {
      const next =
        effect.next_rung === undefined
          ? "No further attempt is left."
          : `The next attempt comes at ${money(effect.next_rung, currency)}.`;
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
    case "suspended":
      return { title: "Service suspended", why: `The balance is ${balance} and no charge is on its way.` };
    case "restored":
      return { title: "Service restored", why: `The balance is above zero again: ${balance}.` };
  }
}
