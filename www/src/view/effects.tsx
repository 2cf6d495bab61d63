import type { Effect } from "counterfoil";
import { Icon } from "../chart/icons";
import type { Picture } from "../model/engine";
import { count, showFullTime, showTime } from "../text/format";
import { effectWords } from "../text/effects";
import { markOfEffect } from "../text/marks";
import { Reversed } from "./reversed";

/** What the engine asks its surroundings to do, newest first, each with its reason. */
export function Effects({ picture }: { picture: Picture }) {
  const { effects, state } = picture.applied;
  const charges = effects.filter((effect) => effect.type === "charge_request").length;
  return (
    <section class="card" aria-labelledby="effects-title" data-testid="effects">
      <header class="card-head">
        <h2 id="effects-title">Effects</h2>
        <p class="quiet" data-testid="charges">
          {count(charges, "charge")}
        </p>
      </header>
      {effects.length === 0 && <p class="quiet">Nothing had to be done.</p>}
      <Reversed
        items={effects}
        wrap={(rows) => <ol class="effects">{rows}</ol>}
        row={(effect) => <EffectRow key={effect.id} effect={effect} currency={state.currency} />}
      />
    </section>
  );
}

function EffectRow({ effect, currency }: { effect: Effect; currency: string }) {
  const { title, why } = effectWords(effect, currency);
  return (
    <li data-effect={effect.type}>
      <Icon mark={markOfEffect(effect) ?? "recharge"} />
      <div>
        <p class="effect-title">{title}</p>
        <p class="quiet">{why}</p>
        <details class="why">
          <summary>Why</summary>
          <dl>
            <div>
              <dt>Rule</dt>
              <dd>
                <code class="rule">{effect.rule}</code>
              </dd>
            </div>
            <div>
              <dt>Event</dt>
              <dd>
                <code>{effect.event}</code>
              </dd>
            </div>
            <div>
              <dt>Id</dt>
              <dd>
                <code>{effect.id}</code>
              </dd>
            </div>
            <div>
              <dt>Told</dt>
              <dd>
                {effect.to?.map((address) => <bdi key={address}>{address} </bdi>) ?? "nobody: no address is set"}
              </dd>
            </div>
          </dl>
        </details>
      </div>
      <time dateTime={effect.time} title={showFullTime(effect.time)}>
        {showTime(effect.time)}
      </time>
    </li>
  );
}
