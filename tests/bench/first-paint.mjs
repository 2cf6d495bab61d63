// What a phone on slow 4G sees, as Lighthouse throttles both: `node tests/bench/first-paint.mjs`, after `cargo xtask test` or `run`.
import { begin } from "../browser/real.mjs";
import { launch } from "../browser/open.mjs";

/** Lighthouse's "slow 4G" as its DevTools throttling applies it, and a processor of a quarter. */
const NETWORK = { offline: false, latency: 562.5, downloadThroughput: (1474.56 * 1024) / 8, uploadThroughput: (675 * 1024) / 8 };
const PROCESSOR = 4;
const RUNS = 5;

const browser = await launch();
const host = await begin(browser);
const runs = [];
for (let run = 0; run < RUNS; run += 1) {
  const context = await browser.newContext({ viewport: { width: 375, height: 800 } });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.emulateNetworkConditions", NETWORK);
  await session.send("Emulation.setCPUThrottlingRate", { rate: PROCESSOR });
  await page.goto(host.address, { waitUntil: "commit" });
  await page.getByTestId("balance").waitFor();
  const times = await page.evaluate(() => {
    const paint = performance.getEntriesByName("first-contentful-paint")[0];
    const bytes = performance.getEntriesByType("resource").reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0);
    return { paint: paint.startTime, ready: performance.now(), kib: bytes / 1024 };
  });
  runs.push(times);
  await context.close();
}
const median = (of) => runs.map((run) => run[of]).sort((one, other) => one - other)[RUNS >> 1];
console.log(`first paint ${Math.round(median("paint"))} ms, ready ${Math.round(median("ready"))} ms, ${median("kib").toFixed(0)} KiB (median of ${RUNS})`);
await browser.close();
host.end();
process.exit(0);
