// Rating the telephone customers' month in Node: the package beside decimal.js and big.js, in one run, as ratios.
// Everyone does the same job from the same texts: quantity x price, rounded half up to cents, summed. The package
// also reads and writes JSON, checks every field and gives every line its reasons; the others only calculate.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { brotliCompressSync, gzipSync } from "node:zlib";

const require = createRequire(new URL("../../wasm/npm/package.json", import.meta.url));
const Decimal = require("decimal.js");
const Big = require("big.js");
const repository = new URL("../../", import.meta.url);
const { callJson, rate } = await import(new URL("wasm/pkg/index.js", repository));

const rulebook = JSON.parse(readFileSync(new URL("tests/cases/telephone/rulebook.json", repository), "utf8"));
const usage = readUsage(readFileSync(new URL("tests/cases/telephone/customers.csv", repository), "utf8"));
const prices = Object.fromEntries(rulebook.rates.map((one) => [one.product, one.price]));
const object = { rulebook, usage };
const json = JSON.stringify(object);

function readUsage(csv) {
  const [head, ...rows] = csv.trim().split("\n").map((row) => row.split(","));
  const columns = ["day", "eve", "night", "intl"].map((name) => [name, head.indexOf(`${name}_minutes`)]);
  const products = { day: "call.day", eve: "call.evening", night: "call.night", intl: "call.international" };
  return rows.flatMap((row) =>
    columns.map(([name, at]) => ({
      id: `${row[0]}-${name}`,
      time: "2026-01-05T12:00:00Z",
      product: products[name],
      quantity: row[at],
      unit: "minute",
    })),
  );
}

function sum(of, zero, round) {
  let total = zero;
  for (const { product, quantity } of usage) total = total.plus(round(of(quantity).times(prices[product])));
  return total.toFixed(2);
}

const jobs = {
  "big.js": () => sum((text) => new Big(text), new Big(0), (exact) => exact.round(2, Big.roundHalfUp)),
  "decimal.js": () => sum((text) => new Decimal(text), new Decimal(0), (exact) => exact.toDecimalPlaces(2, Decimal.ROUND_HALF_UP)),
  "counterfoil, JSON text": () => JSON.parse(callJson("rate", json)).answer.total,
  "counterfoil, objects": () => rate(object).answer.total,
};

/** The best of several rounds: what the machine can do when nothing else is running. */
function milliseconds(job) {
  let best = Infinity;
  for (let round = 0; round < 12; round += 1) {
    const from = process.hrtime.bigint();
    job();
    best = Math.min(best, Number(process.hrtime.bigint() - from) / 1e6);
  }
  return best;
}

const totals = new Set(Object.values(jobs).map((job) => job()));
if (totals.size !== 1) throw new Error(`the totals differ: ${[...totals].join(", ")}`);

const file = readFileSync(new URL("wasm/pkg/counterfoil.wasm", repository));
const kib = (bytes) => (bytes.length / 1024).toFixed(1);
console.log(`file: ${kib(file)} KiB raw, ${kib(gzipSync(file, { level: 9 }))} gzip, ${kib(brotliCompressSync(file))} brotli`);
console.log(`rate ${usage.length} usages, total ${[...totals][0]}:`);
const base = milliseconds(jobs["big.js"]);
for (const [name, job] of Object.entries(jobs)) {
  const took = milliseconds(job);
  const perSecond = Math.round((usage.length / took) * 1000).toLocaleString("en");
  console.log(`  ${name.padEnd(24)} ${took.toFixed(1).padStart(7)} ms  ${perSecond.padStart(10)} usages/s  x${(base / took).toFixed(2)}`);
}
