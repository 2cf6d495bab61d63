// The console in German: every text of it, on every page of every sample; and back in English as if nothing had been.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { after, test } from "node:test";
import { isDeepStrictEqual } from "node:util";
import { violations } from "./axe.mjs";
import { PAGES, SAMPLES, launch, root, serve, unfold, visit } from "./open.mjs";
import { dictionary, englishOf, files, textsOf } from "./texts.mjs";

const site = await serve(`${root}www/dist`);
const browser = await launch();
after(async () => {
  await browser.close();
  site.close();
});

const german = (options) => visit(browser, site.address, { locale: "de-DE", ...options });
/** Intl keeps an amount and its currency together. */
const spaced = (text) => text.replaceAll("\u00a0", " ");

test("the dictionary has each text once, fills the same slots, and no text that nothing says", () => {
  const keys = files.flatMap(({ texts }) => Object.keys(texts));
  assert.equal(new Set(keys).size, keys.length);
  const slots = (text) => [...new Set(text.match(/\{\d\}/g) ?? [])].sort();
  for (const { english, german } of dictionary) {
    assert.notEqual(german.trim(), "", english);
    assert.deepEqual(slots(german), slots(english), english);
  }
  const folder = `${root}www/src/`;
  const sources = readdirSync(folder, { recursive: true }).filter((name) => /\.tsx?$/.test(name));
  const code = sources.map((name) => readFileSync(folder + name, "utf8")).join("\n");
  const written = (key) => [JSON.stringify(key), `'${key}'`].some((text) => code.includes(text)) || code.includes(`  ${key}: `);
  assert.deepEqual(keys.filter((key) => !written(key)), []);
});

/** Figures, names that no element marks as such, and words of both languages. */
const SAME = [
  /^[\d\s.,:×+−·…%$€-]*$/,
  /^[$€]?[\d.,]+/,
  /^(UBL|CII|JSON|CSV|UTC|Europe\/Paris|curl|JavaScript|Rust|Python|Counterfoil)$/,
  /@example\.com$/,
  /^https:/,
  /^\u2068/,
  /^(rc_\w+|card_\d+|t\d+|top-up-\d|welcome|campaigns|support|LU)$/,
  /^(Visa|Mastercard)( ····\d{4})?$/,
];

for (const name of PAGES) {
  test(`every text is German, and axe finds nothing: ${name}`, async () => {
    const { page, on, go } = await german();
    if (name !== "overview") await go(name);
    for (const sample of SAMPLES) {
      await on("sample").selectOption(sample);
      await unfold(page);
      assert.deepEqual(englishOf(await textsOf(page)), [], `sample ${sample}`);
      const texts = await textsOf(page, "bdi");
      // What a page is made of is held in English; what German changes are names and widths.
      if (sample === "3" || sample === "7") assert.deepEqual(await violations(page), [], `sample ${sample}`);
      await on("language").click();
      await unfold(page);
      const english = new Set(await textsOf(page, "bdi"));
      await on("language").click();
      const words = new Set(dictionary.filter(({ english, german }) => english === german).map(({ german }) => german));
      const same = texts.filter((text) => english.has(text) && !words.has(text) && !SAME.some((pattern) => pattern.test(text)));
      assert.deepEqual(same, [], `sample ${sample}: said alike in both languages`);
    }
    await page.context().close();
  });
}

test("nothing is cut off in German at 320 px", async () => {
  const { page, on, go } = await german({ viewport: { width: 320, height: 700 } });
  for (const name of PAGES) {
    if (name !== "overview") await go(name);
    for (const sample of SAMPLES) {
      await on("sample").selectOption(sample);
      await unfold(page);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320, `${name}, sample ${sample}`);
      assert.deepEqual(await cutOff(page), [], `${name}, sample ${sample}`);
    }
  }
  await page.context().close();
});

/** Texts that stand out of the page, or of what hides what stands out of it; what can be scrolled to is not cut off. */
const cutOff = (page) =>
  page.evaluate(() => {
    const found = [];
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      const element = walk.currentNode.parentElement;
      if (element.closest(".unseen, .skip, .scroll, .pages, pre, select, svg, datalist") !== null) continue;
      const range = document.createRange();
      range.selectNodeContents(walk.currentNode);
      const { right, width } = range.getBoundingClientRect();
      const card = element.closest(".card, header.top, footer")?.getBoundingClientRect().right ?? innerWidth;
      if (width > 0 && right > card + 1) found.push(walk.currentNode.data);
    }
    return found;
  });

test("the words of the chart's lanes have room beside what they name", async () => {
  const { page, on } = await german();
  for (const sample of SAMPLES) {
    await on("sample").selectOption(sample);
    const over = await page.locator(".lanes > g").evaluateAll((lanes) =>
      lanes
        .filter((lane) => lane.querySelector(".lane-word").getBBox().width > lane.querySelector(".lane").x1.baseVal.value)
        .map((lane) => lane.querySelector(".lane-word").textContent),
    );
    assert.deepEqual(over, [], `sample ${sample}`);
  }
  await page.context().close();
});

test("amounts, dates and countries have the form of the language, and of the browser's own variant of it", async () => {
  const said = async (locale) => {
    const { page, on, go } = await visit(browser, site.address, { locale });
    await on("sample").selectOption("1");
    const texts = [await on("balance").textContent(), await on("chart-day").getAttribute("aria-valuetext")];
    await on("sample").selectOption("6");
    await go("invoices");
    texts.push(await on("next-total").textContent(), await page.locator("article.paper .parties").textContent());
    await page.context().close();
    return texts.map(spaced);
  };
  const [balance, day, total, parties] = await said("de-DE");
  assert.equal(balance, "110,00 $");
  assert.equal(day, "So., 8. März 2026: Guthaben 110,00 $, nichts geschehen");
  assert.match(total, /^\d+,\d\d €$/);
  assert.match(parties, /Luxemburg.*Zeitraum\d+\. Juni 2026 bis 1\. Juli 2026/);
  assert.match((await said("de-AT"))[2], /^€ \d+,\d\d$/);
  assert.match((await said("en-GB"))[1], /^Sun,? 8 March 2026: balance US\$110\.00, nothing happened$/);
  // A language that the console does not have is spoken to in English.
  assert.deepEqual(await said("fr-FR"), await said("en-US"));
});

/** What is seen of a page, part by part. */
const partsOf = () => [document.title, ...["header.top", "nav.pages", "main", "footer"].map((part) => document.querySelector(part).innerText)];

test("the other language is one press away, is kept, and leaves nothing of the first", async () => {
  const { page, on, go } = await german();
  const language = () => page.evaluate(() => document.documentElement.lang);
  assert.equal(await language(), "de");
  assert.equal(await on("language").textContent(), "English");
  assert.equal(await on("language").getAttribute("lang"), "en");
  for (const name of PAGES) {
    if (name !== "overview") await go(name);
    await on("language").click();
    assert.equal(await language(), "en");
    const { page: other } = await visit(browser, `${site.address}#/${name}`);
    if (name === "rulebook") for (const each of [page, other]) await each.locator(".cm-content").waitFor();
    const read = () => Promise.all([page, other].map((each) => each.evaluate(partsOf)));
    let [here, there] = await read();
    // A chart is drawn once more when its width is known.
    for (let tries = 0; tries < 50 && !isDeepStrictEqual(here, there); tries += 1) {
      await page.waitForTimeout(100);
      [here, there] = await read();
    }
    assert.deepEqual(here, there, name);
    await other.context().close();
    await on("language").click();
  }
  await on("language").click();
  await page.reload();
  assert.equal(await language(), "en", "it is kept");
  assert.equal(await on("language").textContent(), "Deutsch");
  await page.context().close();
});

test("what came of an act is said in the language that is spoken now; what the engine says is marked as English", async () => {
  const { page, on, go } = await german();
  await on("sample").selectOption("3");
  await go("payment");
  const came = () => on("top-up-came").textContent();
  await on("top-up-amount").fill("30");
  await on("top-up-go").click();
  await on("top-up-came").filter({ hasText: "Bezahlt, nur in diesem Browser." }).waitFor();
  await on("announcer").filter({ hasText: /^Guthaben 83,945.\$, 1 Abbuchung\. Das Guthaben reicht bis / }).waitFor();
  await on("language").click();
  assert.equal(await came(), "Paid, in this browser alone.");
  await on("language").click();
  await on("top-up-amount").fill("1");
  await on("top-up-go").click();
  await on("top-up-came").filter({ hasText: /^Nicht abgebucht: .*minimum/ }).waitFor();
  assert.match(await on("top-up-came").locator("[lang=en]").textContent(), /minimum/);
  await on("threshold-input").fill("x");
  await on("problems").filter({ hasText: /^1 Problem: Unten steht die letzte gültige Antwort/ }).waitFor();
  assert.equal(await on("problems").locator("bdi[lang=en]").count(), 2);
  assert.deepEqual(englishOf(await textsOf(page)), []);
  assert.deepEqual(await violations(page), []);
  await page.context().close();
});

test("an explanation and the editor's own words are German around what they show", async () => {
  const { page, on, go } = await german();
  await on("sample").selectOption("3");
  await go("history");
  await page.locator("[data-testid=history] .explain").first().click();
  await on("explanation-steps").waitFor();
  assert.deepEqual(englishOf(await textsOf(page)), []);
  assert.deepEqual(await violations(page), []);
  await page.keyboard.press("Escape");
  await go("rulebook");
  await page.locator(".cm-content[aria-label='Regelwerk als JSON']").click();
  await page.keyboard.press("ControlOrMeta+f");
  await page.locator(".cm-search").getByRole("button", { name: "alle ersetzen" }).waitFor();
  await on("language").click();
  await page.locator(".cm-content[aria-label='Rulebook as JSON']").waitFor();
  await page.context().close();
});

test("the inbox is German too", async () => {
  const at = "2026-01-06T09:31:00.000Z";
  const mail = { kind: "mail", at, from: "a@example.com", to: "b@example.com", message_id: "<1@example.com>", event: "e", subject: "Betreff", text: "Text" };
  const webhook = { kind: "webhook", at, url: "inbox:", headers: { "webhook-id": "1" }, verified: true, body: { type: "balance.alert", account: "muster" } };
  const host = await serve(`${root}www/dist`, (path) => (path === "/v1/inbox" ? JSON.stringify({ data: [webhook, mail], has_more: false }) : undefined));
  const context = await browser.newContext({ locale: "de-DE", timezoneId: "UTC", viewport: { width: 320, height: 700 } });
  const page = await context.newPage();
  await page.goto(`${host.address}inbox.html`);
  await page.getByText("Betreff").waitFor();
  await unfold(page);
  assert.deepEqual(englishOf(await textsOf(page)), []);
  assert.equal(await page.title(), "Posteingang, Counterfoil");
  assert.equal(await page.locator("time").first().textContent(), "06.01.2026, 09:31:00");
  await page.getByText("Die Signatur stimmt").waitFor();
  assert.deepEqual(await violations(page), []);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320);
  await page.getByTestId("language").click();
  await page.getByText("The signature is right").waitFor();
  await context.close();
  host.close();
});

test("samples that are opened one upon the other leave the last in the editor", async () => {
  const { page, on, go } = await german();
  await go("rulebook");
  await page.locator(".cm-content").waitFor();
  for (let round = 0; round < 6; round++) for (const sample of SAMPLES) await on("sample").selectOption(sample);
  await page.locator("#rulebook-title").filter({ hasText: "seat-plan-credit" }).waitFor({ timeout: 5_000 });
  await page.locator(".cm-content").filter({ hasText: "seat-plan-credit" }).waitFor({ timeout: 5_000 });
  await page.context().close();
});
