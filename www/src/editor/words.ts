/** A text that says which language it is in. */
export function inLanguage(lang: string, text: string): HTMLElement {
  return Object.assign(document.createElement("span"), { lang, textContent: text });
}
