import { useEffect, useState } from "preact/hooks";
import { findAccounts, type Found } from "../model/host";
import { visit } from "../model/link";
import { may } from "../model/session";
import { countExact, isolate, money, showDay } from "../text/format";
import { statusWords } from "../text/words";
import { Choice, Input } from "./input";
import { Sheet } from "./sheet";

const services: Record<string, string> = { active: "Active", suspended: "Suspended", closed: "Closed" };
const orders = [
  ["-as_of", "What moved last"],
  ["balance", "The lowest balance"],
  ["-balance", "The highest balance"],
  ["id", "Name"],
  ["-opened_at", "What opened last"],
] as const;

const PAUSE_MS = 150;
const LOOK_MS = 5_000;

/** All accounts of the server: looked through, put in order, opened. */
export function Accounts() {
  const [asked, ask] = useState({ search: "", service: "", sort: "-as_of" });
  const [found, find] = useState<Found>();
  const [pages, more] = useState(1);
  const [why, say] = useState("");
  useEffect(() => {
    let current = true;
    const look = () =>
      findAccounts(asked, pages).then(
        (now) => current && (find(now), say("")),
        (error: Error) => current && say(error.message),
      );
    const timer = setTimeout(() => void look(), PAUSE_MS);
    const again = setInterval(() => document.hidden || void look(), LOOK_MS);
    return () => {
      current = false;
      clearTimeout(timer);
      clearInterval(again);
    };
  }, [asked, pages]);
  if (!may("read")) return <p class="notice warning">Sign in to see the accounts of this server.</p>;
  return (
    <section class="card" aria-label="Accounts of this server" data-testid="accounts">
      <form class="usage" role="search" onSubmit={(event) => event.preventDefault()}>
        <Input label="Name begins with" value={asked.search} set={(search) => ask({ ...asked, search })} testid="accounts-search" />
        <Choice label="Service" value={asked.service} set={(service) => ask({ ...asked, service })} testid="accounts-service">
          <option value="">Any</option>
          {Object.entries(services).map(([word, label]) => (
            <option key={word} value={word}>
              {label}
            </option>
          ))}
        </Choice>
        <Choice label="In order of" value={asked.sort} set={(sort) => ask({ ...asked, sort })} testid="accounts-sort">
          {orders.map(([word, label]) => (
            <option key={word} value={word}>
              {label}
            </option>
          ))}
        </Choice>
      </form>
      {why !== "" && <p class="wrong">The accounts could not be listed: {why}.</p>}
      {found === undefined && why === "" && <p class="quiet">Asking the server…</p>}
      {found?.accounts.length === 0 && <p class="quiet">None is like that.</p>}
      {found !== undefined && found.accounts.length > 0 && (
        <Sheet caption="Accounts" heads={["Account", "Service", "Amount:Balance", "Lasts", "Last invoice"]}>
          {found.accounts.map((account) => (
            <Row key={account.id} account={account} />
          ))}
        </Sheet>
      )}
      {found?.more === true && (
        <button type="button" class="plain more" onClick={() => more(pages + 1)}>
          Show more
        </button>
      )}
    </section>
  );
}

function Row({ account: { id, state, runway_days, last_invoice } }: { account: Found["accounts"][number] }) {
  return (
    <tr data-account={id}>
      <th scope="row">
        <button type="button" class="link" onClick={() => void visit(id)} aria-label={`Open ${isolate(id)}`}>
          <bdi>{id}</bdi>
        </button>
      </th>
      <td>
        <span class={`chip ${state.service}`}>{services[state.service] ?? state.service}</span>
      </td>
      <td class={state.balance.startsWith("-") ? "number negative" : "number"}>{money(state.balance, state.currency)}</td>
      <td>{runway_days === undefined ? <span class="quiet">nothing is used</span> : countExact(runway_days, "day")}</td>
      <td>
        {last_invoice === undefined ? (
          <span class="quiet">none</span>
        ) : (
          <>
            {money(last_invoice.amount, state.currency)} <span class={`chip paper-${last_invoice.status}`}>{statusWords(last_invoice.status)}</span>{" "}
            <span class="quiet">{showDay(last_invoice.issued_on)}</span>
          </>
        )}
      </td>
    </tr>
  );
}
