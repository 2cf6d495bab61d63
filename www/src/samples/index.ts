import type { Scenario } from "../model/scenario";
import { centre } from "./centre";
import { cpaas } from "./cpaas";
import { credits } from "./credits";
import { ladder } from "./ladder";
import { repeat } from "./repeat";
import { telephone } from "./telephone";

/** What the page can open by itself, so that it is never empty. */
export const samples: readonly Scenario[] = [telephone, repeat, ladder, cpaas, centre, credits];
