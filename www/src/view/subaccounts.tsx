import type { Subaccount } from "counterfoil";
import { useState } from "preact/hooks";
import type { Act } from "../model/acting";
import type { Picture } from "../model/engine";
import { columnMoney } from "../text/format";
import { t } from "../text/lang";
import { phrase } from "../text/phrase";
import { Foreseen, useDoing, type Doing } from "./doing";
import { Input } from "./input";
import { Said } from "./said";

/** Parts of the account that draw on its balance: switched on and off, and held within limits of their own. */
export function Subaccounts({ picture }: { picture: Picture }) {
  const doing = useDoing("settings", picture);
  const { subaccounts = [] } = picture.applied.state;
  return (
    <section class="card" aria-labelledby="subaccounts-title" data-testid="subaccounts-page">
      <header class="card-head">
        <h2 id="subaccounts-title">{t("Subaccounts")}</h2>
        <p class="quiet">{t("They draw on the main balance; one invoice shows their parts.")}</p>
      </header>
      {subaccounts.length === 0 && <p class="quiet">{t("There is none yet.")}</p>}
      {subaccounts.map((one) => (
        <Row key={one.subaccount} one={one} picture={picture} doing={doing} />
      ))}
      <Make picture={picture} doing={doing} />
      <Said text={doing.came} testid="subaccounts-came" />
    </section>
  );
}

const filled = (limits: Record<string, string>) => Object.fromEntries(Object.entries(limits).filter(([, text]) => text !== ""));

function Row({ one, picture, doing }: { one: Subaccount; picture: Picture; doing: Doing }) {
  const { subaccount: name, enabled, limits } = one;
  const { currency } = picture.applied.state;
  const part = picture.overview.subaccounts.find(({ subaccount }) => subaccount === name);
  const kept = { per_day: String(limits?.per_day ?? ""), per_period: String(limits?.per_period ?? "") };
  const [typed, type] = useState<typeof kept>();
  const now = typed ?? kept;
  const change: Act = { type: "subaccount_changed", subaccount: name, limits: filled(now) };
  const edited = now.per_day !== kept.per_day || now.per_period !== kept.per_period;
  const free = doing.may && !doing.busy;
  return (
    <form
      class="held"
      data-testid={`subaccount-${name}`}
      onSubmit={(event) => {
        event.preventDefault();
        void doing.go(change, phrase("Its limits hold from now on.")).then(() => type(undefined));
      }}
    >
      <p>
        <strong>
          <bdi>{name}</bdi>
        </strong>{" "}
        <span class={enabled ? "chip active" : "chip suspended"}>{enabled ? t("On") : t("Off")}</span>{" "}
        {part !== undefined && (
          <span class="quiet">
            {t("{0} today, {1} this period", columnMoney(part.used_today, currency), columnMoney(part.used_this_period, currency))}
          </span>
        )}
      </p>
      <div class="usage">
        <Input label={t("At most a day, in {0}", currency)} mode="decimal" placeholder={t("no limit")} value={now.per_day} set={(per_day) => type({ ...now, per_day })} testid={`per-day-${name}`} />
        <Input label={t("At most a period")} mode="decimal" placeholder={t("no limit")} value={now.per_period} set={(per_period) => type({ ...now, per_period })} testid={`per-period-${name}`} />
        <button type="submit" data-testid={`limit-${name}`} disabled={!free || !edited}>
          {t("Set limits")}
        </button>
        <button
          type="button"
          class="plain"
          data-testid={`switch-${name}`}
          disabled={!free}
          onClick={() => void doing.go({ type: "subaccount_changed", subaccount: name, enabled: !enabled }, phrase(enabled ? "It is switched off." : "It is switched on."))}
        >
          {enabled ? t("Switch off") : t("Switch on")}
        </button>
      </div>
      {edited && <Foreseen picture={picture} doing={change} testid={`foreseen-${name}`} />}
    </form>
  );
}

function Make({ picture, doing }: { picture: Picture; doing: Doing }) {
  const [name, type] = useState("");
  const make: Act = { type: "subaccount_changed", subaccount: name, enabled: true };
  return (
    <form
      class="held"
      onSubmit={(event) => {
        event.preventDefault();
        void doing.go(make, phrase("Made.")).then(() => type(""));
      }}
    >
      <div class="usage">
        <Input label={t("A new one, by the name that usage gives")} value={name} set={type} testid="subaccount-name" />
        <button type="submit" data-testid="subaccount-make" disabled={!doing.may || doing.busy || name === ""}>
          {t("Make")}
        </button>
      </div>
      {name !== "" && <Foreseen picture={picture} doing={make} testid="foreseen-subaccount" />}
    </form>
  );
}
