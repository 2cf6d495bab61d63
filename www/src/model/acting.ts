import type { AccountEvent, Applied, Entry, Item, Reply, State } from "counterfoil";
import { callJson } from "counterfoil";
import { phrase, theirs, type Why } from "../text/phrase";
import type { Picture, Trouble } from "./engine";
import { accountPath } from "./host";
import { lookAgain, random, send } from "./live";
import { change, scenario } from "./state";

/** Something to do to the server's account: an event without its name and time. */
export type Act = { type: AccountEvent["type"] } & Record<string, unknown>;

/** What it would bring about, by the engine. */
export interface Tried {
  problems: Trouble[];
  /** What is posted at once. */
  entries: Entry[];
  /** What is to be paid of each invoice that is drafted at once. */
  invoices: string[];
  /** What the next invoice has more than now. */
  items: Item[];
  /** The balance then. */
  balance: string;
  /** What is due of each invoice then. */
  due: NonNullable<State["due"]>;
}

/** Asks the engine what an act would do to the account as it is drawn; nothing is sent. */
export function tryOut({ scenario, applied }: Picture, act: Act): Tried {
  const event = { ...act, id: "preview", time: scenario.as_of };
  const rest = { state: applied.state, as_of: scenario.as_of, payments: "report", events: [event] };
  const call = `{"rulebook":${scenario.rulebook.trim()},${JSON.stringify(rest).slice(1)}`;
  const reply = JSON.parse(callJson("apply", call)) as Reply<Applied>;
  if (reply.status !== "ok") {
    const own = (path: string) => path.replace(/^\/events\/0/, "");
    const problems = reply.problems.map((problem) => ({ ...problem, path: own(problem.path) }));
    return { problems, entries: [], invoices: [], items: [], balance: "", due: [] };
  }
  const { entries, effects, state } = reply.answer;
  const before = new Set((applied.state.unbilled ?? []).map((item) => JSON.stringify(item)));
  const items = (state.unbilled ?? []).filter((item) => !before.has(JSON.stringify(item)));
  // What an invoice will ask for is told with it, and leaves the balance as it is.
  const moved = entries.filter(({ postings }) => postings[0]?.book === "customer");
  const invoices = effects.flatMap((effect) => (effect.type === "invoice_drafted" ? [String(effect.due)] : []));
  return { problems: [], entries: moved, invoices, items, balance: state.balance, due: state.due ?? [] };
}

/** Does it to the server's account; nothing, or why the server has not. */
export async function act(account: string, doing: Act): Promise<Why | undefined> {
  const event = { ...doing, id: `console.${random()}`, time: new Date().toISOString() };
  const { refused } = await send("POST", `${accountPath(account)}/events`, { atomic: true, events: [event] });
  if (refused === undefined) await lookAgain();
  return refused;
}

/** Does it to an account that no server keeps, as one more of its events; nothing, or why the engine would not have it. */
export function addHere(picture: Picture, doing: Act): Why | undefined {
  const { events, as_of } = scenario.value;
  if (events.trim() !== "" && !events.trimStart().startsWith("{")) return phrase("the events are a table: add a row to it, or paste them as NDJSON");
  const [problem] = tryOut(picture, doing).problems;
  if (problem !== undefined) return theirs(`${problem.message}: ${problem.help}`);
  const event = JSON.stringify({ ...doing, id: `console.${random()}`, time: as_of });
  change({ events: events.trim() === "" ? event : `${events.trimEnd()}\n${event}` });
  return undefined;
}
