import type { ComponentChildren } from "preact";
import { draftOf } from "../model/draft";
import type { Picture } from "../model/engine";
import { at, hosted } from "../model/host";
import { papers } from "../model/live";
import type { PageName } from "../model/route";
import { money, showDay, showDayAt } from "../text/format";
import { methodWords, statusWords } from "../text/words";
import { PageLink } from "./nav";

/** The account at a glance: what comes next, what was billed last, and how it is paid. */
export function AtAGlance({ picture }: { picture: Picture }) {
  return (
    <div class="glance" data-testid="glance">
      <Next picture={picture} />
      <Last picture={picture} />
      <Methods picture={picture} />
      <Recent />
    </div>
  );
}

function Tile({ title, to, more, children }: { title: string; to: PageName; more: string; children: ComponentChildren }) {
  return (
    <section class="card tile" aria-label={title}>
      <h2>{title}</h2>
      {children}
      <p class="more">
        <PageLink to={to}>{more}</PageLink>
      </p>
    </section>
  );
}

function Next({ picture }: { picture: Picture }) {
  const { drafted } = draftOf(picture);
  const { currency } = picture.applied.state;
  return (
    <Tile title="Next invoice" to="invoices" more="See its lines">
      {drafted === undefined ? (
        <p class="quiet">This rulebook invoices nothing.</p>
      ) : (
        <>
          <p class="tile-figure" data-testid="glance-next">
            {money(drafted.document?.totals.tax_inclusive ?? "0", currency)}
          </p>
          <p class="quiet">
            on {showDayAt(drafted.until)}, if nothing more is used; {money(drafted.due, currency)} of it to pay
          </p>
        </>
      )}
    </Tile>
  );
}

function Last({ picture }: { picture: Picture }) {
  const { currency } = picture.applied.state;
  const drafts = picture.applied.effects.filter((effect) => effect.type === "invoice_drafted");
  const last = papers.value?.invoices[0];
  const own = drafts.at(-1);
  return (
    <Tile title="Last invoice" to="invoices" more="All invoices">
      {last !== undefined && hosted.value !== undefined ? (
        <>
          <p class="tile-figure">{money(last.amount, currency)}</p>
          <p class="quiet">
            <a href={at(`v1/invoices/${encodeURIComponent(last.number)}?format=pdf`).href}>
              <bdi>{last.number}</bdi>
            </a>{" "}
            of {showDay(last.issued_on)} <span class={`chip paper-${last.status ?? "open"}`}>{statusWords(last.status ?? "open")}</span>
          </p>
        </>
      ) : own !== undefined ? (
        <>
          <p class="tile-figure">{money(own.document.totals.tax_inclusive, currency)}</p>
          <p class="quiet">drafted on {showDayAt(own.time)}</p>
        </>
      ) : (
        <p class="quiet">There is none yet.</p>
      )}
    </Tile>
  );
}

function Methods({ picture }: { picture: Picture }) {
  const { methods = [], default_method } = picture.applied.state;
  const usual = methods.find(({ method }) => method === default_method);
  const expiring = picture.overview.expiring_methods.find(({ method }) => method === default_method);
  return (
    <Tile title="Pays by" to="payment" more="Payment and auto-recharge">
      {usual === undefined ? (
        <p class="quiet">No payment method: nothing can be charged.</p>
      ) : (
        <>
          <p class="tile-figure small">
            <bdi>{methodWords(usual)}</bdi>
          </p>
          <p class={expiring === undefined ? "quiet" : "wrong"}>
            {expiring === undefined ? "the default" : expiring.expired ? "has expired" : "expires within thirty days"}
            {methods.length > 1 && `, one of ${methods.length}`}
          </p>
        </>
      )}
    </Tile>
  );
}

const SHOWN = 3;

/** Receipts are the server's: without one there are none. */
function Recent() {
  const kept = papers.value;
  if (kept === undefined || kept.receipts.length === 0) return null;
  const path = `v1/accounts/${encodeURIComponent(kept.account)}/receipts`;
  return (
    <Tile title="Recent receipts" to="receipts" more="All receipts">
      <ul class="rows">
        {kept.receipts.slice(0, SHOWN).map(({ number, time, amount, currency }) => (
          <li key={number}>
            <a href={at(`${path}/${encodeURIComponent(number)}?format=pdf`).href}>{showDayAt(time)}</a>
            <span>{money(amount, currency)}</span>
          </li>
        ))}
      </ul>
    </Tile>
  );
}
