import type { Compared, Reply } from "counterfoil";
import { callJson } from "counterfoil";
import type { Picture, Trouble } from "./engine";
import { openOf } from "./settings";

/** What the rulebook on the screen makes of the account's own facts, where another made what there is. */
export function compareRulebooks({ scenario, events }: Picture, before: string): { compared?: Compared; problems: Trouble[] } {
  const account = `{"open":${JSON.stringify(openOf(scenario))},"events":[${events.join(",")}]}`;
  const rest = JSON.stringify({ as_of: scenario.as_of, payments: scenario.payments });
  const call = `{"rulebook":${before.trim()},"other":${scenario.rulebook.trim()},"accounts":[${account}],${rest.slice(1)}`;
  const reply = JSON.parse(callJson("compare", call)) as Reply<Compared>;
  return reply.status === "ok" ? { compared: reply.answer, problems: [] } : { problems: reply.problems };
}
