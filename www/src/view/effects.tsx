import type { Effect } from "counterfoil";
import { Icon } from "../chart/icons";
import type { Picture } from "../model/engine";
import { count, showFullTime, showTime } from "../text/format";
import { effectWords } from "../text/effects";
import { t } from "../text/lang";
import { markOfEffect } from "../text/marks";
import { ExplainButton } from "./explain";
import { Reversed } from "./reversed";

/** What the engine asks its surroundings to do, newest first, each with its reason. */
export function Effects({ picture }: { picture: Picture }) {
  const { effects } = picture.applied;
  const charges = effects.filter((effect) => effect.type === "charge_request").length;
  return (
    <section class="card" aria-labelledby="effects-title" data-testid="effects">
      <header class="card-head">
        <h2 id="effects-title">{t("What followed")}</h2>
        <p class="quiet" data-testid="charges">
          {count(charges, "charge")}
        </p>
      </header>
      {effects.length === 0 && <p class="quiet">{t("Nothing had to be done.")}</p>}
      <Reversed
        items={effects}
        wrap={(rows) => <ol class="effects">{rows}</ol>}
        row={(effect) => <EffectRow key={effect.id} effect={effect} picture={picture} />}
      />
    </section>
  );
}

function EffectRow({ effect, picture }: { effect: Effect; picture: Picture }) {
  const { title, why } = effectWords(effect, picture);
  const told = effect.to?.join(", ") ?? t("nobody: no address is set");
  const facts = [
    [t("Told"), told],
    [t("Time"), showFullTime(effect.time)],
  ] as const;
  return (
    <li data-effect={effect.type}>
      <Icon mark={markOfEffect(effect) ?? "recharge"} />
      <div>
        <p class="effect-title">
          <ExplainButton subject={{ type: "effect", id: effect.id }} title={title} facts={facts} />
        </p>
        <p class="quiet">{why}</p>
      </div>
      <time dateTime={effect.time} title={showFullTime(effect.time)}>
        {showTime(effect.time)}
      </time>
    </li>
  );
}
