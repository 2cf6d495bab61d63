// Pictures at the edge: nothing, less than nothing, more digits than a float has, and texts that are markup.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { launch, root, serve, visit, withText } from "./open.mjs";

const site = await serve(`${root}www/dist`);
const browser = await launch();
after(async () => {
  await browser.close();
  site.close();
});

const EVENT = '{"type":"top_up","id":"t1","time":"2026-03-03T09:00:00Z","amount":"100"}';

const edges = [
  ["no events", "", "$0.00"],
  [
    "a negative balance",
    '{"type":"usage","id":"u","time":"2026-03-03T00:00:00Z","product":"sms","quantity":"5","unit":"message"}',
    "-$5.00",
  ],
  [
    "a balance with more digits than a float has",
    EVENT.replace('"100"', '"999999999999999.99"'),
    "$999,999,999,999,999.99",
  ],
];

for (const [name, text, balance] of edges) {
  test(`drawn: ${name}`, async () => {
    const { page, on, go } = await withText(browser, site.address, "events-input", text);
    await go("payment");
    await on("recharge-enabled").uncheck();
    await on("always").check();
    await go("overview");
    assert.equal(await on("balance").textContent(), balance);
    assert.equal(await on("drawing").getAttribute("data-stale"), "false");
    assert.equal(await page.locator("[data-testid=chart] svg").evaluate((svg) => svg.outerHTML.includes("NaN")), false);
    await page.setViewportSize({ width: 320, height: 700 });
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320);
    await page.context().close();
  });
}

test("a name from a link that is markup, or writes from right to left, stays a text", async () => {
  const { page, on, go } = await visit(browser, site.address);
  await go("payment");
  await on("threshold-input").fill("30");
  await page.waitForFunction(() => location.hash.includes("?s="));
  const shared = JSON.parse(inflateRawSync(Buffer.from(page.url().split("?s=")[1], "base64url")));
  const title = "<img src=x onerror=alert(1)> \u202Eشركة";
  shared.scenario.title = title;
  const other = await visit(
    browser,
    `${site.address}#s=${deflateRawSync(JSON.stringify(shared)).toString("base64url")}`,
  );
  const name = other.page.locator("bdi", { hasText: "<img" });
  await name.waitFor();
  assert.equal(await name.textContent(), title);
  assert.equal(await other.page.locator("img").count(), 0);
  await page.context().close();
  await other.page.context().close();
});
