import type { ComponentChildren } from "preact";
import { draftOf } from "../model/draft";
import type { Picture } from "../model/engine";
import { accountPath, at, hosted } from "../model/host";
import { papers } from "../model/live";
import type { PageName } from "../model/route";
import { money, showDay, showDayAt } from "../text/format";
import { t } from "../text/lang";
import { methodWords, statusWords } from "../text/words";
import { PageLink } from "./nav";
import { Sentence } from "./sentence";

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
    <Tile title={t("Next invoice")} to="invoices" more={drafted === undefined ? t("All invoices") : t("See its lines")}>
      {drafted === undefined ? (
        <p class="quiet">{t("This rulebook invoices nothing.")}</p>
      ) : (
        <>
          <p class="tile-figure" data-testid="glance-next">
            {money(drafted.document?.totals.tax_inclusive ?? "0", currency)}
          </p>
          <p class="quiet">
            {t("on {0}, if nothing more is used; {1} of it to pay", showDayAt(drafted.until), money(drafted.due, currency))}
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
    <Tile title={t("Last invoice")} to="invoices" more={t("All invoices")}>
      {last !== undefined && hosted.value !== undefined ? (
        <>
          <p class="tile-figure">{money(last.amount, currency)}</p>
          <p class="quiet">
            <Sentence
              text={t("{0} of {1}")}
              slots={[
                <a href={at(`v1/invoices/${encodeURIComponent(last.number)}?format=pdf`).href}>
                  <bdi>{last.number}</bdi>
                </a>,
                showDay(last.issued_on),
              ]}
            />{" "}
            <span class={`chip paper-${last.status ?? "open"}`}>{statusWords(last.status ?? "open")}</span>
          </p>
        </>
      ) : own !== undefined ? (
        <>
          <p class="tile-figure">{money(own.document.totals.tax_inclusive, currency)}</p>
          <p class="quiet">{t("drafted on {0}", showDayAt(own.time))}</p>
        </>
      ) : (
        <p class="quiet">{t("There is none yet.")}</p>
      )}
    </Tile>
  );
}

function Methods({ picture }: { picture: Picture }) {
  const { methods = [], default_method } = picture.applied.state;
  const usual = methods.find(({ method }) => method === default_method);
  const expiring = picture.overview.expiring_methods.find(({ method }) => method === default_method);
  return (
    <Tile title={t("Pays by")} to="payment" more={t("Payment and auto-recharge")}>
      {usual === undefined ? (
        <p class="quiet">{t("No payment method: nothing can be charged.")}</p>
      ) : (
        <>
          <p class="tile-figure small">
            <bdi>{methodWords(usual)}</bdi>
          </p>
          <p class={expiring === undefined ? "quiet" : "wrong"}>
            {expiring === undefined ? t("the default#method") : expiring.expired ? t("has expired") : t("expires within thirty days")}
            {methods.length > 1 && t(", one of {0}", methods.length)}
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
  const path = `${accountPath(kept.account)}/receipts`;
  return (
    <Tile title={t("Recent receipts")} to="receipts" more={t("All receipts")}>
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
