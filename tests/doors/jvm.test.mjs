// A host written from scratch on the JVM says the same bytes. `JVM_HOST` is the folder of the classes that `wasm/examples/jvm`
// makes, `JNA` the library they call C by, `LIBWASMTIME` what they call.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { delimiter, join } from "node:path";
import { test } from "node:test";
import { calls } from "./calls.mjs";
import { esm, pkg } from "./open.mjs";

const { JVM_HOST, JNA, LIBWASMTIME } = process.env;

for (const [name, [verb, json]] of Object.entries(calls)) {
  test(`the JVM and node agree on ${name}`, () => {
    const words = ["-cp", [JNA, JVM_HOST].join(delimiter), "Host", LIBWASMTIME, join(pkg, "counterfoil.wasm"), verb];
    const said = execFileSync("java", words, { input: json, encoding: "utf8" });
    assert.equal(said, esm.callJson(verb, json));
  });
}
