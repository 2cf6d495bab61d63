import type { Method } from "counterfoil";
import { useState } from "preact/hooks";
import type { Act } from "../model/acting";
import type { Picture } from "../model/engine";
import { t, type Text } from "../text/lang";
import { phrase } from "../text/phrase";
import { methodWords } from "../text/words";
import { Foreseen, useDoing, type Doing } from "./doing";
import { Input } from "./input";
import { Said } from "./said";

/** How the account pays: cards and bank accounts, the default, and what has to be done about them. */
export function PaymentMethods({ picture }: { picture: Picture }) {
  const doing = useDoing("settings", picture);
  const { methods = [], default_method } = picture.applied.state;
  return (
    <section class="card" aria-labelledby="methods-title" data-testid="methods">
      <header class="card-head">
        <h2 id="methods-title">{t("Payment methods")}</h2>
      </header>
      {methods.length === 0 && <p class="quiet">{t("There is none: nothing can be charged.")}</p>}
      <ul class="rows">
        {methods.map((method) => (
          <Row key={method.method} method={method} usual={method.method === default_method} doing={doing} />
        ))}
      </ul>
      <AddCard picture={picture} doing={doing} />
      <Said text={doing.came} testid="methods-came" />
    </section>
  );
}

function Row({ method, usual, doing }: { method: Method; usual: boolean; doing: Doing }) {
  const name = method.method;
  const free = doing.may && !doing.busy;
  const button = (act: Act, done: Text, label: Text, testid: string) => (
    <button type="button" class="plain" data-testid={`${testid}-${name}`} disabled={!free} onClick={() => void doing.go(act, phrase(done))}>
      {t(label)}
      <span class="unseen">: {methodWords(method)}</span>
    </button>
  );
  return (
    <li>
      <span>
        <strong>
          <bdi>{methodWords(method)}</bdi>
        </strong>{" "}
        {usual && <span class="chip payment-paid">{t("Default")}</span>}{" "}
        {method.type === "card" && (
          <span class={method.expired === true ? "wrong" : "quiet"}>
            {method.expired === true ? t("expired {0}", method.expires) : t("expires {0}", method.expires)}
          </span>
        )}
        {method.type === "bank" && <span class="quiet">{method.verified ? t("verified") : t("not verified")}</span>}
      </span>
      <span class="tools">
        {!usual && button({ type: "method_default", method: name }, "It is the default now.", "Make it the default", "default")}
        {button({ type: "method_removed", method: name }, "Removed.", "Remove", "remove")}
      </span>
      {method.type === "bank" && !method.verified && <Verify name={name} left={method.attempts_left} doing={doing} />}
    </li>
  );
}

function Verify({ name, left, doing }: { name: string; left: number; doing: Doing }) {
  const [code, type] = useState("");
  return (
    <form
      class="usage"
      onSubmit={(event) => {
        event.preventDefault();
        void doing.go({ type: "bank_verification", method: name, code }, phrase("The code was given.")).then(() => type(""));
      }}
    >
      <Input
        label={t("The six digits on its statement; {0} attempts are left", left)}
        mode="numeric"
        most={6}
        value={code}
        set={type}
        testid={`code-${name}`}
      />
      <button type="submit" data-testid={`verify-${name}`} disabled={!doing.may || doing.busy || code.length !== 6}>
        {t("Verify")}
      </button>
    </form>
  );
}

const blank = { method: "", brand: "Visa", last4: "", expires: "" };

/** The gateway keeps the card; what is typed here is what an owner sees of it, and its name there. */
function AddCard({ picture, doing }: { picture: Picture; doing: Doing }) {
  const [typed, type] = useState(blank);
  const add: Act = { type: "method_added", method: { type: "card", ...typed } };
  const field = (key: keyof typeof blank, label: Text, placeholder: string) => (
    <Input label={t(label)} placeholder={placeholder} value={typed[key]} set={(text) => type({ ...typed, [key]: text })} testid={`card-${key}`} />
  );
  const begun = typed.method !== "" || typed.last4 !== "" || typed.expires !== "";
  return (
    <details>
      <summary data-testid="card-add">{t("Add a card that the gateway knows")}</summary>
      <form
        class="usage"
        onSubmit={(event) => {
          event.preventDefault();
          void doing.go(add, phrase("Added.")).then(() => type(blank));
        }}
      >
        {field("method", "Its name at the gateway", t("{0} or {1}", "pm_…", "visa"))}
        {field("brand", "Brand", "Visa")}
        {field("last4", "Last four digits", "4242")}
        {field("expires", "Expires, year and month", "2031-12")}
        <button type="submit" data-testid="card-go" disabled={!doing.may || doing.busy || !begun}>
          {t("Add")}
        </button>
      </form>
      {begun && <Foreseen picture={picture} doing={add} testid="foreseen-card" />}
    </details>
  );
}
