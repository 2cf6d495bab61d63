// A host written from scratch in Go says the same bytes. `GO_HOST` is the program that `wasm/examples/go` makes.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { calls } from "./calls.mjs";
import { esm, pkg } from "./open.mjs";

for (const [name, [verb, json]] of Object.entries(calls)) {
  test(`go and node agree on ${name}`, () => {
    const said = execFileSync(process.env.GO_HOST, [join(pkg, "counterfoil.wasm"), verb], { input: json, encoding: "utf8" });
    assert.equal(said, esm.callJson(verb, json));
  });
}
