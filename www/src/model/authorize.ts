import type { AuthorizeDecision, Authorized } from "counterfoil";
import { ask } from "./ask";
import type { Picture, Trouble } from "./engine";
import { usageFields, type Usage } from "./live";

/** May a usage go ahead now, what would it cost, and how much of it could be paid for? Nothing is taken. */
export function authorize({ scenario, applied, overview }: Picture, usage: Usage): { decision?: AuthorizeDecision | undefined; problems: Trouble[] } {
  const rest = { state: applied.state, as_of: overview.as_of, requests: [usageFields(usage)] };
  const reply = ask<Authorized>("authorize", scenario.rulebook, rest);
  return reply.status === "ok" ? { decision: reply.answer.decisions[0], problems: [] } : { problems: reply.problems };
}
