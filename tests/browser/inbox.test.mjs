// The inbox: everybody can read it, on a phone too; whoever is not signed in is told so, and hostile letters stay letters.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, test } from "node:test";
import { launch, root, serve } from "./open.mjs";

const browser = await launch();
after(() => browser.close());
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const hostile = `<img src=x onerror="globalThis.hit=1">`;
const mail = {
  kind: "mail",
  at: "2026-01-06T09:30:00.000Z",
  from: "Acme <billing@acme.example>",
  to: "owner@owner.example",
  message_id: "<1@acme.example>",
  event: "evt_1",
  subject: `Your balance ${hostile}`,
  text: `Hello,\n\n${hostile} ${"long".repeat(60)}`,
  html: hostile,
};
const webhook = {
  kind: "webhook",
  at: "2026-01-06T09:31:00.000Z",
  url: "inbox:",
  headers: { "webhook-id": "evt_2", "webhook-timestamp": "1", "webhook-signature": "v1,x" },
  verified: false,
  body: { id: "evt_2", type: "balance.alert", account: hostile, data: { type: "alert" } },
};

async function open(t, api, options = {}) {
  const site = await serve(`${root}www/dist`, api);
  const context = await browser.newContext({ locale: "en-US", ...options });
  const page = await context.newPage();
  t.after(async () => {
    await context.close();
    site.close();
  });
  await page.goto(`${site.address}inbox.html`);
  return page;
}

const letters = (path) => (path === "/v1/inbox" ? JSON.stringify({ data: [webhook, mail], has_more: false }) : undefined);

for (const colorScheme of ["light", "dark"]) {
  test(`axe finds nothing in the inbox, and nothing is cut off: ${colorScheme}`, async (t) => {
    const page = await open(t, letters, { colorScheme, viewport: { width: 320, height: 700 } });
    await page.getByText("Your balance").waitFor();
    await page.evaluate(() => document.querySelectorAll("details").forEach((each) => (each.open = true)));
    await page.evaluate(axe);
    const found = await page.evaluate(() => globalThis.axe.run(document));
    assert.deepEqual(found.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target)}`), []);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320);
    assert.equal(await page.evaluate(() => globalThis.hit), undefined);
    await page.getByText("not that of the webhook's secret").waitFor();
  });
}

test("letters are of one kind where that is asked", async (t) => {
  const page = await open(t, letters);
  await page.getByRole("button", { name: "Webhooks" }).click();
  assert.equal(await page.locator("summary").count(), 1);
  await page.getByRole("button", { name: "Mail", exact: true }).click();
  assert.equal(await page.locator("summary").getByText("owner@owner.example").count(), 1);
});

test("an empty inbox says what would fill it, and one that does not answer is asked again", async (t) => {
  let away = true;
  const page = await open(t, (path) =>
    path === "/v1/inbox" && !away ? JSON.stringify({ data: [], has_more: false }) : undefined,
  );
  await page.getByText("does not answer").waitFor();
  away = false;
  await page.getByText("Nothing has come yet").waitFor();
});
