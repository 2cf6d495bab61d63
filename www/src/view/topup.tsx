import { useState } from "preact/hooks";
import type { Picture } from "../model/engine";
import { hosted } from "../model/host";
import { topUp } from "../model/live";
import { session } from "../model/session";

/** Charges one of the account's payment methods, now. */
export function TopUp({ picture }: { picture: Picture }) {
  const { methods = [], default_method, currency } = picture.applied.state;
  const [amount, type] = useState("50");
  const [chosen, choose] = useState("");
  const [came, say] = useState("");
  const [busy, work] = useState(false);
  if (hosted.value === undefined) return null;
  const method = methods.some((one) => one.method === chosen) ? chosen : default_method;
  const may = session.value?.rights.includes("money") === true;
  const charge = async (event: SubmitEvent) => {
    event.preventDefault();
    if (method === undefined) return;
    work(true);
    say("Asking the gateway…");
    say(await topUp(amount, method));
    work(false);
  };
  return (
    <section class="card" aria-labelledby="top-up-title" data-testid="top-up">
      <header class="card-head">
        <h2 id="top-up-title">Top up</h2>
      </header>
      {methods.length === 0 && <p class="quiet">There is no payment method to charge.</p>}
      {methods.length > 0 && (
        <form class="usage" onSubmit={(event) => void charge(event)}>
          <label>
            <span>Amount in {currency}</span>
            <input
              inputMode="decimal"
              data-testid="top-up-amount"
              value={amount}
              onInput={(event) => type(event.currentTarget.value.trim())}
            />
          </label>
          <label>
            <span>Payment method</span>
            <select data-testid="top-up-method" value={method} onChange={(event) => choose(event.currentTarget.value)}>
              {methods.map((one) => (
                <option key={one.method} value={one.method}>
                  {one.method}
                  {one.method === default_method && ", the default"}
                </option>
              ))}
            </select>
          </label>
          <button type="submit" data-testid="top-up-go" disabled={busy || !may || amount === ""}>
            Charge
          </button>
        </form>
      )}
      {methods.length > 0 && !may && <p class="quiet">Whoever is signed in may not charge anybody.</p>}
      <p role="status" class="quiet" data-testid="top-up-came">
        {came}
      </p>
    </section>
  );
}
