import { changeRecharge, scenario } from "../model/state";
import { t } from "../text/lang";
import { Field } from "./field";
import { Sentence } from "./sentence";

const at = (field: string) => `/open/settings/recharge/limits/${field}`;

/** The owner's own caps on auto-recharge. */
export function Caps({ currency }: { currency: string }) {
  const { recharge } = scenario.value;
  return (
    <p class="sentence small">
      <Sentence
        text={t("At most {0} each time, {1} a day and {2} a month.")}
        slots={[
          <Field
            label={t("Limit for each time in {0}", currency)}
            amount
            placeholder={t("any")}
            value={recharge.per_trigger}
            set={(per_trigger) => changeRecharge({ per_trigger })}
            path={at("per_trigger")}
            testid="per-trigger-input"
          />,
          <Field
            label={t("Limit for a day in {0}", currency)}
            amount
            placeholder={t("any")}
            value={recharge.per_day}
            set={(per_day) => changeRecharge({ per_day })}
            path={at("per_day")}
            testid="per-day-input"
          />,
          <Field
            label={t("Limit for a month in {0}", currency)}
            amount
            placeholder={t("any")}
            value={recharge.per_month}
            set={(per_month) => changeRecharge({ per_month })}
            path={at("per_month")}
            testid="per-month-input"
          />,
        ]}
      />
    </p>
  );
}
