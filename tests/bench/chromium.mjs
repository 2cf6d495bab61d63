// Chromium's part of `cargo xtask bench`: the package in a page, as a console or checkout has it.
import { launch, root, serve } from "../browser/open.mjs";

/** Stands alone, since the page is given its source: makes the jobs there. */
async function prepare({ draft, totals, rows }) {
  const { callJson, draftColumns, load } = await import("/index.js");
  await load();
  const month = {
    quantity: BigInt64Array.from(rows.quantity, BigInt),
    time: BigInt64Array.from(rows.time, BigInt),
    kind: Uint32Array.from(rows.kind),
  };
  const timed = (work, result) => {
    const from = performance.now();
    const made = work();
    return { nanoseconds: Math.round((performance.now() - from) * 1e6), result: result(made) };
  };
  const total = (text) => JSON.parse(text).answer.total;
  const drafted = (reply) => (reply.status === "ok" ? "drafted" : JSON.stringify(reply));
  globalThis.jobs = {
    draft: () => timed(() => draftColumns(draft, month), drafted),
    totals: () => timed(() => callJson("rate", totals), total),
  };
}

/** Opens the page; what it gives back does a job there and tells how long it took. */
export async function open(inputs) {
  const site = await serve(`${root}wasm/pkg`);
  const browser = await launch();
  const page = await browser.newPage();
  // Any file of the folder makes a document of its origin; the manifest is always there.
  await page.goto(`${site.address}package.json`);
  await page.evaluate(`(${prepare})(${JSON.stringify(inputs)})`);
  return (job) => page.evaluate(`jobs.${job}()`);
}
