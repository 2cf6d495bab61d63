import { hosted } from "../model/host";
import { openOrSay } from "../model/link";
import { accounts, type Listed } from "../model/live";
import { isolate, money } from "../text/format";

const services: Record<string, string> = { active: "Active", suspended: "Suspended", closed: "Closed" };

/** The server's accounts, while none of them is open. */
export function Accounts() {
  const listed = accounts.value;
  if (listed === undefined || listed.length === 0 || hosted.value !== undefined) return null;
  return (
    <section class="card" aria-labelledby="accounts-title" data-testid="accounts">
      <header class="card-head">
        <h2 id="accounts-title">Accounts of this server</h2>
        <p class="quiet">What is below is a sample until one is opened.</p>
      </header>
      <ul class="accounts">
        {listed.map((account) => (
          <li key={account.id}>
            <Row account={account} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Row({ account: { id, state } }: { account: Listed }) {
  return (
    <button type="button" class="plain" onClick={() => void openOrSay(id)} aria-label={`Open ${isolate(id)}`}>
      <bdi>{id}</bdi>
      <span class={`chip ${state.service}`}>{services[state.service] ?? state.service}</span>
      <span class={state.balance.startsWith("-") ? "number negative" : "number"}>{money(state.balance, state.currency)}</span>
    </button>
  );
}
