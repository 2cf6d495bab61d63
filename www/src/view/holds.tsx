import type { Picture } from "../model/engine";
import { columnMoney, showTime } from "../text/format";
import { t } from "../text/lang";
import { productWords, quantityWords } from "../text/lines";
import { Sheet } from "./sheet";

/** Credit that is promised to usage which goes on. */
export function Holds({ picture }: { picture: Picture }) {
  const { holds = [], currency } = picture.applied.state;
  if (holds.length === 0) return null;
  return (
    <section class="card" aria-labelledby="holds-title" data-testid="holds">
      <header class="card-head">
        <h2 id="holds-title">{t("Going on now")}</h2>
        <p class="quiet">{t("held until it is over")}</p>
      </header>
      <Sheet caption={t("Open holds")} heads={[t("What"), { amount: t("Held") }, t("Until")]}>
        {holds.map(({ hold, product, quantity, unit, amount, until }) => (
          <tr key={hold}>
            <th scope="row">
              {t("{0}: {1}", productWords(product), quantityWords(quantity, unit))}
            </th>
            <td class="number">{columnMoney(amount, currency)}</td>
            <td>{showTime(until)}</td>
          </tr>
        ))}
      </Sheet>
    </section>
  );
}
