import type { Picture } from "../model/engine";
import { t } from "../text/lang";
import { sources } from "../text/words";

/** An amount that is ruled across the chart. */
export interface Watched {
  amount: string;
  words: string;
  kind: "alert" | "recharge";
}

export function watchedOf({ overview, applied }: Picture): Watched[] {
  const { recharge } = applied.state.settings;
  const alerts = overview.thresholds.map((each): Watched => ({
    amount: String(each.amount),
    kind: "alert",
    words: t("alert, {0}", sources(each.sources)),
  }));
  return recharge?.enabled
    ? [{ amount: String(recharge.threshold), kind: "recharge", words: t("auto-recharge") }, ...alerts]
    : alerts;
}
