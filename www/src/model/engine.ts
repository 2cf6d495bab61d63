import type { Applied, Overview, Recommended, Reply, Rulebook, Verb } from "counterfoil";
import { callJson } from "counterfoil";
import { readEvents, withoutChanges } from "./events";
import type { Scenario } from "./scenario";
import { applyCall, changeOf } from "./settings";

/** A problem as the engine words it, or as the reader of a file does. */
export interface Trouble {
  code: string;
  path: string;
  message: string;
  help: string;
}

/** Everything the page draws. Each number in it is the engine's. */
export interface Picture {
  scenario: Scenario;
  /** The call and its answer, byte for byte, so that a server's can be held beside them. */
  call: string;
  reply: string;
  /** The events of the call, as JSON texts. */
  events: readonly string[];
  engine: string;
  contract: string;
  rulebook: string;
  /** What the rulebook offers. */
  offers: Rulebook;
  applied: Applied;
  overview: Overview;
  recommended: Recommended;
  /** The balance before anything happened. */
  opening: string;
}

export interface Outcome {
  picture?: Picture;
  problems: Trouble[];
}

/** One `apply`, and what reads the state it gives. */
export function compute(scenario: Scenario): Outcome {
  try {
    return picture(scenario);
  } catch (error) {
    if (error instanceof Refused) return { problems: error.problems };
    const message = error instanceof Error ? error.message : String(error);
    const help = "undo the last change, and report it: this is a fault of the engine";
    return { problems: [{ code: "engine_stopped", path: "", message, help }] };
  }
}

function picture(scenario: Scenario): Outcome {
  const written = readEvents(scenario.events);
  const rows = scenario.since?.always === true ? withoutChanges(written) : written;
  if (rows.problems.length > 0) return { problems: rows.problems };
  const ask = <Answer>(verb: Verb, call: string) => accepted<Answer>(callJson(verb, call), rows.lines);
  const rulebook = `"rulebook":${scenario.rulebook.trim()}`;
  // By itself first: a bracket too many in the rulebook must not be blamed on what follows it.
  ask("check", `{${rulebook}}`);
  const events = [...rows.json, ...changeOf(scenario)];
  const call = applyCall(scenario, events);
  const apply = ask<Applied>("apply", call);
  const { state } = apply.answer;
  const now = `"as_of":${JSON.stringify(scenario.as_of)}`;
  const usage = { opened_at: state.opened_at, daily_usage: state.usage_by_day, balance: state.balance };
  return {
    problems: [],
    picture: {
      scenario,
      call,
      reply: apply.text,
      events,
      engine: apply.engine,
      contract: apply.contract,
      rulebook: apply.rulebook ?? "",
      offers: JSON.parse(scenario.rulebook) as Rulebook,
      applied: apply.answer,
      overview: ask<Overview>("overview", `{${rulebook},"state":${JSON.stringify(state)},${now}}`).answer,
      recommended: ask<Recommended>("recommend", `{${rulebook},${now},${JSON.stringify(usage).slice(1)}`).answer,
      opening: String(ask<Applied>("apply", applyCall(scenario, [])).answer.state.balance),
    },
  };
}

class Refused extends Error {
  constructor(readonly problems: Trouble[]) {
    super("the call has problems");
  }
}

/** The answered half of a reply; the other half is thrown, with the line of the file where an event is meant. */
function accepted<Answer>(text: string, lines: number[]) {
  const reply = JSON.parse(text) as Reply<Answer>;
  if (reply.status === "ok") return { ...reply, text };
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
