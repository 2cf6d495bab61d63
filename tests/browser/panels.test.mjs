// The panels: each figure on them is an answer of the engine to the call that the panel makes.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, test } from "node:test";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { call } from "../../wasm/pkg/inline.js";
import { launch, root, serve, visit } from "./open.mjs";

const site = await serve(`${root}www/dist`);
const browser = await launch();
after(async () => {
  await browser.close();
  site.close();
});

const [REPEAT, CPAAS, CENTRE, CREDITS] = ["1", "3", "4", "5"];

async function openSample(t, sample) {
  const visited = await visit(browser, site.address);
  t.after(() => visited.page.context().close());
  await visited.on("sample").selectOption(sample);
  return visited;
}

/** The scenario that the page's link carries. */
async function carried(page) {
  await page.waitForFunction(() => location.hash.includes("?s="));
  await page.waitForTimeout(400);
  const packed = Buffer.from(new URL(page.url()).hash.split("?s=")[1], "base64url");
  return JSON.parse(inflateRawSync(packed).toString());
}

/** What the engine makes of a carried scenario without settings of its own. */
function applied({ account, opened, as_of, payments, customer, rulebook, events }, settings) {
  const lines = events.split("\n").map((line) => JSON.parse(line));
  const open = { account, time: opened, customer, settings };
  return call("apply", { rulebook: JSON.parse(rulebook), open, as_of, payments, events: lines }).answer;
}

test("the next ninety days say when the money ends", async (t) => {
  const { on, go } = await openSample(t, REPEAT);
  await go("payment");
  await on("recharge-enabled").uncheck();
  await on("always").check();
  await on("outlook-daily").check();
  assert.equal(await on("outlook-daily-input").inputValue(), "15.00", "it begins with the average");
  await on("outlook-daily-input").fill("2");
  assert.match(await on("outlook-word").textContent(), /^The money ends on Fri, March 13, 2026\. Service is suspended/);
  assert.match(await on("outlook-before").textContent(), /As it is, with the same usage: The money lasts/);
  await on("outlook-weekdays").check();
  await on("outlook-mon-input").fill("10");
  assert.match(await on("outlook-word").textContent(), /^The money ends on Mon, March 9, 2026/);
});

test("declined charges are a scenario", async (t) => {
  const { on, page, go } = await openSample(t, CENTRE);
  assert.match(await on("outlook-word").textContent(), /^The money lasts/);
  await on("outlook-declines").fill("2026-06-15");
  assert.match(await on("outlook-word").textContent(), /^The money ends on .* June /);
  assert.ok((await page.locator("[data-testid=outlook-chart] .mark-failed").count()) > 0);
  assert.doesNotMatch(await on("outlook-totals").textContent(), /Failed0/);
});

test("what is wrong with an assumption is said at its field", async (t) => {
  const { on, go } = await openSample(t, REPEAT);
  await on("outlook-daily").check();
  await on("outlook-daily-input").fill("x");
  assert.equal(await on("outlook-daily-input").getAttribute("aria-invalid"), "true");
  assert.equal(await on("drawing").getAttribute("data-stale"), "false");
});

test("a change redraws ninety days within a frame or two", async (t) => {
  const { on, page, go } = await openSample(t, CPAAS);
  await on("outlook-daily").check();
  const took = await on("outlook-daily-input").evaluate((input) => {
    const start = performance.now();
    for (let amount = 10; amount < 30; amount++) {
      input.value = String(amount);
      input.dispatchEvent(new InputEvent("input", { bubbles: true }));
    }
    return new Promise((done) => requestAnimationFrame(() => done(performance.now() - start)));
  });
  t.diagnostic(`20 changes and a frame: ${took.toFixed(0)} ms`);
  assert.equal(await page.locator("[data-testid=outlook] .problems").count(), 0);
});

test("the styles of a recharge ask for their own fields", async (t) => {
  const { on, go } = await openSample(t, REPEAT);
  await go("payment");
  await on("combine").check();
  await on("always").check();
  assert.equal(await on("what-if").textContent(), "it makes one charge of $100.00 and stands at $110.00.");
  await go("history");
  assert.equal(await on("charges").textContent(), "1 charge");
  await go("payment");
  await on("style-target").check();
  await on("target-input").fill("150");
  assert.equal(await on("balance").textContent(), "$150.00");
  await on("style-step_over").check();
  assert.equal(await on("balance").textContent(), "$120.00");
  assert.equal(await on("drawing").getAttribute("data-stale"), "false");
});

test("a daily budget and a notification are settings and effects", async (t) => {
  const { on, page, go } = await openSample(t, REPEAT);
  await go("alerts");
  await on("spend-enabled").check();
  await on("always").check();
  await on("budget-input").fill("80");
  await on("notification-input").fill("50");
  await go("history");
  assert.equal(await page.locator("[data-effect=daily_budget_reached]").count(), 1);
  assert.equal(await page.locator("[data-effect=daily_notification]").count(), 1);
  await go("overview");
  assert.match(await page.locator("[data-figure='Used today']").textContent(), /of \$80\.00 a day/);
  await go("alerts");
  assert.equal(await on("credit-line").count(), 0, "this rulebook has no credit line");
});

test("the overview shows the engine's figures, what is due, and credit in burn order", async (t) => {
  const { on, page, go } = await openSample(t, CREDITS);
  const { scenario } = await carried(page);
  const settings = {
    alerts: ["25"],
    addresses: ["owner@example.com"],
    spend: { enabled: true, daily_budget: "15", daily_notification: "9" },
    overage_protection: "100",
  };
  const { state } = applied(scenario, settings);
  const read = call("overview", { rulebook: JSON.parse(scenario.rulebook), state, as_of: scenario.as_of }).answer;
  const dollars = new Intl.NumberFormat("en-US", { style: "currency", currency: "USD", maximumFractionDigits: 6 });
  const figure = async (name) => page.locator(`[data-figure='${name}'] dd`).textContent();
  for (const [name, amount] of [
    ["Total credits", read.total_credits],
    ["Usage this period", read.usage_this_period],
    ["Remaining credits", read.remaining_credits],
    ["Overage protection", read.overage_protection],
    ["Owed on invoices", read.owed],
    ["Held for usage", read.held],
  ]) {
    assert.ok((await figure(name)).startsWith(dollars.format(amount)), name);
  }
  assert.match(await on("due").textContent(), /due on invoice/);
  await go("history");
  assert.ok(!(await on("grants").textContent()).includes("TRIAL5"), "what is empty is left out");
  await go("alerts");
  assert.equal(await on("credit-line").count(), 1);
});

test("subaccounts and a card about to expire are shown", async (t) => {
  const { on, go } = await openSample(t, CPAAS);
  assert.deepEqual(await on("subaccounts").locator("tbody th").allInnerTexts(), ["support", "campaigns"]);
  assert.match(await on("expiring").textContent(), /Visa ····4242.*default payment method/);
  await go("payment");
  assert.match(await on("default-method").textContent(), /4242/);
});

test("the CSV is the engine's own", async (t) => {
  const { on, page, go } = await openSample(t, REPEAT);
  const { scenario } = await carried(page);
  const recharge = { enabled: true, threshold: "100", amount: "20", method: "card_4242" };
  const { entries } = applied(scenario, { alerts: [], addresses: ["owner@example.com"], recharge });
  const { csv } = call("history", { rulebook: JSON.parse(scenario.rulebook), entries }).answer;
  await go("history");
  const [download] = await Promise.all([page.waitForEvent("download"), on("history-csv").click()]);
  assert.equal(download.suggestedFilename(), "balance-history-repeat.csv");
  assert.equal(await readFile(await download.path(), "utf8"), csv);
});

test("a link carries the new settings and what is assumed of the days to come", async (t) => {
  const { on, page, go } = await openSample(t, CREDITS);
  await go("alerts");
  await on("budget-input").fill("12");
  await on("overage-input").fill("70");
  await on("outlook-daily").check();
  await on("outlook-daily-input").fill("3");
  const { version } = await carried(page);
  assert.equal(version, 2);
  const other = await visit(browser, page.url());
  t.after(() => other.page.context().close());
  await other.page.waitForFunction(() => document.querySelector("[data-testid=budget-input]").value === "12");
  assert.equal(await other.on("overage-input").inputValue(), "70");
  assert.equal(await other.on("outlook-daily-input").inputValue(), "3");
});

test("an old link opens", async (t) => {
  const recharge = {
    enabled: true,
    threshold: "100",
    amount: "20",
    method: "card_4242",
    per_trigger: "",
    per_day: "",
    per_month: "",
  };
  const rulebook = {
    name: "old",
    currency: "USD",
    rounding: { scale: 2, mode: "half_up" },
    rates: [{ id: "m", product: "sms", unit: "message", price: "1" }],
    recharge: { trigger: "below", ladder_percent: [75] },
  };
  const scenario = {
    title: "old",
    account: "old",
    opened: "2026-03-02T00:00:00Z",
    as_of: "2026-03-08T12:00:00Z",
    payments: "succeed",
    recharge,
    alerts: null,
    addresses: "",
    rulebook: JSON.stringify(rulebook),
    events: '{"type":"top_up","id":"t1","time":"2026-03-03T09:00:00Z","amount":"42"}',
  };
  const text = JSON.stringify({ version: 1, engine: "sha256:old", scenario });
  const { page, on, go } = await visit(browser, `${site.address}#s=${deflateRawSync(text).toString("base64url")}`);
  t.after(() => page.context().close());
  await on("balance").filter({ hasText: "$42.00" }).waitFor();
  assert.equal(await on("drawing").getAttribute("data-stale"), "false");
  await go("developers");
  assert.equal(await on("account-input").inputValue(), "old");
  await go("payment");
  assert.equal(await on("style-repeat").isChecked(), true);
});

test("samples are of the last days, whenever they are opened", async (t) => {
  for (let month = 1; month <= 12; month++) {
    const now = Date.parse(`2028-${String(month).padStart(2, "0")}-17T12:00:00Z`);
    const { on, page, go } = await visit(browser, site.address, { clock: now });
    t.after(() => page.context().close());
    await go("developers");
    for (const sample of await on("sample").locator("option").evaluateAll((all) => all.map(({ value }) => value))) {
      await on("sample").selectOption(sample);
      assert.equal(await on("problems").count(), 0, `sample ${sample} in month ${month}`);
      const age = now - Date.parse(`${await on("as-of-input").inputValue()}Z`);
      // It is shown in the zone of its rulebook, at most two hours before UTC.
      assert.ok(age >= -2 * 3_600_000 && age < 7 * 86_400_000, `sample ${sample} in month ${month}: ${age} ms old`);
    }
  }
});
