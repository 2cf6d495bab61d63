import type { Document, DocumentLine, Party } from "counterfoil";
import { Fragment, type ComponentChildren } from "preact";
import { country, money, number, showFullDay } from "../text/format";
import { t } from "../text/lang";
import { lineWords } from "../text/lines";
import type { Names } from "../text/names";
import { WhyAmount } from "./explain";
import { GridCell, GridHead, GridRow, GridTable } from "./grid-table";
import { Phrased, Sentence, Theirs } from "./sentence";

/** Where a draft's lines are explained. */
interface Why {
  invoice: string;
  until: string;
  /** What things are called there. */
  names: Names;
}

/** A document as it stands on paper: who, what, how much, with which tax. Every figure on it is the engine's. */
export function DocumentSheet({ document, why, due }: { document: Document; why: Why; due: string }) {
  const { currency, seller, buyer, period, lines, allowances = [], charges = [], tax, totals } = document;
  const show = (amount: string) => money(amount, currency);
  return (
    <article class="paper" aria-label={t("The document")}>
      <div class="parties">
        <PartyBlock word={t("From")} party={seller} />
        <PartyBlock word={t("To")} party={buyer} />
        {period !== undefined && (
          <div>
            <p class="quiet">{t("Period")}</p>
            <p>
              {t("{0} to {1}", showFullDay(period.from), showFullDay(period.until))}
            </p>
          </div>
        )}
      </div>
      <GridTable
        class="lines"
        label={t("Lines as a table")}
        heads={[{ word: t("Item") }, { word: t("Quantity"), class: "number" }, { word: t("Unit price"), class: "number" }, { word: t("Total"), class: "number" }]}
      >
        {lines.map((line) => (
          <LineRow key={line.id} line={line} currency={currency} why={why} />
        ))}
      </GridTable>
      <dl class="sum-up">
        <Sum word={t("Lines")} amount={show(totals.lines)} />
        {allowances.map(({ reason, amount }) => (
          <Sum key={reason} word={<Theirs>{reason}</Theirs>} amount={`−${show(amount)}`} />
        ))}
        {charges.map(({ reason, amount }) => (
          <Sum key={reason} word={<Theirs>{reason}</Theirs>} amount={show(amount)} />
        ))}
        {tax.map((row) => (
          <Sum
            key={`${row.category}${row.percent}${row.name ?? ""}`}
            word={
              <Sentence
                text={t("{0} {1} % on {2}")}
                slots={[row.name === undefined ? t("Tax") : <Theirs>{row.name}</Theirs>, number(row.percent), show(row.taxable)]}
              />
            }
            note={row.reasons?.map(({ text }) => text).join("; ")}
            amount={show(row.tax)}
          />
        ))}
        <Sum word={t("Invoice total")} amount={show(totals.tax_inclusive)} strong testid="next-total" />
        {moved(totals.prepaid) && <Sum word={t("Paid already")} amount={`−${show(totals.prepaid)}`} />}
        {moved(totals.rounding) && <Sum word={t("Rounding")} amount={show(totals.rounding)} />}
        <Sum word={t("To pay")} amount={show(due)} strong testid="next-due" />
      </dl>
      {document.terms !== undefined && <p class="quiet" lang="en">{document.terms}</p>}
      {document.notes?.map((note) => (
        <p class="quiet" key={note} lang="en">
          {note}
        </p>
      ))}
    </article>
  );
}

const moved = (amount: string) => /[1-9]/.test(amount);

function PartyBlock({ word, party }: { word: string; party: Party }) {
  const { name, street, postcode, city, region, registrations = [] } = party;
  const lines = [street, [postcode, city].filter(Boolean).join(" "), region, country(party.country)].filter((text) => text !== undefined && text !== "");
  return (
    <div>
      <p class="quiet">{word}</p>
      <p>
        <strong>
          <bdi>{name}</bdi>
        </strong>
      </p>
      {lines.map((line) => (
        <p key={line}>
          <bdi>{line}</bdi>
        </p>
      ))}
      {registrations.map(({ kind, value }) => (
        <p class="quiet" key={kind + value}>
          {kind === "vat" ? t("VAT") : t("Tax")} <bdi>{value}</bdi>
        </p>
      ))}
    </div>
  );
}

function LineRow({ line, currency, why }: { line: DocumentLine; currency: string; why: Why }) {
  const { title, under, quantity, price } = lineWords(line, currency, why.names);
  return (
    <GridRow data-line={line.id}>
      <GridHead>
        <bdi lang="en">{title}</bdi>
        {under.length > 0 && (
          <span class="quiet under">
            <bdi>
              {under.map((part, place) => (
                <Fragment key={place}>
                  {place > 0 && " · "}
                  <Phrased of={part} />
                </Fragment>
              ))}
            </bdi>
          </span>
        )}
      </GridHead>
      <GridCell class="number">
        {quantity}
      </GridCell>
      <GridCell class="number">
        {price}
      </GridCell>
      <GridCell class="number">
        <WhyAmount
          amount={money(line.net, currency)}
          asked={{ subject: { type: "line", invoice: why.invoice, line: line.id }, title, lang: "en", until: why.until }}
        />
      </GridCell>
    </GridRow>
  );
}

function Sum({ word, amount, note, strong = false, testid }: { word: ComponentChildren; amount: string; note?: string | undefined; strong?: boolean; testid?: string }) {
  return (
    <div class={strong ? "strong" : ""}>
      <dt>
        {word}
        {note !== undefined && note !== "" && <span class="quiet under" lang="en">{note}</span>}
      </dt>
      <dd data-testid={testid}>{amount}</dd>
    </div>
  );
}
