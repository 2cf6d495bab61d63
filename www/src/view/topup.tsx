import { useState } from "preact/hooks";
import type { Picture } from "../model/engine";
import { hosted } from "../model/host";
import { addHere } from "../model/acting";
import { topUp } from "../model/paying";
import { may } from "../model/session";
import { t } from "../text/lang";
import { phrase, type Phrase, type Why } from "../text/phrase";
import { Input } from "./input";
import { MethodChoice } from "./method-choice";
import { Said } from "./said";

const paidHere = (refused: Why | undefined) => (refused === undefined ? phrase("Paid, in this browser alone.") : phrase("Not charged: {0}.", refused));

/** Charges one of the account's payment methods, now. */
export function TopUp({ picture }: { picture: Picture }) {
  const { methods = [], default_method, currency } = picture.applied.state;
  const [amount, type] = useState("50");
  const [chosen, choose] = useState("");
  const [came, say] = useState<Phrase>();
  const [busy, work] = useState(false);
  const method = methods.some((one) => one.method === chosen) ? chosen : default_method;
  const here = hosted.value === undefined;
  const allowed = here || may("money");
  const charge = async (event: SubmitEvent) => {
    event.preventDefault();
    if (method === undefined) return;
    work(true);
    say(phrase("Asking the gateway…"));
    say(here ? paidHere(addHere(picture, { type: "top_up", amount, method })) : await topUp(amount, method));
    work(false);
  };
  return (
    <section class="card" aria-labelledby="top-up-title" data-testid="top-up">
      <header class="card-head">
        <h2 id="top-up-title">{t("Top up")}</h2>
      </header>
      {methods.length === 0 && <p class="quiet">{t("There is no payment method to charge.")}</p>}
      {methods.length > 0 && (
        <form class="usage" onSubmit={(event) => void charge(event)}>
          <Input label={t("Amount in {0}", currency)} mode="decimal" value={amount} set={type} testid="top-up-amount" />
          <MethodChoice label={t("Payment method")} methods={methods} own={default_method} value={method} set={choose} testid="top-up-method" />
          <button type="submit" data-testid="top-up-go" disabled={busy || !allowed || amount === ""}>
            {t("Charge")}
          </button>
        </form>
      )}
      {methods.length > 0 && !allowed && <p class="quiet">{t("Whoever is signed in may not charge anybody.")}</p>}
      <Said text={came} testid="top-up-came" />
    </section>
  );
}
