import type { Picture } from "../model/engine";
import { change, changeSpend, scenario } from "../model/state";
import { money } from "../text/format";
import { Field } from "./field";

const at = (field: string) => `/open/settings/spend/${field}`;

/** Daily limits, and how far below zero the balance may go. */
export function SpendManagement({ picture }: { picture: Picture | undefined }) {
  const { spend } = scenario.value;
  const currency = picture?.applied.state.currency ?? "";
  return (
    <section class="card" aria-labelledby="spend-title">
      <header class="card-head">
        <h2 id="spend-title">Spend management</h2>
        <label class="switch">
          <input
            type="checkbox"
            role="switch"
            checked={spend.enabled}
            data-testid="spend-enabled"
            onChange={(event) => changeSpend({ enabled: event.currentTarget.checked })}
          />
          <span>{spend.enabled ? "On" : "Off"}</span>
        </label>
      </header>
      <p class="sentence">
        Deny new usage once a day's usage reaches{" "}
        <Field
          label={`Daily budget in ${currency}`}
          amount
          placeholder="none"
          value={spend.daily_budget}
          set={(daily_budget) => changeSpend({ daily_budget })}
          path={at("daily_budget")}
          testid="budget-input"
        />
        , and tell me at{" "}
        <Field
          label={`Daily notification threshold in ${currency}`}
          amount
          placeholder="none"
          value={spend.daily_notification}
          set={(daily_notification) => changeSpend({ daily_notification })}
          path={at("daily_notification")}
          testid="notification-input"
        />
        .
      </p>
      <p class="sentence small">
        Tell it to{" "}
        <Field
          label="Webhook address"
          placeholder="https://…"
          value={spend.webhook}
          set={(webhook) => changeSpend({ webhook })}
          path={at("webhook")}
          testid="webhook-input"
        />{" "}
        as well. <span class="quiet">Days are UTC days.</span>
      </p>
      {picture?.offers.overage !== undefined && <CreditLine picture={picture} />}
    </section>
  );
}

/** Offered by the rulebook, or not shown at all. */
function CreditLine({ picture }: { picture: Picture }) {
  const { currency } = picture.applied.state;
  const { protection, maximum = protection } = picture.offers.overage!;
  return (
    <p class="sentence" data-testid="credit-line">
      Overage protection: the balance may go{" "}
      <Field
        label={`Overage protection in ${currency}`}
        amount
        placeholder={String(protection)}
        value={scenario.value.overage}
        set={(overage) => change({ overage })}
        path="/open/settings/overage_protection"
        testid="overage-input"
      />{" "}
      below zero. <span class="quiet">At most {money(maximum, currency)}; due with the next invoice.</span>
    </p>
  );
}
