// What the console does to a real account: each change is shown before it is made, and what was shown is what is posted.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { violations } from "./axe.mjs";
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
const rulebook = JSON.parse(readFileSync(join(root, "core/presets/seat-plan-credit.json"), "utf8"));
const plan = rulebook.plans.find(({ price }) => price !== undefined);
const { digest } = await ask("POST", "v1/rulebooks", rulebook);
const customer = { name: "Muster Ltd", business: true, country: "DE", street: "Lindenallee 1", city: "Berlin", postcode: "10115", reference: "PO 7" };
await ask("POST", "v1/accounts", { rulebook: digest, open: { account: "lark", time, customer } });
await ask("POST", "v1/accounts/lark/events", { events: [{ type: "top_up", id: "first", time, amount: "500" }] });
const state = async () => (await ask("GET", "v1/accounts/lark")).state;

async function opened(name, role, options) {
  const visited = await signedIn(name, role, options);
  await visited.page.getByRole("button", { name: /Open .*lark/ }).click();
  await visited.on("match-badge").waitFor();
  return visited;
}

test("payment methods are added, made the default and removed", async () => {
  const { page, on, go } = await opened("ada", "support");
  await go("payment");
  for (const name of ["one", "two"]) {
    if (!(await on("card-go").isVisible())) await on("card-add").click();
    await on("card-method").fill(name);
    await on("card-last4").fill("4242");
    await on("card-expires").fill("2031-13");
    await on("foreseen-card").filter({ hasText: /month/i }).waitFor();
    await on("card-expires").fill("2031-12");
    await on("foreseen-card").filter({ hasText: "Nothing is charged by it." }).waitFor();
    await on("card-go").click();
    await on(`remove-${name}`).waitFor();
  }
  assert.equal((await state()).default_method, "one");
  await on("default-two").click();
  await on("default-one").waitFor();
  await on("remove-one").click();
  await on("remove-one").waitFor({ state: "detached" });
  const { methods, default_method } = await state();
  assert.deepEqual([methods.map(({ method }) => method), default_method], [["two"], "two"]);
  assert.equal(await on("top-up-go").isDisabled(), true, "support moves no money");
  await page.context().close();
});

test("seats are taken, changed and ended, at the price that was shown", async () => {
  const { page, on, go, complaints } = await opened("bob", "finance");
  await go("plan");
  await on("take-plan").selectOption(plan.id);
  await on("take-quantity").fill("2");
  const promised = async (name) => /The balance is (.*) then/.exec(await on(`foreseen-${name}`).textContent())?.[1];
  const take = await on("foreseen-take").textContent();
  const after = await promised("take");
  await on("take").click();
  await on(`plan-${plan.id}`).waitFor();
  if (after !== undefined) assert.equal(await on("balance").textContent(), after);
  assert.match(take, /On the next invoice|At once/);
  const before = await state();
  assert.deepEqual(before.subscriptions.map(({ plan, quantity }) => [plan, quantity]), [[plan.id, "2"]]);

  await on(`quantity-${plan.id}`).fill("0.5");
  await on(`foreseen-${plan.id}`).waitFor();
  await on(`quantity-${plan.id}`).fill("3");
  const shown = await promised(plan.id);
  await on(`change-${plan.id}`).click();
  await on("plans-came").filter({ hasText: "Changed." }).waitFor();
  if (shown !== undefined) assert.equal(await on("balance").textContent(), shown);
  assert.equal((await state()).subscriptions[0].quantity, "3");

  await on(`end-${plan.id}`).click();
  await on(`plan-${plan.id}`).getByText(/It ends on/).waitFor();
  await on(`resume-${plan.id}`).click();
  await on(`end-${plan.id}`).waitFor();
  assert.equal((await state()).subscriptions[0].ends, undefined);

  // What is edited on the page is none of the server's yet: it is saved or discarded first.
  await go("payment");
  await on("threshold-input").fill("25");
  await go("plan");
  assert.equal(await on("take").isDisabled(), true);
  await on("discard").click();
  // Axe finds nothing, with everything open.
  await on("take-plan").selectOption(plan.id);
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    assert.deepEqual(await violations(page), [], colorScheme);
  }
  assert.deepEqual(complaints.filter((complaint) => !/401/.test(complaint)), []);
  await page.context().close();
});

test("what is invoiced at once is shown with its tax before it is taken", async () => {
  const invoiced = JSON.parse(readFileSync(join(root, "core/presets/seat-invoiced.json"), "utf8"));
  const { digest: other } = await ask("POST", "v1/rulebooks", invoiced);
  await ask("POST", "v1/accounts", { rulebook: other, open: { account: "hawk", time, customer } });
  const { page, on, go } = await signedIn("finn", "finance");
  await page.evaluate(() => (location.hash = "#/plan?account=hawk"));
  await on("match-badge").waitFor();
  const seat = invoiced.plans.find(({ trial_days }) => trial_days === undefined) ?? invoiced.plans[0];
  const due = async () => (await ask("GET", "v1/accounts/hawk")).state.due ?? [];
  await on("take-plan").selectOption(seat.id);
  await on("take-quantity").fill("3");
  const shown = /An invoice at once: (\S+) to pay/.exec(await on("foreseen-take").textContent())?.[1];
  await on("take").click();
  await on(`plan-${seat.id}`).waitFor();
  const [{ amount }] = await due();
  const format = new Intl.NumberFormat("en-US", { style: "currency", currency: invoiced.currency });
  assert.equal(shown, format.format(amount));
  await on(`quantity-${seat.id}`).fill("5");
  const more = await on(`foreseen-${seat.id}`).textContent();
  assert.match(more, /On the next invoice|An invoice at once/);
  await page.context().close();
});

test("a top-up whose answer is lost is charged once, and what is typed stays with its account", async () => {
  await ask("POST", "v1/accounts", { rulebook: digest, open: { account: "wren", time, customer: { ...customer, name: "Wren KG" } } });
  const { page, on, go } = await opened("eve", "finance");
  const charges = async () => (await ask("GET", "v1/accounts/lark/payments?limit=200")).data.filter(({ kind }) => kind === "top_up");
  await go("payment");
  await page.route(
    "**/charges",
    async (route) => {
      await route.fetch();
      await route.abort();
    },
    { times: 1 },
  );
  await on("top-up-go").click();
  await on("top-up-came").filter({ hasText: "It may have been charged" }).waitFor();
  await on("top-up-go").click();
  await on("top-up-came").filter({ hasText: "Paid." }).waitFor({ timeout: 20_000 });
  assert.equal((await charges()).length, 1);
  await on("top-up-go").click();
  await on("top-up-came").filter({ hasText: "Asking" }).waitFor();
  await on("top-up-came").filter({ hasText: "Paid." }).waitFor({ timeout: 20_000 });
  assert.equal((await charges()).length, 2, "another one is another");

  await go("company");
  await on("company-name").fill("Nobody's");
  await page.evaluate(() => (location.hash = "#/company?account=wren"));
  await page.waitForFunction(() => document.querySelector("[data-testid=company-name]")?.value === "Wren KG");
  await page.context().close();
});

test("a company's address and its number are judged while they are typed", async () => {
  const { page, on, go } = await opened("cleo", "support");
  await go("company");
  await on("company-vat").fill("DE136695977");
  await on("company").getByText(/check/i).first().waitFor();
  assert.equal(await on("company-go").isDisabled(), true);
  await on("company-vat").fill("DE136695976");
  await on("company-city").fill("Bonn");
  await on("company-go").click();
  await on("company-came").filter({ hasText: "Kept" }).waitFor();
  await on("registrations").getByText("not verified").waitFor();
  const { customer: kept } = await state();
  assert.deepEqual([kept.city, kept.reference, kept.registrations], ["Bonn", "PO 7", [{ country: "DE", kind: "vat", value: "DE136695976" }]]);
  await page.context().close();
});

test("whoever may only look changes nothing, also on a phone", async () => {
  const { page, on, go } = await opened("dora", "read", { viewport: { width: 320, height: 700 } });
  const may = { payment: ["remove-two"], plan: [`end-${plan.id}`, `change-${plan.id}`, "take"], company: ["company-go"] };
  for (const [name, buttons] of Object.entries(may)) {
    await go(name);
    for (const button of buttons) assert.equal(await on(button).isDisabled(), true, button);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320, name);
  }
  assert.equal(await on("page-people").count(), 0, "users and keys are an admin's");
  await page.context().close();
});
