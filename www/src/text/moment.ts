/** Moments as a calendar and a clock in a zone show them, and back. */

const made = new Map<string, Intl.DateTimeFormat>();

function clockIn(zone: string): Intl.DateTimeFormat {
  const known = made.get(zone);
  if (known !== undefined) return known;
  // Swedish writes dates as forms do.
  const parts = { year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" } as const;
  const clock = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, ...parts });
  made.set(zone, clock);
  return clock;
}

/** What a form's `datetime-local` has for a moment, which leaves seconds of zero out; nothing for a text that is none. */
export function wallOf(time: string, zone: string): string {
  const at = new Date(time);
  return Number.isNaN(at.getTime()) ? "" : clockIn(zone).format(at).replace(" ", "T").replace(/:00$/, "");
}

/**
 * The moment at which the clocks of a zone show this, as the contract writes it. An hour that is shown twice is its first; one that is
 * skipped is as long after the clocks went forward as it would have been.
 */
export function momentOf(wall: string, zone: string): string {
  const shown = Date.parse(`${wall}Z`);
  const offset = (at: number) => Date.parse(`${wallOf(new Date(at).toISOString(), zone)}Z`) - at;
  const day = 86_400_000;
  const found = [offset(shown - day), offset(shown + day)].map((each) => shown - each).sort((one, other) => one - other);
  const at = found.find((each) => each + offset(each) === shown) ?? found.at(-1)!;
  return new Date(at).toISOString().replace(".000Z", "Z");
}
