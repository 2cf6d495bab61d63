// How long an account of many events takes to open, and to answer a key: `node tests/bench/large-account.mjs [events]`, after `cargo xtask test`
// or `run`.
import { launch } from "../browser/open.mjs";
import { begin } from "../browser/real.mjs";
import { readFileSync } from "node:fs";
const N = Number(process.argv[2] ?? 100000);
const browser = await launch();
const host = await begin(browser);
const { ask, signedIn } = host;
const rulebook = JSON.parse(readFileSync(new URL("../../core/presets/prepaid-cpaas.json", import.meta.url), "utf8"));
const { digest } = await ask("POST", "v1/rulebooks", rulebook);
const start = Date.now() - 90 * 86400e3;
const iso = (t) => new Date(t).toISOString();
await ask("POST", "v1/accounts", { rulebook: digest, open: { account: "big", time: iso(start), customer: { name: "Muster Ltd", business: true, country: "IE", street: "1 Sample Street", city: "Dublin", postcode: "D01" } } });
await ask("POST", "v1/accounts/big/events", { as_of: iso(start + 1000), events: [{ type: "top_up", id: "first", time: iso(start + 1000), amount: "10000" }] });
const step = (89 * 86400e3) / N;
let t0 = Date.now();
for (let i = 0; i < N; i += 10000) {
  const events = Array.from({ length: Math.min(10000, N - i) }, (_, k) => ({ type: "usage", id: `u${i + k}`, time: iso(start + 2000 + (i + k) * step), product: "voice.outbound", quantity: "3", unit: "minute", destination: "12025550100" }));
  await ask("POST", "v1/accounts/big/events", { as_of: iso(start + 2000 + (i + 10000) * step), events });
}
console.log("posted", N, Date.now() - t0, "ms");
const { page, on, go } = await signedIn("ada", "admin");
let requests = 0; page.on("request", () => requests++);
await page.locator("[data-account=big]").waitFor();
t0 = Date.now(); requests = 0;
await page.getByRole("button", { name: /Open .*big/ }).click();
await on("match-badge").waitFor();
console.log("open", Date.now() - t0, "ms", requests, "requests");
await page.waitForTimeout(3000); console.log("requests after 3 s", requests, await on("match-badge").getAttribute("data-verdict"));
await go("payment");
await on("recharge-enabled").check();
await on("amount-input").fill("25");
const took = await on("threshold-input").evaluate(async (input) => {
  const all = [];
  for (let i = 10; i < 30; i++) { const s = performance.now(); input.value = String(i); input.dispatchEvent(new InputEvent("input", { bubbles: true })); await new Promise((d) => requestAnimationFrame(() => requestAnimationFrame(d))); all.push(performance.now() - s); }
  return all.sort((a, b) => a - b);
});
console.log("key median", took[10].toFixed(1), "max", took.at(-1).toFixed(1), "ms");
await browser.close(); host.end();
process.exit(0);
