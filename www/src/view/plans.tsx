import type { Plan, Subscription } from "counterfoil";
import { useState } from "preact/hooks";
import type { Act } from "../model/acting";
import type { Picture } from "../model/engine";
import { hosted } from "../model/host";
import { money, showDay } from "../text/format";
import { Came, Foreseen, useDoing, type Doing } from "./doing";

const titleOf = (plan: Plan | undefined, id: string) => plan?.title ?? plan?.id ?? id;

/** Seats, add-ons and numbers: what is taken, what it costs, and what a change would. */
export function Plans({ picture }: { picture: Picture }) {
  const doing = useDoing("plans");
  const plans = picture.offers.plans ?? [];
  const taken = picture.applied.state.subscriptions ?? [];
  if (hosted.value === undefined || plans.length === 0) return null;
  return (
    <section class="card" aria-labelledby="plans-title" data-testid="plans">
      <header class="card-head">
        <h2 id="plans-title">Plan, seats and add-ons</h2>
      </header>
      {taken.length === 0 && <p class="quiet">Nothing is taken yet.</p>}
      {taken.map((subscription) => (
        <Taken key={subscription.subscription} picture={picture} subscription={subscription} doing={doing} />
      ))}
      <Take picture={picture} plans={plans} doing={doing} />
      <Came doing={doing} testid="plans-came" />
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
  const price = plan?.price === undefined ? "" : `, ${money(plan.price, currency)} each`;
  return (
    <form
      class="held"
      data-testid={`plan-${name}`}
      onSubmit={(event) => {
        event.preventDefault();
        void doing.go(change, "Changed.").then(() => type(undefined));
      }}
    >
      <p>
        <strong>{titleOf(plan, id)}</strong>: {quantity} × {plan?.unit ?? "unit"}
        {price}; the cycle ends on {showDay(cycle_until.slice(0, 10))}.{" "}
        {ends !== undefined && `It ends on ${showDay(ends.slice(0, 10))}.`}
        {ends === undefined && next !== undefined && "It changes with the next cycle."}
      </p>
      <div class="usage">
        <label>
          <span>How many</span>
          <input
            inputMode="decimal"
            data-testid={`quantity-${name}`}
            value={wanted}
            onInput={(event) => type(event.currentTarget.value.trim())}
          />
        </label>
        <button type="submit" data-testid={`change-${name}`} disabled={!free || wanted === String(quantity)}>
          Change
        </button>
        {ends === undefined && next === undefined ? (
          <button
            type="button"
            class="plain"
            data-testid={`end-${name}`}
            disabled={!free}
            onClick={() => void doing.go({ type: "subscription_cancelled", subscription: name, how: "cycle_end" }, "It ends with its cycle.")}
          >
            End with the cycle
          </button>
        ) : (
          <button
            type="button"
            class="plain"
            data-testid={`resume-${name}`}
            disabled={!free}
            onClick={() => void doing.go({ type: "subscription_resumed", subscription: name }, "It goes on.")}
          >
            Go on after all
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
        void doing.go(take, "Taken.").then(() => type({ plan: "", quantity: "1" }));
      }}
    >
      <div class="usage">
        <label>
          <span>Take</span>
          <select data-testid="take-plan" value={typed.plan} onChange={(event) => type({ ...typed, plan: event.currentTarget.value })}>
            <option value="">Choose…</option>
            {plans.map((one) => (
              <option key={one.id} value={one.id}>
                {titleOf(one, one.id)}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span>How many</span>
          <input
            inputMode="decimal"
            data-testid="take-quantity"
            value={typed.quantity}
            onInput={(event) => type({ ...typed, quantity: event.currentTarget.value.trim() })}
          />
        </label>
        <button type="submit" data-testid="take" disabled={!doing.may || doing.busy || plan === undefined}>
          Take
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
