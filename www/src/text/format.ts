/**
 * Formatting for people, from decimal strings: `Intl.NumberFormat` reads a string exactly, so no amount becomes a
 * float on its way to the screen.
 */
import { formFor, formForExact, type Counted } from "./counts";
import { locale } from "./lang";

type Decimal = string | number;

const made = new Map<string, unknown>();

/** A formatter by its name, made once for each way of writing. */
function kept<Formatter>(name: string, make: (locale: string) => Formatter): Formatter {
  const key = `${locale.value} ${name}`;
  if (!made.has(key)) made.set(key, make(locale.value));
  return made.get(key) as Formatter;
}

const decimals = (value: Decimal) => /\.(\d+)$/.exec(String(value))?.[1]?.length ?? 0;

const format = (currency: string, least: number, most: number, sign: boolean) =>
  kept(`${currency} ${least} ${most} ${sign}`, (locale) => {
    const signDisplay = sign ? "exceptZero" : "auto";
    return new Intl.NumberFormat(locale, { style: "currency", currency, minimumFractionDigits: least, maximumFractionDigits: most, signDisplay });
  });

const minorUnits = (currency: string) =>
  kept(`minor ${currency}`, () => new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2);

const write = (formatter: Intl.NumberFormat, value: Decimal) =>
  formatter.format(String(value) as Intl.StringNumericLiteral);

/** An amount with the digits that say something. */
export function money(value: Decimal, currency: string): string {
  const minor = minorUnits(currency);
  return write(format(currency, minor, Math.max(minor, decimals(value)), false), value);
}

/** An amount of a column: every place of its ledger, so that points stand under points. */
export function columnMoney(value: Decimal, currency: string, sign = false): string {
  const places = Math.max(minorUnits(currency), decimals(value));
  return write(format(currency, places, places, sign), value);
}

/** User text inside a sentence, kept from turning the sentence around. */
export const isolate = (text: string) => `\u2068${text}\u2069`;

/** The zone that moments are told in: that of the rulebook's billing. Days of the calendar have none. */
let zone = "UTC";
let asked: string | undefined = zone;

/** From here on moments are told in this zone; a name that the browser does not know leaves them in UTC. */
export function tellIn(name: string | undefined) {
  if (name === asked) return;
  asked = name;
  try {
    zone = new Intl.DateTimeFormat("en", { timeZone: name ?? "UTC" }).resolvedOptions().timeZone;
  } catch {
    zone = "UTC";
  }
}

export const zoneWord = () => zone;

const dates = (name: string, timeZone: string, options: Intl.DateTimeFormatOptions) =>
  kept(`${timeZone} ${name}`, (locale) => new Intl.DateTimeFormat(locale, { timeZone, ...options }));

const clock = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
const short = { day: "numeric", month: "short" } as const;
const long = { day: "numeric", month: "long", year: "numeric" } as const;

const dayStart = (date: string) => new Date(`${date}T00:00:00Z`);

export const showDay = (date: string) => dates("day", "UTC", short).format(dayStart(date));
export const showLongDay = (date: string) => dates("weekday", "UTC", { weekday: "short", ...long }).format(dayStart(date));
export const showFullDay = (date: string) => dates("long", "UTC", long).format(dayStart(date));
export const showTime = (time: string) => dates("moment", zone, { ...short, ...clock }).format(new Date(time));
export const showFullTime = (time: string) =>
  `${dates("full", zone, { ...short, year: "numeric", ...clock }).format(new Date(time))} ${zone}`;
/** The day of the calendar on which a moment is, there, as documents write it. */
export const isoDayAt = (time: string) => new Intl.DateTimeFormat("en-CA", { timeZone: zone, dateStyle: "short" }).format(new Date(time));
/** The same for people. */
export const showDayAt = (time: string) => dates("day", zone, short).format(new Date(time));
export const showFullDayAt = (time: string) => dates("long", zone, long).format(new Date(time));
/** A moment on the reader's own clock. */
export const showOwnTime = (time: string) =>
  kept("own", (locale) => new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "medium" })).format(new Date(time));

/** A whole number. */
export const whole = (value: Decimal) => write(kept("whole", (locale) => new Intl.NumberFormat(locale)), value);

/** So many of something. */
export const count = (number: number, what: Counted) => `${whole(number)} ${formFor(number, what)}`;

/** The same of a number as the engine wrote it. */
export const countExact = (number: Decimal, what: Counted) => `${whole(number)} ${formForExact(String(number), what)}`;

/** A figure that is no amount, every digit of it. */
export const number = (value: Decimal) => write(kept("plain", (locale) => new Intl.NumberFormat(locale, { maximumFractionDigits: 20 })), value);

/** An amount in whole minor units, for a headline; the exact one stands beside it where it says more. */
export function headline(value: Decimal, currency: string): { shown: string; exact?: string } {
  const minor = minorUnits(currency);
  const shown = write(format(currency, minor, minor, false), value);
  const exact = money(value, currency);
  return shown === exact ? { shown } : { shown, exact };
}

export const country = (code: string) => kept("countries", (locale) => new Intl.DisplayNames(locale, { type: "region" })).of(code) ?? code;
