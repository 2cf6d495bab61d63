import type { Scenario } from "../model/scenario";

const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;

/**
 * A sample as of the last days: whole weeks later than it was written, so that its weekdays stay what they are. A clock that is
 * behind it leaves it where it is.
 */
export function movedTo(sample: Scenario, now: number): Scenario {
  const weeks = Math.floor((now - Date.parse(sample.as_of)) / WEEK_MS);
  if (weeks <= 0) return sample;
  const by = weeks * WEEK_MS;
  const later = (date: string) => new Date(Date.parse(`${date}T00:00:00Z`) + by).toISOString().slice(0, 10);
  const times = (text: string) => text.replaceAll(/\b(\d{4}-\d{2}-\d{2})T/g, (_, date: string) => `${later(date)}T`);
  // A card is good until a month's end: one that has days left keeps them.
  const months = (text: string) => text.replaceAll(/"expires":"(\d{4}-\d{2})"/g, (_, month: string) => `"expires":"${later(`${month}-28`).slice(0, 7)}"`);
  return { ...sample, opened: times(sample.opened), as_of: times(sample.as_of), events: months(times(sample.events)) };
}
