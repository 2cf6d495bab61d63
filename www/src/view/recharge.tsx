import type { State, Style } from "counterfoil";
import type { ComponentChildren } from "preact";
import type { Picture } from "../model/engine";
import { changeRecharge, scenario } from "../model/state";
import { isolate } from "../text/format";
import { styles, styleWords } from "../text/words";
import { Caps } from "./caps";
import { Field } from "./field";
import { WhatIf } from "./whatif";

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
        <h2 id="recharge-title">Auto-recharge</h2>
        <label class="switch">
          <input
            type="checkbox"
            role="switch"
            checked={recharge.enabled}
            data-testid="recharge-enabled"
            onChange={(event) => changeRecharge({ enabled: event.currentTarget.checked })}
          />
          <span>{recharge.enabled ? "On" : "Off"}</span>
        </label>
      </header>
      {picture !== undefined && offered === undefined && <p class="quiet">This rulebook offers no auto-recharge.</p>}
      <fieldset class="choice">
        <legend class="unseen">How much is charged</legend>
        {styles.map((style) => (
          <label key={style}>
            <input
              type="radio"
              name="recharge-style"
              checked={recharge.style === style}
              data-testid={`style-${style}`}
              onChange={() => changeRecharge({ style })}
            />{" "}
            {styleWords[style]}
          </label>
        ))}
      </fieldset>
      <p class="sentence">
        When the balance falls {offered?.trigger === "at_or_below" ? "to or below" : "below"}{" "}
        <Field
          label={`Threshold in ${currency}`}
          amount
          value={recharge.threshold}
          set={(threshold) => changeRecharge({ threshold })}
          path={at("threshold")}
          testid="threshold-input"
        />{" "}
        {sentences[recharge.style](<Amount style={recharge.style} currency={currency} />, <Method />)}
      </p>
      {recharge.style === "repeat" && (
        <label class="tick">
          <input
            type="checkbox"
            checked={recharge.combine}
            data-testid="combine"
            onChange={(event) => changeRecharge({ combine: event.currentTarget.checked })}
          />{" "}
          Make one charge of the same total
        </label>
      )}
      {picture !== undefined && <Methods state={picture.applied.state} />}
      <Caps currency={currency} />
      {picture !== undefined && <WhatIf picture={picture} />}
    </section>
  );
}

const sentences: Record<Style, (amount: ComponentChildren, method: ComponentChildren) => ComponentChildren> = {
  repeat: (amount, method) => (
    <>
      charge {amount} to {method}, as often as it takes to be back there.
    </>
  ),
  target: (amount, method) => (
    <>
      make one charge to {method} that brings it up to {amount}.
    </>
  ),
  step_over: (amount, method) => (
    <>
      make one charge to {method} that brings it back there and {amount} beyond.
    </>
  ),
};

function Amount({ style, currency }: { style: Style; currency: string }) {
  const { amount, target } = scenario.value.recharge;
  return style === "target" ? (
    <Field
      label={`Target balance in ${currency}`}
      amount
      value={target}
      set={(text) => changeRecharge({ target: text })}
      path={at("target")}
      testid="target-input"
    />
  ) : (
    <Field
      label={style === "repeat" ? `Amount of one charge in ${currency}` : `Amount beyond the threshold in ${currency}`}
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
      label="Payment method; empty for the default"
      placeholder="the default"
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
  return (
    <>
      <datalist id={METHODS}>
        {methods.map(({ method }) => (
          <option key={method} value={method} />
        ))}
      </datalist>
      <p class="quiet" data-testid="default-method">
        {default_method === undefined
          ? "The account has no default payment method."
          : `The default payment method is ${isolate(default_method)}.`}
      </p>
    </>
  );
}
