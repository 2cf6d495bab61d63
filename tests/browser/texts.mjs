// What a page says: every text of it that is seen or heard, and the console's dictionary to hold it against.
import { readdirSync, readFileSync } from "node:fs";
import { root } from "./open.mjs";

const folder = `${root}www/src/text/de/`;
/** They are asked by what a rulebook or the editor says, and not by texts of the console. */
const OTHERS = ["units.json", "editor.json"];

/** The dictionary's files, each with its texts. */
export const files = readdirSync(folder)
  .filter((name) => name.endsWith(".json") && !OTHERS.includes(name))
  .map((name) => ({ name, texts: JSON.parse(readFileSync(folder + name, "utf8")) }));

/** Every text in both languages; what stands behind a `#` is not said. */
export const dictionary = files.flatMap(({ texts }) =>
  Object.entries(texts).map(([key, german]) => ({ key, english: key.replace(/#.*$/, ""), german })),
);

/**
 * Texts of a page, each once: what is written on it, and the names, titles and values that a reader of a screen hears. Code, data and
 * what is marked as another language's are not the console's own words; `besides` are elements that are left out too.
 */
export const textsOf = (page, besides = "code") =>
  page.evaluate((besides) => {
    const own = (element) =>
      element !== null &&
      element.closest("code, pre, script, style, noscript, [data-testid=language]") === null &&
      element.closest(besides) === null &&
      element.closest("[lang]").lang === document.documentElement.lang;
    const found = new Set([document.title]);
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) if (own(walk.currentNode.parentElement)) found.add(walk.currentNode.data.trim());
    for (const element of document.querySelectorAll("*")) {
      if (!own(element)) continue;
      for (const name of ["aria-label", "aria-valuetext", "title", "placeholder", "alt"]) found.add(element.getAttribute(name)?.trim() ?? "");
    }
    found.delete("");
    return [...found];
  }, besides);

const escaped = (text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
const slots = /\\\{\d\\\}/g;
const letters = (text) => text.replaceAll(/\{\d\}/g, "").replaceAll(/[^\p{L}]/gu, "").length;

/** Texts that are said otherwise in German, as patterns of what may stand in their slots. */
const foreign = dictionary
  .filter(({ english, german }) => english.trim() !== german.trim() && letters(english) > 1)
  .map(({ english }) => ({ english, pattern: new RegExp(`^${escaped(english.trim()).replaceAll(slots, ".+")}$`, "su") }));
/** Parts of sentences, between what is typed into them. */
const parts = new Set(
  dictionary
    .filter(({ english }) => english.includes("{"))
    .flatMap(({ english }) => english.split(/\{\d\}/).map((part) => part.trim()))
    .filter((part) => part.split(" ").length > 1),
);
/** What German says itself. */
const german = dictionary.map(({ german }) => new RegExp(`^${escaped(german.trim()).replaceAll(slots, ".+")}$`, "su"));

/** Of a page in German those texts that are English. */
export const englishOf = (texts) =>
  texts.filter((text) => {
    if (german.some((pattern) => pattern.test(text))) return false;
    return parts.has(text) || foreign.some(({ pattern }) => pattern.test(text));
  });
