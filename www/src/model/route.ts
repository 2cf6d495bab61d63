import { signal } from "@preact/signals";
import type { Text } from "../text/lang";

/** Pages of an account, in the order of the list beside them; each has an address of its own. */
export const pages = {
  accounts: "Accounts",
  overview: "Overview",
  usage: "Usage and allowances",
  history: "Balance history",
  invoices: "Invoices",
  receipts: "Receipts",
  payment: "Payment and auto-recharge",
  alerts: "Alerts and spend limits",
  plan: "Plan, seats and add-ons",
  numbers: "Numbers",
  subaccounts: "Subaccounts",
  company: "Company and tax",
  people: "Users and keys",
  rulebook: "Rulebook",
  developers: "Developers",
} as const satisfies Record<string, Text>;

export type PageName = keyof typeof pages;

const isPage = (name: string): name is PageName => Object.hasOwn(pages, name);

/** A part of the rulebook, by its pointer, and the rule that it was looked up for. */
export interface Part {
  at: string;
  rule?: string | undefined;
}

/** What a fragment says: the page, what is on it (`account=` or `s=`, or nothing), and on the rulebook's page which part of it. */
export interface Place {
  page: PageName;
  query: string;
  part?: Part | undefined;
}

/** Fragments without a page are older than pages are. */
export function placeOf(fragment: string): Place | undefined {
  const text = fragment.replace(/^#/, "");
  if (!text.startsWith("/")) return { page: "overview", query: text };
  const [page, words = ""] = text.slice(1).split(/\?(.*)/s, 2) as [string, string?];
  if (!isPage(page)) return undefined;
  const [query, part] = partOf(words);
  return part === undefined ? { page, query } : { page, query, part };
}

/** A part stands last, so that what was there before there were parts is read as ever. */
function partOf(words: string): [query: string, part: Part | undefined] {
  const found = /(?:^|&)at=([^&]*)(?:&rule=([\w.]+))?$/.exec(words);
  if (found === null) return [words, undefined];
  try {
    return [words.slice(0, found.index), { at: decodeURIComponent(found[1]!), rule: found[2] }];
  } catch {
    return [words, undefined];
  }
}

export function fragmentOf({ page, query, part }: Place): string {
  const of = part === undefined ? [] : [`at=${encodeURIComponent(part.at)}${part.rule === undefined ? "" : `&rule=${part.rule}`}`];
  const words = [...(query === "" ? [] : [query]), ...of].join("&");
  return `#/${page}${words === "" ? "" : `?${words}`}`;
}

/** The page that is open. */
export const page = signal<PageName>(placeOf(location.hash)?.page ?? "overview");
/** What the address says is on it. */
export const query = signal("");

/** The part of the rulebook that the address names. */
export const part = signal<Part | undefined>(undefined);

export const addressOf = (to: PageName, named?: Part) => fragmentOf({ page: to, query: query.value, part: named });

/** Opens a page, as a step that Back takes back. Readers of a screen are told by the heading, which has the focus. */
export function go(to: PageName, named?: Part) {
  if (page.value === to && named === undefined) return;
  page.value = to;
  part.value = named;
  history.pushState(null, "", addressOf(to, named));
  scrollTo({ top: 0 });
  requestAnimationFrame(() => document.getElementById("page-title")?.focus());
}
