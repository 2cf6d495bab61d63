import type { RechargePlanned, Reply } from "counterfoil";
import { callJson } from "counterfoil";
import { useState } from "preact/hooks";
import type { Picture } from "../model/engine";
import { count, money } from "../text/format";
import { Problems } from "./problems";

/** The setting explained by the engine's own plan for a balance of the reader's choice. */
export function WhatIf({ picture }: { picture: Picture }) {
  const [balance, setBalance] = useState("10");
  const { recharge } = picture.applied.state.settings;
  if (!recharge?.enabled) return <p class="quiet">Off: the balance falls until somebody tops it up.</p>;
  const asked = JSON.stringify({ account: picture.applied.state.account, event: "what-if", balance, recharge });
  const reply = JSON.parse(
    callJson("plan_recharge", `{"rulebook":${picture.scenario.rulebook},${asked.slice(1)}`),
  ) as Reply<RechargePlanned>;
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

function planWords(plan: RechargePlanned, currency: string): string {
  if (!plan.triggered) return "nothing is charged.";
  const cut =
    plan.cut_by === undefined
      ? ""
      : ` ${count(plan.repetitions, "charge")} would be needed; the limit “${plan.cut_by.replaceAll("_", " ")}” cuts them.`;
  if (plan.charges.length === 0) return `nothing can be charged.${cut}`;
  const after = `and stands at ${money(plan.balance_after, currency)}.${cut}`;
  const amounts = [...new Set(plan.charges.map(({ amount }) => money(amount, currency)))];
  if (plan.charges.length === 1) return `it makes one charge of ${amounts[0]} ${after}`;
  return `it makes ${count(plan.charges.length, "charge")} of ${amounts.join(" and ")}, ${money(plan.total, currency)} in all, ${after}`;
}
