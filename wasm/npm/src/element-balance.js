// The balance, how long it lasts, and the days to come as the engine foresees them.
import { CounterfoilElement, h } from "./element.js";
import { isSomething, pixels } from "./element-format.js";
import { ok } from "./error.js";
import { overview, simulate } from "./verbs.js";

/** How far the elements look ahead. */
export const DAYS = 30;

export class CounterfoilBalance extends CounterfoilElement {
  named() {
    return this.say("balance");
  }

  draw(account) {
    const seen = ok(overview(account));
    const settings = this.settings;
    const coming = ok(simulate({ ...account, days: DAYS, usage: { type: "history" }, settings }));
    const { money, rounded } = this.show;
    const [shown, exact] = [rounded(seen.balance), money(seen.balance)];
    const runway = this.#runway(seen, coming);
    this.announce(`${this.say("balance")}: ${shown}. ${runway}`);
    return [
      h("div", { class: "head" }, this.heading(this.named()), h("span", { class: `chip ${seen.service}`, part: "service" }, this.say(`service_${seen.service}`))),
      h("p", { class: seen.balance.startsWith("-") ? "figure below" : "figure", part: "figure" }, shown),
      ...(shown === exact ? [] : [h("p", { class: "quiet small exact", part: "exact" }, this.say("exactly", { amount: exact }))]),
      h("p", { class: "quiet", part: "runway" }, runway),
      ...this.#chart(seen, coming),
      this.#facts(seen),
    ];
  }

  /** What matters first: an end, what keeps it from ending, or how long it lasts. */
  #runway(seen, { money_ends_on, totals }) {
    if (money_ends_on !== undefined) return this.say("ends", { day: this.show.longDay(money_ends_on) });
    if (totals.charges > 0) return this.say.many("kept", totals.charges, { amount: this.show.money(totals.charged) });
    return seen.runway_days === undefined ? this.say("runway_none") : this.say.many("runway", seen.runway_days);
  }

  #chart(seen, { days }) {
    const { rounded, day } = this.show;
    const run = [seen.balance, ...days.map(({ balance }) => balance)];
    const last = days.at(-1);
    const label = this.say("chart", { from: rounded(seen.balance), to: rounded(last.balance) });
    return [chart(run, label), h("div", { class: "axis", "aria-hidden": "true" }, h("span", {}, day(this.as_of)), h("span", {}, day(last.date)))];
  }

  #facts(seen) {
    const facts = [
      ["available", seen.available],
      ["used", seen.usage_this_period],
      ["average", seen.average_daily_usage],
      ...[["pending", seen.pending], ["held", seen.held]].filter(([, amount]) => isSomething(amount)),
    ];
    const { money, rounded } = this.show;
    const fact = ([key, amount]) => h("div", {}, h("dt", {}, this.say(key)), h("dd", { title: money(amount) }, rounded(amount)));
    return h("dl", { class: "facts", part: "facts" }, ...facts.map(fact));
  }
}

/** A run of balances as steps: a balance stays until the next day's. */
function chart(run, label) {
  const [width, height] = [100, 40];
  const values = run.map(pixels);
  const [top, bottom] = [Math.max(0, ...values), Math.min(0, ...values)];
  const span = top - bottom || 1;
  const x = (at) => ((at * width) / values.length).toFixed(2);
  const y = (value) => (((top - value) * height) / span).toFixed(2);
  const steps = values.map((value, at) => (at === 0 ? `M0 ${y(value)}` : `H${x(at)}V${y(value)}`)).join("") + `H${width}`;
  return h(
    "svg",
    { viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: "none", role: "img", "aria-label": label, part: "chart" },
    h("path", { class: "area", d: `${steps}V${y(0)}H0Z` }),
    h("line", { class: "zero", x1: 0, x2: width, y1: y(0), y2: y(0) }),
    h("path", { class: "run", d: steps }),
  );
}
