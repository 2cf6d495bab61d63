import type { Scenario } from "../model/scenario";
import { ladder } from "./ladder";
import { repeat } from "./repeat";
import { telephone } from "./telephone";

/** What the page can open by itself, so that it is never empty. */
export const samples: readonly Scenario[] = [telephone, repeat, ladder];
