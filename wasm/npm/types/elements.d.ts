import type { ApplyCall, Rulebook, SettingsInput, State } from "./contract.js";

/** Every word that the elements say by themselves. `{name}` stands for a figure; `_one`, `_other` and so on are plurals. */
export interface Words {
  /** Words for problems, by their code; without one the engine's own. */
  problems: Record<string, string>;
  /** Words for rules, by their id; without one the engine's own. */
  rules: Record<string, string>;
  /** Names of products and plans, by their id; without one the id in words, or the plan's title. */
  names: Record<string, string>;
  /** What is counted, by the unit: a word for each plural of the language. */
  units: Record<string, Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }>;
  [key: string]: string | Record<string, string | (Partial<Record<Intl.LDMLPluralRule, string>> & { other: string })>;
}

/** English and German. A table of one's own may begin with one of them. */
export const WORDS: { en: Words; de: Words };

/** What an element knows. It draws when it is in a page and has `rulebook`, `as_of`, and `state` or `open`. */
interface CounterfoilElement extends HTMLElement {
  rulebook: Rulebook | undefined;
  /** The account as an answer left it. This, or `open` with `events`. */
  state: State | undefined;
  /** An account to open. */
  open: NonNullable<ApplyCall["open"]> | undefined;
  /** What happened since it was opened. */
  events: ApplyCall["events"] | undefined;
  /** Now. The attribute `as-of` is the same. */
  as_of: string | undefined;
  /** How figures and days are written; without it the `lang` around the element, else the browser's. */
  locale: string | undefined;
  /** Words in place of ours, as many as you like. */
  words: Partial<Words> | undefined;
  /** Settings to try in place of the account's. */
  settings: SettingsInput | undefined;
}

interface ElementClass<Element> {
  new (): Element;
  readonly prototype: Element;
}

/** `<counterfoil-balance>`: the balance, how long it lasts, and the next thirty days. */
export interface CounterfoilBalance extends CounterfoilElement {}
export const CounterfoilBalance: ElementClass<CounterfoilBalance>;

/** `<counterfoil-invoice>`: the next invoice, and why each line is what it is. */
export interface CounterfoilInvoice extends CounterfoilElement {}
export const CounterfoilInvoice: ElementClass<CounterfoilInvoice>;

/** `<counterfoil-recharge>`: auto-recharge and alerts, with what they would do. Tells of sound settings by `counterfoil-change`. */
export interface CounterfoilRecharge extends CounterfoilElement {}
export const CounterfoilRecharge: ElementClass<CounterfoilRecharge>;

/** Sound settings, as they stand in the form. */
export type CounterfoilChange = CustomEvent<{ settings: SettingsInput }>;

declare global {
  interface HTMLElementTagNameMap {
    "counterfoil-balance": CounterfoilBalance;
    "counterfoil-recharge": CounterfoilRecharge;
    "counterfoil-invoice": CounterfoilInvoice;
  }
  interface GlobalEventHandlersEventMap {
    "counterfoil-change": CounterfoilChange;
  }
}
