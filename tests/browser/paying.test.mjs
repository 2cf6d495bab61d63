// Invoices are paid now and credited from their page; what each does is told before it is done, and comes true.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { violations } from "./axe.mjs";
import { launch, root, serve, visit } from "./open.mjs";
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

const ago = (days) => new Date(Date.now() - days * 86_400_000 - 60_000).toISOString();
const rulebook = JSON.parse(readFileSync(join(root, "core/presets/seat-invoiced.json"), "utf8"));
const { digest } = await ask("POST", "v1/rulebooks", rulebook);
const customer = { name: "Muster Ltd", business: true, country: "DE", street: "Lindenallee 1", city: "Berlin", postcode: "10115", email: "owner@example.com" };

const card = (time) => ({ type: "method_added", id: "card", time, method: { type: "card", method: "visa", brand: "Visa", last4: "4242", expires: "2031-12" } });

/** An account with an invoice that is due: its number and what is to be paid of it. */
async function invoiced(account, ...methods) {
  await ask("POST", "v1/accounts", { rulebook: digest, open: { account, time: ago(40), customer } });
  const seats = { type: "subscribed", id: "seats", time: ago(40), subscription: "seats", plan: "seat", quantity: "3" };
  await ask("POST", `v1/accounts/${account}/events`, { as_of: new Date().toISOString(), events: [...methods, seats, { type: "time_passed", id: "now", time: ago(0) }] });
  const { data } = await ask("GET", `v1/invoices?account=${account}&limit=50`);
  return data.find(({ to_pay }) => Number(to_pay) > 0) ?? data[0];
}

test("an invoice of a sample is paid now, as it was foreseen", async (t) => {
  const { page, on, go } = await visit(browser, site.address);
  t.after(() => page.context().close());
  await on("sample").selectOption("6");
  await go("invoices");
  const rows = on("due-now").locator("form");
  const count = await rows.count();
  assert.ok(count > 1);
  assert.match(await rows.first().locator(".foreseen").textContent(), /^€[\d.,]+ is charged to .*····\d{4}.* at once; €0\.00 of it is due then\.$/);
  assert.deepEqual(await violations(page), []);
  await rows.first().getByRole("button").click();
  await on("pay-now-came").filter({ hasText: "Paid, in this browser alone." }).waitFor();
  assert.equal(await rows.count(), count - 1);
});

test("an invoice of a server is paid now by a method, as it was foreseen", async () => {
  const { number, to_pay } = await invoiced("fulmar");
  const { page, on } = await signedIn("dora", "finance");
  await page.evaluate(() => (location.hash = "#/invoices?account=fulmar"));
  await on("due-now").getByText("there is no payment method to charge").first().waitFor();
  await ask("POST", "v1/accounts/fulmar/events", { events: [card(ago(0))] });
  await on(`pay-now-${number}`).waitFor();
  const amount = new Intl.NumberFormat("en-US", { style: "currency", currency: "EUR" }).format(to_pay);
  assert.equal((await on(`foreseen-pay-${number}`).textContent()).replaceAll(/[\u2068\u2069]/g, ""), `${amount} is charged to Visa ····4242 at once; €0.00 of it is due then.`);
  assert.deepEqual(await violations(page), []);
  await on(`pay-now-${number}`).click();
  await on("pay-now-came").filter({ hasText: "Paid." }).waitFor();
  await on(`pay-now-${number}`).waitFor({ state: "detached" });
  const { status } = await ask("GET", `v1/invoices/${number}`);
  assert.equal(status, "paid");
  const { data } = await ask("GET", "v1/accounts/fulmar/payments?limit=50");
  assert.deepEqual(data.filter(({ state }) => state === "paid").map(({ amount, method }) => [Number(amount), method]), [[Number(to_pay), "visa"]]);
  await page.context().close();
});

test("parts of an invoice and then the rest are credited, as it was foreseen", async () => {
  const { number } = await invoiced("dotterel", card(ago(40)));
  const { page, on } = await signedIn("cleo", "finance");
  await page.evaluate(() => (location.hash = "#/invoices?account=dotterel"));
  await on("credit-invoice").locator("summary").click();
  await on("credit-number").selectOption(number);
  await on("credit-whole").uncheck();
  assert.equal(await on("credit-go").isDisabled(), true);
  await page.locator("[data-testid^=credit-line-]").first().fill("1");
  await on("credit-reason").fill("Service was down");
  const foreseen = on("foreseen-credit");
  const amounts = async () => (await foreseen.textContent()).match(/[\d,]+\.\d\d/g);
  const [credited, , due] = await amounts();
  assert.ok(Number(credited) >= 1);
  assert.deepEqual(await violations(page), []);
  // More than there is of the line is the engine's to refuse.
  await page.locator("[data-testid^=credit-line-]").first().fill("100000");
  await page.locator("p.wrong[data-testid=foreseen-credit]").waitFor();
  assert.equal(await on("credit-go").isDisabled(), true);
  await page.locator("[data-testid^=credit-line-]").first().fill("1");
  await on("credit-go").click();
  await on("credit-came").filter({ hasText: `a credit note of ${number} was made` }).waitFor();
  const { to_pay } = await ask("GET", `v1/invoices/${number}`);
  assert.equal(Number(to_pay), Number(due.replaceAll(",", "")));
  await on("papers").locator("tbody").getByText("credit note").first().waitFor();
  const notes = await ask("GET", "v1/credit-notes?account=dotterel&limit=50");
  assert.equal(notes.data.length, 1);
  assert.equal(Number(notes.data[0].amount), Number(credited));

  await on("credit-number").selectOption(number);
  await on("credit-reason").fill("The rest too");
  const [, , nothing] = await amounts();
  assert.equal(Number(nothing), 0);
  await on("credit-go").click();
  await on("credit-came").filter({ hasText: "was made" }).waitFor();
  await page.getByText("Credited", { exact: true }).first().waitFor();
  const { status } = await ask("GET", `v1/invoices/${number}`);
  assert.equal(status, "void");
  await page.context().close();
});

test("whoever may not touch money neither pays nor credits", async () => {
  const { number } = await invoiced("eider", card(ago(40)));
  const { page, on } = await signedIn("rolf", "read");
  await page.evaluate(() => (location.hash = "#/invoices?account=eider"));
  await on("credit-invoice").locator("summary").click();
  await on("credit-number").selectOption(number);
  await on("credit-reason").fill("Mine");
  await on("foreseen-credit").waitFor();
  assert.equal(await on("credit-go").isDisabled(), true);
  for (const button of await page.locator("[data-testid^=pay-now-INV]").all()) assert.equal(await button.isDisabled(), true);
  await page.context().close();
});
