// One package, every way in: the same answer, the same digest, the digest of the shipped file.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { runInNewContext } from "node:vm";
import { digest, esm, file, pkg, require, slim } from "./open.mjs";

const call = '{"rulebook":{"name":"x"}}';
const expected = esm.callJson("check", call);

test("the digest on an answer is the digest of the shipped file", () => {
  assert.equal(esm.engineDigest, digest);
  assert.ok(expected.startsWith(`{"engine":"${digest}","contract":"${esm.contract}","status":`), expected);
});

test("require gives what import gives", () => {
  const cjs = require("counterfoil");
  assert.deepEqual(Object.keys(cjs).sort(), Object.keys(esm).sort());
  assert.equal(cjs.callJson("check", call), expected);
});

test("a script tag gives what import gives", () => {
  const global = { WebAssembly, TextEncoder, TextDecoder };
  runInNewContext(`${readFileSync(join(pkg, "script/global.js"), "utf8")};globalThis.made = counterfoil;`, global);
  assert.equal(global.made.callJson("check", call), expected);
});

test("slim waits for the file, and takes no other", async () => {
  const { init, callJson } = await slim();
  assert.throws(() => callJson("check", call), /await init/);
  const changed = Uint8Array.from(file);
  changed[changed.length - 1] ^= 1;
  await assert.rejects(init(changed), /belongs to sha256:/);
  await Promise.all([init(file), init(file)]);
  assert.equal(callJson("check", call), expected);
});

test("every verb has its function", () => {
  const types = readFileSync(join(pkg, "contract.d.ts"), "utf8").match(/interface Verbs \{([^}]|\}(?!\n))*/)[0];
  const verbs = [...types.matchAll(/^  (\w+): \{ call:/gm)].map(([, verb]) => verb);
  assert.ok(verbs.length >= 19 && verbs.includes("plan_recharge"), `${verbs}`);
  for (const verb of verbs) {
    assert.deepEqual(esm[verb]({ no: "such field" }), esm.call(verb, { no: "such field" }));
  }
});

test("every preset is found by its name, and sound", () => {
  for (const name of ["seat-invoiced", "prepaid-cpaas", "seat-plan-credit", "prepaid-ladder", "credits-overage"]) {
    const rulebook = require(`counterfoil/presets/${name}.json`);
    assert.equal(esm.check({ rulebook }).answer.name, name);
  }
});

test("no entry for browsers reaches for a file, a URL or Node", () => {
  for (const entry of ["index.js", "script/global.js", "slim.js"]) {
    const text = readFileSync(join(pkg, entry), "utf8");
    assert.doesNotMatch(text, /import\.meta|import\s*\(|\bfrom\s*"node:|\brequire\(|^\s*await /m, entry);
  }
});
