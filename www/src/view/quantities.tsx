import type { Rate } from "counterfoil";
import type { Picture, Trouble } from "../model/engine";
import { changeOutlook, outlook } from "../model/state";
import { unitWord } from "../text/counts";
import { t } from "../text/lang";
import { rateWords } from "../text/lines";
import { Field } from "./field";
import { Choice } from "./input";
import { Sentence } from "./sentence";

/** So many minutes, messages or seats' worth of each product on a day; the engine says what that costs. */
export function ByQuantity({ picture, under }: { picture: Picture; under: (path: string) => Trouble[] }) {
  const { quantities } = outlook.value;
  const { rates } = picture.offers;
  const set = (id: string, text: string) => changeOutlook({ quantities: { ...outlook.value.quantities, [id]: text } });
  const left = rates.filter(({ id }) => !(id in quantities));
  return (
    <>
      {rates
        .filter(({ id }) => id in quantities)
        .map((rate) => (
          <Each key={rate.id} rate={rate} value={quantities[rate.id]!} set={(text) => set(rate.id, text)} wrong={under(`/usage/quantities/${rate.id}`)} />
        ))}
      {left.length > 0 && (
        <div class="usage">
          <Choice label={t("Something else is used")} value="" set={(id) => id !== "" && set(id, "1")} testid="outlook-add">
            <option value="">{t("Choose…")}</option>
            {left.map((rate) => (
              <option key={rate.id} value={rate.id}>
                {t("{0}, by the {1}", rateWords(rate), unitWord(rate.unit))}
              </option>
            ))}
          </Choice>
        </div>
      )}
    </>
  );
}

function Each({ rate, value, set, wrong }: { rate: Rate; value: string; set: (text: string) => void; wrong: Trouble[] }) {
  const unit = unitWord(rate.unit, value === "1");
  return (
    <p class="sentence">
      <Sentence
        text={t("{0} {1} of {2} a day")}
        slots={[
          <Field label={t("{0} a day, in {1}", rateWords(rate), unitWord(rate.unit, false))} amount value={value} set={set} path={`/usage/quantities/${rate.id}`} wrong={wrong} testid={`outlook-quantity-${rate.id}`} />,
          unit,
          <strong>{rateWords(rate)}</strong>,
        ]}
      />
    </p>
  );
}
