import type { Rulebook } from "counterfoil";
import { useRef } from "preact/hooks";
import type { Picture, Trouble } from "../model/engine";
import { changeOutlook, outlook } from "../model/state";
import { isTried, nothingTried, pricesOf, type Price, type Tried } from "../model/tried";
import { presets } from "../samples/presets";
import { unitWord } from "../text/counts";
import { money } from "../text/format";
import { t } from "../text/lang";
import { quantityWords, rateWords } from "../text/lines";
import { begun } from "./assumptions";
import { Field } from "./field";
import { Choice } from "./input";
import { Sentence } from "./sentence";

const change = (part: Partial<Tried>) => changeOutlook({ tried: { ...outlook.value.tried, ...part } });

/** Other prices, plans or another rulebook from now on, on a copy of the account: nothing of it is kept anywhere. */
export function TryOut({ picture, wrong }: { picture: Picture; wrong: Trouble[] }) {
  const { tried } = outlook.value;
  // It is opened where something is tried, and closed by whoever opened it alone.
  const open = useRef(false);
  open.current ||= isTried(tried);
  return (
    <details class="try-out" open={open.current} data-testid="try-out">
      <summary>{t("What if prices, plans or the rulebook were others?")}</summary>
      <Prices picture={picture} tried={tried} wrong={wrong} />
      <Plans picture={picture} tried={tried} />
      <div class="usage">
        <Choice label={t("Another rulebook from now on")} value={tried.rulebook} set={(rulebook) => change({ rulebook, prices: {} })} testid="try-rulebook">
          <option value="">{t("the account's own")}</option>
          {Object.entries(presets).map(([name, text]) => (
            <option key={name} value={text}>
              {t(name as keyof typeof presets)}
            </option>
          ))}
        </Choice>
        {isTried(tried) && (
          <button type="button" class="plain" data-testid="try-nothing" onClick={() => changeOutlook({ tried: nothingTried })}>
            {t("As it is after all")}
          </button>
        )}
      </div>
    </details>
  );
}

/** What a price is of: a rate or a plan, and which of several where it has more than one. */
function priceWords({ pointer }: Price, { rates, plans = [] }: Rulebook): string {
  const [part, place, ...inside] = pointer.split("/").slice(1);
  const plan = part === "plans" ? plans[Number(place)] : undefined;
  const rate = part === "rates" ? rates[Number(place)] : undefined;
  const of = plan?.title ?? plan?.product ?? (rate === undefined ? pointer : rateWords(rate));
  const which = inside.find((name) => /^\d+$/.test(name));
  return which === undefined ? of : t("{0}, step {1}", of, Number(which) + 1);
}

/** What it is the price of one of. */
function unitOf({ pointer }: Price, { rates, plans = [] }: Rulebook): string {
  const [part, place] = pointer.split("/").slice(1);
  const { unit = "unit", per } = (part === "plans" ? { ...plans[Number(place)], per: undefined } : rates[Number(place)]) ?? {};
  return per === undefined ? unitWord(unit) : quantityWords(per, unit).replace(/^1 /, "");
}

function Prices({ picture, tried, wrong }: { picture: Picture; tried: Tried; wrong: Trouble[] }) {
  const { offers } = picture;
  const all = tried.rulebook === "" ? pricesOf(offers) : [];
  const changed = all.filter(({ pointer }) => pointer in tried.prices);
  const left = all.filter(({ pointer }) => !(pointer in tried.prices));
  const set = (pointer: string, text: string) => change({ prices: { ...outlook.value.tried.prices, [pointer]: text } });
  const add = (pointer: string) => {
    // A price of usage tells where it is known how much is used.
    if (pointer.startsWith("/rates") && outlook.value.usage !== "quantities") changeOutlook(begun("quantities", picture));
    set(pointer, all.find((price) => price.pointer === pointer)!.value);
  };
  return (
    <>
      {changed.map((price) => (
        <p class="sentence" key={price.pointer}>
          <Sentence
            text={t("{0} at {1} a {2} instead of {3}")}
            slots={[
              <strong>{priceWords(price, offers)}</strong>,
              <Field
                label={t("Price of {0}", priceWords(price, offers))}
                amount
                value={tried.prices[price.pointer]!}
                set={(text) => set(price.pointer, text)}
                path={`/rulebook${price.pointer}`}
                wrong={wrong.filter(({ path }) => path === `/rulebook${price.pointer}`)}
                testid={`try-price${price.pointer.replaceAll("/", "-")}`}
              />,
              unitOf(price, offers),
              money(price.value, offers.currency),
            ]}
          />
        </p>
      ))}
      {left.length > 0 && (
        <div class="usage">
          <Choice label={t("Another price for")} value="" set={(pointer) => pointer !== "" && add(pointer)} testid="try-price">
            <option value="">{t("Choose…")}</option>
            {left.map((price) => (
              <option key={price.pointer} value={price.pointer}>
                {t("{0}: {1} a {2}", priceWords(price, offers), money(price.value, offers.currency), unitOf(price, offers))}
              </option>
            ))}
          </Choice>
        </div>
      )}
    </>
  );
}

function Plans({ picture, tried }: { picture: Picture; tried: Tried }) {
  const offered = picture.offers.plans ?? [];
  const { subscriptions = [] } = picture.applied.state;
  const going = subscriptions.filter(({ ends, next }) => ends === undefined && next === undefined);
  return (
    <>
      {going.map(({ subscription, plan: id, quantity }) => {
        const plan = offered.find((one) => one.id === id);
        const now = tried.plans[subscription] ?? { plan: id, quantity: String(quantity) };
        const set = (part: Partial<typeof now>) => {
          const next = { ...now, ...part };
          const { [subscription]: _, ...others } = outlook.value.tried.plans;
          change({ plans: next.plan === id && next.quantity === String(quantity) ? others : { ...others, [subscription]: next } });
        };
        const title = plan?.title ?? plan?.product ?? subscription;
        return (
          <p class="sentence" key={subscription}>
            <Sentence
              text={t("{0} × {1}")}
              slots={[
                <Field label={t("How many of {0}", title)} amount value={now.quantity} set={(text) => set({ quantity: text })} path={`/plans/${subscription}`} wrong={[]} testid={`try-quantity-${subscription}`} />,
                <select aria-label={t("Plan instead of {0}", title)} data-testid={`try-plan-${subscription}`} value={now.plan} onChange={(event) => set({ plan: event.currentTarget.value })}>
                  {offered
                    .filter(({ product }) => product === plan?.product)
                    .map((one) => (
                      <option key={one.id} value={one.id} lang="en">
                        {one.title ?? one.id}
                      </option>
                    ))}
                </select>,
              ]}
            />
          </p>
        );
      })}
    </>
  );
}
