import { useState } from "preact/hooks";
import { act, addHere, tryOut, type Act } from "../model/acting";
import type { Picture } from "../model/engine";
import { hosted } from "../model/host";
import { session } from "../model/session";
import { scenario } from "../model/state";
import { unitWord } from "../text/counts";
import { money } from "../text/format";
import { t } from "../text/lang";
import { productWords } from "../text/lines";
import { namesOf } from "../text/names";
import { phrase, type Phrase } from "../text/phrase";
import { InShort } from "./problems";
import { Sentence } from "./sentence";

/** What a panel does to the account that is open. */
export interface Doing {
  /** May whoever is signed in do it, to the account as the server has it? */
  may: boolean;
  busy: boolean;
  /** What came of the last one. */
  came: Phrase | undefined;
  go: (doing: Act, done: Phrase) => Promise<void>;
}

/**
 * Acts, which ask for a right at a server. What is edited of its account is not the server's: it is saved or discarded first.
 * An account that no server keeps is the reader's own.
 */
export function useDoing(right: string, picture: Picture): Doing {
  const [came, say] = useState<Phrase>();
  const [busy, work] = useState(false);
  const here = hosted.value === undefined;
  const may = here || (hosted.value?.scenario === scenario.value && session.value?.rights.includes(right) === true);
  const go = async (doing: Act, done: Phrase) => {
    work(true);
    const refused = here ? addHere(picture, doing) : await act(scenario.value.account, doing);
    say(refused === undefined ? done : phrase("Not done: {0}.", refused));
    work(false);
  };
  return { may, busy, came, go };
}

/** What an act would bring about, in the engine's own amounts, before it is done. */
export function Foreseen({ picture, doing, testid }: { picture: Picture; doing: Act; testid: string }) {
  const { currency } = picture.applied.state;
  const names = namesOf(picture);
  const { problems, entries, invoices, items, balance } = tryOut(picture, doing);
  if (problems.length > 0)
    return (
      <ul class="wrong" data-testid={testid}>
        {problems.map((problem) => (
          <li key={problem.code + problem.path}>
            <InShort of={problem} />
          </li>
        ))}
      </ul>
    );
  return (
    <ul class="foreseen quiet" data-testid={testid}>
      {entries.map((entry) => (
        <li key={entry.id}>
          <Sentence
            text={t("At once: {0}, {1}")}
            slots={[<bdi lang="en">{names.said(entry.description)}</bdi>, <strong>{money(entry.postings[0]!.amount, currency)}</strong>]}
          />
        </li>
      ))}
      {invoices.map((due) => (
        <li key={due}>
          <Sentence text={t("An invoice at once: {0} to pay, with tax")} slots={[<strong>{money(due, currency)}</strong>]} />
        </li>
      ))}
      {items.map((item) => (
        <li key={JSON.stringify(item)}>
          <Sentence
            text={t("On the next invoice: {0} × {1} of {2}, {3} before tax")}
            slots={[item.quantity, unitWord(item.unit), item.plan === undefined ? productWords(item.product) : names.plan(item.plan), <strong>{money(item.amount, currency)}</strong>]}
          />
        </li>
      ))}
      {entries.length + invoices.length + items.length === 0 && <li>{t("Nothing is charged by it.")}</li>}
      {entries.length > 0 && (
        <li>
          <Sentence text={t("The balance is {0} then.")} slots={[<strong>{money(balance, currency)}</strong>]} />
        </li>
      )}
    </ul>
  );
}
