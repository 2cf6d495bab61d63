import type { Applied, Effect, Entry, Overview, Recommended, Reply, Rulebook, Verb } from "counterfoil";
import { callJson } from "counterfoil";
import { t } from "../text/lang";
import { readEvents, withoutChanges, type Rows } from "./events";
import type { Scenario } from "./scenario";
import { applyCall, changeOf, type From } from "./settings";

/** A problem as the engine words it, or as the reader of a file does. */
export interface Trouble {
  code: string;
  path: string;
  message: string;
  help: string;
  /** Worded by this page, in the language that is spoken; everything else is English. */
  ours?: true;
}

/** What a server has of its account beside the state: its last entries and effects, and all its events where they were asked for. */
export interface Kept {
  entries: readonly Entry[];
  effects: readonly Effect[];
  /** The balance before the first of them, where others came before. */
  before?: string | undefined;
  /** All events, as JSON texts. */
  whole?: readonly string[] | undefined;
}

/** Everything the page draws. Each number in it is the engine's. */
export interface Picture {
  scenario: Scenario;
  /** The call, byte for byte, so that a server's answer to it can be held beside ours. */
  call: string;
  /** The events of the call, as JSON texts, and where it begins. */
  events: readonly string[];
  from: From;
  engine: string;
  contract: string;
  rulebook: string;
  /** What the rulebook offers. */
  offers: Rulebook;
  applied: Applied;
  overview: Overview;
  recommended: Recommended;
  /** The balance before anything happened that is drawn. */
  opening: string;
  /** There are entries before those that are drawn. */
  partial: boolean;
}

export interface Outcome {
  picture?: Picture;
  problems: Trouble[];
}

/** One `apply`, and what reads the state it gives. */
export function compute(scenario: Scenario, kept?: Kept): Outcome {
  try {
    return picture(scenario, kept);
  } catch (error) {
    if (error instanceof Refused) return { problems: error.problems };
    const message = error instanceof Error ? error.message : String(error);
    return { problems: [{ code: "engine_stopped", path: "", message, help: t("undo the last change, and report it: this is a fault of the engine"), ours: true }] };
  }
}

/** An account that goes on begins where the server has it; had its settings always been others, it begins anew. */
function happened(scenario: Scenario, kept: Kept | undefined): { rows: Rows; from: From } {
  const typed = readEvents(scenario.events);
  const { since } = scenario;
  if (since?.state === undefined) return { rows: since?.always === true ? withoutChanges(typed) : typed, from: "opening" };
  if (!since.always || kept?.whole === undefined) return { rows: typed, from: "state" };
  const before = withoutChanges({ json: [...kept.whole], lines: kept.whole.map((_, place) => place + 1), problems: [] });
  return { rows: { json: [...before.json, ...typed.json], lines: [...before.lines, ...typed.lines], problems: typed.problems }, from: "opening" };
}

function picture(scenario: Scenario, kept: Kept | undefined): Outcome {
  const { rows, from } = happened(scenario, kept);
  if (rows.problems.length > 0) return { problems: rows.problems };
  const ask = <Answer>(verb: Verb, call: string) => accepted<Answer>(callJson(verb, call), rows.lines);
  const rulebook = `"rulebook":${scenario.rulebook.trim()}`;
  // By itself first: a bracket too many in the rulebook must not be blamed on what follows it.
  ask("check", `{${rulebook}}`);
  const change = changeOf(scenario);
  const events = [...rows.json, ...change];
  const call = applyCall(scenario, events, from);
  const apply = (change.length > 0 && from === "opening" && goneOn(scenario, rows, change, ask)) || ask<Applied>("apply", call);
  const { state } = apply.answer;
  const now = `"as_of":${JSON.stringify(scenario.as_of)}`;
  const usage = { opened_at: state.opened_at, daily_usage: state.usage_by_day, balance: state.balance };
  return {
    problems: [],
    picture: {
      scenario,
      call,
      events,
      from,
      engine: apply.engine,
      contract: apply.contract,
      rulebook: apply.rulebook ?? "",
      offers: JSON.parse(scenario.rulebook) as Rulebook,
      applied: from === "state" ? joined(kept, apply.answer) : apply.answer,
      overview: ask<Overview>("overview", `{${rulebook},"state":${JSON.stringify(state)},${now}}`).answer,
      recommended: ask<Recommended>("recommend", `{${rulebook},${now},${JSON.stringify(usage).slice(1)}`).answer,
      opening: (from === "state" ? kept?.before : undefined) ?? String(once(applyCall(scenario, [], "opening"), (call) => ask<Applied>("apply", call)).answer.state.balance),
      partial: from === "state" && (kept === undefined || kept.before !== undefined),
    },
  };
}

type Ask = <Answer>(verb: Verb, call: string) => Answered<Answer>;

/** The last answers to calls that are asked again and again while something is edited, by their texts. */
const answers = new Map<string, Answered<Applied>>();
const ANSWERS = 4;

function once(call: string, ask: (call: string) => Answered<Applied>): Answered<Applied> {
  const known = answers.get(call) ?? ask(call);
  answers.delete(call);
  answers.set(call, known);
  if (answers.size > ANSWERS) answers.delete(answers.keys().next().value!);
  return known;
}

/**
 * What is edited is the last of the events: all before it are folded once, and the change alone at each step of a slider. Several calls
 * make what one makes, except within a moment, whose facts have an order of their own: then, and where something is wrong, all is one call.
 */
function goneOn(scenario: Scenario, { json }: Rows, change: readonly string[], ask: Ask): Answered<Applied> | undefined {
  try {
    const before = once(applyCall(scenario, json, "opening"), (call) => ask<Applied>("apply", call));
    const { state, entries, effects, duplicates } = before.answer;
    if (!(Date.parse(state.as_of) < Date.parse(scenario.as_of))) return undefined;
    const since = { ...scenario.since!, state: JSON.stringify(state) };
    const { answer, ...rest } = ask<Applied>("apply", applyCall({ ...scenario, since }, change, "state"));
    return {
      ...rest,
      answer: { ...answer, entries: [...entries, ...answer.entries], effects: [...effects, ...answer.effects], duplicates: [...duplicates, ...answer.duplicates] },
    };
  } catch {
    return undefined;
  }
}

const joined = (kept: Kept | undefined, applied: Applied): Applied => ({
  ...applied,
  entries: [...(kept?.entries ?? []), ...applied.entries],
  effects: [...(kept?.effects ?? []), ...applied.effects],
});

class Refused extends Error {
  constructor(readonly problems: Trouble[]) {
    super("the call has problems");
  }
}

/** An answer, and who gave it. */
type Answered<Answer> = Extract<Reply<Answer>, { status: "ok" }>;

/** The answered half of a reply; the other half is thrown, with the line of the file where an event is meant. */
function accepted<Answer>(text: string, lines: number[]): Answered<Answer> {
  const reply = JSON.parse(text) as Reply<Answer>;
  if (reply.status === "ok") return reply;
  throw new Refused(
    reply.problems.map((problem) => {
      const place = /^\/events\/(\d+)/.exec(problem.path)?.[1];
      const line = place === undefined ? undefined : lines[Number(place)];
      // Behind the events of the text comes what is edited: its problems are told at its fields.
      if (place !== undefined && line === undefined) return { ...problem, path: problem.path.replace(/^\/events\/\d+/, "/open") };
      return line === undefined ? problem : { ...problem, message: `line ${line}: ${problem.message}` };
    }),
  );
}
