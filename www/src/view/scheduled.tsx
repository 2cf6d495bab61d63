import type { BankDebitInput } from "counterfoil";
import type { Picture } from "../model/engine";
import { change, scenario } from "../model/state";
import { t } from "../text/lang";
import { methodWords } from "../text/words";
import { Field } from "./field";
import { Sentence } from "./sentence";

const at = (field: string) => `/open/settings/bank_debit/${field}`;

/** A bank debit on a day of each month. Texts as they are typed; the engine judges them. */
export function Scheduled({ picture }: { picture: Picture }) {
  const banks = (picture.applied.state.methods ?? []).filter(({ type }) => type === "bank");
  const kept = scenario.value.bank_debit;
  const set = (part: Record<string, unknown>) =>
    change({ bank_debit: { enabled: true, method: banks[0]?.method ?? "", day_of_month: 1, amount: "", ...kept, ...part } as BankDebitInput });
  return (
    <section class="card" aria-labelledby="scheduled-title" data-testid="scheduled">
      <header class="card-head">
        <h2 id="scheduled-title">{t("Scheduled bank debit")}</h2>
        {(banks.length > 0 || kept !== undefined) && (
          <label class="switch">
            <input
              type="checkbox"
              role="switch"
              checked={kept?.enabled ?? false}
              data-testid="scheduled-enabled"
              onChange={(event) => set({ enabled: event.currentTarget.checked })}
            />
            <span>{kept?.enabled === true ? t("On") : t("Off")}</span>
          </label>
        )}
      </header>
      {banks.length === 0 && kept === undefined && <p class="quiet">{t("The account has no bank account to debit.")}</p>}
      {kept !== undefined && (
        <p class="sentence">
          <Sentence
            text={t("On day {0} of each month take {1} from {2}.")}
            slots={[
              <Field
                label={t("Day of the month")}
                amount
                value={String(kept.day_of_month)}
                set={(text) => set({ day_of_month: /^\d{1,3}$/.test(text) ? Number(text) : text })}
                path={at("day_of_month")}
                testid="scheduled-day"
              />,
              <Field label={t("Amount of the debit")} amount value={String(kept.amount)} set={(amount) => set({ amount })} path={at("amount")} testid="scheduled-amount" />,
              <select aria-label={t("The bank account")} data-testid="scheduled-method" value={kept.method} onChange={(event) => set({ method: event.currentTarget.value })}>
                {banks.map((bank) => (
                  <option key={bank.method} value={bank.method}>
                    {methodWords(bank)}
                  </option>
                ))}
              </select>,
            ]}
          />
        </p>
      )}
      {kept !== undefined && <p class="quiet">{t("The bank answers within four business days; a month without the day debits on its last.")}</p>}
    </section>
  );
}
