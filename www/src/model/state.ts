import { batch, computed, signal } from "@preact/signals";
import { compute, type Kept, type Picture, type Trouble } from "./engine";
import { editOf, outlookAtFirst, simulate, type Future, type Outlook } from "./outlook";
import type { Simulated } from "counterfoil";
import { isTried, nothingTried } from "./tried";
import type { Recharge, Scenario, Spend } from "./scenario";
import { fieldsOf } from "./settings";
import { samples } from "../samples";

/** What is asked. Everything on the page follows from it. */
export const scenario = signal<Scenario>(samples[0]!);

/** What was opened, before any edit. */
export const opened = signal<Scenario>(samples[0]!);

/** What a server has of the account that is open. */
export const kept = signal<Kept | undefined>(undefined);

/** What is assumed of the days to come. */
export const outlook = signal<Outlook>(outlookAtFirst);

/** What is drawn: the answer, or the last good one while the question has problems. */
export interface View {
  picture: Picture | undefined;
  problems: Trouble[];
}

let lastGood: Picture | undefined;

/** One engine call per change, in the same turn; there is nothing to wait for. */
export const view = computed<View>(() => {
  const outcome = compute(scenario.value, kept.value);
  lastGood = outcome.picture ?? lastGood;
  return { picture: lastGood, problems: outcome.problems };
});

/** The days to come, and beside them what they would be without what is changed. */
export interface Futures extends Future {
  before?: { simulated: Simulated; what: Unchanged } | undefined;
}

/** What the line beside is: settings, prices and plans as they are under the same usage; or, where only that is assumed, what was usual. */
export type Unchanged = "same_usage" | "usual_usage";

/** The same account had its settings not been edited, drawn once however often they are. */
const unedited = computed(() => {
  const { value: now } = scenario;
  return now.since === undefined ? opened.value : { ...now, ...fieldsOf(now.since.settings), rulebook: opened.value.rulebook };
});
const uneditedText = computed(() => JSON.stringify(unedited.value));
const uneditedPicture = computed(() => compute(JSON.parse(uneditedText.value) as Scenario, kept.value).picture);

export const future = computed<Futures>(() => {
  const { picture } = view.value;
  if (picture === undefined) return { problems: [] };
  const ahead = outlook.value;
  const edit = editOf(picture.scenario, opened.value, picture.offers);
  const now = simulate(picture, ahead, edit?.now);
  const beside = besideOf.value;
  return now.simulated === undefined || beside === undefined ? now : { ...now, before: beside };
});

/** What is assumed without what is changed, as text: it is another only where something else is left as it is. */
const besideText = computed(() => {
  const { picture } = view.value;
  if (picture === undefined) return undefined;
  const edit = editOf(picture.scenario, opened.value, picture.offers);
  const what = unchangedOf(edit !== undefined || picture.scenario.rulebook !== opened.value.rulebook, outlook.value);
  if (what === undefined) return undefined;
  const usage = what === "same_usage" ? { ...outlook.value, tried: nothingTried } : outlookAtFirst;
  // Of an account that goes on, what is edited has happened in the picture already.
  const goesOn = picture.scenario.since?.always === false;
  return JSON.stringify({ what, usage, goesOn, settings: goesOn ? undefined : edit?.before } satisfies Besides);
});

interface Besides {
  what: Unchanged;
  usage: Outlook;
  goesOn: boolean;
  settings: object | undefined;
}

/** Simulated once, however often what is changed changes: a threshold that is dragged leaves what is as it is. */
const besideOf = computed<Futures["before"]>(() => {
  if (besideText.value === undefined) return undefined;
  const { what, usage, goesOn, settings } = JSON.parse(besideText.value) as Besides;
  const picture = goesOn ? uneditedPicture.value : view.value.picture;
  const { simulated } = picture === undefined ? { simulated: undefined } : simulate(picture, usage, settings);
  return simulated && { simulated, what };
});

/** What the days to come are held beside; nothing where nothing is changed. */
function unchangedOf(edited: boolean, { usage, declines_from, tried }: Outlook): Unchanged | undefined {
  if (edited || isTried(tried)) return "same_usage";
  return usage !== "history" || declines_from !== "" ? "usual_usage" : undefined;
}

/** The selected UTC day of the chart; the last one while none is chosen. */
export const selectedDay = signal<string | undefined>(undefined);

/** Something else is opened: what was drawn before is not its picture. */
export function open(next: Scenario, ahead: Outlook = outlookAtFirst, of?: Kept) {
  batch(() => {
    kept.value = of;
    lastGood = undefined;
    selectedDay.value = undefined;
    opened.value = next;
    outlook.value = ahead;
    scenario.value = next;
  });
}

/** The same, further on: what the reader has chosen stays chosen. */
export function refresh(next: Scenario, of: Kept) {
  batch(() => {
    kept.value = of;
    opened.value = next;
    scenario.value = next;
  });
}

export function changeOutlook(part: Partial<Outlook>) {
  outlook.value = { ...outlook.value, ...part };
}

export function change(part: Partial<Scenario>) {
  scenario.value = { ...scenario.value, ...part };
}

export function changeRecharge(part: Partial<Recharge>) {
  change({ recharge: { ...scenario.value.recharge, ...part } });
}

export function changeSpend(part: Partial<Spend>) {
  change({ spend: { ...scenario.value.spend, ...part } });
}

/** Problems whose path is under one of these. */
export function problemsUnder(...prefixes: string[]): Trouble[] {
  return view.value.problems.filter(({ path }) =>
    prefixes.some((prefix) => path === prefix || path.startsWith(`${prefix}/`)),
  );
}
