// The console beside a server: the same account, the same engine, the same state. The server here answers from the
// npm package, and wrongly where a test wants it to; the real one is held to the same page in serve.test.mjs.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { call, callJson, contract, engineDigest } from "../../wasm/pkg/inline.js";
import { launch, root, serve, visit } from "./open.mjs";

const rulebook = {
  name: "calls",
  currency: "USD",
  rounding: { scale: 2, mode: "half_up" },
  rates: [{ id: "r", product: "call", unit: "minute", price: "0.5" }],
  recharge: { trigger: "below", ladder_percent: [50, 0] },
};
const recharge = { enabled: true, threshold: "20", amount: "25", method: "card_1", limits: { per_day: "100" } };
const opening = {
  account: "c0042",
  time: "2026-01-01T00:00:00Z",
  settings: { recharge, addresses: ["a@example.com"] },
};
const as_of = "2026-01-20T00:00:00Z";
const events = [
  { type: "top_up", id: "t1", time: "2026-01-02T00:00:00Z", amount: "30" },
  ...Array.from({ length: 12 }, (_, place) => ({
    type: "usage",
    id: `u${place}`,
    time: `2026-01-${String(place + 3).padStart(2, "0")}T10:00:00Z`,
    product: "call",
    quantity: "7",
    unit: "minute",
  })),
];
const { state, entries, effects } = call("apply", { rulebook, open: opening, as_of, payments: "succeed", events }).answer;
const ids = Array.from({ length: 5000 }, (_, place) => `c${String(place + 1).padStart(4, "0")}`);

/** What the server is made to say in one test. */
function api(changes = {}) {
  const newest = (list, after) => {
    const turned = list.toReversed();
    const [begin, end] = after === 0 ? [0, 3] : [after, list.length];
    const data = turned.slice(begin, end);
    return JSON.stringify(end < list.length ? { data, has_more: true, cursor: String(end) } : { data, has_more: false });
  };
  return (path, query, body) => {
    const text = (value) => JSON.stringify(value);
    const after = Number(query.get("cursor") ?? 0);
    const answers = {
      "/v1/version": () => text({ engine: changes.engine ?? engineDigest, contract, payments: "succeed" }),
      "/v1/session": () => text({ who: "user:ada", rights: ["read"], csrf: "x" }),
      "/v1/accounts": () => {
        const found = ids.filter((id) => id.startsWith(query.get("search") ?? "")).slice(0, Number(query.get("limit")));
        return text({ data: found.map((id) => ({ id, state })), has_more: false });
      },
      "/v1/accounts/c0042": () =>
        text({
          account: "c0042",
          rulebook,
          opening,
          state: changes.state ?? state,
          overview: call("overview", { rulebook, state, as_of }),
        }),
      "/v1/invoices": () => text({ data: [], has_more: false }),
      "/v1/credit-notes": () => text({ data: [], has_more: false }),
      "/v1/accounts/c0042/invoices": () => text({ data: [], has_more: false }),
      "/v1/accounts/c0042/receipts": () => text({ data: [], has_more: false }),
      "/v1/accounts/c0042/payments": () => text({ data: [], has_more: false }),
      // The newest first, in two pages, so that the page has to ask on.
      "/v1/accounts/c0042/history": () => newest(entries, after),
      "/v1/accounts/c0042/effects": () => newest(effects, after),
      // Two pages.
      "/v1/accounts/c0042/events": () =>
        text(
          after === 0
            ? { data: events.slice(0, 5), has_more: true, cursor: "5" }
            : { data: events.slice(after), has_more: false },
        ),
      "/v1/call/apply": () => callJson("apply", body) + (changes.tail ?? ""),
    };
    // As strict as the real one about what it is asked.
    const known = [...query].every(
      ([name, value]) => ["cursor", "search", "account", "service", "sort", "glance", "newest"].includes(name) || (name === "limit" && Number(value) <= 200),
    );
    return known ? answers[path]?.() : undefined;
  };
}

const browser = await launch();
after(() => browser.close());

/** Looks an account up in the list and opens it. */
async function find({ page, on }, id) {
  await on("accounts-search").fill(id);
  await page.getByRole("button", { name: new RegExp(`Open .*${id}`) }).click();
}

async function openAccount(t, changes) {
  const site = await serve(`${root}www/dist`, api(changes));
  const visited = await visit(browser, site.address);
  t.after(async () => {
    await visited.page.context().close();
    site.close();
  });
  await find(visited, "c0042");
  // The account is drawn at once, and recomputed from all its events behind it.
  await visited.page.locator("[data-testid=match-badge]:not([data-verdict=unchecked])").waitFor();
  return { ...visited, site };
}

test("same engine, same state", async (t) => {
  const { on, page, go, complaints } = await openAccount(t);
  assert.match(await on("match-badge").textContent(), /same engine · same state/);
  assert.equal(await on("server-digest").textContent(), await on("engine-digest").textContent());
  assert.equal(await on("balance").textContent(), `$${state.balance}`);
  await page.waitForFunction(() => location.hash === "#/overview?account=c0042");
  await go("payment");
  assert.equal(await on("threshold-input").inputValue(), "20");
  await page.waitForFunction(() => location.hash === "#/payment?account=c0042");
  assert.deepEqual(complaints, []);
});

test("a link to an account opens it", async (t) => {
  const { page, on, site } = await openAccount(t);
  await page.goto(`${site.address}?again#account=c0042`);
  await page.locator("[data-verdict=same]").waitFor();
});

test("a changed setting is a what-if, and the way back is one press", async (t) => {
  const { page, on, go } = await openAccount(t);
  await go("payment");
  await on("threshold-input").fill("10");
  assert.equal(await on("match-badge").getAttribute("data-verdict"), "changed");
  await on("reset").click();
  await page.locator("[data-verdict=same]").waitFor();
  assert.equal(await on("threshold-input").inputValue(), "20");
});

test("another state is a warning", async (t) => {
  const other = call("apply", { rulebook, open: opening, as_of, payments: "succeed", events: events.slice(0, -1) }).answer.state;
  const { page, on } = await openAccount(t, { state: other });
  await page.locator("[data-verdict=other_state]").waitFor();
  assert.equal(await on("match-badge").getAttribute("data-verdict"), "other_state");
});

test("another engine is a warning", async (t) => {
  const { on } = await openAccount(t, { engine: `sha256:${"0".repeat(64)}` });
  assert.equal(await on("match-badge").getAttribute("data-verdict"), "other_engine");
});

test("the server's answer is held beside the page's, byte for byte", async (t) => {
  const { on } = await openAccount(t);
  await on("verify").click();
  await on("verified").filter({ hasText: "the same, byte for byte" }).waitFor();
});

test("an answer with one byte more is found out", async (t) => {
  const { on } = await openAccount(t, { tail: "\n" });
  await on("verify").click();
  await on("verified").filter({ hasText: "different" }).waitFor();
});

test("one account among five thousand is found by how it begins", async (t) => {
  const { page, on, go } = await openAccount(t);
  await go("accounts");
  await on("accounts-search").fill("c49");
  await page.locator("[data-account=c4949]").waitFor();
  const shown = await page.locator("[data-account]").evaluateAll((rows) => rows.map((row) => row.dataset.account));
  assert.deepEqual(shown, ids.slice(4899, 4949));
  await on("accounts-search").fill("nobody");
  await page.getByText("None is like that.").waitFor();
});

test("Back goes from page to page and from account to account, and leaves nothing behind", async (t) => {
  const { page, on, go } = await openAccount(t);
  await go("payment");
  await go("history");
  await page.goBack();
  assert.equal(await page.locator("#page-title").textContent(), "Payment and auto-recharge");
  await page.goBack();
  assert.equal(await page.locator("#page-title").textContent(), "Overview");
  await page.goBack();
  await on("accounts").waitFor();
  await page.goForward();
  await on("match-badge").waitFor();
  assert.match(await page.title(), /^Overview · c0042 · Counterfoil$/);
});

test("an account that is not there is said, and nothing else changes", async (t) => {
  const { page, on } = await openAccount(t);
  const balance = await on("balance").textContent();
  await page.evaluate(() => (location.hash = "#/overview?account=nobody"));
  await page.getByText("nobody could not be opened").waitFor();
  assert.equal(await on("balance").textContent(), balance);
});
