// What is changed in the days to come is drawn beside what is, and each figure is an answer of the engine.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, test } from "node:test";
import { call } from "../../wasm/pkg/inline.js";
import { violations } from "./axe.mjs";
import { launch, root, serve, visit } from "./open.mjs";

const site = await serve(`${root}www/dist`);
const browser = await launch();
after(async () => {
  await browser.close();
  site.close();
});

const [REPEAT, CPAAS, SEATS] = ["1", "3", "7"];

async function openSample(t, sample) {
  const visited = await visit(browser, site.address);
  t.after(() => visited.page.context().close());
  await visited.on("sample").selectOption(sample);
  return visited;
}

test("what is changed is drawn beside what is, as two lines, two columns and two sums", async (t) => {
  const { on, page, go } = await openSample(t, REPEAT);
  assert.equal(await page.locator("[data-testid=outlook-chart] .beside-line").count(), 0);
  await go("payment");
  await on("recharge-enabled").uncheck();
  const chart = on("outlook-chart");
  const [own, other] = await Promise.all([".balance-line", ".beside-line"].map((line) => chart.locator(`${line}`).getAttribute("d")));
  assert.notEqual(own, other);
  const [solid, broken] = await Promise.all([".balance-line", ".beside-line"].map((line) => chart.locator(line).evaluate((each) => getComputedStyle(each).strokeDasharray)));
  assert.equal(solid, "none");
  assert.notEqual(broken, "none", "told apart without their colours");
  assert.deepEqual(await page.locator("[data-testid=outlook] .legend li").allInnerTexts(), ["With what is changed", "As it is, with the same usage"]);
  // The slider says both, by keyboard.
  await on("outlook-chart-day").focus();
  await page.keyboard.press("End");
  assert.match(await on("outlook-chart-day").getAttribute("aria-valuetext"), /^Sat, June 6, 2026: balance -\$85\.00, .*; As it is, with the same usage: \$\d+\.00$/);
  const sums = await on("outlook-totals").locator("tbody tr").allInnerTexts();
  assert.ok(sums.includes("Failed\t0 charges\t0 charges"), sums.join());
  assert.ok(sums.some((row) => /^Charged\s+differs\s+\$0\.00 in 0 charges\s+\$[\d,.]+ in \d+ charges$/.test(row)), sums.join());
  await page.locator("#outlook-chart-table summary").click();
  await page.locator("#outlook-chart-table tbody tr").first().waitFor();
  const heads = await page.locator("#outlook-chart-table th[colspan]").allInnerTexts();
  assert.deepEqual(heads, ["Changed", "As it is"]);
  const last = page.locator("#outlook-chart-table tbody tr").last();
  assert.equal(await last.locator("td").count(), 4);
  assert.deepEqual(await violations(page), []);
  await on("discard").click();
  assert.equal(await page.locator("[data-testid=outlook] .beside-line").count(), 0);
});

/** What the account of the call that simulates is charged for usage, were it to happen as it is typed: by the fold itself. */
async function foldOf(page, on, go, usage, days = 90) {
  await go("developers");
  const [download] = await Promise.all([page.waitForEvent("download"), on("call-simulate").click()]);
  const { rulebook, state, as_of } = JSON.parse(await readFile(await download.path(), "utf8"));
  const date = (place) => new Date(Date.parse(`${as_of.slice(0, 10)}T12:00:00Z`) + place * 86_400_000).toISOString();
  const events = Array.from({ length: days }, (_, place) => usage.map((each, number) => ({ type: "usage", id: `x.${place}.${number}`, time: date(place + 1), ...each }))).flat();
  const { entries } = call("apply", { rulebook, state, as_of: date(days + 1).replace("T12", "T00"), payments: "succeed", events }).answer;
  const cents = entries.filter(({ kind }) => kind === "usage").reduce((sum, { postings }) => sum - Math.round(Number(postings[0].amount) * 1e5), 0);
  return cents / 1e5;
}

test("quantities, prices, plans and the rulebook are what is changed in the days to come", async (t) => {
  const { on, page, go } = await openSample(t, CPAAS);
  const used = async () => Number((await on("outlook-totals").locator("tr", { hasText: "Used" }).locator("td").first().innerText()).replaceAll(/[$,]/g, ""));
  await go("payment");
  await on("outlook-quantities").check();
  assert.match(await page.locator("[data-testid=outlook] .sentence").first().innerText(), /minutes of Voice outbound to \+1… a day/, "it begins with what is usual");
  for (const input of await page.locator("[data-testid^=outlook-quantity-]").all()) await input.fill("0");
  await on("outlook-quantity-voice_out_us").fill("100");
  await on("outlook-add").selectOption({ label: "SMS outbound, by the message" });
  await on("outlook-quantity-sms_out").fill("7");
  const before = await used();
  const to = { product: "voice.outbound", unit: "minute", quantity: "100", destination: "1" };
  assert.equal(before, await foldOf(page, on, go, [to, { product: "sms.outbound", unit: "message", quantity: "7" }]));
  await go("payment");

  await on("try-out").locator("summary").click();
  await on("try-price").selectOption({ label: "Voice outbound to +1…, step 1: $0.01 a minute" });
  await on("try-price-rates-1-model-segments-0-price").fill("0.02");
  assert.equal(Math.round(((await used()) - before) * 100), 90 * 100, "a hundred minutes a day cost a cent more each");
  assert.match(await on("outlook-before").textContent(), /^As it is, with the same usage/);
  await on("outlook-quantity-voice_out_us").fill("x");
  assert.equal(await on("outlook-quantity-voice_out_us").getAttribute("aria-invalid"), "true");
  await on("outlook-quantity-voice_out_us").fill("100");
  assert.deepEqual(await violations(page), []);

  // A link carries it.
  await page.waitForFunction(() => location.hash.includes("?s="));
  await page.waitForTimeout(400);
  const other = await visit(browser, page.url());
  t.after(() => other.page.context().close());
  await other.on("try-price-rates-1-model-segments-0-price").waitFor();
  assert.equal(await other.on("outlook-quantity-voice_out_us").inputValue(), "100");

  await on("try-nothing").click();
  assert.equal(await used(), before);
});

test("another plan is tried in the invoices to come, and another rulebook as far as the engine would have it", async (t) => {
  const { on, page, go } = await openSample(t, SEATS);
  await go("payment");
  await on("try-out").locator("summary").click();
  // What is used until then would be on it too.
  await on("outlook-daily").check();
  await on("outlook-daily-input").fill("0");
  await on("try-quantity-seats").fill("40");
  const row = on("outlook-totals").locator("tr", { hasText: "Next invoice" });
  const [changed, now] = await row.locator("td.number").allInnerTexts();
  assert.notEqual(changed, now);
  // It is the invoice of the account that has changed.
  await go("plan");
  await on("quantity-seats").fill("40");
  await on("change-seats").click();
  await on("plans-came").filter({ hasText: "Changed." }).waitFor();
  await go("payment");
  await on("try-nothing").click();
  await go("invoices");
  assert.equal(await on("next-total").textContent(), changed);
  await go("payment");
  await on("try-out").locator("summary").click();
  await on("try-rulebook").selectOption({ label: "Prepaid contact centre" });
  await page.locator("[data-testid=outlook] .problems").waitFor();
  assert.deepEqual(await violations(page), []);
});
