// Figures for people, from decimal texts: `Intl.NumberFormat` reads a text exactly, so that no amount becomes a float on its way.

const minorUnits = (currency) => new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits;
const places = (value) => /\.(\d+)$/.exec(`${value}`)?.[1].length ?? 0;

/** Whether it is anything at all. */
export const isSomething = (amount) => /[1-9]/.test(amount);
/** Where a text lies on a drawing. What comes out of it is no figure, and is never shown as one. */
export const pixels = (amount) => Number(amount);

export function formats(locale, currency) {
  const minor = minorUnits(currency);
  const day = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", timeZone: "UTC" });
  const longDay = new Intl.DateTimeFormat(locale, { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
  const plain = new Intl.NumberFormat(locale, { maximumFractionDigits: 12 });
  const ungrouped = new Intl.NumberFormat(locale, { maximumFractionDigits: 12, useGrouping: false });
  const mark = plain.formatToParts(1.5).find(({ type }) => type === "decimal").value;
  const round = (amount, roundingMode) =>
    new Intl.NumberFormat(locale, { style: "currency", currency, minimumFractionDigits: minor, maximumFractionDigits: minor, roundingMode }).format(`${amount}`);
  const at = (date) => new Date(date.length === 10 ? `${date}T00:00:00Z` : date);
  return {
    locale,
    currency,
    /** The digits that say something. */
    money(amount) {
      const most = Math.max(minor, places(amount));
      return new Intl.NumberFormat(locale, { style: "currency", currency, minimumFractionDigits: minor, maximumFractionDigits: most }).format(`${amount}`);
    },
    /** In whole minor units, for whoever reads it in passing. */
    rounded: (amount) => round(amount, "halfExpand"),
    /** The same of what there is at least. */
    least: (amount) => round(amount, "floor"),
    /** As it is typed: with the mark of the language, and nothing between thousands. */
    typed: (amount) => ungrouped.format(`${amount}`),
    /** What was typed, as the engine reads it. What is no number stays as it is, for the engine to say so. */
    read: (text) => (mark === "." || text.includes(".") ? text : text.replace(mark, ".")).trim(),
    number: (amount) => plain.format(`${amount}`),
    percent: (amount) => `${plain.format(`${amount}`)}\u202f%`,
    day: (date) => day.format(at(date)),
    longDay: (date) => longDay.format(at(date)),
    /** Days from the one to the one before the other. */
    days: (from, until) => longDay.formatRange(at(from), new Date(at(until).getTime() - 1)),
  };
}
