import type { Compared, Reply } from "counterfoil";
import { callJson } from "counterfoil";
import { t } from "../text/lang";
import type { Picture, Trouble } from "./engine";
import { openOf } from "./settings";

const tooMany = (): Trouble => ({
  code: "events_not_read",
  path: "",
  message: t("not all events of this account are at hand"),
  help: t("press Recompute beside its balance, and they are read"),
  ours: true,
});

/** What the rulebook on the screen makes of the account's own facts, where another made what there is. */
export function compareRulebooks({ scenario, events, from }: Picture, before: string, whole: readonly string[] | undefined): { compared?: Compared; problems: Trouble[] } {
  if (from === "state" && whole === undefined) return { problems: [tooMany()] };
  const all = from === "state" ? [...whole!, ...events] : events;
  const account = `{"open":${JSON.stringify(openOf(scenario))},"events":[${all.join(",")}]}`;
  const rest = JSON.stringify({ as_of: scenario.as_of, payments: scenario.payments });
  const call = `{"rulebook":${before.trim()},"other":${scenario.rulebook.trim()},"accounts":[${account}],${rest.slice(1)}`;
  const reply = JSON.parse(callJson("compare", call)) as Reply<Compared>;
  return reply.status === "ok" ? { compared: reply.answer, problems: [] } : { problems: reply.problems };
}
