import type { AccountEvent, Compared, Opening, Reply, Rulebook } from "counterfoil";
import { callJson } from "counterfoil";
import { phrase, theirs, type Why } from "../text/phrase";
import { accountPath, every, get, hosted, type Page } from "./host";
import { send } from "./live";
import { scenario } from "./state";

/** An account under one of two rulebooks, and whether it can go over. */
export interface Moved {
  account: string;
  movable: boolean;
}

/** The rulebook on the screen, kept at the server; and what would go over to it. */
export interface Drafted {
  /** Digests: of the one that is active, and of the one on the screen. */
  active: string;
  digest: string;
  text: string;
  moved: Moved[];
  more: boolean;
}

const PIECE = 200;

/** Keeps the rulebook on the screen, which changes nothing for anybody, and asks what a move to it would be. */
export async function draftPublication(): Promise<{ drafted?: Drafted; refused?: Why | undefined }> {
  const account = hosted.value?.scenario.account;
  const text = scenario.value.rulebook;
  if (account === undefined) return { refused: phrase("no account of a server is open") };
  const { rulebook_digest: active } = await get<{ rulebook_digest: string }>(accountPath(account));
  const { told, refused } = await send("POST", "v1/rulebooks", text);
  if (refused !== undefined) return { refused };
  const { digest } = told as { digest: string };
  const path = `v1/rulebooks/${encodeURIComponent(active)}/preview?limit=${PIECE}`;
  const preview = await send("POST", path, { rulebook: digest });
  if (preview.refused !== undefined) return { refused: preview.refused };
  const { data, has_more } = preview.told as Page<Moved>;
  return { drafted: { active, digest, text, moved: data, more: has_more } };
}

/** Accounts that are compared at once, and events of each: more is work for the command line. */
const COMPARED = 20;

/** What the drafted rulebook would have made of the facts of the first accounts, one by one and in sum, by one call of the engine. */
export async function compareAll({ active, text, moved }: Drafted): Promise<{ compared?: Compared; refused?: Why }> {
  const chosen = moved.slice(0, COMPARED).map(({ account }) => account);
  const accounts = await Promise.all(chosen.map(factsOf));
  const before = await get<Rulebook>(`v1/rulebooks/${encodeURIComponent(active)}`);
  // They go on while they are read: nothing that was read is later than the latest of them.
  const as_of = accounts.map((each) => each.as_of).reduce((one, other) => (Date.parse(one) < Date.parse(other) ? other : one), scenario.value.as_of);
  const facts = accounts.map(({ open, events }) => ({ open, events }));
  const rest = JSON.stringify({ accounts: facts, as_of, payments: scenario.value.payments });
  const call = `{"rulebook":${JSON.stringify(before)},"other":${text.trim()},${rest.slice(1)}`;
  const reply = JSON.parse(callJson("compare", call)) as Reply<Compared>;
  if (reply.status === "ok") return { compared: reply.answer };
  return { refused: theirs(reply.problems.map(({ message, help }) => `${message}: ${help}`).join("; ")) };
}

async function factsOf(account: string) {
  const path = accountPath(account);
  const events = await every<AccountEvent>(`${path}/events?limit=${PIECE}`);
  const { opening, state } = await get<{ opening: Opening; state: { as_of: string } }>(path);
  return { open: opening, events, as_of: state.as_of };
}

/** From a moment on the drafted rulebook takes the active one's place; nothing, or why not. */
export async function publish({ active, digest }: Drafted, begins: string): Promise<Why | undefined> {
  const { refused } = await send("PUT", `v1/rulebooks/${encodeURIComponent(active)}/successor`, { rulebook: digest, begins });
  return refused;
}
