// Runs calls on the npm package in Node: `node cases-node.mjs CALLS ANSWERS`. Each line of CALLS is
// {"verb":"…","call":"…"}, the call being a JSON text; ANSWERS gets one answer a line, byte for byte.
import { readFileSync, writeFileSync } from "node:fs";
import { callJson } from "../../wasm/pkg/index.js";

const [calls, answers] = process.argv.slice(2);
if (answers === undefined) {
  console.error("usage: node cases-node.mjs CALLS ANSWERS");
  process.exit(2);
}
const lines = readFileSync(calls, "utf8")
  .split("\n")
  .filter((line) => line !== "");
writeFileSync(
  answers,
  lines
    .map((line) => JSON.parse(line))
    .map(({ verb, call }) => `${callJson(verb, call)}\n`)
    .join(""),
);
