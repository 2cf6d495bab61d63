import type { Picture } from "../model/engine";
import { change, changeSpend, scenario } from "../model/state";
import { money } from "../text/format";
import { t } from "../text/lang";
import { Field } from "./field";
import { Sentence } from "./sentence";

const at = (field: string) => `/open/settings/spend/${field}`;

/** Daily limits, and how far below zero the balance may go. */
export function SpendManagement({ picture }: { picture: Picture | undefined }) {
  const { spend } = scenario.value;
  const currency = picture?.applied.state.currency ?? "";
  return (
    <section class="card" aria-labelledby="spend-title">
      <header class="card-head">
        <h2 id="spend-title">{t("Spend management")}</h2>
        <label class="switch">
          <input
            type="checkbox"
            role="switch"
            checked={spend.enabled}
            data-testid="spend-enabled"
            onChange={(event) => changeSpend({ enabled: event.currentTarget.checked })}
          />
          <span>{spend.enabled ? t("On") : t("Off")}</span>
        </label>
      </header>
      <p class="sentence">
        <Sentence
          text={t("Deny new usage once a day's usage reaches {0}, and tell me at {1}.")}
          slots={[
            <Field
              label={t("Daily budget in {0}", currency)}
              amount
              placeholder={t("none")}
              value={spend.daily_budget}
              set={(daily_budget) => changeSpend({ daily_budget })}
              path={at("daily_budget")}
              testid="budget-input"
            />,
            <Field
              label={t("Daily notification threshold in {0}", currency)}
              amount
              placeholder={t("none")}
              value={spend.daily_notification}
              set={(daily_notification) => changeSpend({ daily_notification })}
              path={at("daily_notification")}
              testid="notification-input"
            />,
          ]}
        />
      </p>
      <p class="sentence small">
        <Sentence
          text={t("Tell it to {0} as well.")}
          slots={[
            <Field
              label={t("Webhook address")}
              placeholder="https://…"
              value={spend.webhook}
              set={(webhook) => changeSpend({ webhook })}
              path={at("webhook")}
              testid="webhook-input"
            />,
          ]}
        />{" "}
        <span class="quiet">{t("Days are UTC days.")}</span>
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
      <Sentence
        text={t("Overage protection: the balance may go {0} below zero.")}
        slots={[
          <Field
            label={t("Overage protection in {0}", currency)}
            amount
            placeholder={String(protection)}
            value={scenario.value.overage}
            set={(overage) => change({ overage })}
            path="/open/settings/overage_protection"
            testid="overage-input"
          />,
        ]}
      />{" "}
      <span class="quiet">{t("At most {0}; due with the next invoice.", money(maximum, currency))}</span>
    </p>
  );
}
