import type { Day } from "../model/days";
import { columnMoney, showLongDay } from "../text/format";
import { t } from "../text/lang";
import { summary } from "../text/marks";

/** The chart in words. Days on which nothing happened keep the balance of the day before and are left out. */
export function DayTable({ days, currency, id, name }: { days: Day[]; currency: string; id: string; name: string }) {
  const eventful = days.filter((day) => day.moves.length + day.effects.length > 0);
  return (
    <details id={id}>
      <summary>{t("The chart as a table")}</summary>
      <div class="scroll" tabIndex={0} role="region" aria-label={t("{0} as a table", name)}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t("Day")}</th>
              <th scope="col" class="number">
                {t("Balance at its end")}
              </th>
              <th scope="col">{t("What happened")}</th>
            </tr>
          </thead>
          <tbody>
            {eventful.map((day) => (
              <tr key={day.date}>
                <th scope="row">{showLongDay(day.date)}</th>
                <td class="number">{columnMoney(day.balance, currency)}</td>
                <td>{summary(day.moves, day.effects)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {eventful.length === 0 && <p class="quiet">{t("Nothing has happened yet.")}</p>}
      </div>
    </details>
  );
}
