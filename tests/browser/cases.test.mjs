// The two runners of cases give the same bytes, on every sort of text.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { root } from "./open.mjs";

const folder = mkdtempSync(join(tmpdir(), "counterfoil-cases-"));
after(() => rmSync(folder, { recursive: true }));

const rulebook = JSON.parse(readFileSync(`${root}tests/cases/telephone/rulebook.json`, "utf8"));
const usage = [{ id: "u1", time: "2026-01-05T12:00:00Z", product: "call.day", quantity: "265.1", unit: "minute" }];
const calls = [
  { verb: "rate", call: JSON.stringify({ rulebook, usage }) },
  { verb: "check", call: JSON.stringify({ rulebook }) },
  { verb: "check", call: JSON.stringify({ rulebook: { name: "é\u2028\u{1F4DE}\u202E" } }) },
  { verb: "check", call: "{" },
  { verb: "no such verb", call: "{}" },
  { verb: "apply", call: "" },
  ...Array.from({ length: 600 }, (_, place) => ({
    verb: "rate",
    call: JSON.stringify({ rulebook, usage: [{ ...usage[0], quantity: `${place}.5` }] }),
  })),
];

function run(runner) {
  const [input, output] = [join(folder, "calls.ndjson"), join(folder, `${runner}.answers`)];
  writeFileSync(input, calls.map((call) => `${JSON.stringify(call)}\n`).join(""));
  execFileSync(process.execPath, [fileURLToPath(new URL(runner, import.meta.url)), input, output]);
  return readFileSync(output, "utf8");
}

test("Chromium and Node answer every call with the same bytes", () => {
  const node = run("cases-node.mjs");
  assert.equal(node.split("\n").length, calls.length + 1);
  assert.match(node, /"total":"45\.07"/);
  assert.equal(run("cases.mjs"), node);
});
