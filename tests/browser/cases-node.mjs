// Runs calls on the npm package in Node: `node cases-node.mjs CALLS ANSWERS`. Each line of CALLS is
// {"verb":"…","call":"…"}, the call being a JSON text; ANSWERS gets one answer a line, byte for byte. A line with
// "columns" is rated in columns, and its answer is followed by what each row adds.
import { readFileSync, writeFileSync } from "node:fs";
import * as doors from "../../wasm/pkg/inline.js";
import { answers as answersOf } from "./columns.mjs";

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
    .map((line) => answersOf(doors, JSON.parse(line)))
    .map((answer) => `${answer}\n`)
    .join(""),
);
