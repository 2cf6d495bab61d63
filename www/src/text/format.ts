/**
 * Formatting for people, from decimal strings: `Intl.NumberFormat` reads a string exactly, so no amount becomes a
 * float on its way to the screen.
 */
type Decimal = string | number;

const decimals = (value: Decimal) => /\.(\d+)$/.exec(String(value))?.[1]?.length ?? 0;
const formats = new Map<string, Intl.NumberFormat>();

function format(currency: string, least: number, most: number, sign: boolean): Intl.NumberFormat {
  const key = `${currency} ${least} ${most} ${sign}`;
  let found = formats.get(key);
  if (found === undefined) {
    found = new Intl.NumberFormat(undefined, {
      style: "currency",
      currency,
      minimumFractionDigits: least,
      maximumFractionDigits: most,
      signDisplay: sign ? "exceptZero" : "auto",
    });
    formats.set(key, found);
  }
  return found;
}

const minorUnits = (currency: string) =>
  new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;

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

const utc = (options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(undefined, { timeZone: "UTC", ...options });
const shortDay = utc({ day: "numeric", month: "short" });
const longDay = utc({ weekday: "short", day: "numeric", month: "long", year: "numeric" });

/** The zone that moments are told in: that of the rulebook's billing. Days of the calendar have none. */
let zone = "UTC";
const zoned = new Map<string, Intl.DateTimeFormat>();

/** From here on moments are told in this zone; a name that the browser does not know leaves them in UTC. */
export function tellIn(name: string | undefined) {
  try {
    zone = new Intl.DateTimeFormat(undefined, { timeZone: name ?? "UTC" }).resolvedOptions().timeZone;
  } catch {
    zone = "UTC";
  }
}

export const zoneWord = () => zone;

function inZone(name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${zone} ${name}`;
  let found = zoned.get(key);
  if (found === undefined) {
    found = new Intl.DateTimeFormat(undefined, { timeZone: zone, ...options });
    zoned.set(key, found);
  }
  return found;
}

const clock = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;

const dayStart = (date: string) => new Date(`${date}T00:00:00Z`);

export const showDay = (date: string) => shortDay.format(dayStart(date));
export const showLongDay = (date: string) => longDay.format(dayStart(date));
export const showTime = (time: string) => inZone("moment", { day: "numeric", month: "short", ...clock }).format(new Date(time));
export const showFullTime = (time: string) =>
  `${inZone("full", { day: "numeric", month: "short", year: "numeric", ...clock }).format(new Date(time))} ${zone}`;
/** The day of the calendar on which a moment is, there, as documents write it. */
export const isoDayAt = (time: string) => new Intl.DateTimeFormat("en-CA", { timeZone: zone, dateStyle: "short" }).format(new Date(time));
/** The same for people. */
export const showDayAt = (time: string) => inZone("day", { day: "numeric", month: "short" }).format(new Date(time));
export const showFullDayAt = (time: string) => inZone("long", { day: "numeric", month: "long", year: "numeric" }).format(new Date(time));

const plurals = new Intl.PluralRules("en");

export function count(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString()} ${plurals.select(number) === "one" ? one : many}`;
}

/** A whole number as the engine wrote it. */
export function countExact(number: Decimal, one: string, many = `${one}s`): string {
  return `${write(new Intl.NumberFormat(), number)} ${String(number) === "1" ? one : many}`;
}

const plain = new Intl.NumberFormat(undefined, { maximumFractionDigits: 20 });
/** A figure that is no amount, every digit of it. */
export const number = (value: Decimal) => write(plain, value);

const fullDay = utc({ day: "numeric", month: "long", year: "numeric" });
export const showFullDay = (date: string) => fullDay.format(dayStart(date));

/** An amount in whole minor units, for a headline; the exact one stands beside it where it says more. */
export function headline(value: Decimal, currency: string): { shown: string; exact?: string } {
  const minor = minorUnits(currency);
  const shown = write(format(currency, minor, minor, false), value);
  const exact = money(value, currency);
  return shown === exact ? { shown } : { shown, exact };
}

const countries = new Intl.DisplayNames(undefined, { type: "region" });
export const country = (code: string) => countries.of(code) ?? code;
