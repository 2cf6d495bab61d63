import { useState } from "preact/hooks";
import { act, addHere, tryOut, type Act } from "../model/acting";
import type { Picture } from "../model/engine";
import { hosted } from "../model/host";
import { session } from "../model/session";
import { scenario } from "../model/state";
import { money } from "../text/format";

/** What a panel does to the account that is open. */
export interface Doing {
  /** May whoever is signed in do it, to the account as the server has it? */
  may: boolean;
  busy: boolean;
  /** What came of the last one. */
  came: string;
  go: (doing: Act, done: string) => Promise<void>;
}

/**
 * Acts, which ask for a right at a server. What is edited of its account is not the server's: it is saved or discarded first.
 * An account that no server keeps is the reader's own.
 */
export function useDoing(right: string, picture: Picture): Doing {
  const [came, say] = useState("");
  const [busy, work] = useState(false);
  const here = hosted.value === undefined;
  const may = here || (hosted.value?.scenario === scenario.value && session.value?.rights.includes(right) === true);
  const go = async (doing: Act, done: string) => {
    work(true);
    const refused = here ? addHere(picture, doing) : await act(scenario.value.account, doing);
    say(refused === undefined ? done : `Not done: ${refused}.`);
    work(false);
  };
  return { may, busy, came, go };
}

/** What an act would bring about, in the engine's own amounts, before it is done. */
export function Foreseen({ picture, doing, testid }: { picture: Picture; doing: Act; testid: string }) {
  const { currency } = picture.applied.state;
  const { problems, entries, invoices, items, balance } = tryOut(picture, doing);
  if (problems.length > 0)
    return (
      <ul class="wrong" data-testid={testid}>
        {problems.map(({ code, path, message, help }) => (
          <li key={code + path}>
            {message}: {help}
          </li>
        ))}
      </ul>
    );
  return (
    <ul class="foreseen quiet" data-testid={testid}>
      {entries.map((entry) => (
        <li key={entry.id}>
          At once: <bdi>{entry.description}</bdi>, <strong>{money(entry.postings[0]!.amount, currency)}</strong>
        </li>
      ))}
      {invoices.map((due) => (
        <li key={due}>
          An invoice at once: <strong>{money(due, currency)}</strong> to pay, with tax
        </li>
      ))}
      {items.map((item) => (
        <li key={JSON.stringify(item)}>
          On the next invoice: {item.quantity} × {item.unit} of {item.plan ?? item.product},{" "}
          <strong>{money(item.amount, currency)}</strong> before tax
        </li>
      ))}
      {entries.length + invoices.length + items.length === 0 && <li>Nothing is charged by it.</li>}
      {entries.length > 0 && (
        <li>
          The balance is <strong>{money(balance, currency)}</strong> then.
        </li>
      )}
    </ul>
  );
}
