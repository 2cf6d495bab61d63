import type { Payments } from "counterfoil";
import { change, scenario } from "../model/state";
import { Field } from "./field";

const payments: readonly (readonly [Payments, string, string])[] = [
  ["succeed", "Succeed", "every charge is paid at once"],
  ["decline", "Decline", "every charge is declined"],
  ["report", "Report", "results stand among the events"],
];

/** What is assumed: whose account, from when to when, and who answers its charges. */
export function Facts() {
  const { account, opened, as_of } = scenario.value;
  return (
    <section class="card" aria-labelledby="facts-title">
      <header class="card-head">
        <h2 id="facts-title">Assumptions</h2>
      </header>
      <fieldset class="choice">
        <legend>Charges</legend>
        {payments.map(([word, label, what]) => (
          <label key={word}>
            <input
              type="radio"
              name="payments"
              checked={scenario.value.payments === word}
              data-testid={`payments-${word}`}
              onChange={() => change({ payments: word })}
            />
            <span>
              {label}: <span class="quiet">{what}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <p class="sentence small">
        Account{" "}
        <Field
          label="Account"
          value={account}
          set={(text) => change({ account: text })}
          path="/open/account"
          testid="account-input"
        />{" "}
        opened{" "}
        <Field
          label="Opened at"
          value={opened}
          set={(text) => change({ opened: text })}
          path="/open/time"
          testid="opened-input"
        />{" "}
        as of{" "}
        <Field label="As of" value={as_of} set={(text) => change({ as_of: text })} path="/as_of" testid="as-of-input" />
      </p>
    </section>
  );
}
