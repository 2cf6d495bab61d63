import type { Entry } from "counterfoil";
import type { Picture } from "../model/engine";
import { columnMoney, count, money, showFullTime, showTime } from "../text/format";
import { Reversed } from "./reversed";

/** The ledger from the customer's side, newest first. */
export function History({ picture }: { picture: Picture }) {
  const { entries, state, duplicates } = picture.applied;
  return (
    <section class="card" aria-labelledby="history-title" data-testid="history">
      <header class="card-head">
        <h2 id="history-title">Balance history</h2>
        <p class="quiet">{count(entries.length, "entry", "entries")}</p>
      </header>
      {entries.length === 0 && <p class="quiet">Nothing has been posted. Paste events, or open a sample.</p>}
      {duplicates.length > 0 && (
        <p class="quiet">{count(duplicates.length, "event")} stood there more than once and counted once.</p>
      )}
      <Reversed
        items={entries}
        wrap={(rows) => <Table rows={rows} />}
        row={(entry) => <EntryRow key={entry.id} entry={entry} currency={state.currency} />}
      />
    </section>
  );
}

/** On narrow screens its rows are laid out as grids; the roles keep it a table for everyone who does not see that. */
function Table({ rows }: { rows: preact.ComponentChildren[] }) {
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="Balance history as a table">
      <table class="ledger" role="table">
        <thead role="rowgroup">
          <tr role="row">
            <th role="columnheader" scope="col">
              Time (UTC)
            </th>
            <th role="columnheader" scope="col" class="what">
              Description
            </th>
            <th role="columnheader" scope="col" class="number">
              Amount
            </th>
            <th role="columnheader" scope="col" class="number">
              Balance
            </th>
          </tr>
        </thead>
        <tbody role="rowgroup">{rows}</tbody>
      </table>
    </div>
  );
}

function EntryRow({ entry, currency }: { entry: Entry; currency: string }) {
  const amount = entry.postings[0]!.amount;
  return (
    <tr role="row" data-entry={entry.kind}>
      <td role="cell">
        <time dateTime={entry.time} title={showFullTime(entry.time)}>
          {showTime(entry.time)}
        </time>
      </td>
      <td role="cell" class="what">
        <bdi>{entry.description}</bdi>
        <WhyAmount entry={entry} currency={currency} />
      </td>
      <td role="cell" class={String(amount).startsWith("-") ? "number" : "number credit"}>
        {columnMoney(amount, currency, true)}
      </td>
      <td role="cell" class={String(entry.balance).startsWith("-") ? "number negative" : "number"}>
        {columnMoney(entry.balance, currency)}
      </td>
    </tr>
  );
}

/** From the price to the posted amount, with the rules that led there. */
function WhyAmount({ entry, currency }: { entry: Entry; currency: string }) {
  const { line } = entry;
  return (
    <details class="why">
      <summary>
        Why this amount<span class="unseen">: {entry.description}</span>
      </summary>
      <dl>
        {line !== undefined && (
          <>
            <div>
              <dt>Priced</dt>
              <dd>
                {line.quantity} {line.unit} × {money(line.price, currency)} = {money(line.exact, currency)}
              </dd>
            </div>
            <div>
              <dt>Posted</dt>
              <dd>{columnMoney(line.amount, currency)}</dd>
            </div>
            <div>
              <dt>Rate</dt>
              <dd>
                <code>{line.rate}</code>
              </dd>
            </div>
          </>
        )}
        <div>
          <dt>Books</dt>
          <dd>
            {entry.postings.map(({ book, amount }) => `${book} ${columnMoney(amount, currency, true)}`).join(", ")}
          </dd>
        </div>
        <div>
          <dt>Rules</dt>
          <dd>
            {entry.rules.map((rule) => (
              <code class="rule" key={rule}>
                {rule}
              </code>
            ))}
          </dd>
        </div>
        <div>
          <dt>Id</dt>
          <dd>
            <code>{entry.id}</code>
          </dd>
        </div>
      </dl>
    </details>
  );
}
