// A host written from scratch in another language says the same bytes. `PYTHON` has wasmtime installed.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { esm, pkg, root } from "./open.mjs";

const calls = {
  "an empty call": ["check", "{}"],
  "no call at all": ["check", ""],
  "an unknown verb": ["no such verb", "{}"],
  "text beyond ASCII": ["check", '{"rulebook":{"name":"é 😀 \\u0007"}}'],
  "a long call": ["check", JSON.stringify({ rulebook: { name: "x".repeat(300_000) } })],
};
for (const [name, [verb, json]] of Object.entries(calls)) {
  test(`python and node agree on ${name}`, () => {
    const words = [join(root, "wasm/examples/host.py"), join(pkg, "counterfoil.wasm"), verb];
    const said = execFileSync(process.env.PYTHON, words, { input: json, encoding: "utf8" });
    assert.equal(said, esm.callJson(verb, json));
  });
}
