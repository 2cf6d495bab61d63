// The console by itself: from a plain file server, under the host's policy.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { after, test } from "node:test";
import { launch, root, serve, visit } from "./open.mjs";

const site = await serve(`${root}www/dist`);
const browser = await launch();
after(async () => {
  await browser.close();
  site.close();
});

const REPEAT = "1";
const open = (options) => visit(browser, site.address, options);
const drawing = (on) => on("drawing").getAttribute("data-stale");

async function openRepeat(options) {
  const visited = await open(options);
  await visited.on("sample").selectOption(REPEAT);
  return visited;
}

test("it opens alive and complains of nothing but the server that is not there", async () => {
  const { page, complaints, on, go } = await open();
  assert.match(await on("balance").textContent(), /^\$\d+\.\d+$/);
  await go("history");
  assert.ok((await page.locator("[data-testid=history] tbody tr").count()) > 10);
  assert.deepEqual(
    complaints.filter((text) => !text.endsWith("/v1/version")),
    [],
  );
  await page.context().close();
});

test("it asks nothing of any other place", async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.goto(site.address);
  await page.getByTestId("balance").waitFor();
  assert.deepEqual(
    asked.filter((url) => !url.startsWith(site.address)),
    [],
  );
  await context.close();
});

test("the digest on the page is the digest of the shipped file", async () => {
  const { page, on, go } = await open();
  const file = readFileSync(`${root}wasm/pkg/counterfoil.wasm`);
  assert.equal(await on("engine-digest").textContent(), `sha256:${createHash("sha256").update(file).digest("hex")}`);
  await page.context().close();
});

test("threshold 100, amount 20, a drop to 10: five charges and 110.00", async () => {
  const { page, on, go } = await openRepeat();
  assert.equal(await on("balance").textContent(), "$110.00");
  await go("history");
  assert.equal(await on("charges").textContent(), "5 charges");
  assert.equal(await page.locator("[data-effect=charge_request]").count(), 5);
  assert.equal(await page.locator("[data-entry=recharge]").count(), 5);
  await go("payment");
  assert.equal(
    await on("what-if").textContent(),
    "it makes 5 charges of $20.00, $100.00 in all, and stands at $110.00.",
  );
  await page.context().close();
});

test("a changed setting holds from now on; had it always been so is on the screen in the same turn", async () => {
  const { page, on, go } = await openRepeat();
  await go("payment");
  await on("threshold-input").fill("60");
  assert.equal(await on("balance").textContent(), "$110.00", "what was is not rewritten");
  assert.match(await on("save-bar").textContent(), /auto-recharge: shown is what it does from now on/);
  await on("always").check();
  assert.equal(await on("balance").textContent(), "$70.00");
  const seen = await on("threshold-input").evaluate((input) => {
    input.value = "50";
    input.dispatchEvent(new InputEvent("input", { bubbles: true }));
    return new Promise((done) =>
      requestAnimationFrame(() =>
        requestAnimationFrame(() => done(document.querySelector("[data-testid=balance]").textContent)),
      ),
    );
  });
  assert.equal(seen, "$50.00");
  await go("history");
  assert.equal(await on("charges").textContent(), "2 charges");
  await go("payment");
  await on("recharge-enabled").uncheck();
  assert.equal(await on("balance").textContent(), "$10.00");
  await on("discard").click();
  assert.equal(await on("balance").textContent(), "$110.00");
  assert.equal(await on("threshold-input").inputValue(), "100");
  await on("recharge-enabled").uncheck();
  await on("always").check();
  await go("history");
  assert.equal(await on("charges").textContent(), "0 charges");
  await page.context().close();
});

test("who answers charges is a setting too", async () => {
  const { page, on, go } = await openRepeat();
  await go("developers");
  await on("payments-decline").check();
  assert.equal(await on("balance").textContent(), "$10.00");
  await go("history");
  assert.equal(await page.locator("[data-effect=recharge_failed]").count(), 1);
  await page.context().close();
});

test("the recommendation becomes the owner's own alerts", async () => {
  const { page, on, go } = await openRepeat();
  await go("alerts");
  assert.match(await on("recommendation").textContent(), /Recommended: \$15\.00, \$100\.00, \$10\.00/);
  await on("apply-recommendation").click();
  assert.equal(await on("alerts-input").inputValue(), "15.00, 100.00, 10.00");
  assert.equal(await drawing(on), "false");
  await page.context().close();
});

test("every amount says why, by rules, inputs and results", async () => {
  const { page, on, go } = await openRepeat();
  await go("history");
  await page.locator("[data-entry=usage] .explain").click();
  await on("explanation-steps").waitFor();
  const rules = await on("explanation-steps").locator(".rule").allTextContents();
  for (const rule of ["rating.lookup", "rating.per_unit", "money.ledger_rounding", "ledger.balanced"]) {
    assert.ok(rules.includes(rule), `${rule} in ${rules}`);
  }
  const text = await on("explanation").textContent();
  for (const part of ["quantity90", "customer -$90.00", "u1/usage"])
    assert.ok(text.includes(part), `${part} in ${text}`);
  assert.equal(await on("explanation-result").textContent(), "-90.00");
  await on("explanation-close").click();
  await page.locator("[data-effect=charge_request] .explain").first().click();
  await on("explanation-steps").getByText("recharge.repeat", { exact: true }).waitFor();
  await page.context().close();
});

test("a link carries the whole scenario", async () => {
  const { page, on, go } = await openRepeat();
  await go("payment");
  await on("threshold-input").fill("55");
  await page.waitForFunction(() => location.hash.startsWith("#/payment?s="));
  await page.waitForTimeout(500);
  const link = page.url();
  const other = await visit(browser, link);
  await other.page.waitForFunction(() => document.querySelector("[data-testid=threshold-input]").value === "55");
  assert.equal(await other.on("balance").textContent(), await on("balance").textContent());
  await other.page.goto(`${site.address}#s=broken`);
  await other.page.reload();
  await other.page.getByText("This link is not whole").waitFor();
  await page.context().close();
  await other.page.context().close();
});

test("the chosen theme outlives a reload", async () => {
  const { page, on, go } = await open({ colorScheme: "light" });
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await ground();
  await on("theme").click();
  const dark = await ground();
  assert.notEqual(dark, light);
  await page.reload();
  await on("balance").waitFor();
  assert.equal(await ground(), dark);
  await page.context().close();
});
