import credits from "../../../core/presets/credits-overage.json?raw";
import cpaas from "../../../core/presets/prepaid-cpaas.json?raw";
import ladder from "../../../core/presets/prepaid-ladder.json?raw";
import invoiced from "../../../core/presets/seat-invoiced.json?raw";
import seats from "../../../core/presets/seat-plan-credit.json?raw";
import type { Text } from "../text/lang";

/** Rulebooks to begin with, as texts. */
export const presets = {
  "Seats, invoiced": invoiced,
  "Prepaid communications": cpaas,
  "Seats with calling packages": seats,
  "Prepaid contact centre": ladder,
  "Credits with overage": credits,
} as const satisfies Partial<Record<Text, string>>;
