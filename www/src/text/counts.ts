import { lang } from "./lang";
import words from "./counts.json";
import units from "./de/units.json";

/** Something that is counted. */
export type Counted = keyof typeof words;

type Forms = { readonly one: string; readonly other: string };

/** Of several forms the one that a number takes. */
const formOf = ({ one, other }: Forms, category: Intl.LDMLPluralRule) => (category === "one" ? one : other);

const rules = { en: new Intl.PluralRules("en"), de: new Intl.PluralRules("de") };

/** What is counted, as it stands behind the number. */
export const formFor = (number: number, what: Counted) => formOf(words[what][lang.value], rules[lang.value].select(number));
/** The same of a whole number that is a text. */
export const formForExact = (number: string, what: Counted) => formOf(words[what][lang.value], number === "1" ? "one" : "other");

/** A rulebook's unit: German where it is one of the usual, and as the rulebook has it otherwise. */
export function unitWord(unit: string, one = true): string {
  const german: Forms | undefined = lang.value === "de" ? (units as Record<string, Forms>)[unit] : undefined;
  if (german !== undefined) return one ? german.one : german.other;
  return one || lang.value === "de" ? unit : `${unit}s`;
}
