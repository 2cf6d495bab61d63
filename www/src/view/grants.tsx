import type { Grant, Overview } from "counterfoil";
import { isolate, money, showDayAt, showTime } from "../text/format";
import { t } from "../text/lang";
import { productWords } from "../text/lines";
import { grantWords } from "../text/words";

/** Nothing is left of it, and only usage that arrives late can still burn it. */
const isSpent = ({ left }: Grant) => !/[1-9]/.test(String(left));

/** Credit in the order it is burned, first what goes first. */
export function Grants({ overview, currency }: { overview: Overview; currency: string }) {
  const grants = overview.grants.filter((grant) => !isSpent(grant));
  if (grants.length === 0) return null;
  return (
    <section class="card" aria-labelledby="grants-title">
     <header class="card-head">
      <h2 id="grants-title">{t("Credit, in the order it is used")}</h2>
     </header>
     <div class="scroll" tabIndex={0} role="region" aria-label={t("Credit as a table")}>
      <table class="parts" data-testid="grants">
        <thead>
          <tr>
            <th scope="col">{t("Credit")}</th>
            <th scope="col" class="number">
              {t("Left")}
            </th>
            <th scope="col" class="number">
              {t("Of")}
            </th>
            <th scope="col">{t("Until")}</th>
          </tr>
        </thead>
        <tbody>
          {grants.map((grant) => (
            <tr key={grant.grant}>
              <th scope="row">
                {t(grantWords[grant.source])} <span class="quiet">{notes(grant)}</span>
              </th>
              <td class="number">{money(grant.left, currency)}</td>
              <td class="number">{money(grant.amount, currency)}</td>
              <td>{grant.until === undefined ? <span class="quiet">{t("for good")}</span> : showTime(grant.until)}</td>
            </tr>
          ))}
        </tbody>
      </table>
     </div>
    </section>
  );
}

function notes({ products, scheduled, from }: Grant): string {
  const parts = [scheduled ? t("starts {0}", showTime(from)) : t("since {0}", showDayAt(from))];
  if (products !== undefined && products.length > 0) parts.push(t("only for {0}", products.map((product) => isolate(productWords(product))).join(", ")));
  return parts.join(" · ");
}
