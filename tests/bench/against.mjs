// Node's part of `cargo xtask bench --against`: the package of one tree, called as JSON text.
// node against.mjs PACKAGE FOLDER: the name of a job on each line of input, `nanoseconds result` on each of output.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const [pkg, folder] = process.argv.slice(2);
// An older tree has one entry for pages and for Node.
const entry = ["inline.js", "index.js"].map((name) => join(pkg, name)).find(existsSync);
const { callJson } = await import(pathToFileURL(entry));
const read = (name) => readFileSync(`${folder}/${name}`, "utf8");

const [rate, totals] = [read("rate.json"), read("totals.json")];
const applied = read("apply.ndjson").trim().split("\n").slice(0, 500);
const first = JSON.parse(applied[0]);
const account = {
  rulebook: first.rulebook,
  state: JSON.parse(callJson("apply", applied[0])).answer.state,
  as_of: first.as_of,
};
const request = (_, place) => ({ id: `r${place}`, product: "call.day", quantity: place % 30, unit: "minute" });
const asking = (count) => JSON.stringify({ ...account, requests: Array.from({ length: count }, request) });
const [many, one] = [asking(1000), asking(1)];

const repeated = (count, verb, call) => () => Array.from({ length: count }, () => callJson(verb, call).length).at(-1);
const jobs = {
  rate: repeated(5, "rate", rate),
  totals: repeated(10, "rate", totals),
  apply: () => applied.reduce((letters, call) => letters + callJson("apply", call).length, 0),
  authorize: repeated(10, "authorize", many),
  "authorize-one": repeated(3000, "authorize", one),
};

for await (const job of createInterface({ input: process.stdin })) {
  const from = process.hrtime.bigint();
  const result = jobs[job]();
  console.log(`${process.hrtime.bigint() - from} ${result}`);
}
