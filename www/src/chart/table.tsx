import { useState } from "preact/hooks";
import type { Day } from "../model/days";
import { columnMoney, showLongDay } from "../text/format";
import { t } from "../text/lang";
import { summary } from "../text/marks";

interface Props {
  days: Day[];
  /** The same days as they are without what is changed. */
  beside?: Day[] | undefined;
  currency: string;
  id: string;
  name: string;
}

const eventful = (day: Day | undefined) => day !== undefined && day.moves.length + day.effects.length > 0;

/** The chart in words. Days on which nothing happened keep the balance of the day before and are left out. */
export function DayTable({ days, beside, currency, id, name }: Props) {
  const [open, toggle] = useState(false);
  return (
    <details id={id} onToggle={(event) => toggle(event.currentTarget.open)}>
      <summary>{t("The chart as a table")}</summary>
      {open && <Table days={days} beside={beside} currency={currency} name={name} />}
    </details>
  );
}

/** Drawn while somebody looks: ninety rows are not drawn anew for each step of a slider. */
function Table({ days, beside, currency, name }: Omit<Props, "id">) {
  const shown = days.map((day, place) => [day, beside?.[place]] as const).filter(([day, other]) => eventful(day) || eventful(other));
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={t("{0} as a table", name)}>
      <table class={beside === undefined ? undefined : "two"}>
        <thead>{beside === undefined ? <Heads /> : <TwoHeads />}</thead>
        <tbody>
          {shown.map(([day, other]) => (
            <tr key={day.date}>
              <th scope="row">{showLongDay(day.date)}</th>
              <Cells day={day} currency={currency} />
              {other !== undefined && <Cells day={other} currency={currency} />}
            </tr>
          ))}
        </tbody>
      </table>
      {shown.length === 0 && <p class="quiet">{t("Nothing has happened yet.")}</p>}
    </div>
  );
}

function Cells({ day, currency }: { day: Day; currency: string }) {
  return (
    <>
      <td class="number">{columnMoney(day.balance, currency)}</td>
      <td>{summary(day.moves, day.effects)}</td>
    </>
  );
}

function Heads() {
  return (
    <tr>
      <th scope="col">{t("Day")}</th>
      <Columns />
    </tr>
  );
}

/** Each course has its two columns under its name. */
function TwoHeads() {
  return (
    <>
      <tr>
        <th scope="col" rowSpan={2}>
          {t("Day")}
        </th>
        <th scope="colgroup" colSpan={2}>
          {t("Changed")}
        </th>
        <th scope="colgroup" colSpan={2}>
          {t("As it is")}
        </th>
      </tr>
      <tr>
        <Columns />
        <Columns />
      </tr>
    </>
  );
}

const Columns = () => (
  <>
    <th scope="col" class="number">
      {t("Balance at its end")}
    </th>
    <th scope="col">{t("What happened")}</th>
  </>
);
