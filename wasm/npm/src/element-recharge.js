// Auto-recharge and alerts, with what they would do: the settings are tried by the engine on a copy of the account, while they are typed.
import { DAYS } from "./element-balance.js";
import { CounterfoilElement, h } from "./element.js";
import { ok } from "./error.js";
import { apply, overview, plan_recharge, simulate } from "./verbs.js";

const STYLES = ["repeat", "target", "step_over"];
/** Which amount a style goes by, and what that is called. */
const AMOUNTS = { repeat: ["amount", "amount"], target: ["target", "target"], step_over: ["amount", "beyond"] };
/** Most alerts of one's own where the rulebook does not say. */
const ALERTS = 3;
const TRIED = "counterfoil.try";
const PLACE = "/events/0/settings/";

export class CounterfoilRecharge extends CounterfoilElement {
  #account;
  /** What the form was made for, and the settings it began with. */
  #madeFor;
  #begun;
  /** What stands in the form, and the settings as the engine keeps it. */
  #tried;
  #accepted;
  #parts;

  named() {
    return this.say("recharge");
  }

  draw(account) {
    this.#account = account;
    const { rulebook, state } = account;
    const kept = { ...state.settings, ...this.settings };
    const [begun, madeFor] = [kept, [rulebook.recharge, rulebook.alerts, state.methods, this.show.locale, this.words]].map((facts) => JSON.stringify(facts));
    // What was told as changed may come back as the account's own, while somebody goes on typing.
    const other = begun !== this.#begun && begun !== this.#accepted;
    if (other) this.#begin(kept);
    const again = other || madeFor !== this.#madeFor || !this.intact;
    [this.#begun, this.#madeFor] = [begun, madeFor];
    const form = again ? this.#form() : undefined;
    this.#try();
    return form;
  }

  #begin({ recharge = {}, alerts = [] }) {
    const { enabled = false, threshold = "", style = "repeat", amount = "", target = "", ...rest } = recharge;
    this.#tried = { enabled, threshold, style, amount, target, rest, alerts: [...alerts] };
  }

  #form() {
    const { recharge } = this.#account.rulebook;
    this.#parts = { fields: h("div", { class: "fields" }), alerts: h("div", {}), effect: h("div", {}) };
    const effect = h("div", { class: "effect", part: "effect" }, h("h3", {}, this.say("effect")), this.#parts.effect);
    const head = h("div", { class: "head" }, this.heading(this.named()), recharge && this.#switch());
    this.#fill();
    return [head, recharge === undefined ? h("p", { class: "quiet" }, this.say("not_offered")) : this.#parts.fields, ...this.#alerts(), effect];
  }

  #switch() {
    const change = ({ target }) => this.#change({ enabled: target.checked }, true);
    return h("label", { class: "switch", part: "switch" }, h("input", { type: "checkbox", role: "switch", "aria-label": this.named(), checked: this.#tried.enabled, "data-key": "enabled", onchange: change }));
  }

  /** The fields of the style that is chosen. */
  #fill() {
    const { recharge } = this.#account.rulebook;
    const { fields } = this.#parts;
    fields.hidden = !this.#tried.enabled;
    if (recharge === undefined) return;
    const [key, name] = AMOUNTS[this.#tried.style];
    const choose = ({ target }) => this.#change({ style: target.value }, true);
    const style = h("select", { "data-key": "style", onchange: choose }, ...STYLES.map((style) => h("option", { value: style, selected: style === this.#tried.style }, this.say(`style_${style}`))));
    const at = this.shadowRoot.activeElement?.dataset.key;
    fields.replaceChildren(
      this.#field("threshold", this.say(recharge.trigger === "at_or_below" ? "threshold_at" : "threshold"), this.#amount("threshold", this.#tried.threshold)),
      this.#field("style", this.say("style"), style),
      this.#field(key, this.say(name), this.#amount(key, this.#tried[key])),
      ...this.#method(),
    );
    fields.querySelector(`[data-key="${at}"]`)?.focus();
  }

  #method() {
    const { methods = [] } = this.#account.state;
    if (methods.length === 0) return [];
    const choose = ({ target }) => this.#change({ rest: { ...this.#tried.rest, method: target.value || undefined } });
    const option = (value, text) => h("option", { value, selected: value === (this.#tried.rest.method ?? "") }, text);
    const select = h("select", { "data-key": "method", onchange: choose }, option("", this.say("method_default")), ...methods.map((method) => option(method.method, this.#methodWords(method))));
    return [this.#field("method", this.say("method"), select)];
  }

  #methodWords(method) {
    return method.type === "other" ? method.label : this.say(`method_${method.type}`, method);
  }

  /** A control under its label, with room for what is wrong with it. */
  #field(key, name, control) {
    const [id, wrong] = [`field ${key}`.replaceAll(" ", "-"), `wrong ${key}`.replaceAll(" ", "-")];
    const input = control.querySelector?.("input") ?? control;
    input.id = id;
    input.setAttribute("aria-describedby", wrong);
    return h("div", { class: "field", part: "field" }, h("label", { for: id }, name), control, h("div", { id: wrong, "data-wrong": key }));
  }

  #amount(key, value) {
    const type = ({ target }) => this.#change({ [key]: this.show.read(target.value) });
    return this.#input(key, value, type);
  }

  #input(key, value, oninput, attributes = {}) {
    const text = value === "" ? "" : this.show.typed(value);
    const input = h("input", { type: "text", inputmode: "decimal", autocomplete: "off", value: text, "data-key": key, oninput, ...attributes });
    return h("div", { class: "money" }, input, h("span", { "aria-hidden": "true" }, this.show.currency));
  }

  #alerts() {
    if (this.#account.rulebook.alerts === undefined) return [];
    this.#fillAlerts();
    return [h("fieldset", { class: "alerts", part: "alerts" }, h("legend", {}, this.say("alerts")), this.#parts.alerts)];
  }

  #fillAlerts() {
    const { alerts } = this.#tried;
    const { system, own_limit = ALERTS } = this.#account.rulebook.alerts;
    const changed = (list, again) => this.#change({ alerts: list }, again);
    const row = (amount, at) => {
      const type = ({ target }) => changed(this.#tried.alerts.with(at, this.show.read(target.value)));
      const name = this.say("alert", { number: at + 1 });
      const remove = () => {
        changed(this.#tried.alerts.toSpliced(at, 1), true);
        this.#parts.alerts.querySelector("button")?.focus();
      };
      const shown = amount === "" ? String(at + 1) : this.#shown(amount);
      const wrong = `wrong-alert-${at}`;
      const input = this.#input(`alert ${at}`, amount, type, { "aria-label": name, "aria-describedby": wrong });
      const button = h("button", { type: "button", class: "icon", part: "button", "aria-label": this.say("alert_remove", { amount: shown }), onclick: remove }, "✕");
      return h("div", { class: "row" }, h("div", { class: "field" }, input, h("div", { id: wrong, "data-wrong": `alert ${at}` })), button);
    };
    const add = () => {
      changed([...this.#tried.alerts, ""], true);
      this.#parts.alerts.querySelector(`[data-key="alert ${this.#tried.alerts.length - 1}"]`).focus();
    };
    this.#parts.alerts.replaceChildren(
      ...alerts.map(row),
      ...(alerts.length < own_limit ? [h("button", { type: "button", part: "button", onclick: add }, this.say("alert_add"))] : []),
      ...(system.length === 0 ? [] : [h("p", { class: "quiet small" }, this.say("alerts_always", { list: this.#list(system) }))]),
    );
  }

  /** What is typed need not be a number yet. */
  #shown(amount) {
    return /^\d+(\.\d+)?$/.test(amount) ? this.show.money(amount) : amount;
  }

  #list(amounts) {
    return new Intl.ListFormat(this.show.locale, { type: "conjunction" }).format(amounts.map((amount) => this.show.money(amount)));
  }

  #change(part, again = false) {
    Object.assign(this.#tried, part);
    if (again) {
      this.#fill();
      if (this.#account.rulebook.alerts !== undefined) this.#fillAlerts();
    }
    const settings = this.#try();
    if (settings !== undefined) this.dispatchEvent(new CustomEvent("counterfoil-change", { detail: { settings }, bubbles: true, composed: true }));
  }

  /** The settings as they stand in the form. An alert that nothing is written in yet is none. */
  #settings() {
    const { rulebook } = this.#account;
    const { enabled, threshold, style, rest, alerts } = this.#tried;
    const [key] = AMOUNTS[style];
    const settings = {};
    if (rulebook.recharge !== undefined && (enabled || threshold !== "")) settings.recharge = { ...rest, enabled, threshold, style, [key]: this.#tried[key] };
    const written = alerts.filter((amount) => amount !== "");
    if (rulebook.alerts !== undefined && (written.length > 0 || this.#hadAlerts())) settings.alerts = written;
    return settings;
  }

  /** Without any of one's own the recommended ones hold; an empty list is the wish for none. */
  #hadAlerts() {
    return JSON.parse(this.#begun).alerts !== undefined || this.#tried.alerts.length > 0;
  }

  /** Gives back the settings where they are sound. */
  #try() {
    const settings = this.#settings();
    const events = [{ type: "settings_changed", id: TRIED, time: this.#account.as_of, settings }];
    const reply = apply({ ...this.#account, events });
    this.#wrong(reply.status === "ok" ? [] : reply.problems);
    if (reply.status !== "ok") return undefined;
    this.#accepted = JSON.stringify(reply.answer.state.settings);
    const lines = [this.#now(settings, reply.answer.effects), ...this.#month(settings)];
    this.#parts.effect.replaceChildren(...lines.map((line, at) => h("p", { class: at === 0 ? undefined : "small quiet" }, line)));
    this.announce(lines.join(" "));
    return settings;
  }

  /** Each problem beside the field that it is about, the others in place of the effect. */
  #wrong(problems) {
    const alerts = this.#tried.alerts.flatMap((amount, at) => (amount === "" ? [] : [at]));
    const keyOf = (path) => {
      const [part, field] = path.replace(PLACE, "").split("/");
      return part === "alerts" && field !== undefined ? `alert ${alerts[field]}` : field;
    };
    const places = [...this.shadowRoot.querySelectorAll("[data-wrong]"), ...this.#parts.fields.querySelectorAll("[data-wrong]"), ...this.#parts.alerts.querySelectorAll("[data-wrong]")];
    const left = new Set(problems);
    for (const place of new Set(places)) {
      const own = problems.filter((problem) => problem.path.startsWith(PLACE) && keyOf(problem.path) === place.dataset.wrong);
      for (const problem of own) left.delete(problem);
      place.replaceChildren(...(own.length === 0 ? [] : [this.problems(own)]));
      const control = place.parentElement.querySelector("input, select");
      if (own.length > 0) control.setAttribute("aria-invalid", "true");
      else control.removeAttribute("aria-invalid");
    }
    if (problems.length > 0) this.#parts.effect.replaceChildren(...(left.size === 0 ? [] : [this.problems([...left])]));
    this.#parts.effect.parentElement?.toggleAttribute("hidden", problems.length > 0 && left.size === 0);
  }

  /** What the change itself brings about. The first charge of several is asked for then, the others as it is paid: the plan has them all. */
  #now({ recharge }, effects) {
    if (effects.some(({ type, reason }) => type === "recharge_blocked" && reason === "no_method")) return this.say("no_method");
    if (!effects.some(({ type }) => type === "charge_request")) return this.say("now_none");
    const { rulebook } = this.#account;
    const { account, balance, pending } = ok(overview(this.#account));
    const plan = ok(plan_recharge({ rulebook, account, event: TRIED, balance, pending, recharge }));
    const { money, rounded } = this.show;
    return this.say.many("now", plan.charges.length, { amount: money(plan.total), balance: rounded(plan.balance_after) });
  }

  #month(settings) {
    const { totals } = ok(simulate({ ...this.#account, days: DAYS, usage: { type: "history" }, settings }));
    const { money, least } = this.show;
    const lowest = least(totals.lowest_balance);
    const month = totals.charges === 0 ? this.say("month_none", { lowest }) : this.say.many("month", totals.charges, { amount: money(totals.charged), lowest });
    return totals.alerts === 0 ? [month] : [month, this.say.many("told", totals.alerts)];
  }
}
