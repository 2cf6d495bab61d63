import type { Picture } from "../model/engine";
import { change, scenario } from "../model/state";
import { money } from "../text/format";
import { t } from "../text/lang";
import { Field } from "./field";
import { Sentence } from "./sentence";

/** The owner's alerts beside what the engine recommends, which is always shown and never imposed. */
export function Alerts({ picture }: { picture: Picture | undefined }) {
  const { alerts, alert_days, addresses } = scenario.value;
  return (
    <section class="card" aria-labelledby="alerts-title">
      <header class="card-head">
        <h2 id="alerts-title">{t("Alerts")}</h2>
      </header>
      <fieldset class="choice">
        <legend class="unseen">{t("Own alerts")}</legend>
        <label>
          <input
            type="radio"
            name="alerts"
            checked={alerts === null}
            data-testid="alerts-recommended"
            onChange={() => change({ alerts: null })}
          />{" "}
          {t("Tell me as recommended")}
        </label>
        <label>
          <input
            type="radio"
            name="alerts"
            checked={alerts !== null}
            data-testid="alerts-own"
            onChange={() => change({ alerts: "" })}
          />{" "}
          {t("Tell me at amounts of my own")}
        </label>
      </fieldset>
      {alerts !== null && (
        <p class="sentence">
          <Sentence
            text={t("Below {0}")}
            slots={[
              <Field
                label={t("Own alert thresholds, separated by commas")}
                placeholder="50, 20"
                value={alerts}
                set={(text) => change({ alerts: text })}
                path="/open/settings/alerts"
                testid="alerts-input"
              />,
            ]}
          />
          {alerts === "" && <span class="quiet"> {t("none of my own")}</span>}
        </p>
      )}
      {picture?.offers.alerts !== undefined && (
        <p class="sentence small">
          <Sentence
            text={t("Also when the balance lasts fewer than {0} days.")}
            slots={[
              <Field
                label={t("Alert on days left")}
                amount
                placeholder={t("any")}
                value={alert_days}
                set={(text) => change({ alert_days: text })}
                path="/open/settings/alert_days"
                testid="alert-days-input"
              />,
            ]}
          />
        </p>
      )}
      <p class="sentence small">
        <Sentence
          text={t("Notices go to {0}")}
          slots={[
            <Field
              label={t("Addresses, separated by commas")}
              placeholder="owner@example.com"
              value={addresses}
              set={(text) => change({ addresses: text })}
              path="/open/settings/addresses"
              testid="addresses-input"
            />,
          ]}
        />
      </p>
      {picture !== undefined && <Recommendation picture={picture} />}
    </section>
  );
}

function Recommendation({ picture }: { picture: Picture }) {
  const { average_daily_usage, recommended, rule } = picture.recommended;
  const { currency } = picture.applied.state;
  const list = recommended.map((amount) => money(amount, currency));
  const average = money(average_daily_usage, currency);
  if (list.length === 0)
    return (
      <p class="callout">
        {t("This rulebook recommends no alerts.")} <code class="rule">{rule}</code>
      </p>
    );
  return (
    <aside class="callout" aria-label={t("Recommended alerts")} data-testid="recommendation">
      <p>
        <strong>{t("Recommended: {0}", list.join(", "))}</strong>
      </p>
      <p>
        {recommended.includes(average_daily_usage)
          ? t("You use {0} on an average day; an alert there leaves a day to act.", average)
          : t("You use {0} on an average day.", average)}{" "}
        <code class="rule">{rule}</code>
      </p>
      <button
        type="button"
        data-testid="apply-recommendation"
        onClick={() => change({ alerts: recommended.join(", ") })}
      >
        {t("Apply as my own")}
      </button>
    </aside>
  );
}
