import type { Picture, Trouble } from "../model/engine";
import { weekdays, type Outlook } from "../model/outlook";
import { changeOutlook, outlook } from "../model/state";
import { t, type Text } from "../text/lang";
import { Field } from "./field";
import { usualQuantities } from "../model/quantities";
import { ByQuantity } from "./quantities";
import { Sentence } from "./sentence";
import { TryOut } from "./try-out";

const choices: readonly (readonly [Outlook["usage"], Text])[] = [
  ["history", "As in the last four weeks, by weekday"],
  ["daily", "The same every day"],
  ["weekdays", "By weekday, of my own"],
  ["quantities", "So much of each product a day"],
];

/** What is assumed of the days to come. */
export function Assumptions({ picture, wrong }: { picture: Picture; wrong: Trouble[] }) {
  const { usage, daily, declines_from } = outlook.value;
  const { currency } = picture.applied.state;
  const under = (path: string) => wrong.filter((problem) => problem.path === path);
  return (
    <div class="assumptions">
      <fieldset class="choice">
        <legend>{t("Usage")}</legend>
        {choices.map(([word, label]) => (
          <label key={word}>
            <input
              type="radio"
              name="outlook-usage"
              checked={usage === word}
              data-testid={`outlook-${word}`}
              onChange={() => changeOutlook(begun(word, picture))}
            />{" "}
            {t(label)}
          </label>
        ))}
      </fieldset>
      {usage === "daily" && (
        <p class="sentence">
          <Sentence
            text={t("Each day {0} is used.")}
            slots={[
              <Field
                label={t("Usage of a day in {0}", currency)}
                amount
                value={daily}
                set={(text) => changeOutlook({ daily: text })}
                path="/usage/amount"
                wrong={under("/usage/amount")}
                testid="outlook-daily-input"
              />,
            ]}
          />
        </p>
      )}
      {usage === "quantities" && <ByQuantity picture={picture} under={under} />}
      {usage === "weekdays" && <Weekly currency={currency} under={under} />}
      <p class="sentence small">
        <label>
          <Sentence
            text={t("Charges are declined from {0}")}
            slots={[
              <input
                type="date"
                value={declines_from}
                data-testid="outlook-declines"
                onInput={(event) => changeOutlook({ declines_from: event.currentTarget.value })}
              />,
            ]}
          />{" "}
        </label>
        {declines_from === "" ? (
          <span class="quiet">{t("never: each is paid at once")}</span>
        ) : (
          <button type="button" class="plain" onClick={() => changeOutlook({ declines_from: "" })}>
            {t("Pay them all")}
          </button>
        )}
      </p>
      <TryOut picture={picture} wrong={wrong} />
    </div>
  );
}

function Weekly({ currency, under }: { currency: string; under: (path: string) => Trouble[] }) {
  const { weekly } = outlook.value;
  return (
    <p class="sentence weekly">
      {weekdays.map((day, place) => (
        <span key={day}>
          {t(day)}{" "}
          <Field
            label={t("Usage of a {0} in {1}", t(day), currency)}
            amount
            value={weekly[place] ?? ""}
            set={(text) => changeOutlook({ weekly: weekly.with(place, text) })}
            path={`/usage/amounts/${place}`}
            wrong={under(`/usage/amounts/${place}`)}
            testid={`outlook-${day.toLowerCase()}-input`}
          />
        </span>
      ))}
    </p>
  );
}

/** A pattern of the reader's own begins with the engine's average, so that there is something to change. */
export function begun(usage: Outlook["usage"], picture: Picture): Partial<Outlook> {
  const { daily, weekly, quantities } = outlook.value;
  const average = String(picture.overview.average_daily_usage);
  return {
    usage,
    quantities: usage === "quantities" && Object.keys(quantities).length === 0 ? usualQuantities(picture) : quantities,
    daily: usage === "daily" && daily === "" ? average : daily,
    weekly: usage === "weekdays" && weekly.every((text) => text === "") ? weekly.map(() => average) : weekly,
  };
}
