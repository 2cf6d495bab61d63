// What is wrong is said whole, and the last good drawing stays, marked as such.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { launch, root, serve, withText } from "./open.mjs";

const site = await serve(`${root}www/dist`);
const browser = await launch();
after(async () => {
  await browser.close();
  site.close();
});

const EVENT = '{"type":"top_up","id":"t1","time":"2026-03-03T09:00:00Z","amount":"100"}';

const bad = [
  [
    "NDJSON that breaks off",
    "events-input",
    `${EVENT}\n{"type":"usage",`,
    "json_syntax",
    "/events/1",
    "mend the JSON there",
  ],
  [
    "NDJSON with an unknown field",
    "events-input",
    EVENT.replace("id", "ident"),
    "unknown_field",
    "/events/0/ident",
    "",
  ],
  [
    "NDJSON with a fraction",
    "events-input",
    EVENT.replace('"100"', "100.5"),
    "fractional_number",
    "/events/0/amount",
    '"100.5"',
  ],
  [
    "CSV with a row too short",
    "events-input",
    "type,id,time,amount\ntop_up,t1,2026-03-03T09:00:00Z",
    "csv_cells",
    "/events/0",
    "one cell for each name",
  ],
  [
    "CSV with an open quote",
    "events-input",
    'type,id,time,amount\ntop_up,"t1,2026-03-03T09:00:00Z,5',
    "csv_quote",
    "/events/0",
    "close it",
  ],
  [
    "CSV with a bad amount",
    "events-input",
    "type,id,time,amount\ntop_up,t1,2026-03-03T09:00:00Z,12 EUR",
    "decimal_grammar",
    "/events/0/amount",
    "",
  ],
  [
    "an event after as_of",
    "events-input",
    EVENT.replace("2026-03-03", "2027-03-03"),
    "event_in_future",
    "/events/0/time",
    "",
  ],
  ["a rulebook that is no JSON", "rulebook-input", '{"name": "x",}', "json_syntax", "/rulebook", "mend the JSON there"],
  [
    "a rulebook without a currency",
    "rulebook-input",
    '{"name":"x","rounding":{"scale":2,"mode":"half_up"},"rates":[]}',
    "missing_field",
    "/rulebook",
    "add `currency`",
  ],
  [
    "a rulebook with a bracket too many",
    "rulebook-input",
    '{"name":"x","currency":"USD","rounding":{"scale":2,"mode":"half_up"},"rates":[]}}',
    "json_syntax",
    "",
    "mend the JSON there",
  ],
  ["no rulebook at all", "rulebook-input", "", "json_syntax", "/rulebook", "mend the JSON there"],
];

for (const [name, testid, text, code, path, help] of bad) {
  test(`refused: ${name}`, async () => {
    const { page, on, complaints } = await withText(browser, site.address, testid, text);
    const problem = on("problems").locator("li").first();
    assert.equal(await problem.locator(".code").textContent(), code);
    assert.equal(await problem.locator(".path").textContent(), path === "" ? "(the call)" : path);
    const said = await problem.locator(".help").textContent();
    assert.ok(said.length > 10 && said.includes(help), said);
    assert.equal(await on("drawing").getAttribute("data-stale"), "true");
    assert.equal(await on("balance").textContent(), "$110.00", "the last good drawing stays");
    await page.getByText("last valid answer").first().waitFor();
    assert.deepEqual(
      complaints.filter((each) => !each.endsWith("/v1/version")),
      [],
    );
    await page.context().close();
  });
}

test("a mended text is drawn again", async () => {
  const { page, on } = await withText(browser, site.address, "events-input", "{");
  await on("events-input").fill(EVENT);
  assert.equal(await on("drawing").getAttribute("data-stale"), "false");
  assert.equal(await on("balance").textContent(), "$100.00");
  await page.context().close();
});

test("a setting that is wrong is said at its field", async () => {
  const { page, on, go } = await withText(browser, site.address, "events-input", EVENT);
  await go("payment");
  await on("threshold-input").fill("1,000");
  assert.equal(await on("threshold-input").getAttribute("aria-invalid"), "true");
  const id = await on("threshold-input").getAttribute("aria-describedby");
  assert.match(await page.locator(`[id="${id}"]`).textContent(), /1,000/);
  await page.context().close();
});

test("CSV gives what NDJSON gives", async () => {
  const csv =
    '\uFEFFtype,id,time,amount,method,product,quantity,unit\r\ntop_up,t1,2026-03-03T09:00:00Z,100,"card_1",,,\r\n\r\nusage,u1,2026-03-05T15:00:00Z,,,sms,90,message\r\n';
  const { page, on } = await withText(browser, site.address, "events-input", csv);
  assert.equal(await on("balance").textContent(), "$110.00");
  assert.equal(await on("drawing").getAttribute("data-stale"), "false");
  await page.context().close();
});

test("a file is read in place of the text", async () => {
  const { page, on } = await withText(browser, site.address, "events-input", EVENT);
  await on("events-input-file").setInputFiles({
    name: "events.ndjson",
    mimeType: "application/x-ndjson",
    buffer: Buffer.from(EVENT.replace('"100"', '"130"')),
  });
  await page.waitForFunction(() => document.querySelector("[data-testid=balance]").textContent === "$130.00");
  await page.context().close();
});
