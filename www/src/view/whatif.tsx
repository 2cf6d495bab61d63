import type { Limit, RechargePlanned } from "counterfoil";
import { useState } from "preact/hooks";
import { ask } from "../model/ask";
import type { Picture } from "../model/engine";
import { count, money } from "../text/format";
import { t, type Text } from "../text/lang";
import { Problems } from "./problems";
import { Sentence } from "./sentence";

/** The setting explained by the engine's own plan for a balance of the reader's choice. */
export function WhatIf({ picture }: { picture: Picture }) {
  const [balance, setBalance] = useState("10");
  const { recharge } = picture.applied.state.settings;
  if (!recharge?.enabled) return <p class="quiet">{t("Off: the balance falls until somebody tops it up.")}</p>;
  const { account } = picture.applied.state;
  const reply = ask<RechargePlanned>("plan_recharge", picture.scenario.rulebook, { account, event: "what-if", balance, recharge });
  return (
    <div class="what-if">
      <p class="sentence small">
        <Sentence
          text={t("Should it drop to {0} {1}")}
          slots={[
            <input
              class="amount"
              aria-label={t("A balance to try")}
              inputMode="decimal"
              autocomplete="off"
              size={Math.max(balance.length, 4)}
              value={balance}
              data-testid="what-if-input"
              onInput={(event) => setBalance(event.currentTarget.value.trim())}
            />,
            <span data-testid="what-if">{reply.status === "ok" && planWords(reply.answer, picture.applied.state.currency)}</span>,
          ]}
        />
      </p>
      {reply.status === "problems" && <Problems list={reply.problems} />}
    </div>
  );
}

const limits: Record<Limit, Text> = {
  maximum: "maximum",
  charges_limit: "charges limit",
  per_trigger: "per trigger",
  per_day: "per day",
  per_month: "per month",
};

function planWords(plan: RechargePlanned, currency: string): string {
  if (!plan.triggered) return t("nothing is charged.");
  const { charges, cut_by } = plan;
  const cut =
    cut_by === undefined
      ? ""
      : ` ${t("{0} would be needed; the limit “{1}” cuts them.", count(plan.repetitions, "charge"), t(limits[cut_by]))}`;
  if (charges.length === 0) return `${t("nothing can be charged.")}${cut}`;
  const after = money(plan.balance_after, currency);
  const amounts = [...new Set(charges.map(({ amount }) => money(amount, currency)))].reduce((all, one) => t("{0} and {1}", all, one));
  if (charges.length === 1) return `${t("it makes one charge of {0} and stands at {1}.", amounts, after)}${cut}`;
  const made = t("it makes {0} of {1}, {2} in all, and stands at {3}.", count(charges.length, "charge"), amounts, money(plan.total, currency), after);
  return `${made}${cut}`;
}
