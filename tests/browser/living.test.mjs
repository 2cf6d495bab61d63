// A first hour with the real server: settings are kept, usage is sent, charges are made, mail and webhooks come, papers can be had,
// and whoever pulls the plug in the middle finds everything as it was.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { launch, root } from "./open.mjs";
import { begin } from "./real.mjs";

const browser = await launch();
const host = await begin(browser);
const { ask, signedIn } = host;
after(async () => {
  await browser.close();
  host.end();
});

const time = new Date(Date.now() - 60_000).toISOString();
const rulebook = JSON.parse(readFileSync(join(root, "core/presets/prepaid-cpaas.json"), "utf8"));
const { digest } = await ask("POST", "v1/rulebooks", rulebook);
const customer = { name: "Muster Ltd", business: true, country: "IE", street: "1 Sample Street", city: "Dublin", postcode: "D01" };
await ask("POST", "v1/accounts", { rulebook: digest, open: { account: "heron", time, customer, settings: { addresses: ["owner@example.com"] } } });
const card = { type: "card", method: "visa", brand: "Visa", last4: "4242", expires: "2099-12" };
await ask("POST", "v1/accounts/heron/events", {
  events: [
    { type: "method_added", id: "card", time, method: card, default: true },
    { type: "method_added", id: "other", time, method: { ...card, method: "visa-decline" } },
    { type: "top_up", id: "first", time, amount: "60", method: "visa" },
  ],
});
await ask("PUT", "v1/webhooks/inbox", { url: "inbox:" });

test("from a setting to a charge, its mail and its receipt, through a kill", async () => {
  const { page, on, go, complaints } = await signedIn("ada", "admin");
  await page.getByRole("button", { name: /Open .*heron/ }).click();
  await on("match-badge").waitFor();
  assert.equal(await on("balance").textContent(), "$60.00");
  assert.equal(await on("save-bar").count(), 0, "nothing is edited");

  await go("payment");
  await on("recharge-enabled").check();
  await on("threshold-input").fill("x");
  assert.equal(await on("save").isDisabled(), true, "what is wrong is not kept");
  await on("threshold-input").fill("70");
  await on("amount-input").fill("25");
  // It holds from now on: 60 are under 70 now, and were not topped up before.
  await go("history");
  await on("effects").getByText("Charge 1 of 1").first().waitFor();
  await go("payment");
  assert.match(await on("save-bar").textContent(), /auto-recharge: shown is what it does from now on/);
  await on("always").check();
  assert.match(await on("save-bar").textContent(), /had it always been so/);
  await on("always").uncheck();
  await on("threshold-input").fill("50");
  await on("save").click();
  await on("save-bar").waitFor({ state: "detached" });
  assert.equal(await on("threshold-input").inputValue(), "50", "the page has what holds now");
  assert.equal(await on("recharge-enabled").isChecked(), true);
  const { threshold, amount } = (await ask("GET", "v1/accounts/heron")).state.settings.recharge;
  assert.deepEqual([threshold, amount].map(Number), [50, 25]);

  await go("usage");
  await on("usage-product").selectOption({ label: "Voice outbound, by the minute" });
  await on("usage-quantity").fill("1000");
  await on("usage-destination").fill("14155550100");
  assert.match(await on("curl").textContent(), /^curl http.*\/v1\/accounts\/heron\/spend/);
  await on("usage-send").click();
  await on("usage-came").filter({ hasText: "Posted." }).waitFor();

  // The simulated gateway is asked, and the page follows by itself.
  await go("payment");
  await on("payments").getByText("Paid").first().waitFor({ timeout: 20_000 });
  const { state } = await ask("GET", "v1/accounts/heron");
  const dollars = new Intl.NumberFormat("en-US", { style: "currency", currency: "USD", maximumFractionDigits: 2 });
  await on("balance").filter({ hasText: dollars.format(state.balance) }).waitFor({ timeout: 20_000 });
  await page.locator("[data-verdict=same]").waitFor();

  // A top-up by hand: what the engine would not take charges nobody, and a card that is declined posts nothing.
  await on("top-up-amount").fill("1");
  await on("top-up-go").click();
  await on("top-up-came").filter({ hasText: /Not charged: .*minimum/ }).waitFor();
  await on("top-up-amount").fill("30");
  await on("top-up-method").selectOption("visa-decline");
  await on("top-up-go").click();
  await on("top-up-came").filter({ hasText: "Declined: not enough funds." }).waitFor({ timeout: 20_000 });
  await on("payments").getByText("Failed").waitFor();
  assert.equal((await ask("GET", "v1/accounts/heron")).state.balance, state.balance);
  await on("top-up-method").selectOption("visa");
  await on("top-up-go").click();
  await on("top-up-came").filter({ hasText: "Paid." }).waitFor({ timeout: 20_000 });
  const topped = (await ask("GET", "v1/accounts/heron")).state.balance;
  assert.equal(Number(topped) - Number(state.balance), 30);
  await on("balance").filter({ hasText: dollars.format(topped) }).waitFor({ timeout: 20_000 });

  // A receipt of it, as PDF, by the browser's own session.
  await go("receipts");
  const link = on("receipts").getByRole("link", { name: "PDF" }).first();
  const pdf = await page.evaluate(async (href) => {
    const answer = await fetch(href);
    return [answer.status, answer.headers.get("content-type"), (await answer.text()).slice(0, 5)];
  }, await link.getAttribute("href"));
  assert.deepEqual(pdf, [200, "application/pdf", "%PDF-"]);

  // Mail and webhooks are in the inbox, signed as they have to be.
  await page.goto(`${host.address}inbox`);
  await page.getByText(/We have received .*25/).waitFor({ timeout: 20_000 });
  await page.getByText("payment.received").first().click();
  await page.getByText("The signature is right").first().waitFor();

  const before = await ask("GET", "v1/accounts/heron");
  await host.killed();
  assert.deepEqual((await ask("GET", "v1/accounts/heron")).state, before.state);
  await page.goto(`${host.address}#account=heron`);
  await on("match-badge").waitFor();
  assert.equal(await on("balance").textContent(), dollars.format(before.state.balance));
  assert.deepEqual(complaints.filter((complaint) => !/401|422 .*charges|ERR_CONNECTION|Failed to fetch/.test(complaint)), []);
  await page.context().close();
});

test("whoever may only look keeps nothing, and the list has its place on a phone", async () => {
  const { page, on, go } = await signedIn("bob", "read", { viewport: { width: 320, height: 700 } });
  await on("accounts").waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320);
  // The account is late: whoever has gone on meanwhile is not fetched back.
  await page.route("**/v1/accounts/heron", async (route) => {
    await new Promise((later) => setTimeout(later, 500));
    await route.continue();
  });
  await page.getByRole("button", { name: /Open .*heron/ }).click();
  await go("invoices");
  await page.locator("#account-title", { hasText: "heron" }).waitFor();
  await on("papers").waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320);
  await go("usage");
  assert.equal(await on("usage-send").isDisabled(), true);
  await go("payment");
  assert.equal(await on("top-up-go").isDisabled(), true);
  await on("threshold-input").fill("30");
  assert.equal(await on("save").isDisabled(), true);
  await page.context().close();
});
