// What the elements have in common: facts come in as properties, several in one turn are one drawing, and the engine is loaded when the
// first of them has something to draw.
import { ok } from "./error.js";
import { formats } from "./element-format.js";
import { styles } from "./element-style.js";
import { wordsOf } from "./element-words.js";
import { load } from "./index.js";
import { apply } from "./verbs.js";

/** What is known of the account, named as the engine names it; `locale`, `words` and `settings` are how it is shown and what is tried. */
const PROPERTIES = ["rulebook", "state", "open", "events", "as_of", "locale", "words", "settings"];

/** How long a reader may still be typing. */
const QUIET_MS = 700;

/** On a server there are no elements, and this file may be imported there. */
const Parent = globalThis.HTMLElement ?? class {};

export class CounterfoilElement extends Parent {
  #given = {};
  #asked = false;
  #body;
  #live;
  #said;
  #saying;

  static observedAttributes = ["locale", "as-of"];

  connectedCallback() {
    if (this.shadowRoot === null) this.#begin();
    // What was set before this class was there lies on the element itself and hides the property.
    for (const name of PROPERTIES) {
      if (!Object.hasOwn(this, name)) continue;
      const value = this[name];
      delete this[name];
      this[name] = value;
    }
    this.redraw();
  }

  disconnectedCallback() {
    clearTimeout(this.#saying);
  }

  attributeChangedCallback(name, _, value) {
    this[name === "as-of" ? "as_of" : name] = value ?? undefined;
  }

  #begin() {
    const root = this.attachShadow({ mode: "open", delegatesFocus: true });
    root.adoptedStyleSheets = [styles()];
    this.#body = h("section", { part: "card", class: "card" });
    this.#live = h("p", { class: "unseen", role: "status" });
    root.append(this.#body, this.#live);
  }

  get(name) {
    return this.#given[name];
  }

  set(name, value) {
    this.#given[name] = value;
    this.redraw();
  }

  /** Draws soon, once. */
  async redraw() {
    if (this.#asked || !this.isConnected) return;
    this.#asked = true;
    await null;
    if (this.rulebook !== undefined) await load().catch((error) => (this.#given.failed = error));
    this.#asked = false;
    if (this.isConnected) this.#draw();
  }

  #draw() {
    const { failed } = this.#given;
    delete this.#given.failed;
    const locale = this.locale || this.closest("[lang]")?.lang || navigator.language;
    this.say = wordsOf(locale, this.words);
    try {
      if (failed !== undefined) throw failed;
      if (this.rulebook === undefined || this.as_of === undefined) return this.#instead([this.nothing()]);
      const state = this.state ?? this.#applied();
      this.show = formats(locale, state.currency);
      this.#body.removeAttribute("aria-busy");
      this.#replace(this.draw({ rulebook: this.rulebook, state, as_of: this.as_of }));
      this.intact = true;
    } catch (error) {
      if (error.problems === undefined) throw error;
      this.#instead([this.heading(this.named()), this.problems(error.problems)]);
    }
  }

  /** Content in place of the drawing, which has to be made anew after it. */
  #instead(content) {
    this.intact = false;
    this.#replace(content);
  }

  /** The account as its events make it. */
  #applied() {
    const { rulebook, open, events, as_of } = this;
    return ok(apply({ rulebook, open, events: events ?? [], as_of })).state;
  }

  /** New content, where there is some, in place of the old; whoever stood somewhere in it stands there still. */
  #replace(content) {
    if (content === undefined) return;
    const at = this.shadowRoot.activeElement?.dataset.key;
    const opened = new Set([...this.#body.querySelectorAll("details[open]")].map(({ dataset }) => dataset.key));
    this.#body.replaceChildren(...content);
    for (const details of this.#body.querySelectorAll("details")) details.open = opened.has(details.dataset.key);
    if (at !== undefined) this.#body.querySelector(`[data-key="${CSS.escape(at)}"]`)?.focus();
  }

  /** Tells what has changed to who does not see it, when it has come to rest. The first drawing is no change. */
  announce(text) {
    const changed = this.#said !== undefined && this.#said !== text;
    this.#said = text;
    clearTimeout(this.#saying);
    if (changed) this.#saying = setTimeout(() => (this.#live.textContent = text), QUIET_MS);
  }

  nothing() {
    this.#body.setAttribute("aria-busy", "true");
    return h("div", { class: "waiting", "aria-hidden": "true" });
  }

  heading(text) {
    this.#body.setAttribute("aria-label", text);
    return h("h2", { part: "title" }, text);
  }

  /** Problems with what to do about each; a table of words may have its own for a code. */
  problems(list, attributes = {}) {
    const item = ({ code, message, help }) => h("li", {}, h("strong", {}, this.say.problem(code, message)), " ", h("span", { class: "quiet" }, help));
    return h("ul", { class: "problems", part: "problems", ...attributes }, ...list.map(item));
  }
}

for (const name of PROPERTIES) {
  Object.defineProperty(CounterfoilElement.prototype, name, {
    get() {
      return this.get(name);
    },
    set(value) {
      this.set(name, value);
    },
    configurable: true,
    enumerable: true,
  });
}

const SVG = new Set(["svg", "path", "line", "circle"]);

/** An element with attributes, listeners (`onname`) and content. */
export function h(name, attributes, ...content) {
  const made = SVG.has(name) ? document.createElementNS("http://www.w3.org/2000/svg", name) : document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...content.filter((part) => part !== undefined && part !== false));
  return made;
}
