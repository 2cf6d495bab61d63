import type { Remaining } from "counterfoil";
import type { Picture } from "../model/engine";
import { columnMoney, number, showTime } from "../text/format";
import { t } from "../text/lang";
import { entryWords, langOf, quantityWords } from "../text/lines";
import { namesOf } from "../text/names";
import { WhyAmount } from "./explain";
import { Sheet } from "./sheet";

/** What is included and what is left of it, and what each part of the account has used. */
export function Allowances({ picture }: { picture: Picture }) {
  const { allowances = [], subaccounts } = picture.overview;
  const { currency } = picture.applied.state;
  return (
    <>
      <section class="card" aria-labelledby="allowances-title" data-testid="allowances">
        <header class="card-head">
          <h2 id="allowances-title">{t("Included this period")}</h2>
        </header>
        {allowances.length === 0 && <p class="quiet">{t("Nothing is included: all usage is paid from the balance.")}</p>}
        <ul class="meters">
          {allowances.map((allowance) => (
            <Meter key={`${allowance.subscription ?? ""} ${allowance.allowance}`} allowance={allowance} picture={picture} />
          ))}
        </ul>
      </section>
      <RecentUsage picture={picture} />
      {subaccounts.length > 0 && (
        <section class="card" aria-labelledby="used-title">
          <header class="card-head">
            <h2 id="used-title">{t("Used by subaccounts")}</h2>
          </header>
          <Sheet caption={t("Usage by subaccount")} heads={[t("Subaccount"), { amount: t("Today") }, { amount: t("This period") }]}>
            {subaccounts.map(({ subaccount, used_today, used_this_period }) => (
              <tr key={subaccount}>
                <th scope="row">
                  <bdi>{subaccount}</bdi>
                </th>
                <td class="number">{columnMoney(used_today, currency)}</td>
                <td class="number">{columnMoney(used_this_period, currency)}</td>
              </tr>
            ))}
          </Sheet>
        </section>
      )}
    </>
  );
}

function Meter({ allowance, picture }: { allowance: Remaining; picture: Picture }) {
  const { allowance: id, subscription, left, used, rolled } = allowance;
  const rule = picture.offers.allowances?.find((one) => one.id === id);
  const unit = rule?.unit ?? "unit";
  const name = namesOf(picture).allowance(id, subscription);
  const own = id.replaceAll("_", " ");
  return (
    <li>
      <p>
        <strong lang="en">{name}</strong>
        {name !== own && <span class="quiet" lang="en"> {own}</span>}
      </p>
      {/* Its share is drawn by the browser from the two figures; what is written is the engine's. */}
      {left !== undefined && <meter min={0} max={Number(used) + Number(left)} value={Number(used)} aria-label={t("Used of {0}", name)} />}
      <p class="quiet">
        {left === undefined
          ? t("{0} used, without a bound", quantityWords(used, unit))
          : t("{0} used, {1} left", quantityWords(used, unit), quantityWords(left, unit))}
        {/[1-9]/.test(String(rolled)) && t(", {0} of it from the period before", number(rolled))}
      </p>
    </li>
  );
}

const SHOWN = 25;

/** What was used last; all of it is in the balance history. */
function RecentUsage({ picture }: { picture: Picture }) {
  const { entries, state } = picture.applied;
  const recent = entries.filter(({ kind }) => kind === "usage").slice(-SHOWN).reverse();
  return (
    <section class="card" aria-labelledby="recent-title" data-testid="recent-usage">
      <header class="card-head">
        <h2 id="recent-title">{t("Recent usage")}</h2>
      </header>
      {recent.length === 0 && <p class="quiet">{t("Nothing was used yet.")}</p>}
      {recent.length > 0 && (
        <Sheet caption={t("Usage, the newest first")} heads={[t("When"), t("What"), { amount: t("Amount") }]}>
          {recent.map((entry) => (
            <tr key={entry.id}>
              <td>{showTime(entry.time)}</td>
              <td>
                <bdi lang={langOf(entry)}>{entryWords(entry, picture.offers)}</bdi>
              </td>
              <td class="number">
                <WhyAmount
                  amount={columnMoney(entry.postings[0]!.amount, state.currency, true)}
                  asked={{ subject: { type: "entry", id: entry.id }, title: entryWords(entry, picture.offers), lang: langOf(entry) }}
                />
              </td>
            </tr>
          ))}
        </Sheet>
      )}
    </section>
  );
}
