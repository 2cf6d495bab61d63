import { changeRecharge, scenario } from "../model/state";
import { Field } from "./field";

const at = (field: string) => `/open/settings/recharge/limits/${field}`;

/** The owner's own caps on auto-recharge. */
export function Caps({ currency }: { currency: string }) {
  const { recharge } = scenario.value;
  return (
    <p class="sentence small">
      At most{" "}
      <Field
        label={`Limit for each time in ${currency}`}
        amount
        placeholder="any"
        value={recharge.per_trigger}
        set={(per_trigger) => changeRecharge({ per_trigger })}
        path={at("per_trigger")}
        testid="per-trigger-input"
      />{" "}
      each time,{" "}
      <Field
        label={`Limit for a day in ${currency}`}
        amount
        placeholder="any"
        value={recharge.per_day}
        set={(per_day) => changeRecharge({ per_day })}
        path={at("per_day")}
        testid="per-day-input"
      />{" "}
      a day and{" "}
      <Field
        label={`Limit for a month in ${currency}`}
        amount
        placeholder="any"
        value={recharge.per_month}
        set={(per_month) => changeRecharge({ per_month })}
        path={at("per_month")}
        testid="per-month-input"
      />{" "}
      a month.
    </p>
  );
}
