// Every page has its address, says what the engine says, and acts on the account that is open: alone on a sample, at a server on its
// own accounts.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, test } from "node:test";
import { call } from "../../wasm/pkg/inline.js";
import { violations } from "./axe.mjs";
import { launch, root, serve, visit, write } from "./open.mjs";
import { begin } from "./real.mjs";

const site = await serve(`${root}www/dist`);
const browser = await launch();
const host = await begin(browser);
const { ask, signedIn } = host;
after(async () => {
  await browser.close();
  host.end();
  site.close();
});

const [CPAAS, ORGANISATION, SEATS] = ["3", "6", "7"];
const euros = new Intl.NumberFormat("en-US", { style: "currency", currency: "EUR" });

async function sample(t, place, options) {
  const visited = await visit(browser, site.address, options);
  t.after(() => visited.page.context().close());
  await visited.on("sample").selectOption(place);
  return visited;
}

const saved = async (page, button) => {
  const [download] = await Promise.all([page.waitForEvent("download"), button.click()]);
  return readFile(await download.path(), "utf8");
};

test("each page is opened by its address, and one that is not there is said", async (t) => {
  const { page, go } = await sample(t, SEATS);
  const names = await page.locator("nav.pages a").evaluateAll((all) => all.map(({ dataset }) => dataset.testid.replace("page-", "")));
  assert.ok(names.length >= 13);
  for (const name of names.slice(1)) {
    await go(name);
    const title = await page.locator("#page-title").textContent();
    const other = await visit(browser, `${site.address}${new URL(page.url()).hash}`);
    assert.equal(await other.page.locator("#page-title").textContent(), title);
    assert.match(await other.page.title(), new RegExp(`^${title} · `));
    await other.page.context().close();
  }
  await page.evaluate(() => (location.hash = "#/nowhere"));
  await page.getByText("There is no page of that name").waitFor();
  await page.evaluate(() => (location.hash = "#garbage=="));
  await page.getByText("This link is not whole").waitFor();
});

test("the next invoice is the engine's draft, changes with every act, and its files are of the same document", async (t) => {
  const { page, on, go } = await sample(t, ORGANISATION);
  await go("developers");
  const { rulebook, state, as_of } = JSON.parse(await saved(page, on("call-draft")));
  const drafted = call("draft", { rulebook, state, as_of }).answer;
  await go("invoices");
  const shown = () => on("next-total").textContent();
  assert.equal(await shown(), euros.format(drafted.document.totals.tax_inclusive));
  assert.equal(await on("next-due").textContent(), euros.format(drafted.due));
  assert.deepEqual(JSON.parse(await saved(page, on("next-json"))), drafted.document);
  const xml = await saved(page, on("next-ubl"));
  assert.match(xml, /PREVIEW-1/);
  assert.ok(xml.includes(`>${drafted.document.totals.tax_inclusive}</cbc:TaxInclusiveAmount>`));
  assert.match(await saved(page, on("next-cii")), /CrossIndustryInvoice/);

  const before = await shown();
  await go("plan");
  await on("quantity-seats").fill("20");
  await on("foreseen-seats").waitFor();
  await on("change-seats").click();
  await on("plans-came").filter({ hasText: "Changed." }).waitFor();
  await go("invoices");
  assert.notEqual(await shown(), before);
});

test("a line of the next invoice says why, down to the rules", async (t) => {
  const { page, on, go } = await sample(t, ORGANISATION);
  await go("invoices");
  await on("next-invoice").locator(".why-amount").first().click();
  await on("explanation-steps").waitFor();
  const rules = await on("explanation-steps").locator(".rule").allTextContents();
  assert.ok(rules.some((rule) => rule.startsWith("plan.")), rules.join());
  assert.ok(rules.some((rule) => rule.startsWith("tax.")), rules.join());
  await page.keyboard.press("Escape");
});

test("the name of a rule leads to what the rulebook says of it, by an address of its own", async (t) => {
  const { page, on, go } = await sample(t, CPAAS);
  await go("history");
  await on("history").locator(".explain").first().click();
  const rule = on("explanation-steps").getByRole("link", { name: "Calls by increments" });
  const address = new URL(await rule.getAttribute("href"), page.url()).href;
  await on("explanation-steps").getByRole("link", { name: "How a price is found" }).click();
  await page.locator("#page-title:focus", { hasText: "Rulebook" }).waitFor();
  assert.equal(await on("explanation").isVisible(), false);
  await on("looked-up").getByText("the longest prefix of its destination").waitFor();
  await page.locator(".cm-pointed").first().waitFor();
  assert.match(await page.locator(".cm-pointed").allTextContents().then((all) => all.join()), /^ +\{"id": "voice_out_us".*\},$/);
  await page.locator(".cm-pointed").first().scrollIntoViewIfNeeded();
  assert.deepEqual(await violations(page), []);
  await page.goBack();
  await on("history").waitFor();

  // The address is whole: what it names is found by whoever is given it, and what is typed there stays marked.
  const other = await visit(browser, address);
  t.after(() => other.page.context().close());
  await other.on("looked-up").getByText("nothing is rounded at an increment").waitFor();
  await other.page.locator(".cm-pointed", { hasText: "voice_out_us" }).waitFor();
  await other.page.evaluate(() => (location.hash = "#/rulebook?at=%2Falerts&rule=alert.crossing"));
  await other.page.locator(".cm-pointed", { hasText: '"alerts"' }).waitFor();
  await other.page.evaluate(() => (location.hash = "#/rulebook?at=%2Falerts&rule=no.such"));
  await other.on("looked-up").waitFor({ state: "detached" });
});

test("what is printed is the document alone", async (t) => {
  const { page, on, go } = await sample(t, ORGANISATION);
  await go("invoices");
  await page.emulateMedia({ media: "print" });
  assert.equal(await on("next-invoice").isVisible(), true);
  for (const hidden of [page.locator("nav.pages"), page.locator("footer"), on("papers"), on("next-print"), page.locator("header.top")]) {
    assert.equal(await hidden.isVisible(), false);
  }
  const pdf = await page.pdf({ format: "A4" });
  assert.ok(pdf.length > 5_000);
});

test("a sample is the reader's own: it is topped up, used and billed in this browser", async (t) => {
  const { on, go } = await sample(t, CPAAS);
  await go("payment");
  await on("top-up-amount").fill("1");
  await on("top-up-go").click();
  await on("top-up-came").filter({ hasText: /Not charged: .*minimum/ }).waitFor();
  const cents = async () => Number((await on("balance").textContent()).replaceAll(/[^0-9]/g, ""));
  const before = await cents();
  await on("top-up-amount").fill("30");
  await on("top-up-go").click();
  await on("top-up-came").filter({ hasText: "Paid" }).waitFor();
  assert.equal((await cents()) - before, 3000);
  await go("usage");
  await on("usage-quantity").fill("100");
  await on("usage-destination").fill("12025550100");
  await on("usage-send").click();
  await on("usage-came").filter({ hasText: "Posted." }).waitFor();
  assert.equal(before + 3000 - (await cents()), 100, "a hundred minutes at a cent");
  assert.match(await on("recent-usage").locator("tbody tr").first().textContent(), /Voice outbound: 100 minutes to \+1…/);
  await go("subaccounts");
  await on("switch-support").click();
  await on("subaccount-support").getByText("Off").waitFor();
});

test("before a usage is sent it is told whether it may go ahead, what it costs and how long the longest is", async (t) => {
  const { page, on, go } = await sample(t, CPAAS);
  await go("developers");
  const { rulebook, state, as_of } = JSON.parse(await saved(page, on("call-draft")));
  await go("usage");
  await on("usage-quantity").fill("100");
  await on("usage-destination").fill("12025550100");
  const asked = { product: "voice.outbound", unit: "minute", quantity: "100", destination: "12025550100" };
  const [{ allowed, affordable }] = call("authorize", { rulebook, state, as_of, requests: [asked] }).answer.decisions;
  assert.equal(allowed, true);
  assert.equal(await on("may-go").textContent(), `It may go ahead. It costs $1.00. At most ${Number(affordable).toLocaleString("en-US")} minutes can be paid for.`);
  await on("usage-quantity").fill("1000000");
  assert.match(await on("may-go").textContent(), /^It may not go ahead: it is more than what is available\. It costs \$10,000\.00\./);
  await on("usage-quantity").fill("x");
  await page.locator("p.wrong[data-testid=may-go]").waitFor();
  assert.deepEqual(await violations(page), []);
});

test("what is invoiced before its period ends is told with the next invoice", async (t) => {
  const { page, on, go } = await sample(t, ORGANISATION);
  await go("invoices");
  assert.equal(await on("invoiced-sooner").textContent(), "Fees are invoiced as they come. An invoice above €10,000.00 waits for a person.");
  await go("rulebook");
  await page.locator(".cm-content").waitFor();
  const text = readFileSync(join(root, "core/presets/seat-invoiced.json"), "utf8");
  await write(page, text.replace('"interim": {"fees": true}', '"interim": {"unpaid": "50", "usage": ["100", "200"]}'));
  await on("rulebook-verdict").filter({ hasText: "It is sound." }).waitFor();
  await go("invoices");
  const told = "Usage is invoiced before that when €50.00 of it is unpaid. Usage is invoiced before that when it reaches €100.00, €200.00. An invoice above €10,000.00 waits for a person.";
  assert.equal(await on("invoiced-sooner").textContent(), told);
});

test("packages are told in minutes, and calls by where they go", async (t) => {
  const { on, go } = await sample(t, SEATS);
  await go("usage");
  assert.match(await on("allowances").textContent(), /500 prepaid minutes.*342 minutes used, 158 minutes left/);
  assert.match(await on("recent-usage").textContent(), /Call outbound: 101 minutes 40 seconds to \+33…/);
  await go("numbers");
  assert.match(await on("plans").textContent(), /Local number: 2/);
  assert.doesNotMatch(await on("plans").textContent(), /Power dialer/);
});

test("a rulebook is edited with the schema's words, judged at its lines, and compared with the one before", async (t) => {
  const { page, on, go } = await sample(t, CPAAS);
  await go("rulebook");
  await page.locator(".cm-content").waitFor();
  const text = readFileSync(join(root, "core/presets/prepaid-cpaas.json"), "utf8");
  await write(page, text.replace('"price": "0.01"', '"price": "0.02"'));
  await on("compared").waitFor();
  assert.match(await on("compared").textContent(), /lines of this account would differ/);
  const [one, other] = await on("compared").locator("tbody tr").first().locator("td").allTextContents();
  assert.notEqual(one, other);

  await write(page, text.replace('"half_up"', '"half_way"'));
  await page.getByText("unknown_word").first().waitFor();
  await page.keyboard.press("ControlOrMeta+End");
  await on("rulebook-input-go").click();
  const line = text.split("\n").findIndex((each) => each.includes("half_up")) + 1;
  await page.locator(".cm-activeLineGutter", { hasText: String(line) }).waitFor();
  assert.ok((await page.locator(".cm-lintRange-error").count()) > 0, "it is marked at its place");
  assert.deepEqual(await violations(page), []);

  // What may stand at a place is the schema's to say.
  await write(page, '{"rounding": {"scale": 2, "mode": }}');
  for (let steps = 0; steps < 2; steps++) await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ControlOrMeta+Space");
  await page.locator(".cm-tooltip-autocomplete").getByText('"half_even"').waitFor();
  await page.keyboard.press("Escape");
  await on("rulebook-template").selectOption("Prepaid contact centre");
  await on("rulebook-verdict").filter({ hasText: "It is sound." }).waitFor();
});

test("the calls behind the pages are asked from elsewhere", async (t) => {
  const { page, on, go } = await sample(t, CPAAS);
  await go("developers");
  const { answer } = call("apply", JSON.parse(await saved(page, on("call-apply"))));
  const dollars = new Intl.NumberFormat("en-US", { style: "currency", currency: "USD" });
  assert.equal(await on("balance").textContent(), dollars.format(answer.state.balance));
  for (const [language, words] of [["curl", /^curl http/], ["JavaScript", /callJson\("apply"/], ["Rust", /Engine::embedded/], ["Python", /from host import answer/]]) {
    await on(`in-${language}`).click();
    assert.match(await on("code-apply").textContent(), words);
  }
});

test("until when is picked, in the zone of the rulebook's billing, where clocks go forward and back too", async (t) => {
  const { page, on, go } = await sample(t, SEATS);
  await go("developers");
  await page.getByLabel("As of, Europe/Paris").waitFor();
  const asked = async () => JSON.parse(await saved(page, on("call-apply"))).as_of;
  const { as_of } = JSON.parse(await saved(page, on("call-apply")));
  const paris = (time) => new Date(time).toLocaleString("sv-SE", { timeZone: "Europe/Paris" }).replace(" ", "T").replace(/:00$/, "");
  assert.equal(await on("as-of-input").inputValue(), paris(as_of));
  for (const [picked, time] of [
    ["2026-09-01T12:00", "2026-09-01T10:00:00Z"],
    ["2026-12-24T18:30:15", "2026-12-24T17:30:15Z"],
    ["2026-10-25T02:30", "2026-10-25T00:30:00Z"],
    ["2027-03-28T02:30", "2027-03-28T01:30:00Z"],
  ]) {
    await on("as-of-input").fill(picked);
    assert.equal(await asked(), time, picked);
  }
  // A time before what has happened is the engine's to refuse.
  await on("as-of-input").fill("2020-01-01T00:00");
  await on("problems").waitFor();
  assert.deepEqual(await violations(page), []);
});

const ago = (days) => new Date(Date.now() - days * 86_400_000 - 60_000).toISOString();
const time = ago(3);
const rulebook = JSON.parse(readFileSync(join(root, "core/presets/prepaid-cpaas.json"), "utf8"));
const { digest } = await ask("POST", "v1/rulebooks", rulebook);
for (const account of ["avocet", "bittern", "curlew"]) {
  await ask("POST", "v1/accounts", { rulebook: digest, open: { account, time, customer: { name: "Muster Ltd", business: true, country: "IE", street: "1 Sample Street", city: "Dublin", postcode: "D01" } } });
}
await ask("POST", "v1/accounts/bittern/events", {
  as_of: new Date().toISOString(),
  events: [
    { type: "top_up", id: "first", time, amount: "100" },
    { type: "usage", id: "u", time: ago(1), product: "voice.outbound", quantity: "1000", unit: "minute", destination: "12025550100" },
    { type: "method_added", id: "bank", time, method: { type: "bank", method: "bank-1", country: "US", last4: "6789", code: "314159" } },
  ],
});

test("accounts are looked through, put in order, opened and come back to", async () => {
  const { page, on } = await signedIn("olga", "read");
  const shown = () => page.locator("[data-account]").evaluateAll((rows) => rows.map((row) => row.dataset.account));
  await page.locator("[data-account=curlew]").waitFor();
  await on("accounts-sort").selectOption("-balance");
  await page.waitForFunction(() => document.querySelector("[data-account]").dataset.account === "bittern");
  assert.match(await page.locator("[data-account=bittern]").textContent(), /\$90\.00.*days/);
  await on("accounts-search").fill("av");
  await page.locator("[data-account=bittern]").waitFor({ state: "detached" });
  assert.deepEqual(await shown(), ["avocet"]);
  await on("accounts-service").selectOption("suspended");
  await page.getByText("None is like that.").waitFor();
  await on("accounts-service").selectOption("active");
  await page.getByRole("button", { name: /Open .*avocet/ }).click();
  await on("match-badge").waitFor();
  await page.goBack();
  await on("accounts").waitFor();
  assert.deepEqual(await violations(page), []);
  await page.context().close();
});

test("subaccounts and the day of a bank debit are kept by the server", async () => {
  const { page, on, go } = await signedIn("paul", "support");
  await page.getByRole("button", { name: /Open .*bittern/ }).click();
  await on("match-badge").waitFor();
  await go("subaccounts");
  await on("subaccount-name").fill("sales");
  await on("subaccount-make").click();
  await on("subaccount-sales").waitFor();
  await on("per-day-sales").fill("-3");
  await on("foreseen-sales").filter({ hasText: /negative|below/ }).waitFor();
  await on("per-day-sales").fill("12.5");
  await on("limit-sales").click();
  await on("subaccounts-came").filter({ hasText: "limits" }).waitFor();
  const { subaccounts } = (await ask("GET", "v1/accounts/bittern")).state;
  assert.deepEqual(subaccounts.map(({ subaccount, enabled, limits }) => [subaccount, enabled, Number(limits.per_day)]), [["sales", true, 12.5]]);
  await go("payment");
  await on("code-bank-1").fill("314159");
  await on("verify-bank-1").click();
  await on("methods").getByText("verified", { exact: true }).waitFor();
  await on("scheduled-enabled").check();
  assert.equal(await on("scheduled-amount").getAttribute("aria-invalid"), "true");
  await on("scheduled-amount").fill("50");
  await on("scheduled-day").fill("32");
  assert.equal(await on("scheduled-day").getAttribute("aria-invalid"), "true");
  await on("scheduled-day").fill("10");
  await on("save").click();
  await on("save-bar").waitFor({ state: "detached" });
  const { bank_debit } = (await ask("GET", "v1/accounts/bittern")).state.settings;
  assert.deepEqual([bank_debit.day_of_month, Number(bank_debit.amount), bank_debit.method], [10, 50, "bank-1"]);
  await page.context().close();
});

test("an admin makes users and keys, shown once, and ends them", async () => {
  const { page, on, go } = await signedIn("rita", "admin");
  await go("people");
  await on("users-name").fill("sven@example.com");
  await on("users-role").selectOption("finance");
  await on("users-make").click();
  const password = (await on("users-secret").locator("code").textContent()).trim();
  const sign = (name, secret) =>
    fetch(`${host.address}v1/session`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ name, password: secret }) });
  await on("disable-sven@example.com").click();
  await on("enable-sven@example.com").waitFor();
  assert.equal((await sign("sven@example.com", password)).status, 401);
  await on("enable-sven@example.com").click();
  await on("disable-sven@example.com").waitFor();
  assert.equal((await sign("sven@example.com", password)).status, 200);
  await on("users-name").fill("sven@example.com");
  await on("users-make").click();
  await on("users-why").filter({ hasText: /already|taken|name/ }).waitFor();

  await on("keys-name").fill("The meter in Lyon");
  await on("keys-role").selectOption("read");
  await on("keys-make").click();
  const key = (await on("keys-secret").locator("code").textContent()).trim();
  const read = () => fetch(`${host.address}v1/accounts`, { headers: { authorization: `Bearer ${key}` } });
  assert.equal((await read()).status, 200);
  await on(`end-${key.split("_")[1]}`).click();
  await on("keys").getByText("Ended").first().waitFor();
  assert.equal((await read()).status, 401);
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    assert.deepEqual(await violations(page), [], colorScheme);
  }
  await page.setViewportSize({ width: 320, height: 700 });
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320);
  await page.context().close();
});

test("a dearer rulebook is looked at for every account that would go over, and published from a date on", async () => {
  const { page, on, go } = await signedIn("ulla", "admin");
  await page.getByRole("button", { name: /Open .*bittern/ }).click();
  await page.locator("[data-verdict=same]").waitFor();
  await go("rulebook");
  await page.locator(".cm-content").waitFor();
  assert.equal(await on("publish-look").isDisabled(), true, "nothing is edited");
  const dearer = JSON.stringify(rulebook, null, 2).replace('"price": "0.01"', '"price": "0.03"');
  await write(page, dearer);
  await on("compared").waitFor();
  await on("publish-look").click();
  await on("publish-moved").filter({ hasText: "3 accounts would go over" }).waitFor();
  await on("publish-compare").click();
  await on("publish-compared").waitFor();
  const rows = await on("publish-compared").locator("tbody tr").allInnerTexts();
  assert.match(rows.find((row) => row.startsWith("bittern")), /\$10\.00.*\$30\.00.*\$20\.00/s);
  assert.match(rows.at(-1), /All of them.*\$20\.00/s);
  await on("publish-from").fill("2030-01-01");
  await on("publish-go").click();
  await on("publish-came").filter({ hasText: "From Jan 1, 2030" }).waitFor();
  const { data } = await ask("GET", "v1/successors");
  assert.deepEqual(data.map(({ replaces, begins }) => [replaces, begins]), [[digest, "2030-01-01T00:00:00.000Z"]]);
  // What was looked at is not what is on the screen any more: it cannot be published unseen.
  await write(page, dearer.replace('"0.03"', '"0.04"'));
  await on("publish-go").waitFor({ state: "detached" });
  await page.context().close();
});

test("an invoice of a server has its period and its files, and what came by a transfer is said of it", async () => {
  const invoiced = JSON.parse(readFileSync(join(root, "core/presets/seat-invoiced.json"), "utf8"));
  const { digest: other } = await ask("POST", "v1/rulebooks", invoiced);
  const customer = { name: "Muster Ltd", business: true, country: "DE", street: "Lindenallee 1", city: "Berlin", postcode: "10115", email: "owner@example.com" };
  await ask("POST", "v1/accounts", { rulebook: other, open: { account: "dunlin", time: ago(40), customer } });
  const seats = { type: "subscribed", id: "seats", time: ago(40), subscription: "seats", plan: "seat", quantity: "3" };
  const now = new Date().toISOString();
  await ask("POST", "v1/accounts/dunlin/events", { as_of: now, events: [seats, { type: "time_passed", id: "now", time: ago(0) }] });
  const { page, on, go } = await signedIn("vera", "finance");
  await page.evaluate(() => (location.hash = "#/invoices?account=dunlin"));
  const row = on("papers").locator("tbody tr").last();
  await row.waitFor();
  assert.match(await row.textContent(), /\w{3} \d+ to \w{3} \d+.*€\d+/);
  const [pdf, ubl, cii] = await row.getByRole("link").evaluateAll((links) => Promise.all(links.map(async ({ href }) => (await (await fetch(href)).text()).slice(0, 400))));
  assert.match(pdf, /^%PDF-/);
  assert.match(ubl, /<Invoice/);
  assert.match(cii, /CrossIndustryInvoice/);
  const number = await row.locator("th").textContent();
  await on(`pay-${number}`).click();
  await on("invoices-came").filter({ hasText: `${number} was paid` }).waitFor();
  await row.getByText("Paid").waitFor();
  await go("receipts");
  await on("receipts").getByText("Paid").first().waitFor();
  await page.context().close();
});

test("an account of thousands of events is drawn from its state and its last entries, and recomputed when asked", async () => {
  await ask("POST", "v1/accounts", { rulebook: digest, open: { account: "egret", time: ago(9), customer: { name: "Muster Ltd", business: true, country: "IE", street: "1 Sample Street", city: "Dublin", postcode: "D01" } } });
  const usage = (place) => ({ type: "usage", id: `u${place}`, time: ago(8 - place / 1000), product: "sms.outbound", quantity: "1", unit: "message", destination: "12025550100" });
  const top_up = { type: "top_up", id: "first", time: ago(9), amount: "500" };
  const events = [top_up, ...Array.from({ length: 3500 }, (_, place) => usage(place))];
  await ask("POST", "v1/accounts/egret/events", { as_of: new Date().toISOString(), events });
  const { page, on, go } = await signedIn("walt", "read");
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await page.evaluate(() => (location.hash = "#/overview?account=egret"));
  await on("match-badge").waitFor();
  const requests = asked.filter((path) => path.startsWith("/v1/accounts/egret")).length;
  assert.ok(requests < 20, `${requests} requests until it is drawn`);
  await on("recompute").filter({ hasText: /^Recompute$/ }).waitFor({ timeout: 20_000 });
  await go("history");
  await on("history").getByText("the last 1,000 entries").waitFor();
  // The engine of the server explains what is not at hand.
  await on("history").locator(".why-amount").first().click();
  await on("explanation-steps").getByText("rating.lookup", { exact: true }).waitFor();
  await page.keyboard.press("Escape");
  await on("recompute").click();
  await page.locator("[data-verdict=same]").waitFor({ timeout: 20_000 });
  // It goes on: what has come since is read on, and it is recomputed with that.
  const before = await on("balance").textContent();
  await ask("POST", "v1/accounts/egret/events", { events: [{ type: "top_up", id: "more", time: ago(0), amount: "25" }] });
  await page.waitForFunction((text) => document.querySelector("[data-testid=balance]").textContent !== text, before, { timeout: 20_000 });
  await page.locator("[data-verdict=same]").waitFor({ timeout: 20_000 });
  await page.context().close();
});
