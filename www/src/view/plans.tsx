import type { Plan, Subscription } from "counterfoil";
import { useState } from "preact/hooks";
import type { Act } from "../model/acting";
import type { Picture } from "../model/engine";
import { unitWord } from "../text/counts";
import { money, showDayAt } from "../text/format";
import { t } from "../text/lang";
import { phrase } from "../text/phrase";
import { Foreseen, useDoing, type Doing } from "./doing";
import { Choice, Input } from "./input";
import { Said } from "./said";
import { Sentence } from "./sentence";

const titleOf = (plan: Plan | undefined, id: string) => plan?.title ?? plan?.id ?? id;

/** Which plans a page is about: numbers have a page of their own. */
type Of = "numbers" | "others";
const belongs = (plan: Plan | undefined, of: Of) => (plan?.unit === "number") === (of === "numbers");

/** Seats, add-ons and numbers: what is taken, what it costs, and what a change would. */
export function Plans({ picture, of }: { picture: Picture; of: Of }) {
  const doing = useDoing("plans", picture);
  const offered = picture.offers.plans ?? [];
  const plans = offered.filter((plan) => belongs(plan, of));
  const taken = (picture.applied.state.subscriptions ?? []).filter(({ plan: id }) =>
    belongs(offered.find((one) => one.id === id), of),
  );
  const title = of === "numbers" ? t("Numbers taken") : t("Seats and add-ons taken");
  return (
    <section class="card" aria-labelledby="plans-title" data-testid="plans">
      <header class="card-head">
        <h2 id="plans-title">{title}</h2>
      </header>
      {taken.length === 0 && (
        <p class="quiet">{plans.length === 0 ? t("This rulebook offers none.") : t("Nothing is taken yet.")}</p>
      )}
      {taken.map((subscription) => (
        <Taken key={subscription.subscription} picture={picture} subscription={subscription} doing={doing} />
      ))}
      {plans.length > 0 && <Take picture={picture} plans={plans} doing={doing} />}
      <Said text={doing.came} testid="plans-came" />
    </section>
  );
}

function Taken({ picture, subscription, doing }: { picture: Picture; subscription: Subscription; doing: Doing }) {
  const { subscription: name, plan: id, quantity, cycle_until, ends, next } = subscription;
  const [typed, type] = useState<string>();
  const plan = picture.offers.plans?.find((one) => one.id === id);
  const { currency } = picture.applied.state;
  const wanted = typed ?? String(quantity);
  const change: Act = { type: "subscription_changed", subscription: name, quantity: wanted };
  const free = doing.may && !doing.busy;
  const slots = [<strong lang="en">{titleOf(plan, id)}</strong>, `${quantity} × ${unitWord(plan?.unit ?? "unit")}`, showDayAt(cycle_until)];
  return (
    <form
      class="held"
      data-testid={`plan-${name}`}
      onSubmit={(event) => {
        event.preventDefault();
        void doing.go(change, phrase("Changed.")).then(() => type(undefined));
      }}
    >
      <p>
        {plan?.price === undefined ? (
          <Sentence text={t("{0}: {1}; the cycle ends on {2}.")} slots={slots} />
        ) : (
          <Sentence text={t("{0}: {1}, {3} each; the cycle ends on {2}.")} slots={[...slots, money(plan.price, currency)]} />
        )}{" "}
        {ends !== undefined && t("It ends on {0}.", showDayAt(ends))}
        {ends === undefined && next !== undefined && t("It changes with the next cycle.")}
      </p>
      <div class="usage">
        <Input label={t("How many")} mode="decimal" value={wanted} set={type} testid={`quantity-${name}`} />
        <button type="submit" data-testid={`change-${name}`} disabled={!free || wanted === String(quantity)}>
          {t("Change")}
        </button>
        {ends === undefined && next === undefined ? (
          <button
            type="button"
            class="plain"
            data-testid={`end-${name}`}
            disabled={!free}
            onClick={() => void doing.go({ type: "subscription_cancelled", subscription: name, how: "cycle_end" }, phrase("It ends with its cycle."))}
          >
            {t("End with the cycle")}
          </button>
        ) : (
          <button
            type="button"
            class="plain"
            data-testid={`resume-${name}`}
            disabled={!free}
            onClick={() => void doing.go({ type: "subscription_resumed", subscription: name }, phrase("It goes on."))}
          >
            {t("Go on after all")}
          </button>
        )}
      </div>
      {wanted !== String(quantity) && <Foreseen picture={picture} doing={change} testid={`foreseen-${name}`} />}
    </form>
  );
}

function Take({ picture, plans, doing }: { picture: Picture; plans: readonly Plan[]; doing: Doing }) {
  const [typed, type] = useState({ plan: "", quantity: "1" });
  const plan = plans.find((one) => one.id === typed.plan);
  const name = free(picture, typed.plan);
  const take: Act = { type: "subscribed", subscription: name, plan: typed.plan, quantity: typed.quantity };
  return (
    <form
      class="held"
      onSubmit={(event) => {
        event.preventDefault();
        void doing.go(take, phrase("Taken.")).then(() => type({ plan: "", quantity: "1" }));
      }}
    >
      <div class="usage">
        <Choice label={t("Take")} value={typed.plan} set={(plan) => type({ ...typed, plan })} testid="take-plan">
          <option value="">{t("Choose…")}</option>
          {plans.map((one) => (
            <option key={one.id} value={one.id} lang="en">
              {titleOf(one, one.id)}
            </option>
          ))}
        </Choice>
        <Input label={t("How many")} mode="decimal" value={typed.quantity} set={(quantity) => type({ ...typed, quantity })} testid="take-quantity" />
        <button type="submit" data-testid="take" disabled={!doing.may || doing.busy || plan === undefined}>
          {t("Take")}
        </button>
      </div>
      {plan !== undefined && <Foreseen picture={picture} doing={take} testid="foreseen-take" />}
    </form>
  );
}

/** A name that no subscription of the account has: its plan's, with a number where that is taken. */
function free(picture: Picture, plan: string): string {
  const taken = new Set((picture.applied.state.subscriptions ?? []).map((one) => one.subscription));
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? plan : `${plan}-${number}`;
    if (!taken.has(name)) return name;
  }
}
