// One package, every way in: the same answer, the same digest, the digest of the shipped file.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { runInNewContext } from "node:vm";
import { copied, digest, esm, file, fresh, pkg, require, root } from "./open.mjs";

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
  const { init, callJson } = await fresh("slim.js");
  assert.throws(() => callJson("check", call), { code: "engine_not_loaded", help: /await init/ });
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

test("on a page a verb before load() says what to do, load() is once, and then every verb answers", async () => {
  const { BillingError, callJson, check, load } = await fresh("index.js");
  assert.throws(() => check({}), (error) => error instanceof BillingError && error.code === "engine_not_loaded" && /await load\(\)/.test(error.help));
  assert.equal(load(), load());
  await load();
  assert.equal(callJson("check", call), expected);
});

test("entries of one package share their engine", async () => {
  const entry = copied();
  const [paged, other] = [await entry("index.js"), await entry("slim.js")];
  assert.throws(() => paged.check({}), { code: "engine_not_loaded" });
  assert.throws(() => other.check({}), { code: "engine_not_loaded" });
  await entry("inline.js");
  for (const { callJson } of [paged, other]) assert.equal(callJson("check", call), expected);
});

test("where the file is there at once, load() is for nothing else", async () => {
  for (const entry of [esm, require("counterfoil"), require("counterfoil/inline")]) {
    await Promise.all([entry.load(), entry.load()]);
    assert.equal(entry.callJson("check", call), expected);
  }
});

test("ok gives the answer, or throws the problems", () => {
  const { BillingError, check, ok } = esm;
  const rulebook = { name: "x", currency: "USD", rounding: { scale: 2, mode: "half_up" }, rates: [] };
  assert.equal(ok(check({ rulebook })).name, "x");
  const reply = check({ rulebook: { ...rulebook, rates: 7, name: 7n } });
  assert.throws(
    () => ok(reply),
    (error) => {
      assert.ok(error instanceof BillingError && error instanceof Error);
      const [{ code, path, message, help }] = reply.problems;
      assert.deepEqual([error.code, error.path, error.help, error.problems, error.reply], [code, path, help, reply.problems, reply]);
      assert.equal(error.message, `counterfoil: ${path}: ${message}`);
      return true;
    },
  );
});

test("no entry waits when it is imported, and none names what only Node has", () => {
  for (const entry of readdirSync(pkg).filter((name) => name.endsWith(".js"))) {
    const text = readFileSync(join(pkg, entry), "utf8").replace(/text="[^"]*"/, 'text=""');
    assert.doesNotMatch(text, /\bfrom\s*"node:|\bimport\s*\(?"node:|\brequire\(/, entry);
    // A script has no place for an `await` outside of functions, and esbuild says so.
    execFileSync(join(root, "wasm/npm/node_modules/.bin/esbuild"), ["--format=iife", "--log-level=error", "--log-override:empty-import-meta=silent"], { input: text });
  }
});
