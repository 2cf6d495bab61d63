import { effect, signal } from "@preact/signals";
import type { AccountEvent, Applied, Reply } from "counterfoil";
import { callJson, engineDigest } from "counterfoil";
import type { Picture } from "./engine";
import { accountPath, get, host, hosted, type Hosted, type Page } from "./host";
import { applyCall } from "./settings";
import { kept, scenario } from "./state";

/** Events that are read without being asked for, to see whether they lead to the server's state here too. */
const UNASKED = 3_000;

/** All events of the account that is open, as far as they were read. */
let read: { account: string; events: string[]; all: boolean } = { account: "", events: [], all: false };

/** What the engine in this page made of all events, and the server's state that it was held beside. */
export const recomputed = signal<{ state: string; same: boolean } | undefined>(undefined);
/** Are events being read? */
export const reading = signal(false);

/** Reads what has come since, up to so many in all. Places in the list are counted from one. */
async function readOn(account: string, most: number) {
  if (read.account !== account) read = { account, events: [], all: false };
  const mine = read;
  // Whoever has read all of them reads on, however many they have become.
  const bound = mine.all ? Infinity : most;
  mine.all = false;
  for (let more = true; more && mine.events.length < bound;) {
    const page = await get<Page<AccountEvent>>(`${accountPath(account)}/events?limit=200&cursor=${mine.events.length}`);
    mine.events.push(...page.data.map((event) => JSON.stringify(event)));
    more = page.has_more;
    mine.all = !more;
  }
  return mine;
}

/** Folds all events here, and holds the state beside the server's; nothing where there are more than so many. */
export async function recompute(most = Infinity) {
  // Whoever reads looks again when the account has gone on meanwhile.
  if (reading.peek()) return;
  reading.value = true;
  try {
    for (let shown = hosted.peek(); shown !== undefined; ) {
      await fold(shown, most);
      const now = hosted.peek();
      if (now === shown) break;
      shown = now;
    }
  } catch {
    // It is said that it was not recomputed; the next look asks again.
  } finally {
    reading.value = false;
  }
}

async function fold({ scenario: shown, state }: Hosted, most: number) {
  const { events, all } = await readOn(shown.account, most);
  if (!all || hosted.peek()?.state !== state) return;
  const call = applyCall({ ...shown, since: { ...shown.since!, always: false } }, events, "opening");
  const reply = JSON.parse(callJson("apply", call)) as Reply<Applied>;
  recomputed.value = { state, same: reply.status === "ok" && JSON.stringify(reply.answer.state) === state };
  kept.value = { ...kept.peek()!, whole: [...events] };
}

/** Whenever the server's account is drawn anew, it is recomputed beside it. */
export function keepWhole() {
  effect(() => {
    if (hosted.value !== undefined) void recompute(UNASKED);
  });
}

export type Verdict = "same" | "other_engine" | "other_state" | "changed" | "unchecked";

/** Is the picture on the screen the server's own, and does the engine here come to the same? Only an untouched account can tell. */
export function verdictOf(picture: Picture | undefined): Verdict | undefined {
  if (host.value === undefined || hosted.value === undefined || picture === undefined) return undefined;
  if (hosted.value.scenario !== scenario.value) return "changed";
  if (host.value.engine !== engineDigest) return "other_engine";
  if (recomputed.value?.state !== hosted.value.state) return "unchecked";
  return recomputed.value.same ? "same" : "other_state";
}
