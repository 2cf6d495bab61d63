// The elements on a page: every figure is one of the engine's, every change is tried by it, and everybody can use them.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, test } from "node:test";
import { WORDS } from "../../wasm/pkg/elements.js";
import { apply, draft, explain, ok, overview, simulate } from "../../wasm/pkg/inline.js";
import { violations } from "./axe.mjs";
import { account } from "./elements/account.mjs";
import { elementsSite } from "./elements/site.mjs";
import { launch } from "./open.mjs";

const site = await elementsSite();
const browser = await launch();
after(async () => {
  await browser.close();
  site.close();
});

const { rulebook, as_of } = account;
const { state } = ok(apply(account));
const money = (amount, locale = "en-US") =>
  new Intl.NumberFormat(locale, { style: "currency", currency: "USD", maximumFractionDigits: Math.max(2, amount.split(".")[1].length) }).format(amount);
const rounded = (amount, locale = "en-US", roundingMode = "halfExpand") =>
  new Intl.NumberFormat(locale, { style: "currency", currency: "USD", maximumFractionDigits: 2, roundingMode }).format(amount);
const month = (settings) => ok(simulate({ rulebook, state, as_of, days: 30, usage: { type: "history" }, settings })).totals;

const changed = (recharge) => ({ type: "settings_changed", id: "x", time: as_of, settings: { recharge } });

/** The page with all three drawn. */
async function open(options = {}) {
  const context = await browser.newContext({ locale: "en-US", viewport: { width: 900, height: 900 }, ...options });
  const page = await context.newPage();
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => message.type() === "error" && !/favicon/.test(message.location().url) && complaints.push(message.text()));
  await page.goto(site.address);
  const [balance, recharge, invoice] = ["balance", "recharge", "invoice"].map((name) => page.locator(`counterfoil-${name}`));
  await Promise.all([balance.locator(".figure").waitFor(), recharge.locator(".effect p").first().waitFor(), invoice.locator(".figure").waitFor()]);
  return { page, balance, recharge, invoice, complaints, close: () => context.close() };
}

test("every figure is the engine's", async () => {
  const { balance, invoice, complaints, close } = await open();
  const seen = ok(overview({ rulebook, state, as_of }));
  // In minor units for who passes by, and every digit for who asks.
  assert.equal(await balance.locator(".figure").textContent(), rounded(seen.balance));
  assert.equal(await balance.locator("[part=exact]").textContent(), `exactly ${money(seen.balance)}`);
  const facts = [seen.available, seen.usage_this_period, seen.average_daily_usage];
  assert.deepEqual(await balance.locator("dd").allTextContents(), facts.map((amount) => rounded(amount)));
  assert.deepEqual(await balance.locator("dd").evaluateAll((all) => all.map(({ title }) => title)), facts.map((amount) => money(amount)));
  const { document } = ok(draft({ rulebook, state, as_of }));
  assert.equal(await invoice.locator(".figure").textContent(), money(document.totals.tax_inclusive));
  assert.deepEqual(await invoice.locator(".line > :last-child").allTextContents(), document.lines.map(({ net }) => money(net)));
  assert.equal(await invoice.locator("dd").last().textContent(), money(document.totals.payable));
  assert.deepEqual(complaints, []);
  await close();
});

test("why an amount is what it is: the engine's own steps, also by the keyboard, and open while the facts change", async () => {
  const { page, invoice, close } = await open();
  const drafted = ok(draft({ rulebook, state, as_of }));
  const events = [{ type: "time_passed", id: "x", time: drafted.until }];
  const [line] = drafted.document.lines;
  const { steps } = ok(explain({ rulebook, state, as_of: drafted.until, events, subject: { type: "line", invoice: drafted.invoice, line: line.id } }));
  await invoice.locator("summary").first().focus();
  await page.keyboard.press("Enter");
  assert.deepEqual(await invoice.locator(".steps li > :first-child").allTextContents(), steps.map(({ says }) => says));
  assert.deepEqual(await invoice.locator(".steps b").allTextContents(), steps.map(({ result }) => result));
  await invoice.evaluate((element) => element.redraw());
  await invoice.locator(".steps").waitFor();
  assert.equal(await invoice.evaluate((element) => element.shadowRoot.activeElement?.localName), "summary");
  await close();
});

test("what is switched on and typed is tried at once, told as an event, and shown as the engine foresees it", async () => {
  const { page, balance, recharge, complaints, close } = await open();
  const before = await balance.locator("[part=runway]").textContent();
  const toggle = recharge.getByRole("switch");
  await toggle.focus();
  await page.keyboard.press("Space");
  await recharge.getByLabel("Amount").fill("75.50");
  await recharge.getByLabel("Alert 1").fill("61");
  await page.waitForFunction(() => globalThis.changed?.alerts?.[0] === "61");
  const settings = await page.evaluate(() => globalThis.changed);
  assert.deepEqual(settings, { alerts: ["61"], recharge: { ...state.settings.recharge, enabled: true, threshold: "50", amount: "75.50", style: "repeat" } });
  const totals = month(settings);
  assert.ok(totals.charges > 1);
  const effect = await recharge.locator(".effect p").allTextContents();
  assert.match(effect[1], new RegExp(`${totals.charges} charges, \\${money(totals.charged)} in all`));
  assert.ok(effect[1].includes(rounded(totals.lowest_balance, "en-US", "floor")));
  const runway = balance.locator("[part=runway]", { hasText: `${totals.charges} charges` });
  await runway.waitFor();
  assert.notEqual(await runway.textContent(), before);
  assert.deepEqual(complaints, []);
  await close();
});

test("a charge that would be made at once is told before it is", async () => {
  const { recharge, close } = await open();
  await recharge.getByRole("switch").check();
  await recharge.getByLabel("When the balance falls to or below").fill("150");
  const { effects } = ok(apply({ rulebook, state, as_of, events: [changed({ ...state.settings.recharge, enabled: true, threshold: "150" })] }));
  assert.ok(effects.some(({ type }) => type === "charge_request"));
  assert.equal(await recharge.locator(".effect p").first().textContent(), "It makes 2 charges at once, $100.00 in all, and the balance is then $183.33.");
  await close();
});

test("what the rulebook refuses stands beside its field, is told to who hears it, and is no event", async () => {
  const { page, recharge, close } = await open();
  await recharge.getByRole("switch").check();
  await page.evaluate(() => delete globalThis.changed);
  const amount = recharge.getByLabel("Amount");
  await amount.press("End");
  await amount.pressSequentially("x");
  assert.equal(await amount.getAttribute("aria-invalid"), "true");
  assert.equal(await amount.inputValue(), "50x");
  const described = await amount.getAttribute("aria-describedby");
  const reply = apply({ rulebook, state, as_of, events: [changed({ enabled: true, threshold: "50", amount: "50x" })] });
  assert.equal(await recharge.locator(`#${described} strong`).textContent(), reply.problems[0].message);
  await amount.fill("1");
  assert.match(await recharge.locator(`#${described}`).textContent(), /25/);
  assert.equal(await page.evaluate(() => globalThis.changed), undefined);
  await amount.fill("25");
  assert.equal(await amount.getAttribute("aria-invalid"), null);
  assert.equal(await page.evaluate(() => globalThis.changed.recharge.amount), "25");
  await close();
});

test("an account that changes meanwhile is the one that is tried, and what stands in the form stays", async () => {
  const { page, recharge, close } = await open();
  await recharge.getByRole("switch").check();
  const amount = recharge.getByLabel("Amount");
  await amount.fill("75");
  // The page's server has taken the settings, and a call has been made since.
  const later = ok(
    apply({
      rulebook,
      state,
      as_of,
      events: [changed({ ...state.settings.recharge, enabled: true, amount: "75" }), { type: "top_up", id: "t2", time: as_of, amount: "200" }],
    }),
  ).state;
  await page.evaluate((later) => Object.assign(document.querySelector("counterfoil-recharge"), { state: later, settings: undefined }), later);
  await amount.press("End");
  await amount.pressSequentially(".5");
  assert.equal(await amount.inputValue(), "75.5");
  const { totals } = ok(simulate({ rulebook, state: later, as_of, days: 30, usage: { type: "history" }, settings: await page.evaluate(() => globalThis.changed) }));
  assert.ok((await recharge.locator(".effect p").nth(1).textContent()).includes(rounded(totals.lowest_balance, "en-US", "floor")));
  // Another account's settings are its own.
  await page.evaluate((state) => (document.querySelector("counterfoil-recharge").state = state), state);
  await recharge.locator(".fields").waitFor({ state: "hidden" });
  await close();
});

test("after problems the form is there again", async () => {
  const { page, recharge, close } = await open();
  await page.evaluate(() => (document.querySelector("counterfoil-recharge").as_of = "never"));
  await recharge.locator(".problems").first().waitFor();
  await page.evaluate((as_of) => (document.querySelector("counterfoil-recharge").as_of = as_of), as_of);
  await recharge.getByRole("switch").waitFor();
  await close();
});

test("alerts are added and removed up to the rulebook's limit, and the focus goes along", async () => {
  const { page, recharge, close } = await open();
  const add = recharge.getByRole("button", { name: "Add an alert" });
  for (const amount of ["40", "30"]) {
    await add.click();
    await page.keyboard.type(amount);
  }
  assert.equal(await add.count(), 0);
  assert.deepEqual(await page.evaluate(() => globalThis.changed.alerts), ["60", "40", "30"]);
  await recharge.getByRole("button", { name: "Remove the alert at $40.00" }).click();
  assert.deepEqual(await page.evaluate(() => globalThis.changed.alerts), ["60", "30"]);
  assert.equal(await recharge.evaluate((element) => element.shadowRoot.activeElement?.localName), "button");
  await close();
});

test("one polite region tells what has changed, and not what was there", async () => {
  const { page, recharge, close } = await open();
  const regions = await page.evaluate(() => [...document.querySelectorAll("main > :not(h1)")].map(({ shadowRoot }) => [...shadowRoot.querySelectorAll("[role=status], [aria-live]")].map((region) => region.textContent)));
  assert.deepEqual(regions, [[""], [""], [""]]);
  await recharge.getByRole("switch").check();
  await page.waitForFunction(() => /charges/.test(document.querySelector("counterfoil-recharge").shadowRoot.querySelector("[role=status]").textContent));
  await close();
});

test("what a rulebook names is told in words, in one's own where there are any", async () => {
  const { page, invoice, close } = await open();
  const names = () => invoice.locator(".name").allTextContents();
  assert.deepEqual(await names(), ["Local number", "Local number", "SMS outbound", "Voice inbound"]);
  const under = (at) => invoice.locator("[part=line]").nth(at).locator(".small").allTextContents();
  assert.deepEqual((await under(1))[0], "3 numbers at $0.50");
  assert.match((await under(0))[1], /^January 2 – \d+, 2026$/);
  await page.evaluate(() => {
    const words = { names: { number_local: "A number of your own", "sms.outbound": "Messages" }, units: { message: { one: "text", other: "texts" } } };
    document.querySelector("counterfoil-invoice").words = words;
  });
  await invoice.locator(".name", { hasText: "Messages" }).waitFor();
  assert.deepEqual(await names(), ["A number of your own", "A number of your own", "Messages", "Voice inbound"]);
  assert.match((await under(2))[0], /^[\d,]+ texts at /);
  await page.evaluate(() => Object.assign(document.querySelector("counterfoil-invoice"), { words: undefined, locale: "de" }));
  await invoice.locator(".small", { hasText: "Nachrichten" }).first().waitFor();
  assert.match((await under(3))[0], / Minuten/);
  await close();
});

test("units have one German word, in the console and here", () => {
  const console = JSON.parse(readFileSync(new URL("../../www/src/text/de/units.json", import.meta.url), "utf8"));
  const { units } = WORDS.de;
  assert.deepEqual(units, Object.fromEntries(Object.keys(units).map((unit) => [unit, console[unit]])));
});

test("a payment method is told by what its owner knows it by", async () => {
  const { page, recharge, close } = await open();
  const method = { type: "card", method: "card", brand: "Visa", last4: "4242", expires: "2031-12" };
  const later = ok(apply({ rulebook, state, as_of, events: [{ type: "method_added", id: "m", time: as_of, method }] })).state;
  await page.evaluate((state) => (document.querySelector("counterfoil-recharge").state = state), later);
  await recharge.getByRole("switch").check();
  assert.deepEqual(await recharge.getByLabel("Payment method").locator("option").allTextContents(), ["The default one", "Visa ····4242"]);
  await close();
});

test("German figures and words by the page's language; a table of one's own before ours", async () => {
  const { page, balance, recharge, close } = await open({ locale: "de-DE" });
  await page.evaluate(() => {
    document.documentElement.lang = "de";
    document.querySelector("counterfoil-balance").words = { balance: "Kontostand" };
    document.querySelector("counterfoil-recharge").redraw();
  });
  await balance.getByRole("heading", { name: "Kontostand" }).waitFor();
  assert.equal(await balance.locator(".figure").textContent(), rounded(state.balance, "de"));
  await recharge.getByRole("switch", { name: "Automatische Aufladung" }).check();
  await recharge.getByLabel("Betrag").fill("75,5");
  assert.equal(await page.evaluate(() => globalThis.changed.recharge.amount), "75.5");
  await close();
});

const looks = {
  light: {},
  dark: { colorScheme: "dark" },
  "a telephone": { viewport: { width: 375, height: 800 } },
  "forced colours": { forcedColors: "active" },
};
for (const [look, options] of Object.entries(looks)) {
  test(`nothing for axe to find, and nothing beyond the page's edge: ${look}`, async () => {
    const { page, recharge, invoice, close } = await open(options);
    await recharge.getByRole("switch").check();
    await recharge.getByLabel("Amount").fill("1");
    await recharge.getByRole("button", { name: "Add an alert" }).click();
    await invoice.locator("summary").first().click();
    await invoice.locator(".steps").waitFor();
    assert.deepEqual(await violations(page), []);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), page.viewportSize().width);
    await close();
  });
}

test("an account that is not sound is told by its problems", async () => {
  const { page, balance, close } = await open();
  await page.evaluate(() => (document.querySelector("counterfoil-balance").rulebook = { name: "x" }));
  await balance.locator(".problems li").first().waitFor();
  assert.ok((await balance.locator(".problems li").count()) >= 3);
  await close();
});

test("without facts no engine is asked for", async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.route("**/account.json", () => undefined);
  await page.goto(site.address, { waitUntil: "commit" });
  await page.waitForFunction(() => customElements.get("counterfoil-invoice") !== undefined);
  await page.locator("counterfoil-balance .waiting").waitFor();
  assert.equal(asked.some((url) => /wasm$|inline/.test(url)), false);
  await context.close();
});

test("on a server the file may be imported, and defines nothing", async () => {
  const { CounterfoilBalance, WORDS } = await import("../../wasm/pkg/elements.js");
  assert.equal(typeof CounterfoilBalance, "function");
  assert.equal(globalThis.customElements, undefined);
  assert.deepEqual(Object.keys(WORDS.de).sort(), Object.keys(WORDS.en).sort());
});
