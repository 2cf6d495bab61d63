import type { Document, Drafted, Interim, InvoicePolicy } from "counterfoil";
import { draftOf, xmlOf } from "../model/draft";
import { saveText } from "../model/history";
import type { Picture } from "../model/engine";
import { isoDayAt, money, showFullDayAt } from "../text/format";
import { t } from "../text/lang";
import { namesOf } from "../text/names";
import { DocumentSheet } from "./document";
import { Problems } from "./problems";

/** The next invoice as it will be if nothing more happens. It is drafted anew at every change. */
export function NextInvoice({ picture }: { picture: Picture }) {
  const { drafted, problems } = draftOf(picture);
  return (
    <section class="card next-invoice" aria-labelledby="next-invoice-title" data-testid="next-invoice">
      <header class="card-head">
        <h2 id="next-invoice-title">{t("Next invoice")}</h2>
        {drafted?.document !== undefined && <Downloads picture={picture} document={drafted.document} date={isoDayAt(drafted.until)} />}
      </header>
      {drafted === undefined && problems.every(({ code }) => code === "invoice_sections") && (
        <p class="quiet">{t("This rulebook drafts no invoices: usage is paid from the balance as it happens.")}</p>
      )}
      {drafted === undefined && !problems.every(({ code }) => code === "invoice_sections") && <Problems list={problems} />}
      {drafted !== undefined && <Sooner interim={picture.offers.invoice?.interim} largest={picture.offers.invoice?.largest} currency={picture.applied.state.currency} />}
      {drafted !== undefined && <Terms drafted={drafted} currency={picture.applied.state.currency} />}
      {drafted?.document !== undefined && (
        <DocumentSheet document={drafted.document} why={{ invoice: drafted.invoice, until: drafted.until, names: namesOf(picture) }} due={drafted.due} />
      )}
    </section>
  );
}

/** What is invoiced before the period ends, and what somebody looks at first: the rulebook's bounds, where it has any. */
function Sooner({ interim, largest, currency }: { interim: Interim | undefined; largest: InvoicePolicy["largest"]; currency: string }) {
  const { fees = false, unpaid, usage = [] } = interim ?? {};
  const said = [
    ...(fees ? [t("Fees are invoiced as they come.")] : []),
    ...(unpaid === undefined ? [] : [t("Usage is invoiced before that when {0} of it is unpaid.", money(unpaid, currency))]),
    ...(usage.length === 0 ? [] : [t("Usage is invoiced before that when it reaches {0}.", usage.map((amount) => money(amount, currency)).join(", "))]),
    ...(largest === undefined ? [] : [t("An invoice above {0} waits for a person.", money(largest, currency))]),
  ];
  return said.length === 0 ? null : (
    <p class="quiet" data-testid="invoiced-sooner">
      {said.join(" ")}
    </p>
  );
}

function Terms({ drafted, currency }: { drafted: Drafted; currency: string }) {
  const { until, due, parked, document } = drafted;
  return (
    <p class="quiet" data-testid="next-invoice-terms">
      {document === undefined
        ? t("Nothing is to be invoiced so far: the period ends on {0}.", showFullDayAt(until))
        : t("A preview: the period ends on {0}.", showFullDayAt(until))}
      {document !== undefined && ` ${t("{0} will be to pay.", money(due, currency))}`}
      {parked && ` ${t("It is above the rulebook's bound: somebody looks at it before it is issued.")}`}
    </p>
  );
}

/** Until it is issued a document has no number: its XML is written with one that says so, and the day the period ends. */
function Downloads({ picture, document, date }: { picture: Picture; document: Document; date: string }) {
  const name = `next-invoice-${picture.applied.state.account}`;
  const xml = (syntax: "ubl" | "cii") => {
    const made = xmlOf(document, date, syntax);
    if (made.xml !== undefined) saveText(made.xml, `${name}.${syntax}.xml`, "application/xml");
  };
  const { problems } = xmlOf(document, date, "ubl");
  return (
    <span class="tools">
      <button type="button" class="plain" data-testid="next-print" onClick={() => print()}>
        {t("Print")}
      </button>
      {problems.length === 0 && (
        <>
          <button type="button" class="plain" data-testid="next-ubl" onClick={() => xml("ubl")}>
            UBL
          </button>
          <button type="button" class="plain" data-testid="next-cii" onClick={() => xml("cii")}>
            CII
          </button>
        </>
      )}
      <button
        type="button"
        class="plain"
        data-testid="next-json"
        onClick={() => saveText(JSON.stringify(document, null, 2), `${name}.json`, "application/json")}
      >
        JSON
      </button>
    </span>
  );
}
