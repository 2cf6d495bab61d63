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
const moment = utc({ day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const fullMoment = utc({
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
});

const dayStart = (date: string) => new Date(`${date}T00:00:00Z`);

export const showDay = (date: string) => shortDay.format(dayStart(date));
export const showLongDay = (date: string) => longDay.format(dayStart(date));
export const showTime = (time: string) => moment.format(new Date(time));
export const showFullTime = (time: string) => `${fullMoment.format(new Date(time))} UTC`;

const plurals = new Intl.PluralRules("en");

export function count(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString()} ${plurals.select(number) === "one" ? one : many}`;
}

/** A whole number as the engine wrote it. */
export function countExact(number: Decimal, one: string, many = `${one}s`): string {
  return `${write(new Intl.NumberFormat(), number)} ${String(number) === "1" ? one : many}`;
}
