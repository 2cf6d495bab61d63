import type { State, Style, Trigger } from "counterfoil";
import type { Picture } from "../model/engine";
import { changeRecharge, scenario } from "../model/state";
import { isolate } from "../text/format";
import { t, type Text } from "../text/lang";
import { styles, styleWords } from "../text/words";
import { Caps } from "./caps";
import { Field } from "./field";
import { Sentence } from "./sentence";
import { WhatIf } from "./whatif";
import { methodWords } from "../text/words";

const at = (field: string) => `/open/settings/recharge/${field}`;
const METHODS = "methods-known";

/** The owner's auto-recharge, as the sentence it is. */
export function AutoRecharge({ picture }: { picture: Picture | undefined }) {
  const { recharge } = scenario.value;
  const currency = picture?.applied.state.currency ?? "";
  const offered = picture?.offers.recharge;
  return (
    <section class="card" aria-labelledby="recharge-title">
      <header class="card-head">
        <h2 id="recharge-title">{t("Auto-recharge")}</h2>
        <label class="switch">
          <input
            type="checkbox"
            role="switch"
            checked={recharge.enabled}
            data-testid="recharge-enabled"
            onChange={(event) => changeRecharge({ enabled: event.currentTarget.checked })}
          />
          <span>{recharge.enabled ? t("On") : t("Off")}</span>
        </label>
      </header>
      {picture !== undefined && offered === undefined && <p class="quiet">{t("This rulebook offers no auto-recharge.")}</p>}
      <fieldset class="choice">
        <legend class="unseen">{t("How much is charged")}</legend>
        {styles.map((style) => (
          <label key={style}>
            <input
              type="radio"
              name="recharge-style"
              checked={recharge.style === style}
              data-testid={`style-${style}`}
              onChange={() => changeRecharge({ style })}
            />{" "}
            {t(styleWords[style])}
          </label>
        ))}
      </fieldset>
      <p class="sentence">
        <Sentence
          text={t(sentences[recharge.style][offered?.trigger === "at_or_below" ? "at_or_below" : "below"])}
          slots={[
            <Field
              label={t("Threshold in {0}", currency)}
              amount
              value={recharge.threshold}
              set={(threshold) => changeRecharge({ threshold })}
              path={at("threshold")}
              testid="threshold-input"
            />,
            <Amount style={recharge.style} currency={currency} />,
            <Method />,
          ]}
        />
      </p>
      {recharge.style === "repeat" && (
        <label class="tick">
          <input
            type="checkbox"
            checked={recharge.combine}
            data-testid="combine"
            onChange={(event) => changeRecharge({ combine: event.currentTarget.checked })}
          />{" "}
          {t("Make one charge of the same total")}
        </label>
      )}
      {picture !== undefined && <Methods state={picture.applied.state} />}
      <Caps currency={currency} />
      {picture !== undefined && <WhatIf picture={picture} />}
    </section>
  );
}

/** By style and trigger: the threshold, the amount, the method. */
const sentences: Record<Style, Record<Trigger, Text>> = {
  repeat: {
    below: "When the balance falls below {0} charge {1} to {2}, as often as it takes to be back there.",
    at_or_below: "When the balance falls to or below {0} charge {1} to {2}, as often as it takes to be back there.",
  },
  target: {
    below: "When the balance falls below {0} make one charge to {2} that brings it up to {1}.",
    at_or_below: "When the balance falls to or below {0} make one charge to {2} that brings it up to {1}.",
  },
  step_over: {
    below: "When the balance falls below {0} make one charge to {2} that brings it back there and {1} beyond.",
    at_or_below: "When the balance falls to or below {0} make one charge to {2} that brings it back there and {1} beyond.",
  },
};

function Amount({ style, currency }: { style: Style; currency: string }) {
  const { amount, target } = scenario.value.recharge;
  return style === "target" ? (
    <Field
      label={t("Target balance in {0}", currency)}
      amount
      value={target}
      set={(text) => changeRecharge({ target: text })}
      path={at("target")}
      testid="target-input"
    />
  ) : (
    <Field
      label={style === "repeat" ? t("Amount of one charge in {0}", currency) : t("Amount beyond the threshold in {0}", currency)}
      amount
      value={amount}
      set={(text) => changeRecharge({ amount: text })}
      path={at("amount")}
      testid="amount-input"
    />
  );
}

function Method() {
  return (
    <Field
      label={t("Payment method; empty for the default")}
      placeholder={t("the default")}
      value={scenario.value.recharge.method}
      set={(method) => changeRecharge({ method })}
      path={at("method")}
      list={METHODS}
      testid="method-input"
    />
  );
}

/** The account's payment methods, to choose from, and which of them is the default. */
function Methods({ state }: { state: State }) {
  const { methods = [], default_method } = state;
  const usual = methods.find(({ method }) => method === default_method);
  return (
    <>
      <datalist id={METHODS}>
        {methods.map(({ method }) => (
          <option key={method} value={method} />
        ))}
      </datalist>
      <p class="quiet" data-testid="default-method">
        {default_method === undefined
          ? t("The account has no default payment method.")
          : t("The default payment method is {0}.", isolate(usual === undefined ? default_method : methodWords(usual)))}
      </p>
    </>
  );
}
