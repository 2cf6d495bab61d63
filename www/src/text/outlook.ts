import type { Simulated } from "counterfoil";
import { showLongDay } from "./format";
import { t } from "./lang";

/** When the money ends, in a sentence; and what comes of it. */
export function outlookWords({ money_ends_on, balance_ends_on, suspended_on, days }: Simulated): string {
  const last = days.at(-1)!.date;
  if (money_ends_on === undefined) {
    const credit =
      balance_ends_on === undefined ? "" : ` ${t("The credit line carries it from {0} on.", showLongDay(balance_ends_on))}`;
    return `${t("The money lasts until {0} and beyond.", showLongDay(last))}${credit}`;
  }
  const stop =
    suspended_on === undefined
      ? ""
      : suspended_on === money_ends_on
        ? ` ${t("Service is suspended the same day.")}`
        : ` ${t("Service is suspended on {0}.", showLongDay(suspended_on))}`;
  return `${t("The money ends on {0}.", showLongDay(money_ends_on))}${stop}`;
}
