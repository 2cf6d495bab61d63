import type { Picture } from "../model/engine";
import { compareRulebooks } from "../model/compare";
import { hosted } from "../model/host";
import { part } from "../model/route";
import { change, kept, opened, problemsUnder, scenario } from "../model/state";
import { presets } from "../samples/presets";
import { count, money } from "../text/format";
import { t } from "../text/lang";
import { BookEditor } from "./book-editor";
import { Choice } from "./input";
import { AllInShort } from "./problems";
import { LookedUp } from "./looked-up";
import { Publish } from "./publish";
import { Sheet } from "./sheet";

/** The rulebook as text, judged at every edit, beside what it makes of the account that is open. */
export function RulebookPage({ picture }: { picture: Picture | undefined }) {
  const wrong = problemsUnder("/rulebook");
  return (
    <>
      <section class="card" aria-labelledby="rulebook-title">
        <header class="card-head">
          <h2 id="rulebook-title">{picture?.offers.name === undefined ? t("Rulebook") : <bdi>{picture.offers.name}</bdi>}</h2>
          <p class={wrong.length > 0 ? "wrong" : "quiet"} data-testid="rulebook-verdict">
            {wrong.length > 0 ? count(wrong.length, "problem") : t("It is sound.")}
          </p>
        </header>
        <LookedUp />
        <div class="usage">
          <Choice label={t("Begin with a template")} value="" set={begin} testid="rulebook-template">
            <option value="">{t("Choose…")}</option>
            {(Object.keys(presets) as (keyof typeof presets)[]).map((name) => (
              <option key={name} value={name}>
                {t(name)}
              </option>
            ))}
          </Choice>
        </div>
        <BookEditor
          label={t("Rulebook as JSON")}
          text={scenario.value.rulebook}
          set={(rulebook) => change({ rulebook })}
          wrong={wrong}
          under="/rulebook"
          part={part.value?.at}
          testid="rulebook-input"
        />
        <p class="quiet">{t("Amounts are strings. Ctrl+Space says what may stand at a place.")}</p>
      </section>
      {picture !== undefined && wrong.length === 0 && <Compared picture={picture} />}
      {picture !== undefined && wrong.length === 0 && <Publish picture={picture} edited={opened.value.rulebook !== scenario.value.rulebook} />}
    </>
  );
}

function begin(name: string) {
  const preset = (presets as Readonly<Record<string, string>>)[name];
  if (preset !== undefined) change({ rulebook: preset });
}

/** What the edited rulebook would have made of the account's own facts, beside the one that was opened. */
function Compared({ picture }: { picture: Picture }) {
  const before = opened.value.rulebook;
  if (before === scenario.value.rulebook) return <p class="quiet">{t("Edit it, and what changes for this account is told here.")}</p>;
  const { compared, problems } = compareRulebooks(picture, before, kept.value?.whole);
  const { currency } = picture.applied.state;
  if (compared === undefined) return (
      <p class="wrong">
        <AllInShort list={problems} />
      </p>
    );
  const [account] = compared.accounts;
  if (account === undefined) return null;
  const rows = [
    [t("Charged for usage and fees"), account.one.charged, account.other.charged],
    [t("Invoiced"), account.one.invoiced, account.other.invoiced],
    [t("Recharged"), account.one.recharged, account.other.recharged],
    [t("Balance at the end"), account.one.balance, account.other.balance],
  ] as const;
  return (
    <section class="card" aria-labelledby="compared-title" data-testid="compared">
      <header class="card-head">
        <h2 id="compared-title">{t("Had it always been this one")}</h2>
        <p class="quiet">{t("{0} of this account would differ", count(account.lines.length, "line"))}</p>
      </header>
      <Sheet caption={t("The opened rulebook and the edited one")} heads={[t("What"), { amount: hosted.value === undefined ? t("As opened") : t("Active now") }, { amount: t("As edited") }]}>
        {rows.map(([word, one, other]) => (
          <tr key={word}>
            <th scope="row">{word}</th>
            <td class="number">{money(one, currency)}</td>
            <td class="number">{money(other, currency)}</td>
          </tr>
        ))}
      </Sheet>
    </section>
  );
}
