import { signal } from "@preact/signals";
import type { Effect, Entry, Opening, Overview, Payments, Reply, Rulebook, State } from "counterfoil";
import { callJson } from "counterfoil";
import { phrase, Told } from "../text/phrase";
import type { Kept, Picture } from "./engine";
import { untouched, type Scenario } from "./scenario";
import { sending, session } from "./session";
import { fieldsOf } from "./settings";
import { open, refresh, scenario } from "./state";

/** The server that served this page, when there is one. */
export interface Host {
  engine: string;
  contract: string;
  /** Who answers its accounts' charges. A simulated gateway leaves no payment events, so the page has to know. */
  payments: Payments;
}

/** An account as the server keeps it, and the scenario that begins there. */
export interface Hosted {
  scenario: Scenario;
  state: string;
}

interface Account {
  rulebook: Rulebook;
  opening: Opening;
  state: State;
  overview: Reply<Overview>;
}

export interface Page<Item> {
  data: Item[];
  has_more: boolean;
  cursor?: string;
}

export const host = signal<Host | undefined>(undefined);
export const hosted = signal<Hosted | undefined>(undefined);

export const at = (path: string) => new URL(path, document.baseURI);

export async function get<Body>(path: string): Promise<Body> {
  const response = await fetch(at(path), { headers: { accept: "application/json" } });
  // It has ended: the page shows the way in again.
  if (response.status === 401) session.value = undefined;
  if (!response.ok) throw new Told(phrase("the server answered {0} to {1}", String(response.status), path));
  return response.json();
}

/** Asks once whether a server is there. A page on a plain file server is whole without one. */
export async function findHost() {
  try {
    const found = await get<Host>("v1/version");
    if (typeof found.engine === "string") host.value = found;
  } catch {
    host.value = undefined;
  }
}

/** An account as the server lists it. */
export interface Listed {
  id: string;
  state: { balance: string; service: string; currency: string; as_of: string };
  /** Whole days that its balance lasts; absent where nothing is used. */
  runway_days?: string | number;
  last_invoice?: { number: string; amount: string; status: string; issued_on: string };
}

export interface Asked {
  search: string;
  service: string;
  sort: string;
}

export interface Found {
  accounts: Listed[];
  more: boolean;
}

const LISTED = 50;

/** Accounts as they are asked for, so many pages of them. */
export async function findAccounts(asked: Asked, pages: number): Promise<Found> {
  const wanted = Object.entries(asked).filter(([, text]) => text !== "");
  const accounts: Listed[] = [];
  let cursor: string | undefined;
  for (let read = 0; read < pages; read += 1) {
    const words = new URLSearchParams([...wanted, ["glance", "true"], ["limit", String(LISTED)], ...(cursor === undefined ? [] : [["cursor", cursor]])] as [string, string][]);
    const page = await get<Page<Listed>>(`v1/accounts?${words}`);
    accounts.push(...page.data);
    cursor = page.has_more ? page.cursor : undefined;
    if (cursor === undefined) break;
  }
  return { accounts, more: cursor !== undefined };
}

let opening = 0;

/** Loads an account as it stands, with what moved it last, and opens it, unless another was asked for meanwhile. */
export async function openAccount(id: string): Promise<boolean> {
  const asked = ++opening;
  const loaded = await load(id);
  if (asked !== opening) return false;
  open(loaded.hosted.scenario, undefined, loaded.kept);
  hosted.value = loaded.hosted;
  return true;
}

/** Looks whether the open account has moved at the server, and draws it anew if so. Whoever has begun to edit keeps what he has. */
export async function refreshAccount(): Promise<boolean> {
  const shown = hosted.value;
  if (shown === undefined) return false;
  const { account: id } = shown.scenario;
  const account = await get<Account>(accountPath(id));
  if (JSON.stringify(account.state) === shown.state) return false;
  const loaded = await load(id, account);
  if (hosted.value !== shown || scenario.value !== shown.scenario) return false;
  // All events are not all any more; they are read on behind it.
  refresh(loaded.hosted.scenario, loaded.kept);
  hosted.value = loaded.hosted;
  return true;
}

export const accountPath = (id: string) => `v1/accounts/${encodeURIComponent(id)}`;

/** Entries and effects that are at hand at most: older ones are in the CSV, and in the server's lists. */
const ENTRIES = 1_000;
const EFFECTS = 200;
/** An account goes on while it is read: what is told of it twice alike is of one moment. */
const TRIES = 3;

async function load(id: string, known?: Account): Promise<{ hosted: Hosted; kept: Kept }> {
  let account = known ?? (await get<Account>(accountPath(id)));
  let read = await readKept(id);
  for (let tries = 1; tries < TRIES; tries += 1) {
    const again = await get<Account>(accountPath(id));
    if (JSON.stringify(again.state) === JSON.stringify(account.state)) break;
    account = again;
    read = await readKept(id);
  }
  const state = JSON.stringify(account.state);
  return { hosted: { scenario: scenarioOf(account, state, host.value?.payments ?? "report"), state }, kept: read };
}

async function readKept(id: string): Promise<Kept> {
  const [entries, effects] = await Promise.all([
    newest<Entry>(`${accountPath(id)}/history`, ENTRIES + 1),
    newest<Effect>(`${accountPath(id)}/effects`, EFFECTS),
  ]);
  const more = entries.length > ENTRIES;
  return { entries: more ? entries.slice(1) : entries, effects, before: more ? String(entries[0]!.balance) : undefined };
}

/** The last items of a list, in their order. */
async function newest<Item>(path: string, most: number): Promise<Item[]> {
  const items: Item[] = [];
  for (let cursor: string | undefined = ""; cursor !== undefined && items.length < most;) {
    const limit = Math.min(200, most - items.length);
    const page: Page<Item> = await get(`${path}?newest=true&limit=${limit}${cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`}`);
    items.push(...page.data);
    cursor = page.has_more ? page.cursor : undefined;
  }
  return items.reverse();
}

/** All pages of a list. */
export async function every<Item>(path: string): Promise<Item[]> {
  const items: Item[] = [];
  for (let cursor: string | undefined = ""; cursor !== undefined;) {
    const page: Page<Item> = await get(cursor === "" ? path : `${path}&cursor=${encodeURIComponent(cursor)}`);
    items.push(...page.data);
    cursor = page.has_more ? page.cursor : undefined;
  }
  return items;
}

function scenarioOf({ rulebook, opening, state, overview }: Account, text: string, payments: Payments): Scenario {
  return {
    ...untouched,
    title: state.account,
    account: state.account,
    opened: opening.time,
    as_of: overview.status === "ok" ? overview.answer.as_of : state.as_of,
    payments,
    ...fieldsOf(state.settings),
    since: { state: text, opening: opening.settings, settings: state.settings, always: false },
    customer: opening.customer,
    rulebook: JSON.stringify(rulebook, null, 2),
    events: "",
  };
}

export type Verified = "same" | "different" | "unreachable";

/** Has the server answer the very same call, and holds the two answers side by side, byte for byte. */
export async function verify(picture: Picture): Promise<Verified> {
  try {
    const response = await fetch(at("v1/call/apply"), {
      method: "POST",
      headers: sending(),
      body: picture.call,
    });
    if (!response.ok) return "unreachable";
    return (await response.text()) === callJson("apply", picture.call) ? "same" : "different";
  } catch {
    return "unreachable";
  }
}
