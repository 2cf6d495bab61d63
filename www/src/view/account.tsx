import type { Picture } from "../model/engine";
import { Icon } from "../chart/icons";
import { countExact, headline } from "../text/format";
import { known, t } from "../text/lang";
import { WhyAmount } from "./explain";
import { MatchBadge } from "./match";
import { Sentence } from "./sentence";

/** The account at `as_of`, as the engine reads it: at large on its overview, in a line above every other page. */
export function Account({ picture, large }: { picture: Picture; large: boolean }) {
  const { overview, applied, scenario } = picture;
  const { currency } = applied.state;
  const { shown, exact } = headline(overview.balance, currency);
  const runway = overview.runway_days;
  const facts = [
    [t("Available to use"), headline(overview.available, currency)],
    [t("Lasts"), { shown: runway === undefined ? t("nothing is used") : countExact(runway, "day"), exact: undefined }],
    [t("Average day"), headline(overview.average_daily_usage, currency)],
  ] as const;
  return (
    <section class={large ? "card account" : "card account line"} aria-labelledby="account-title">
      <div class="balance">
        <h2 id="account-title">
          <Sentence text={t("Balance of {0}")} slots={[<bdi>{overview.account}</bdi>]} />
        </h2>
        <p class={String(overview.balance).startsWith("-") ? "figure negative" : "figure"}>
          <WhyAmount amount={shown} asked={{ subject: { type: "balance" }, title: t("The balance") }} testid="balance" />
          {exact !== undefined && <span class="exact quiet">{t("exactly {0}", exact)}</span>}
        </p>
        <p class="service">
          <span class={`chip ${overview.service}`}>
            <Icon mark={overview.service === "active" ? "restored" : "suspended"} />{" "}
            {overview.service === "active" ? t("Active") : overview.service === "closed" ? t("Closed") : t("Suspended")}
          </span>
          <MatchBadge picture={picture} />
        </p>
        {scenario.title !== overview.account && (
          <p class="quiet">
            <bdi>{known(scenario.title)}</bdi>
          </p>
        )}
      </div>
      <dl class="facts">
        {facts.map(([word, { shown, exact }]) => (
          <div key={word}>
            <dt>{word}</dt>
            <dd title={exact}>{shown}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
