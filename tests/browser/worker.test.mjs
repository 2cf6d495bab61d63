// The engine in a worker: the page goes on meanwhile, and what still waits when it ends is told so.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { rateColumns } from "../../wasm/pkg/inline.js";
import { launch, root, serve } from "./open.mjs";

const site = await serve(`${root}wasm/pkg`);
const browser = await launch();
after(async () => {
  await browser.close();
  site.close();
});

const ROWS = 1_000_000;
const call = {
  rulebook: {
    name: "rows",
    currency: "USD",
    rounding: { scale: 2, mode: "half_up" },
    rates: [{ id: "a", product: "api", unit: "call", price: "0.01" }],
  },
  usage: { kinds: [{ product: "api", unit: "call" }], scale: 0, time: "2026-01-01T00:00:00Z" },
};

/** Runs in a page of its own, given the modules and the call. */
async function run(program) {
  const page = await browser.newPage();
  // Any file of the folder makes a document of its origin; the manifest is always there.
  await page.goto(`${site.address}package.json`);
  try {
    return await page.evaluate(`Promise.all([import("/worker.js"), import("/index.js")]).then((modules) => (${program})(modules, ${JSON.stringify(call)}, ${ROWS}))`);
  } finally {
    await page.close();
  }
}

test("the page goes on while a million usages are rated", async () => {
  const { turns, total } = await run(async ([{ worker }], call, rows) => {
    const engine = await worker();
    let turns = 0;
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      turns += 1;
      port2.postMessage(0);
    };
    const rated = engine.rateColumns(call, { quantity: new BigInt64Array(rows).fill(7n) });
    port2.postMessage(0);
    const { reply } = await rated;
    port1.onmessage = null;
    return { turns, total: reply.answer.total };
  });
  const { reply } = rateColumns(call, { quantity: new BigInt64Array(ROWS).fill(7n) });
  assert.equal(total, reply.answer.total);
  // On the page's own thread there would be none.
  assert.ok(turns > 10, `${turns} turns`);
});

test("what waits when a worker is closed is rejected, and so is what comes after", async () => {
  const told = await run(async ([{ worker }, { BillingError }], call, rows) => {
    const engine = await worker();
    const waits = engine.rateColumns(call, { quantity: new BigInt64Array(rows).fill(7n) }).catch((error) => error);
    const closed = [await engine.close(), await engine.close()];
    const after = await engine.about().catch((error) => error);
    return [...closed, ...[await waits, after].map((error) => error instanceof BillingError && error.code)];
  });
  assert.deepEqual(told, [true, false, "worker_closed", "worker_closed"]);
});

test("engines in two workers are two", async () => {
  const told = await run(async ([{ worker }], call) => {
    const [one, other] = [await worker(), await worker()];
    const prepared = await one.prepare(call.rulebook);
    await other.close();
    return (await prepared.check({})).status;
  });
  assert.equal(told, "ok");
});
