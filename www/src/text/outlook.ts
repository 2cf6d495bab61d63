import type { Simulated } from "counterfoil";
import { showLongDay } from "./format";

/** When the money ends, in a sentence; and what comes of it. */
export function outlookWords({ money_ends_on, balance_ends_on, suspended_on, days }: Simulated): string {
  const last = days.at(-1)!.date;
  if (money_ends_on === undefined) {
    const credit =
      balance_ends_on === undefined ? "" : ` The credit line carries it from ${showLongDay(balance_ends_on)} on.`;
    return `The money lasts until ${showLongDay(last)} and beyond.${credit}`;
  }
  const stop =
    suspended_on === undefined
      ? ""
      : suspended_on === money_ends_on
        ? " Service is suspended the same day."
        : ` Service is suspended on ${showLongDay(suspended_on)}.`;
  return `The money ends on ${showLongDay(money_ends_on)}.${stop}`;
}
