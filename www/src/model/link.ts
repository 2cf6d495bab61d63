import { effect, signal } from "@preact/signals";
import { engineDigest } from "counterfoil";
import { host, hosted, openAccount } from "./host";
import { fromFragment, toFragment } from "./share";
import { open, outlook, scenario } from "./state";

/** The engine of the link that was opened, when it is another than this page's. */
export const linkedEngine = signal<string | undefined>(undefined);
/** What could not be opened, for people. */
export const trouble = signal<string | undefined>(undefined);

const SETTLE_MS = 250;
let timer: ReturnType<typeof setTimeout> | undefined;
let written = "";

/** The fragment of what is on the screen: an account's name while it is the server's own, everything otherwise. */
export async function currentFragment(): Promise<string | undefined> {
  if (hosted.value?.scenario === scenario.value) return `#account=${encodeURIComponent(scenario.value.account)}`;
  return toFragment(scenario.value, outlook.value);
}

async function write() {
  written = (await currentFragment()) ?? "";
  history.replaceState(null, "", written === "" ? location.pathname + location.search : written);
}

/** Opens what the address names, if it names something. */
export async function read() {
  if (location.hash === written) return;
  trouble.value = undefined;
  if (location.hash.startsWith("#account=")) {
    if (host.value !== undefined) await openOrSay(decodeURIComponent(location.hash.slice(9)));
    return;
  }
  const shared = await fromFragment(location.hash);
  if (shared !== undefined) {
    linkedEngine.value = shared.engine === engineDigest ? undefined : shared.engine;
    open(shared.scenario, shared.outlook);
  } else if (location.hash.startsWith("#s=")) {
    trouble.value = "This link is not whole; a sample is shown instead.";
  }
}

export async function openOrSay(account: string) {
  try {
    trouble.value = undefined;
    await openAccount(account);
  } catch (error) {
    trouble.value = `${account} could not be opened: ${error instanceof Error ? error.message : String(error)}.`;
  }
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
  addEventListener("hashchange", () => void read());
}
