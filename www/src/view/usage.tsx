import { useState } from "preact/hooks";
import { authorize } from "../model/authorize";
import type { Picture } from "../model/engine";
import { accountPath, at, hosted } from "../model/host";
import { addHere } from "../model/acting";
import { spend, usageFields, usageOf, type Usage } from "../model/live";
import { may } from "../model/session";
import { scenario } from "../model/state";
import { unitWord } from "../text/counts";
import { t } from "../text/lang";
import { money } from "../text/format";
import { productWords, quantityWords } from "../text/lines";
import { phrase, type Phrase } from "../text/phrase";
import { denialWords } from "../text/words";
import { Choice, Input } from "./input";
import { AllInShort } from "./problems";
import { Said } from "./said";

/** A usage: of the server's account sent from here, or by the line that a meter would send; of a sample added to its events. */
export function SendUsage({ picture }: { picture: Picture }) {
  const rates = picture.offers.rates ?? [];
  const products = [...new Map(rates.map((rate) => [`${rate.product} ${rate.unit}`, rate])).values()];
  const [chosen, choose] = useState(0);
  const [typed, type] = useState({ quantity: "10", destination: "" });
  const [came, say] = useState<Phrase>();
  const [busy, work] = useState(false);
  const rate = products[chosen] ?? products[0];
  if (rate === undefined) return null;
  const usage: Usage = { ...typed, product: rate.product, unit: rate.unit };
  const here = hosted.value === undefined;
  const send = async (event: SubmitEvent) => {
    event.preventDefault();
    work(true);
    const refused = here ? addHere(picture, { type: "usage", ...usageFields(usage) }) : await spend(usage);
    say(refused === undefined ? phrase("Posted.") : phrase("Not posted: {0}.", refused));
    work(false);
  };
  return (
    <section class="card" aria-labelledby="usage-title" data-testid="send-usage">
      <header class="card-head">
        <h2 id="usage-title">{t("Send usage")}</h2>
      </header>
      <form class="usage" onSubmit={(event) => void send(event)}>
        <Choice label={t("Product")} value={String(chosen)} set={(place) => choose(Number(place))} testid="usage-product">
          {products.map(({ product, unit }, place) => (
            <option key={`${product} ${unit}`} value={String(place)}>
              {t("{0}, by the {1}", productWords(product), unitWord(unit))}
            </option>
          ))}
        </Choice>
        <Input label={t("How many")} mode="decimal" value={typed.quantity} set={(quantity) => type({ ...typed, quantity })} testid="usage-quantity" />
        <Input
          label={t("To (where the price goes by it)")}
          mode="tel"
          placeholder="14155550100"
          value={typed.destination}
          set={(destination) => type({ ...typed, destination })}
          testid="usage-destination"
        />
        <button type="submit" data-testid="usage-send" disabled={busy || !(here || may("ingest"))}>
          {t("Send")}
        </button>
      </form>
      <MayGo picture={picture} usage={usage} />
      <Said text={came} testid="usage-came" />
      {!here && (
        <details>
          <summary>{t("The same from a terminal")}</summary>
          <pre class="code" tabIndex={0} aria-label={t("The same from a terminal")} data-testid="curl">
            {curl(usage)}
          </pre>
        </details>
      )}
    </section>
  );
}

/** Whether what is typed may go ahead, what it costs, and the most that could be paid for: the longest call, the largest bundle. */
function MayGo({ picture, usage }: { picture: Picture; usage: Usage }) {
  const { currency } = picture.applied.state;
  const { decision, problems } = authorize(picture, usage);
  if (decision === undefined)
    return (
      <p class="wrong" data-testid="may-go">
        <AllInShort list={problems} />
      </p>
    );
  const { allowed, reasons, estimate, affordable, unit } = decision;
  const parts = [
    allowed ? t("It may go ahead.") : t("It may not go ahead: {0}.", denialWords(reasons)),
    ...(estimate === undefined ? [] : [t("It costs {0}.", money(estimate, currency))]),
    affordable === undefined ? t("Nothing bounds how much of it can be used.") : t("At most {0} can be paid for.", quantityWords(affordable, unit)),
  ];
  return (
    <p class={allowed ? "quiet" : "wrong"} data-testid="may-go">
      {parts.join(" ")}
    </p>
  );
}

/** A line for a shell of POSIX: what is typed stands between single quotes, and a quote in it ends none. */
function curl(usage: Usage): string {
  const url = at(`${accountPath(scenario.value.account)}/spend`);
  const body = JSON.stringify(usageOf(usage, "ID", "TIME")).replaceAll("'", String.raw`'\''`);
  const filled = body.replace('"ID"', `"'"$(date +%s%N)"'"`).replace('"TIME"', `"'"$(date -u +%FT%TZ)"'"`);
  return `curl ${url} \\\n  -H "Authorization: Bearer $COUNTERFOIL_KEY" -H 'Content-Type: application/json' \\\n  -d '${filled}'`;
}
