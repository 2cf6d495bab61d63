import { useState } from "preact/hooks";
import type { Picture } from "../model/engine";
import { at, hosted } from "../model/host";
import { spend, usageOf, type Usage } from "../model/live";
import { session } from "../model/session";
import { scenario } from "../model/state";

/** A usage for the server's account: sent from here, or by the line that a meter would send. */
export function SendUsage({ picture }: { picture: Picture }) {
  const rates = picture.offers.rates ?? [];
  const products = [...new Map(rates.map((rate) => [`${rate.product} ${rate.unit}`, rate])).values()];
  const [chosen, choose] = useState(0);
  const [typed, type] = useState({ quantity: "10", destination: "" });
  const [came, say] = useState("");
  const [busy, work] = useState(false);
  const rate = products[chosen] ?? products[0];
  if (hosted.value === undefined || rate === undefined) return null;
  const usage: Usage = { ...typed, product: rate.product, unit: rate.unit };
  const may = session.value?.rights.includes("ingest") === true;
  const send = async (event: SubmitEvent) => {
    event.preventDefault();
    work(true);
    const refused = await spend(usage);
    say(refused === undefined ? "Posted." : `Not posted: ${refused}.`);
    work(false);
  };
  return (
    <section class="card" aria-labelledby="usage-title" data-testid="send-usage">
      <header class="card-head">
        <h2 id="usage-title">Send usage</h2>
      </header>
      <form class="usage" onSubmit={(event) => void send(event)}>
        <label>
          <span>Product</span>
          <select
            data-testid="usage-product"
            value={String(chosen)}
            onChange={(event) => choose(Number(event.currentTarget.value))}
          >
            {products.map(({ product, unit }, place) => (
              <option key={`${product} ${unit}`} value={String(place)}>
                {product}, by the {unit}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span>How many</span>
          <input
            inputMode="decimal"
            data-testid="usage-quantity"
            value={typed.quantity}
            onInput={(event) => type({ ...typed, quantity: event.currentTarget.value.trim() })}
          />
        </label>
        <label>
          <span>To (where the price goes by it)</span>
          <input
            inputMode="tel"
            placeholder="14155550100"
            data-testid="usage-destination"
            value={typed.destination}
            onInput={(event) => type({ ...typed, destination: event.currentTarget.value.trim() })}
          />
        </label>
        <button type="submit" data-testid="usage-send" disabled={busy || !may}>
          Send
        </button>
      </form>
      <p role="status" class="quiet" data-testid="usage-came">
        {came}
      </p>
      <details>
        <summary>The same from a terminal</summary>
        <pre class="code" tabIndex={0} aria-label="The same from a terminal" data-testid="curl">
          {curl(usage)}
        </pre>
      </details>
    </section>
  );
}

/** A line for a shell of POSIX: what is typed stands between single quotes, and a quote in it ends none. */
function curl(usage: Usage): string {
  const url = at(`v1/accounts/${encodeURIComponent(scenario.value.account)}/spend`);
  const body = JSON.stringify(usageOf(usage, "ID", "TIME")).replaceAll("'", String.raw`'\''`);
  const filled = body.replace('"ID"', `"'"$(date +%s%N)"'"`).replace('"TIME"', `"'"$(date -u +%FT%TZ)"'"`);
  return `curl ${url} \\\n  -H "Authorization: Bearer $COUNTERFOIL_KEY" -H 'Content-Type: application/json' \\\n  -d '${filled}'`;
}
