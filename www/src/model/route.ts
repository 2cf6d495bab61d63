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

/** What a fragment says: the page, and what is on it (`account=` or `s=`, or nothing). */
export interface Place {
  page: PageName;
  query: string;
}

/** Fragments without a page are older than pages are. */
export function placeOf(fragment: string): Place | undefined {
  const text = fragment.replace(/^#/, "");
  if (!text.startsWith("/")) return { page: "overview", query: text };
  const [page, query = ""] = text.slice(1).split(/\?(.*)/s, 2) as [string, string?];
  return isPage(page) ? { page, query } : undefined;
}

export const fragmentOf = ({ page, query }: Place) => `#/${page}${query === "" ? "" : `?${query}`}`;

/** The page that is open. */
export const page = signal<PageName>(placeOf(location.hash)?.page ?? "overview");
/** What the address says is on it. */
export const query = signal("");

export const addressOf = (to: PageName) => fragmentOf({ page: to, query: query.value });

/** Opens a page, as a step that Back takes back. Readers of a screen are told by the heading, which has the focus. */
export function go(to: PageName) {
  if (page.value === to) return;
  page.value = to;
  history.pushState(null, "", addressOf(to));
  scrollTo({ top: 0 });
  requestAnimationFrame(() => document.getElementById("page-title")?.focus());
}
