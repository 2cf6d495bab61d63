import type { Picture } from "../model/engine";
import { change, scenario } from "../model/state";
import { money } from "../text/format";
import { Field } from "./field";

/** The owner's alerts beside what the engine recommends, which is always shown and never imposed. */
export function Alerts({ picture }: { picture: Picture | undefined }) {
  const { alerts, alert_days, addresses } = scenario.value;
  return (
    <section class="card" aria-labelledby="alerts-title">
      <header class="card-head">
        <h2 id="alerts-title">Alerts</h2>
      </header>
      <fieldset class="choice">
        <legend class="unseen">Own alerts</legend>
        <label>
          <input
            type="radio"
            name="alerts"
            checked={alerts === null}
            data-testid="alerts-recommended"
            onChange={() => change({ alerts: null })}
          />{" "}
          Tell me as recommended
        </label>
        <label>
          <input
            type="radio"
            name="alerts"
            checked={alerts !== null}
            data-testid="alerts-own"
            onChange={() => change({ alerts: "" })}
          />{" "}
          Tell me at amounts of my own
        </label>
      </fieldset>
      {alerts !== null && (
        <p class="sentence">
          Below{" "}
          <Field
            label="Own alert thresholds, separated by commas"
            placeholder="50, 20"
            value={alerts}
            set={(text) => change({ alerts: text })}
            path="/open/settings/alerts"
            testid="alerts-input"
          />
          {alerts === "" && <span class="quiet"> none of my own</span>}
        </p>
      )}
      {picture?.offers.alerts !== undefined && (
        <p class="sentence small">
          Also when the balance lasts fewer than{" "}
          <Field
            label="Alert on days left"
            amount
            placeholder="any"
            value={alert_days}
            set={(text) => change({ alert_days: text })}
            path="/open/settings/alert_days"
            testid="alert-days-input"
          />{" "}
          days.
        </p>
      )}
      <p class="sentence small">
        Notices go to{" "}
        <Field
          label="Addresses, separated by commas"
          placeholder="owner@example.com"
          value={addresses}
          set={(text) => change({ addresses: text })}
          path="/open/settings/addresses"
          testid="addresses-input"
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
  if (list.length === 0)
    return (
      <p class="callout">
        This rulebook recommends no alerts. <code class="rule">{rule}</code>
      </p>
    );
  return (
    <aside class="callout" aria-label="Recommended alerts" data-testid="recommendation">
      <p>
        <strong>Recommended: {list.join(", ")}</strong>
      </p>
      <p>
        You use {money(average_daily_usage, currency)} on an average day
        {recommended.includes(average_daily_usage) ? "; an alert there leaves a day to act. " : ". "}
        <code class="rule">{rule}</code>
      </p>
      <button
        type="button"
        data-testid="apply-recommendation"
        onClick={() => change({ alerts: recommended.join(", ") })}
      >
        Apply as my own
      </button>
    </aside>
  );
}
