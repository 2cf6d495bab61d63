import type { Entry, HistoryRow } from "counterfoil";
import { useMemo } from "preact/hooks";
import type { Picture } from "../model/engine";
import { accountPath, at, hosted } from "../model/host";
import { historyOf, saveCsv } from "../model/history";
import { scenario } from "../model/state";
import { columnMoney, count, showFullTime, showTime, zoneWord } from "../text/format";
import { kindWords } from "../text/words";
import { entryWords, langOf } from "../text/lines";
import type { Question } from "../model/explain";
import { t } from "../text/lang";
import { namesOf } from "../text/names";
import { ExplainButton, WhyAmount } from "./explain";
import { GridCell, GridRow, GridTable } from "./grid-table";
import { Reversed } from "./reversed";

/** The ledger from the customer's side, newest first. */
export function History({ picture }: { picture: Picture }) {
  const { entries, state, duplicates } = picture.applied;
  const { rows, csv } = useMemo(() => historyOf(picture), [picture]);
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const shown = new Set(rows.map(({ id }) => id));
  const others = entries.filter(({ id }) => !shown.has(id));
  return (
    <section class="card" aria-labelledby="history-title" data-testid="history">
      <header class="card-head">
        <h2 id="history-title">{t("Balance history")}</h2>
        <p class="quiet">
          {picture.partial ? t("the last {0}", count(rows.length, "entry")) : count(rows.length, "entry")}
        </p>
        {hosted.value?.scenario === scenario.value ? (
          <a class="plain" data-testid="history-csv" href={at(`${accountPath(state.account)}/history.csv`).href} download={`balance-history-${state.account}.csv`}>
            {t("Download CSV")}
          </a>
        ) : (
          <button
            type="button"
            class="plain"
            data-testid="history-csv"
            onClick={() => saveCsv(csv, `balance-history-${state.account}.csv`)}
          >
            {t("Download CSV")}
          </button>
        )}
      </header>
      {entries.length === 0 && <p class="quiet">{t("Nothing has been posted. Paste events, or open a sample.")}</p>}
      {duplicates.length > 0 && (
        <p class="quiet">{t("{0} stood there more than once and counted once.", count(duplicates.length, "event"))}</p>
      )}
      <Reversed
        items={rows}
        wrap={(list) => <Table rows={list} />}
        row={(row) => <Row key={row.id} row={row} entry={byId.get(row.id)!} picture={picture} />}
      />
      {others.length > 0 && <Others entries={others} picture={picture} />}
    </section>
  );
}

function Table({ rows }: { rows: preact.ComponentChildren[] }) {
  const heads = [
    { word: t("Time ({0})", zoneWord()) },
    { word: t("Description"), class: "what" },
    { word: t("Amount"), class: "number" },
    { word: t("Balance"), class: "number" },
  ];
  return (
    <GridTable class="ledger" label={t("Balance history as a table")} heads={heads}>
      {rows}
    </GridTable>
  );
}

function Row({ row, entry, picture }: { row: HistoryRow; entry: Entry; picture: Picture }) {
  const { currency } = picture.applied.state;
  const words = wordsOf(entry, picture);
  return (
    <GridRow data-entry={entry.kind}>
      <GridCell>
        <time dateTime={row.time} title={showFullTime(row.time)}>
          {showTime(row.time)}
        </time>
      </GridCell>
      <GridCell class="what">
        <bdi lang={langOf(entry)}>{words}</bdi>
      </GridCell>
      <GridCell class="number">
        <WhyAmount
          class={String(row.amount).startsWith("-") ? "" : "credit"}
          amount={columnMoney(row.amount, currency, true)}
          asked={askedOf(entry, words, currency)}
        />
      </GridCell>
      <GridCell class={String(row.balance).startsWith("-") ? "number negative" : "number"}>
        {columnMoney(row.balance, currency)}
      </GridCell>
    </GridRow>
  );
}

/** An entry in words, where the engine words it with what it calls by an id called as people know it. */
function wordsOf(entry: Entry, picture: Picture): string {
  const words = entryWords(entry, picture.offers);
  return langOf(entry) === undefined ? words : namesOf(picture).said(words);
}

function askedOf(entry: Entry, title: string, currency: string): Question {
  const books = entry.postings.map(({ book, amount }) => `${book} ${columnMoney(amount, currency, true)}`);
  const facts = [
    [t("Kind"), t(kindWords[entry.kind])],
    [t("Books"), books.join(", ")],
    [t("Time"), showFullTime(entry.time)],
  ] as const;
  return { subject: { type: "entry", id: entry.id }, title, lang: langOf(entry), facts };
}

/** Entries between other books: an invoice's, or usage that credit bound to products has paid. */
function Others({ entries, picture }: { entries: Entry[]; picture: Picture }) {
  const { currency } = picture.applied.state;
  return (
    <details class="others" data-testid="other-entries">
      <summary>{t("{0} that left the balance as it was", count(entries.length, "entry"))}</summary>
      <Reversed
        items={entries}
        wrap={(rows) => <ul>{rows}</ul>}
        row={(entry) => (
          <li key={entry.id} data-entry={entry.kind}>
            <time dateTime={entry.time}>{showTime(entry.time)}</time> <ExplainButton {...askedOf(entry, wordsOf(entry, picture), currency)} />
          </li>
        )}
      />
    </details>
  );
}
