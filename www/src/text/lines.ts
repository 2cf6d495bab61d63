import type { DocumentLine, Entry, Rate, Rulebook } from "counterfoil";
import { unitWord } from "./counts";
import { country, money, number, showDay } from "./format";
import { t } from "./lang";
import type { Names } from "./names";
import { phrase, theirs, type Part } from "./phrase";

const counted = (quantity: string, unit: string) => `${number(quantity)} ${unitWord(unit, /^-?1$/.test(quantity))}`;

/** So many of a unit. Seconds from a minute on are told in minutes; everything else stands as the engine has it. */
export function quantityWords(quantity: string | number, unit: string): string {
  const text = String(quantity);
  if (unit !== "second" || !/^\d{2,15}$/.test(text) || BigInt(text) < 60n) return counted(text, unit);
  const [minutes, seconds] = [String(BigInt(text) / 60n), String(BigInt(text) % 60n)];
  return seconds === "0" ? counted(minutes, "minute") : `${counted(minutes, "minute")} ${counted(seconds, "second")}`;
}

/** What stands on a line, in words. */
export function lineWords(line: DocumentLine, currency: string, { plan, said }: Names) {
  const { name, description, quantity, unit, price, base_quantity, period, subaccount } = line;
  const per = base_quantity === undefined ? unitWord(unit) : quantityWords(base_quantity, unit);
  const under: Part[] = [];
  if (description !== undefined) under.push(theirs(said(description)));
  if (subaccount !== undefined) under.push(phrase("for {0}", subaccount));
  if (period !== undefined) under.push(phrase("{0} to {1}", showDay(period.from), showDay(period.until)));
  // The engine names a fee by its unit and its plan, and usage by its product.
  const [, unused = "", taken] = /^(unused )?(?:\S+) of (\S+)$/.exec(name) ?? [];
  return {
    title: taken !== undefined ? `${unused}${plan(taken)}` : /^[\w.]+$/.test(name) ? productWords(name) : said(name),
    under,
    quantity: quantityWords(quantity, unit),
    price: `${money(price, currency)} / ${/^1 /.test(per) ? per.slice(2) : per}`,
  };
}

/** Words that are written large throughout. */
const LARGE = /\b(sms|mms|rcs|api|sip|gb|tb)\b/g;

/** A product as its name says it: `call.outbound` is an outbound call in words. */
export function productWords(product: string): string {
  const text = product.replaceAll(/[._]/g, " ").replaceAll(LARGE, (word) => word.toUpperCase());
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Where a rate is for, if not for everywhere. */
const whereOf = (rate: Rate | undefined) =>
  rate?.country !== undefined ? country(rate.country) : rate?.prefix !== undefined ? `+${rate.prefix}…` : undefined;

/** What a rate prices: its product, where to, and under which conditions. */
export function rateWords(rate: Rate): string {
  const where = whereOf(rate);
  const when = Object.values(rate.when ?? {}).map((value) => String(value).replaceAll("_", " "));
  const product = where === undefined ? productWords(rate.product) : t("{0} to {1}#product", productWords(rate.product), where);
  return when.length === 0 ? product : `${product} (${when.join(", ")})`;
}

/** An entry in words: of a usage how much of what, and where to by the rate that priced it; everything else is described by the engine. */
export function entryWords({ kind, line, description }: Pick<Entry, "kind" | "line" | "description">, { rates = [] }: Rulebook): string {
  if (kind !== "usage" || line === undefined) return description;
  const where = whereOf(rates.find(({ id }) => id === line.rate));
  const [product, quantity] = [productWords(line.product), quantityWords(line.quantity, line.unit)];
  return where === undefined ? t("{0}: {1}", product, quantity) : t("{0}: {1} to {2}", product, quantity, where);
}

/** The language of those words: the engine describes in English. */
export const langOf = ({ kind, line }: Pick<Entry, "kind" | "line">) => (kind === "usage" && line !== undefined ? undefined : "en");
