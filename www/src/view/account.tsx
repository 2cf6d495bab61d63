import type { Picture } from "../model/engine";
import { Icon } from "../chart/icons";
import { countExact, headline, money } from "../text/format";
import { WhyAmount } from "./explain";
import { MatchBadge } from "./match";

/** The account at `as_of`, as the engine reads it: at large on its overview, in a line above every other page. */
export function Account({ picture, large }: { picture: Picture; large: boolean }) {
  const { overview, applied, scenario } = picture;
  const { currency } = applied.state;
  const show = (amount: string | number) => money(amount, currency);
  const { shown, exact } = headline(overview.balance, currency);
  const runway = overview.runway_days;
  const facts = [
    ["Available to use", show(overview.available)],
    ["Lasts", runway === undefined ? "nothing is used" : countExact(runway, "day")],
    ["Average day", show(overview.average_daily_usage)],
  ] as const;
  return (
    <section class={large ? "card account" : "card account line"} aria-labelledby="account-title">
      <div class="balance">
        <h2 id="account-title">
          Balance of <bdi>{overview.account}</bdi>
        </h2>
        <p class={String(overview.balance).startsWith("-") ? "figure negative" : "figure"}>
          <WhyAmount amount={shown} asked={{ subject: { type: "balance" }, title: "The balance" }} testid="balance" />
          {exact !== undefined && <span class="exact quiet">exactly {exact}</span>}
        </p>
        <p class="service">
          <span class={`chip ${overview.service}`}>
            <Icon mark={overview.service === "active" ? "restored" : "suspended"} />{" "}
            {overview.service === "active" ? "Active" : overview.service === "closed" ? "Closed" : "Suspended"}
          </span>
          <MatchBadge picture={picture} />
        </p>
        {scenario.title !== overview.account && (
          <p class="quiet">
            <bdi>{scenario.title}</bdi>
          </p>
        )}
      </div>
      <dl class="facts">
        {facts.map(([word, value]) => (
          <div key={word}>
            <dt>{word}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
