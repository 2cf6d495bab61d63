import type { SettingsInput } from "counterfoil";
import type { Scenario } from "../model/scenario";
import { settingsOf } from "../model/settings";
import { centre } from "./centre";
import { cpaas } from "./cpaas";
import { credits } from "./credits";
import { ladder } from "./ladder";
import { movedTo } from "./moved";
import { organisation } from "./organisation";
import { repeat } from "./repeat";
import { seats } from "./seats";
import { telephone } from "./telephone";

const written = [telephone, repeat, ladder, cpaas, centre, credits, organisation, seats];

/** What the page can open by itself, so that it is never empty: every preset, and the stories of two help pages. */
export const samples: readonly Scenario[] = written.map((sample) => goingOn(movedTo(sample, Date.now())));

/** What is edited of it holds from now on. */
function goingOn(sample: Scenario): Scenario {
  const settings = settingsOf(sample) as SettingsInput;
  return { ...sample, since: { opening: settings, settings, always: false } };
}
