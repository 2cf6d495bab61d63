import type { Payments } from "counterfoil";
import { change, scenario } from "../model/state";
import { t, type Text } from "../text/lang";
import { zoneWord } from "../text/format";
import { Field } from "./field";
import { Moment } from "./moment";
import { Sentence } from "./sentence";

const payments: readonly (readonly [Payments, Text, Text])[] = [
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
        <h2 id="facts-title">{t("Assumptions")}</h2>
      </header>
      <fieldset class="choice">
        <legend>{t("Charges")}</legend>
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
              {t(label)}: <span class="quiet">{t(what)}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <p class="sentence small">
        <Sentence
          text={t("Account {0}, opened {1}, as of {2}, both in {3}")}
          slots={[
            <Field
              label={t("Account")}
              value={account}
              set={(text) => change({ account: text })}
              path="/open/account"
              testid="account-input"
            />,
            <Moment label={t("Opened at, {0}", zoneWord())} time={opened} set={(time) => change({ opened: time })} path="/open/time" testid="opened-input" />,
            <Moment label={t("As of, {0}", zoneWord())} time={as_of} set={(time) => change({ as_of: time })} path="/as_of" testid="as-of-input" />,
            zoneWord(),
          ]}
        />
      </p>
    </section>
  );
}
