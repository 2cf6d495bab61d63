// The next invoice as it would be drafted, line by line, and why each line is what it is.
import { CounterfoilElement, h } from "./element.js";
import { isSomething } from "./element-format.js";
import { ok } from "./error.js";
import { draft, explain } from "./verbs.js";

export class CounterfoilInvoice extends CounterfoilElement {
  named() {
    return this.say("invoice");
  }

  draw(account) {
    const drafted = ok(draft(account));
    const { document } = drafted;
    const heading = this.heading(this.named());
    if (document === undefined) {
      const nothing = this.say("nothing_to_invoice", { day: this.show.longDay(drafted.until) });
      this.announce(nothing);
      return [heading, h("p", {}, nothing)];
    }
    const { money, days } = this.show;
    const { totals, period } = document;
    this.announce(`${this.named()}: ${money(totals.tax_inclusive)}`);
    return [
      h("div", { class: "head" }, heading, period && h("span", { class: "quiet small" }, days(period.from, period.until))),
      h("p", { class: "figure", part: "figure" }, money(totals.tax_inclusive)),
      h("p", { class: "quiet" }, this.say("so_far")),
      h("ul", { class: "lines", part: "lines", "aria-label": this.say("lines") }, ...document.lines.map((line) => this.#line(line, account, drafted))),
      this.#totals(document),
    ];
  }

  #line(line, account, drafted) {
    const { money, days } = this.show;
    const { name, period } = line;
    const invoiced = drafted.document.period;
    // Of the invoice's own period it says so above.
    const other = period !== undefined && (period.from !== invoiced?.from || period.until !== invoiced.until);
    const under = [this.#each(line), ...(other ? [days(period.from, period.until)] : [])].map((text) => h("div", { class: "quiet small" }, text));
    const what = h("div", {}, h("div", { class: "name" }, this.#named(name, account.rulebook)), ...under);
    const why = h("details", { "data-key": `why ${line.id}`, part: "why" }, h("summary", { "data-key": `summary ${line.id}` }, this.say("why")));
    // Explained when somebody asks.
    why.addEventListener("toggle", () => {
      if (why.open && why.childElementCount === 1) why.append(this.#steps(line, account, drafted));
    });
    return h("li", { part: "line" }, h("div", { class: "line" }, what, h("div", {}, money(line.net))), why);
  }

  /** The engine names a fee by its unit and its plan, and usage by its product. */
  #named(name, { plans = [] }) {
    const [, unused, plan] = /^(unused )?\S+ of (\S+)$/.exec(name) ?? [];
    if (plan === undefined) return /^[\w.]+$/.test(name) ? this.say.named(name) : name;
    const words = this.say.named(plan, plans.find(({ id }) => id === plan)?.title);
    return unused === undefined ? words : this.say("unused", { name: words });
  }

  #each({ quantity, unit, price, base_quantity }) {
    const { money, number } = this.show;
    const units = this.say.unit(unit, quantity);
    // A price of so many units is that of the whole line, which stands beside it.
    if (base_quantity !== undefined) return `${number(quantity)} ${units}`;
    return this.say("each", { quantity: number(quantity), unit: units, price: money(price) });
  }

  /** The period is let end on a copy, as it would if nothing more happened, and its invoice is explained. */
  #steps(line, account, { invoice, until }) {
    const events = [{ type: "time_passed", id: `counterfoil.${invoice}`, time: until }];
    const reply = explain({ ...account, as_of: until, events, subject: { type: "line", invoice, line: line.id } });
    if (reply.status !== "ok") return this.problems(reply.problems);
    const step = ({ rule, says, inputs, result }) =>
      h(
        "li",
        {},
        h("div", {}, this.say.rule(rule, says)),
        h("div", { class: "sum" }, ...inputs.flatMap(({ name, value }) => [`${name.replaceAll("_", " ")} ${value} · `]), h("b", {}, result)),
      );
    return h("ol", { class: "steps", part: "steps" }, ...reply.answer.steps.map(step));
  }

  #totals({ totals, tax }) {
    const { money, percent } = this.show;
    const rows = [
      [this.say("lines"), totals.tax_exclusive],
      ...tax.map((row) => [isSomething(row.percent ?? "") ? this.say("tax_at", { percent: percent(row.percent) }) : this.say("tax"), row.tax]),
      [this.say("total"), totals.tax_inclusive],
      ...(isSomething(totals.prepaid) ? [[this.say("prepaid"), totals.prepaid]] : []),
      [this.say("payable"), totals.payable],
    ];
    const row = ([name, amount], at) => h("div", { class: at === rows.length - 1 ? "last" : undefined }, h("dt", {}, name), h("dd", {}, money(amount)));
    return h("dl", { class: "totals", part: "totals" }, ...rows.map(row));
  }
}
