// A host written from scratch in another language says the same bytes. `PYTHON` has wasmtime installed.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { calls } from "./calls.mjs";
import { esm, pkg, root } from "./open.mjs";

for (const [name, [verb, json]] of Object.entries(calls)) {
  test(`python and node agree on ${name}`, () => {
    const words = [join(root, "wasm/examples/host.py"), join(pkg, "counterfoil.wasm"), verb];
    const said = execFileSync(process.env.PYTHON, words, { input: json, encoding: "utf8" });
    assert.equal(said, esm.callJson(verb, json));
  });
}
