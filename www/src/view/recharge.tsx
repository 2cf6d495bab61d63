import type { State, Style, Trigger } from "counterfoil";
import { slideOf } from "../chart/scale";
import type { Picture } from "../model/engine";
import { changeRecharge, opened, problemsUnder, scenario } from "../model/state";
import { isolate, money } from "../text/format";
import { t, type Text } from "../text/lang";
import { methodWords, styles, styleWords } from "../text/words";
import { Caps } from "./caps";
import { Field } from "./field";
import { AllInShort } from "./problems";
import { Sentence } from "./sentence";
import { WhatIf } from "./whatif";

const at = (field: string) => `/open/settings/recharge/${field}`;

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
            <Method state={picture?.applied.state} />,
          ]}
        />
      </p>
      <Slide picture={picture} currency={currency} />
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
      {picture !== undefined && <Default state={picture.applied.state} />}
      <Caps currency={currency} />
      {picture !== undefined && <WhatIf picture={picture} />}
    </section>
  );
}

/** The threshold by hand: what it does to the days to come is drawn while it is dragged. */
function Slide({ picture, currency }: { picture: Picture | undefined; currency: string }) {
  const { threshold, enabled } = scenario.value.recharge;
  const before = opened.value.recharge.threshold;
  const { most, step } = slideOf([before, String(picture?.opening ?? "0"), String(picture?.overview.average_daily_usage ?? "0")]);
  if (!enabled) return null;
  return (
    <input
      type="range"
      class="scrubber slide"
      aria-label={t("Threshold by hand, in {0}", currency)}
      aria-valuetext={/^\d+(\.\d+)?$/.test(threshold) && currency !== "" ? money(threshold, currency) : threshold}
      data-testid="threshold-slider"
      min={0}
      max={most}
      step={step}
      value={threshold}
      onInput={(event) => changeRecharge({ threshold: event.currentTarget.value })}
    />
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

/** The method that is charged: one of the account's, or its default whichever that is. */
function Method({ state }: { state: State | undefined }) {
  const { methods = [], default_method } = state ?? {};
  const { method } = scenario.value.recharge;
  const usual = methods.find((one) => one.method === default_method);
  const wrong = problemsUnder(at("method"));
  return (
    <span class="field">
      <select
        aria-label={t("Payment method")}
        aria-invalid={wrong.length > 0}
        aria-describedby={wrong.length > 0 ? "method-wrong" : undefined}
        data-testid="method-input"
        value={method}
        onChange={(event) => changeRecharge({ method: event.currentTarget.value })}
      >
        <option value="">{usual === undefined ? t("the default") : t("the default, {0}", methodWords(usual))}</option>
        {methods.map((one) => (
          <option key={one.method} value={one.method}>
            {methodWords(one)}
          </option>
        ))}
        {method !== "" && methods.every((one) => one.method !== method) && <option value={method}>{t("an unknown payment method")}</option>}
      </select>
      {wrong.length > 0 && (
        <span class="wrong" id="method-wrong">
          <AllInShort list={wrong} />
        </span>
      )}
    </span>
  );
}

/** Which of the account's payment methods is the default. */
function Default({ state: { methods = [], default_method } }: { state: State }) {
  const usual = methods.find(({ method }) => method === default_method);
  return (
    <p class="quiet" data-testid="default-method">
      {usual === undefined ? t("The account has no default payment method.") : t("The default payment method is {0}.", isolate(methodWords(usual)))}
    </p>
  );
}
