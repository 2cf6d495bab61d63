import { computed, effect, signal } from "@preact/signals";
import { de } from "./de";

/** The languages of the console. */
export type Lang = "en" | "de";

/** A text of the console: the English one, which the German dictionary is asked by. One that it does not have is a type error. */
export type Text = keyof typeof de;

const KEY = "counterfoil.language";
const FALLBACK = { en: "en-US", de: "de-DE" } as const;

const isLang = (name: string | null | undefined): name is Lang => name === "en" || name === "de";
const languageOf = (locale: string) => locale.split("-")[0];

/** The first of the browser's languages that is one of ours. */
const browsers = navigator.languages.map(languageOf).find(isLang) ?? "en";
const chosen = signal<Lang | undefined>(recall());

/** A browser that keeps nothing for us still shows the page. */
function recall(): Lang | undefined {
  try {
    const name = localStorage.getItem(KEY);
    return isLang(name) ? name : undefined;
  } catch {
    return undefined;
  }
}

/** The language that is spoken. Whatever asks for a text while it is drawn is drawn anew when this changes. */
export const lang = computed<Lang>(() => chosen.value ?? browsers);

/** How figures and dates are written: as the browser's own variant of the language has them, where it has one. */
export const locale = computed(() => navigator.languages.find((name) => languageOf(name) === lang.value) ?? FALLBACK[lang.value]);

/** Speaks another language from now on. */
export const speak = (next: Lang) => (chosen.value = next);

/** The document says which language it is in, and what was chosen is kept. */
export function keepLang() {
  effect(() => void (document.documentElement.lang = lang.value));
  effect(() => {
    if (chosen.value === undefined) return;
    try {
      localStorage.setItem(KEY, chosen.value);
    } catch {
      // Kept for this visit only.
    }
  });
}

/** What stands behind a `#` tells two uses of one English text apart, and is not said. */
const english = (text: Text) => text.replace(/#.*$/, "");

/** A text in the language that is spoken, with `{0}`, `{1}` … filled in; without values they stay, for slots of a sentence. */
export function t(text: Text, ...values: readonly (string | number)[]): string {
  const words = lang.value === "de" ? de[text] : english(text);
  return values.length === 0 ? words : words.replace(/\{(\d)\}/g, (_, place: string) => String(values[Number(place)]));
}

/** A word that may be somebody else's: it is told in the language that is spoken where it is one of ours. */
export const known = (word: string) => (Object.hasOwn(de, word) ? t(word as Text) : word);

/** A title inside a sentence. German nouns keep their capitals. */
export const within = (title: string) => (lang.value === "en" ? title.toLowerCase() : title);
