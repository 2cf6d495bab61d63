import { computed, signal } from "@preact/signals";
import { compute, type Picture, type Trouble } from "./engine";
import type { Recharge, Scenario } from "./scenario";
import { samples } from "../samples";

/** What is asked. Everything on the page follows from it. */
export const scenario = signal<Scenario>(samples[0]!);

/** What is drawn: the answer, or the last good one while the question has problems. */
export interface View {
  picture: Picture | undefined;
  problems: Trouble[];
}

let lastGood: Picture | undefined;

/** One engine call per change, in the same turn; there is nothing to wait for. */
export const view = computed<View>(() => {
  const outcome = compute(scenario.value);
  lastGood = outcome.picture ?? lastGood;
  return { picture: lastGood, problems: outcome.problems };
});

/** The selected UTC day of the chart; the last one while none is chosen. */
export const selectedDay = signal<string | undefined>(undefined);

/** Something else is opened: what was drawn before is not its picture. */
export function open(next: Scenario) {
  lastGood = undefined;
  selectedDay.value = undefined;
  scenario.value = next;
}

export function change(part: Partial<Scenario>) {
  scenario.value = { ...scenario.value, ...part };
}

export function changeRecharge(part: Partial<Recharge>) {
  change({ recharge: { ...scenario.value.recharge, ...part } });
}

/** Problems whose path is under one of these. */
export function problemsUnder(...prefixes: string[]): Trouble[] {
  return view.value.problems.filter(({ path }) =>
    prefixes.some((prefix) => path === prefix || path.startsWith(`${prefix}/`)),
  );
}
