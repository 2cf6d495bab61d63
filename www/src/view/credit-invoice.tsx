import { useEffect, useState } from "preact/hooks";
import { tryOut } from "../model/acting";
import { credit, creditOf, issuedOf, type Crediting, type Issued } from "../model/crediting";
import type { Picture } from "../model/engine";
import type { Paper } from "../model/live";
import { money } from "../text/format";
import { t } from "../text/lang";
import { lineWords } from "../text/lines";
import { namesOf } from "../text/names";
import { phrase, whyOf, type Phrase } from "../text/phrase";
import type { Doing } from "./doing";
import { Choice, Input } from "./input";
import { AllInShort } from "./problems";
import { Said } from "./said";
import { Sheet } from "./sheet";

interface Props {
  invoices: Paper[];
  notes: Paper[];
  picture: Picture;
  doing: Doing;
}

/** A credit note of an invoice: of all that is left of it, or of parts of its lines; what it does is told before it is made. */
export function CreditInvoice({ invoices, notes, picture, doing }: Props) {
  const [number, choose] = useState("");
  const [issued, have] = useState<{ number: string; of: Issued }>();
  const [came, say] = useState<Phrase>();
  const invoice = invoices.find((one) => one.number === number);
  useEffect(() => {
    if (number === "") return;
    void issuedOf(number, notes).then(
      (of) => have({ number, of }),
      (error) => say(phrase("Not done: {0}.", whyOf(error))),
    );
  }, [number, notes]);
  if (invoices.length === 0) return null;
  return (
    <details class="held" data-testid="credit-invoice">
      <summary>{t("Credit an invoice")}</summary>
      <div class="usage">
        <Choice label={t("Invoice")} value={number} set={choose} testid="credit-number">
          <option value="">{t("Choose…")}</option>
          {invoices.map((one) => (
            <option key={one.number} value={one.number}>
              {one.number}
            </option>
          ))}
        </Choice>
      </div>
      {invoice !== undefined && issued?.number === number && (
        <Note key={number} invoice={invoice} issued={issued.of} picture={picture} may={doing.may} done={(text) => (say(text), choose(""))} />
      )}
      <Said text={came} testid="credit-came" />
    </details>
  );
}

interface NoteProps {
  invoice: Paper;
  issued: Issued;
  picture: Picture;
  may: boolean;
  done: (text: Phrase) => void;
}

function Note({ invoice, issued, picture, may, done }: NoteProps) {
  const [typed, type] = useState<Record<string, string>>({});
  const [whole, all] = useState(true);
  const [reason, because] = useState("");
  const [why, say] = useState<Phrase>();
  const [busy, work] = useState(false);
  const names = namesOf(picture);
  const { currency } = issued.document;
  const lines = Object.entries(typed).flatMap(([line, net]) => (net === "" ? [] : [{ line, net }]));
  const crediting: Crediting = whole ? { reason } : { reason, lines };
  const seen = (whole || lines.length > 0) && reason.trim() !== "" ? foresee(invoice, issued, crediting, picture) : undefined;
  const make = async (event: SubmitEvent) => {
    event.preventDefault();
    work(true);
    const refused = await credit(invoice.number, crediting);
    work(false);
    if (refused === undefined) done(phrase("Credited: a credit note of {0} was made.", invoice.number));
    else say(phrase("Not done: {0}.", refused));
  };
  return (
    <form onSubmit={(event) => void make(event)}>
      <label class="tick">
        <input type="checkbox" checked={whole} data-testid="credit-whole" onChange={(event) => all(event.currentTarget.checked)} /> {t("All that is left of it")}
      </label>
      {!whole && (
        <Sheet caption={t("Lines of {0}", invoice.number)} heads={[t("Item"), { amount: t("Net") }, t("Credited of it")]}>
          {issued.document.lines.map((line) => {
            const { title } = lineWords(line, currency, names);
            return (
              <tr key={line.id}>
                <th scope="row" lang="en">
                  {title}
                </th>
                <td class="number">{money(line.net, currency)}</td>
                <td>
                  <input
                    class="amount"
                    aria-label={t("Credited of {0}", title)}
                    inputMode="decimal"
                    autocomplete="off"
                    size={8}
                    value={typed[line.id] ?? ""}
                    data-testid={`credit-line-${line.id}`}
                    onInput={(event) => type({ ...typed, [line.id]: event.currentTarget.value.trim() })}
                  />
                </td>
              </tr>
            );
          })}
        </Sheet>
      )}
      <div class="usage">
        <Input label={t("Why, for whoever gets it")} words value={reason} set={because} testid="credit-reason" />
        <button type="submit" data-testid="credit-go" disabled={!may || busy || seen === undefined || seen.wrong.length > 0}>
          {t("Make the credit note")}
        </button>
      </div>
      {seen !== undefined && <Foreseen invoice={invoice} currency={currency} of={seen} />}
      <Said text={why} testid="credit-why" wrong />
    </form>
  );
}

/** The credit note and what it would do to the account; or what is wrong with it. */
function foresee({ name }: Paper, issued: Issued, crediting: Crediting, picture: Picture) {
  const { note, problems } = creditOf(issued, crediting);
  const tried = note === undefined ? undefined : tryOut(picture, { type: "invoice_credited", invoice: name, amount: note.totals.tax_inclusive });
  return { note, tried, wrong: [...problems, ...(tried?.problems ?? [])] };
}

/** The same in the engine's own amounts. */
function Foreseen({ invoice, currency, of: { note, tried, wrong } }: { invoice: Paper; currency: string; of: ReturnType<typeof foresee> }) {
  if (note === undefined || tried === undefined || wrong.length > 0)
    return (
      <p class="wrong" data-testid="foreseen-credit">
        <AllInShort list={wrong} />
      </p>
    );
  const left = tried.due.find((one) => one.invoice === invoice.name)?.amount ?? "0";
  return (
    <p class="quiet foreseen" data-testid="foreseen-credit">
      {t("A credit note of {0}, {1} of it tax. Due of {2} is {3} then, and the balance {4}.", money(note.totals.tax_inclusive, currency), money(note.totals.tax, currency), invoice.number, money(left, currency), money(tried.balance, currency))}
    </p>
  );
}
