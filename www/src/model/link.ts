import { effect, signal } from "@preact/signals";
import { engineDigest } from "counterfoil";
import { phrase, whyOf, type Phrase } from "../text/phrase";
import { host, hosted, openAccount } from "./host";
import { fragmentOf, go, page, part, placeOf, query, type PageName } from "./route";
import { fromQuery, toQuery } from "./share";
import { open, outlook, scenario } from "./state";

/** The engine of the link that was opened, when it is another than this page's. */
export const linkedEngine = signal<string | undefined>(undefined);
/** What could not be opened, for people. */
export const trouble = signal<Phrase | undefined>(undefined);

const SETTLE_MS = 250;
let timer: ReturnType<typeof setTimeout> | undefined;
/** Nothing has been read yet: what the address names is opened whatever it is. */
let fresh = true;

const accountQuery = (account: string) => `account=${encodeURIComponent(account)}`;

/** What is on the screen: an account's name while it is the server's own, everything otherwise; nothing where that is too long. */
async function currentQuery(): Promise<string | undefined> {
  if (hosted.value?.scenario === scenario.value) return accountQuery(scenario.value.account);
  return toQuery(scenario.value, outlook.value);
}

/** The link to what is on the screen, on the page that is open. */
export async function currentFragment(): Promise<string | undefined> {
  const found = await currentQuery();
  return found === undefined ? undefined : fragmentOf({ page: page.value, query: found });
}

async function write() {
  query.value = (await currentQuery()) ?? "";
  history.replaceState(null, "", fragmentOf({ page: page.value, query: query.value, part: part.value }));
}

/** Opens what the address names, if it names something. */
export async function read() {
  trouble.value = undefined;
  const place = placeOf(location.hash);
  if (place === undefined) {
    trouble.value = phrase("There is no page of that name; this is the overview.");
    return;
  }
  page.value = place.page;
  part.value = place.part;
  if (place.query === query.value && !fresh) return;
  fresh = false;
  if (place.query.startsWith("account=")) {
    if (host.value === undefined) trouble.value = phrase("This link names a server's account, and no server is here.");
    else await openOrSay(decodeURIComponent(place.query.slice("account=".length)));
    return;
  }
  const shared = await fromQuery(place.query);
  if (shared !== undefined) {
    linkedEngine.value = shared.engine === engineDigest ? undefined : shared.engine;
    open(shared.scenario, shared.outlook);
  } else if (place.query !== "") {
    trouble.value = phrase("This link is not whole; a sample is shown instead.");
  }
}

/** Opens a server's account; whether it is open now. */
export async function openOrSay(account: string): Promise<boolean> {
  try {
    trouble.value = undefined;
    return await openAccount(account);
  } catch (error) {
    trouble.value = phrase("{0} could not be opened: {1}.", account, whyOf(error));
    return false;
  }
}

/** Opens an account on a page of it, as a step that Back takes back; who has gone on to another page meanwhile is left there. */
export async function visit(account: string, to: PageName = "overview") {
  const from = page.value;
  if (!(await openOrSay(account))) return;
  query.value = accountQuery(account);
  if (page.value === from) go(to);
}

/** Keeps the address up to date once a change has settled. */
export function keepAddress() {
  let first = true;
  effect(() => {
    void scenario.value;
    void outlook.value;
    void hosted.value;
    if (first) return void (first = false);
    clearTimeout(timer);
    timer = setTimeout(() => void write(), SETTLE_MS);
  });
  addEventListener("popstate", () => void read());
}
