import type { Planned, Reply } from "counterfoil";
import { callJson } from "counterfoil";
import { useState } from "preact/hooks";
import type { Picture } from "../model/engine";
import { changeRecharge, scenario } from "../model/state";
import { count, money } from "../text/format";
import { Field } from "./field";
import { Problems } from "./problems";

const at = (field: string) => `/open/settings/recharge/${field}`;

/** The owner's auto-recharge, as the sentence it is. */
export function AutoRecharge({ picture }: { picture: Picture | undefined }) {
  const { recharge } = scenario.value;
  const currency = picture?.applied.state.currency ?? "";
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
      <p class="sentence">
        When the balance falls below{" "}
        <Field
          label={`Threshold in ${currency}`}
          amount
          value={recharge.threshold}
          set={(threshold) => changeRecharge({ threshold })}
          path={at("threshold")}
          testid="threshold-input"
        />{" "}
        charge{" "}
        <Field
          label={`Amount of one charge in ${currency}`}
          amount
          value={recharge.amount}
          set={(amount) => changeRecharge({ amount })}
          path={at("amount")}
          testid="amount-input"
        />{" "}
        to{" "}
        <Field
          label="Payment method"
          value={recharge.method}
          set={(method) => changeRecharge({ method })}
          path={at("method")}
          testid="method-input"
        />
        , as often as it takes to be back there.
      </p>
      <p class="sentence small">
        At most{" "}
        <Field
          label={`Limit for each time in ${currency}`}
          amount
          placeholder="any"
          value={recharge.per_trigger}
          set={(per_trigger) => changeRecharge({ per_trigger })}
          path={at("limits/per_trigger")}
          testid="per-trigger-input"
        />{" "}
        each time,{" "}
        <Field
          label={`Limit for a day in ${currency}`}
          amount
          placeholder="any"
          value={recharge.per_day}
          set={(per_day) => changeRecharge({ per_day })}
          path={at("limits/per_day")}
          testid="per-day-input"
        />{" "}
        a day and{" "}
        <Field
          label={`Limit for a month in ${currency}`}
          amount
          placeholder="any"
          value={recharge.per_month}
          set={(per_month) => changeRecharge({ per_month })}
          path={at("limits/per_month")}
          testid="per-month-input"
        />{" "}
        a month.
      </p>
      {picture !== undefined && <WhatIf picture={picture} />}
    </section>
  );
}

/** The setting explained by the engine's own plan for a balance of the reader's choice. */
function WhatIf({ picture }: { picture: Picture }) {
  const [balance, setBalance] = useState("10");
  const { recharge } = picture.applied.state.settings;
  if (!recharge?.enabled) return <p class="quiet">Off: the balance falls until somebody tops it up.</p>;
  const asked = JSON.stringify({ account: picture.applied.state.account, event: "what-if", balance, recharge });
  const reply = JSON.parse(
    callJson("plan", `{"rulebook":${picture.scenario.rulebook},${asked.slice(1)}`),
  ) as Reply<Planned>;
  return (
    <div class="what-if">
      <p class="sentence small">
        Should it drop to{" "}
        <input
          class="amount"
          aria-label="A balance to try"
          inputMode="decimal"
          autocomplete="off"
          size={Math.max(balance.length, 4)}
          value={balance}
          data-testid="what-if-input"
          onInput={(event) => setBalance(event.currentTarget.value.trim())}
        />{" "}
        <span data-testid="what-if">
          {reply.status === "ok" && planWords(reply.answer, picture.applied.state.currency)}
        </span>
      </p>
      {reply.status === "problems" && <Problems list={reply.problems} />}
    </div>
  );
}

function planWords(plan: Planned, currency: string): string {
  if (!plan.triggered) return "nothing is charged.";
  const cut =
    plan.cut_by === undefined
      ? ""
      : ` ${count(plan.repetitions, "charge")} would be needed; the limit “${plan.cut_by.replaceAll("_", " ")}” cuts them.`;
  if (plan.charges.length === 0) return `nothing can be charged.${cut}`;
  const one = money(plan.charges[0]!.amount, currency);
  return `it makes ${count(plan.charges.length, "charge")} of ${one}, ${money(plan.total, currency)} in all, and stands at ${money(plan.balance_after, currency)}.${cut}`;
}
