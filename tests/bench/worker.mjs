// Node's half of `cargo xtask bench`: the package, and what people use instead. It takes the name of a job on each line of
// its input and answers `nanoseconds result`, or `! why` of a job that fails, so that other programs take turns with it.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Worker, isMainThread, parentPort, workerData } from "node:worker_threads";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { firstCalls } from "./first-call.mjs";
import { handled } from "./handles.mjs";

const repository = new URL("../../", import.meta.url);
const ours = await import(new URL("wasm/pkg/inline.js", repository));
const { callJson, rate, apply, rateColumns, draftColumns } = ours;

const inputs = isMainThread ? process.argv[2] : workerData;
const read = (name) => readFileSync(join(inputs, name), "utf8");
const rateText = read("rate.json");
const totalsText = read("totals.json");
const graduatedText = isMainThread ? read("graduated.json") : undefined;
const rateObject = JSON.parse(rateText);
const applyTexts = read("apply.ndjson").trimEnd().split("\n");
const applyObjects = applyTexts.map((text) => JSON.parse(text));
const file = readFileSync(new URL("wasm/pkg/counterfoil.wasm", repository));
const module = new WebAssembly.Module(file);
const INSTANCES = 1000;
// As in the Rust worker.
const REQUESTS = 1000;
const CALLS = 10;
const DAYS = 90;

/** Rulebook and state of the first account, after its month. */
const account = {
  rulebook: applyObjects[0].rulebook,
  state: JSON.parse(callJson("apply", applyTexts[0])).answer.state,
  as_of: applyObjects[0].as_of,
};
const request = (_, place) => ({ id: `r${place}`, product: "call.day", quantity: place % 30, unit: "minute" });
const authorize = (count) => JSON.stringify({ ...account, requests: Array.from({ length: count }, request) });
const authorizeText = authorize(REQUESTS);
const simulateText = JSON.stringify({ ...account, days: DAYS, usage: { type: "history" } });
const repeated = (verb, text, times) => Array.from({ length: times }, () => callJson(verb, text));

/** Instances of the module with imports that nothing calls, as a fresh page or worker makes one. */
function instances() {
  const imports = {};
  for (const one of WebAssembly.Module.imports(module)) (imports[one.module] ??= {})[one.name] = () => {};
  for (let at = 0; at < INSTANCES; at += 1) new WebAssembly.Instance(module, imports).exports.version();
  return INSTANCES;
}

// The rows of the Rust worker.
const JANUARY = 1_767_225_600_000n;
const columnsOf = (length, quantity, time, kind) => ({
  quantity: BigInt64Array.from({ length }, (_, row) => BigInt(quantity(row))),
  time: BigInt64Array.from({ length }, (_, row) => JANUARY + BigInt(time(row))),
  kind: Uint32Array.from({ length }, (_, row) => kind(row)),
});
const columnsCall = JSON.parse(read("columns.json"));
const draftCall = JSON.parse(read("draft.json"));
const tenths = (row) => [(row % 7) * 10 + (row % 10), (1000 + (row % 5000)) * 10, (100 + (row % 900)) * 10, 10][row % 4];
const many = isMainThread
  ? columnsOf(1_000_000, (row) => ((row * 7919) % 20_000) + 1, (row) => row, (row) => (row % 10 === 0 ? 1 : 0))
  : undefined;
const month = isMainThread ? columnsOf(100_000, tenths, (row) => 3_600_000 + 25_000 * row, (row) => row % 4) : undefined;

/** The same job on two threads at once; they are started once, and each has an engine of its own. */
const threads = isMainThread ? [0, 1].map(() => new Worker(new URL(import.meta.url), { workerData: inputs })) : [];
for (const thread of threads) thread.unref();
const both = async (name) => {
  const done = threads.map((thread) => new Promise((told) => thread.once("message", told)));
  for (const thread of threads) thread.postMessage(name);
  const [one, two] = await Promise.all(done);
  if (one !== two) throw new Error("two threads find two results");
  return one;
};

/** The last amount of that name is the sum's; found as text, since two threads find it within the measured time. */
const total = (text) => /"total":"([^"]*)"/.exec(text.slice(text.lastIndexOf('"total":"')))[1];

/** A page in Chromium, opened by the first job that asks for it. */
let page;
const inChromium = async (job) => {
  page ??= (await import("./chromium.mjs")).open({
    draft: draftCall,
    totals: totalsText,
    rows: Object.fromEntries(Object.entries(month).map(([name, column]) => [name, Array.from(column, Number)])),
  });
  return (await page)(job);
};

// Each job gives back what is needed to find its result, which is then looked at outside the measured time.
const bytes = (texts) => texts.reduce((all, text) => all + Buffer.byteLength(text), 0);
const jobs = {
  "rate-text": [() => callJson("rate", rateText), total],
  "rate-object": [() => rate(rateObject), (reply) => reply.answer.total],
  "rate-text-both": [() => both("rate-text"), (total) => total],
  "rate-decimal-json-both": [() => both("rate-decimal-json"), (total) => total],
  "totals-text": [() => callJson("rate", totalsText), total],
  "totals-text-both": [() => both("totals-text"), (total) => total],
  "totals-decimal-both": [() => both("totals-decimal"), (total) => total],
  "graduated-text": [() => callJson("rate", graduatedText), total],
  "columns-node": [() => rateColumns(columnsCall, many), ({ amounts }) => amounts.reduce((sum, amount) => sum + amount, 0n)],
  "totals-chromium": [() => inChromium("totals"), ({ result }) => result],
  "draft-rows-chromium": [() => inChromium("draft"), ({ result }) => result],
  "draft-rows-node": [() => draftColumns(draftCall, month), (reply) => (reply.status === "ok" ? "drafted" : JSON.stringify(reply))],
  "apply-text": [() => applyTexts.map((text) => callJson("apply", text)), bytes],
  "apply-object": [() => applyObjects.map((call) => apply(call)), (replies) => bytes(replies.map((one) => JSON.stringify(one)))],
  "authorize-text": [() => repeated("authorize", authorizeText, CALLS), bytes],
  "simulate-text": [() => repeated("simulate", simulateText, CALLS), bytes],
  "instance-node": [instances, (made) => made],
  sizes: [() => [file, gzipSync(file, { level: 9 }), brotliCompressSync(file)], (all) => all.map((one) => one.length).join("/")],
};

// What is not installed fails its own jobs alone: it is imported by the first of them.
Object.assign(jobs, firstCalls);
const decide = JSON.parse(read("decide.json"));
if (isMainThread) Object.assign(jobs, handled(ours, account, decide));

async function found(name) {
  if (!(name in jobs) && /decimal|big|float/.test(name)) {
    Object.assign(jobs, (await import("./peers.mjs")).rating(rateText, rateObject));
  }
  if (!(name in jobs) && /zen|cedar/.test(name)) Object.assign(jobs, (await import("./deciders.mjs")).deciding(decide));
  if (!(name in jobs)) throw new Error("no job of this worker");
  return jobs[name];
}

/** One line. What a job needs that is not its work is made before. */
async function turn(name) {
  const [work, result, prepare] = await found(name);
  const given = await prepare?.();
  const from = process.hrtime.bigint();
  const made = await work(given);
  // A page and a fresh process tell their own time, without the way there and back.
  const took = made?.nanoseconds ?? process.hrtime.bigint() - from;
  return `${took} ${result(made)}`;
}

if (isMainThread) {
  for await (const name of createInterface({ input: process.stdin })) {
    console.log(await turn(name).catch((error) => `! ${String(error?.message ?? error).replaceAll("\n", " ")}`));
  }
  process.exit(0);
}
parentPort?.on("message", async (name) => {
  const [work, result] = await found(name);
  parentPort.postMessage(result(await work()));
});
