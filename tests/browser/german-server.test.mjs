// The console in German at a server: its lists, its people, what it has of an account, and what is edited of that. The server here
// answers from the npm package, with each state that a paper, a payment or a user can be in; the real one is spoken to elsewhere.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { call, contract, engineDigest } from "../../wasm/pkg/inline.js";
import { violations } from "./axe.mjs";
import { launch, root, serve, visit } from "./open.mjs";
import { englishOf, textsOf } from "./texts.mjs";

const time = "2026-01-02T00:00:00Z";
const as_of = "2026-01-20T00:00:00Z";
const rulebook = {
  name: "calls",
  currency: "EUR",
  rounding: { scale: 2, mode: "half_up" },
  rates: [{ id: "r", product: "call", unit: "minute", price: "0.5" }],
  recharge: { trigger: "below", ladder_percent: [50, 0] },
};
const opening = { account: "muster", time: "2026-01-01T00:00:00Z", settings: { recharge: { enabled: true, threshold: "20", amount: "25", method: "card_1" } } };
const events = [
  { type: "method_added", id: "m1", time, method: { type: "bank", method: "bank_1", country: "US", last4: "6789", code: "314159" } },
  { type: "top_up", id: "t1", time, amount: "30" },
  { type: "usage", id: "u1", time: "2026-01-03T10:00:00Z", product: "call", quantity: "7", unit: "minute" },
];
const { state, entries, effects } = call("apply", { rulebook, open: opening, as_of, payments: "succeed", events }).answer;

const paper = (number, status) => ({ number, kind: "invoice", name: number, issued_on: "2026-01-05", due_on: "2026-01-19", amount: "10.00", status, to_pay: "10.00" });
const lists = {
  "/v1/accounts": ["active", "suspended", "closed"].map((service, place) => ({
    id: `a${place}`,
    state: { balance: "1234.50", service, currency: "EUR", as_of },
    ...(place === 0 ? { runway_days: 1, last_invoice: { number: "1", amount: "10.00", status: "overdue", issued_on: "2026-01-05" } } : {}),
  })),
  "/v1/invoices": ["open", "overdue", "paid", "void"].map((status, place) => paper(`${place}`, status)),
  "/v1/credit-notes": [{ ...paper("G1"), kind: "credit_note" }],
  "/v1/accounts/muster/invoices": [],
  "/v1/accounts/muster/receipts": ["succeeded", "failed", "pending"].map((status, place) => ({ number: `R${place}`, amount: "30.00", currency: "EUR", time, method: "Visa", status })),
  "/v1/accounts/muster/payments": ["recharge", "top_up", "debit", "invoice", "refund", "return", "chargeback"].map((kind, place) => ({
    charge: kind,
    kind,
    amount: "30.00",
    currency: "EUR",
    asked_at: time,
    state: ["wanted", "sent", "pending", "paid", "failed", "void", "unposted"][place],
    reason: "card_declined",
    due_at: as_of,
  })),
  "/v1/accounts/muster/history": entries.toReversed(),
  "/v1/accounts/muster/effects": effects.toReversed(),
  "/v1/accounts/muster/events": events,
  "/v1/users": ["own", "temporary", "used"].map((password, place) => ({ name: `u${place}`, role: "read", password, totp: place === 0, disabled: place === 1 })),
  "/v1/keys": [{ id: "1", name: "k1", role: "ingest", made_at: time }, { id: "2", name: "k2", role: "ingest", made_at: time, ends_at: time }],
};

/** Whoever has rights is signed in. */
function api(rights) {
  const answers = {
    "/v1/version": { engine: engineDigest, contract, payments: "succeed" },
    "/v1/session": rights && { who: "user:ada", rights, csrf: "x" },
    "/v1/accounts/muster": { account: "muster", rulebook, opening, state, overview: call("overview", { rulebook, state, as_of }) },
  };
  return (path) => {
    const found = answers[path] ?? (lists[path] && { data: lists[path], has_more: false });
    return found && JSON.stringify(found);
  };
}

const browser = await launch();
after(() => browser.close());

async function german(t, rights, fragment = "") {
  const site = await serve(`${root}www/dist`, api(rights));
  const visited = await visit(browser, site.address + fragment, { locale: "de-DE" });
  t.after(async () => {
    await visited.page.context().close();
    site.close();
  });
  return visited;
}

async function isGerman(page, where) {
  await page.evaluate(() => document.querySelectorAll("details").forEach((each) => (each.open = true)));
  assert.deepEqual(englishOf(await textsOf(page)), [], where);
  assert.deepEqual(await violations(page), [], where);
}

test("lists of accounts, users and keys are German", async (t) => {
  const { page, go } = await german(t, ["read", "access"]);
  await page.locator("[data-account=a2]").waitFor();
  assert.match((await page.locator("[data-account=a0]").textContent()).replaceAll("\u00a0", " "), /a0.*Aktiv1\.234,50 €1 Tag10,00 € Überfällig 5\. Jan\./);
  await isGerman(page, "accounts");
  await go("people");
  await page.getByText("vorläufig, benutzt und nicht geändert").waitFor();
  await isGerman(page, "people");
});

test("every page of a server's account is German, and so is what is edited of it", async (t) => {
  const { page, on, go } = await german(t, ["read"], "#/overview?account=muster");
  await on("match-badge").filter({ hasText: "gleiche Engine · gleicher Stand" }).waitFor();
  for (const name of ["usage", "history", "invoices", "receipts", "payment", "rulebook", "developers"]) {
    await go(name);
    await isGerman(page, name);
  }
  await go("payment");
  await on("threshold-input").fill("30");
  await on("save-bar").filter({ hasText: "Eine Vorschau. Auto-Aufladung: Gezeigt wird, was es ab jetzt bewirkt." }).waitFor();
  await isGerman(page, "edited");
});

test("the way in is German, and says in its own language why there is none", async (t) => {
  const { page, on } = await german(t, undefined);
  await on("sign-in").click();
  await isGerman(page, "the form");
  await on("sign-in-name").fill("ada");
  await on("sign-in-password").fill("x");
  await on("sign-in-go").click();
  await on("sign-in-why").getByText("der Server antwortete 404").waitFor();
  await page.evaluate(() => (location.hash = "#/overview?account=other"));
  await page.getByText(/^other konnte nicht geöffnet werden: der Server antwortete 404 auf v1\/accounts\/other\.$/).waitFor();
});
