import { useEffect, useState } from "preact/hooks";
import { findAccounts, type Found } from "../model/host";
import { visit } from "../model/link";
import { may } from "../model/session";
import { countExact, isolate, money, showDay } from "../text/format";
import { t, type Text } from "../text/lang";
import { phrase, whyOf, type Why } from "../text/phrase";
import { statusWords } from "../text/words";
import { Choice, Input } from "./input";
import { Phrased } from "./sentence";
import { Sheet } from "./sheet";

const services: Record<string, Text> = { active: "Active", suspended: "Suspended", closed: "Closed" };
const orders: readonly (readonly [word: string, label: Text])[] = [
  ["-as_of", "What moved last"],
  ["balance", "The lowest balance"],
  ["-balance", "The highest balance"],
  ["id", "Name"],
  ["-opened_at", "What opened last"],
];

const PAUSE_MS = 150;
const LOOK_MS = 5_000;

/** All accounts of the server: looked through, put in order, opened. */
export function Accounts() {
  const [asked, ask] = useState({ search: "", service: "", sort: "-as_of" });
  const [found, find] = useState<Found>();
  const [pages, more] = useState(1);
  const [why, say] = useState<Why>();
  useEffect(() => {
    let current = true;
    const look = () =>
      findAccounts(asked, pages).then(
        (now) => current && (find(now), say(undefined)),
        (error: unknown) => current && say(whyOf(error)),
      );
    const timer = setTimeout(() => void look(), PAUSE_MS);
    const again = setInterval(() => document.hidden || void look(), LOOK_MS);
    return () => {
      current = false;
      clearTimeout(timer);
      clearInterval(again);
    };
  }, [asked, pages]);
  if (!may("read")) return <p class="notice warning">{t("Sign in to see the accounts of this server.")}</p>;
  return (
    <section class="card" aria-label={t("Accounts of this server")} data-testid="accounts">
      <form class="usage" role="search" onSubmit={(event) => event.preventDefault()}>
        <Input label={t("Name begins with")} value={asked.search} set={(search) => ask({ ...asked, search })} testid="accounts-search" />
        <Choice label={t("Service")} value={asked.service} set={(service) => ask({ ...asked, service })} testid="accounts-service">
          <option value="">{t("Any")}</option>
          {Object.entries(services).map(([word, label]) => (
            <option key={word} value={word}>
              {t(label)}
            </option>
          ))}
        </Choice>
        <Choice label={t("In order of")} value={asked.sort} set={(sort) => ask({ ...asked, sort })} testid="accounts-sort">
          {orders.map(([word, label]) => (
            <option key={word} value={word}>
              {t(label)}
            </option>
          ))}
        </Choice>
      </form>
      {why !== undefined && (
        <p class="wrong">
          <Phrased of={phrase("The accounts could not be listed: {0}.", why)} />
        </p>
      )}
      {found === undefined && why === undefined && <p class="quiet">{t("Asking the server…")}</p>}
      {found?.accounts.length === 0 && <p class="quiet">{t("None is like that.")}</p>}
      {found !== undefined && found.accounts.length > 0 && (
        <Sheet caption={t("Accounts")} heads={[t("Account"), t("Service"), { amount: t("Balance") }, t("Lasts"), t("Last invoice")]}>
          {found.accounts.map((account) => (
            <Row key={account.id} account={account} />
          ))}
        </Sheet>
      )}
      {found?.more === true && (
        <button type="button" class="plain more" onClick={() => more(pages + 1)}>
          {t("Show more")}
        </button>
      )}
    </section>
  );
}

function Row({ account: { id, state, runway_days, last_invoice } }: { account: Found["accounts"][number] }) {
  const service = services[state.service];
  return (
    <tr data-account={id}>
      <th scope="row">
        <button type="button" class="link" onClick={() => void visit(id)} aria-label={t("Open {0}", isolate(id))}>
          <bdi>{id}</bdi>
        </button>
      </th>
      <td>
        <span class={`chip ${state.service}`}>{service === undefined ? state.service : t(service)}</span>
      </td>
      <td class={state.balance.startsWith("-") ? "number negative" : "number"}>{money(state.balance, state.currency)}</td>
      <td>{runway_days === undefined ? <span class="quiet">{t("nothing is used")}</span> : countExact(runway_days, "day")}</td>
      <td>
        {last_invoice === undefined ? (
          <span class="quiet">{t("none")}</span>
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
