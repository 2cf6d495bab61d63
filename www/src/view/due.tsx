import { useState } from "preact/hooks";
import { tryOut, type Act } from "../model/acting";
import type { Picture } from "../model/engine";
import { hosted } from "../model/host";
import type { Paper } from "../model/live";
import { payNow } from "../model/paying";
import { may } from "../model/session";
import { scenario } from "../model/state";
import { isolate, money } from "../text/format";
import { t } from "../text/lang";
import { namesOf } from "../text/names";
import { phrase, type Phrase } from "../text/phrase";
import { methodWords } from "../text/words";
import { useDoing, type Doing } from "./doing";
import { Input } from "./input";
import { MethodChoice } from "./method-choice";
import { AllInShort } from "./problems";
import { Said } from "./said";

/** Invoices of a server that are due: paid now by a method, or said to be paid by another way. */
export function Due({ open, picture, doing }: { open: Paper[]; picture: Picture; doing: Doing }) {
  const [came, say] = useState<Phrase>();
  if (open.length === 0) return null;
  const allowed = may("money") && hosted.value?.scenario === scenario.value;
  const pay = async (name: string, method: string) => {
    say(phrase("Asking the gateway…"));
    say(await payNow(name, method));
  };
  return (
    <div class="held" data-testid="due-now">
      {open.map(({ number, name }) => (
        <PayNow key={number} invoice={name} word={number} picture={picture} allowed={allowed} pay={(method) => pay(name, method)} />
      ))}
      <Said text={came} testid="pay-now-came" />
      <p class="quiet">
        {t("What is due is charged to the default payment method by itself. What came by another way, such as a transfer, is said here.")}
      </p>
      {open.map((paper) => (
        <Transferred key={paper.number} paper={paper} currency={picture.applied.state.currency} doing={doing} />
      ))}
    </div>
  );
}

/** The same of an account that no server keeps: what is paid is one more of its events. */
export function DueHere({ picture }: { picture: Picture }) {
  const doing = useDoing("money", picture);
  const names = namesOf(picture);
  const { due } = picture.overview;
  if (due.length === 0) return <Said text={doing.came} testid="pay-now-came" />;
  return (
    <div class="held" data-testid="due-now">
      {due.map(({ invoice, amount }) => (
        <PayNow
          key={invoice}
          invoice={invoice}
          word={names.invoice(invoice)}
          picture={picture}
          allowed
          pay={() => doing.go({ type: "invoice_paid", invoice, amount }, phrase("Paid, in this browser alone."))}
        />
      ))}
      <Said text={doing.came} testid="pay-now-came" />
    </div>
  );
}

interface Props {
  invoice: string;
  /** What people call it. */
  word: string;
  picture: Picture;
  allowed: boolean;
  pay: (method: string) => Promise<void>;
}

/** All that is due of an invoice, charged to a method; what that does is told first. */
function PayNow({ invoice, word, picture, allowed, pay }: Props) {
  const { methods = [], default_method, currency } = picture.applied.state;
  const [chosen, choose] = useState<string>();
  const [busy, work] = useState(false);
  const method = methods.find((one) => one.method === (chosen ?? default_method)) ?? methods[0];
  const owed = picture.overview.due.find((one) => one.invoice === invoice);
  if (owed === undefined) return null;
  const act: Act = { type: "invoice_paid", invoice, amount: owed.amount };
  const { problems, due } = tryOut(picture, act);
  const left = due.find((one) => one.invoice === invoice)?.amount ?? "0";
  return (
    <form
      class="usage"
      onSubmit={(event) => {
        event.preventDefault();
        if (method === undefined) return;
        work(true);
        void pay(method.method).finally(() => work(false));
      }}
    >
      {methods.length === 0 ? (
        <p class="quiet">{t("{0}: there is no payment method to charge.", isolate(word))}</p>
      ) : (
        <>
          <MethodChoice label={t("Pay {0} by", word)} methods={methods} own={default_method} value={method?.method} set={choose} testid={`pay-by-${word}`} />
          <button type="submit" data-testid={`pay-now-${word}`} disabled={!allowed || busy || problems.length > 0}>
            {t("Pay now")}
            <span class="unseen">: {word}</span>
          </button>
          {problems.length > 0 ? (
            <p class="wrong">
              <AllInShort list={problems} />
            </p>
          ) : (
            <p class="quiet foreseen" data-testid={`foreseen-pay-${word}`}>
              {t("{0} is charged to {1} at once; {2} of it is due then.", money(owed.amount, currency), isolate(methodWords(method!)), money(left, currency))}
            </p>
          )}
        </>
      )}
    </form>
  );
}

/** An invoice that was paid by another way than the account's methods: a transfer that somebody has seen on a statement. */
function Transferred({ paper: { number, name, to_pay = "0" }, currency, doing }: { paper: Paper; currency: string; doing: Doing }) {
  const [typed, type] = useState<string>();
  const amount = typed ?? to_pay;
  return (
    <form
      class="usage"
      onSubmit={(event) => {
        event.preventDefault();
        void doing.go({ type: "invoice_paid", invoice: name, amount }, phrase("Kept: {0} was paid.", number)).then(() => type(undefined));
      }}
    >
      <Input label={t("Paid of {0}, in {1}", number, currency)} mode="decimal" value={amount} set={type} testid={`paid-${number}`} />
      <button type="submit" data-testid={`pay-${number}`} disabled={!doing.may || doing.busy}>
        {t("It was paid")}
      </button>
    </form>
  );
}
