// The file itself: what it exports, what it carries, and what it does not.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { homedir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { file, pkg, root } from "./open.mjs";

const module = new WebAssembly.Module(file);

test("the raw ABI is there", () => {
  const kinds = Object.fromEntries(WebAssembly.Module.exports(module).map(({ name, kind }) => [name, kind]));
  assert.equal(kinds.memory, "memory");
  for (const name of ["version", "alloc", "call", "free"]) assert.equal(kinds[name], "function", name);
});

test("nothing in it runs by itself, and nothing is asked of the outside but JavaScript's own glue", () => {
  const modules = new Set(WebAssembly.Module.imports(module).map((one) => one.module));
  assert.deepEqual([...modules], ["./glue_bg.js"]);
});

test("it names no maker, no function and no folder", () => {
  for (const section of ["producers", "name", "target_features", ".debug_info"]) {
    assert.equal(WebAssembly.Module.customSections(module, section).length, 0, section);
  }
  for (const path of [root, homedir(), "index.crates.io"]) assert.equal(file.indexOf(path), -1, path);
});

test("no float is ever added, subtracted, multiplied or divided", () => {
  const words = [join(pkg, "counterfoil.wasm"), "--all-features"];
  const text = execFileSync(join(root, "wasm/npm/node_modules/.bin/wasm-dis"), words, { maxBuffer: 2 ** 28 }).toString();
  assert.match(text, /i64\.add/);
  assert.deepEqual(text.match(/\bf(32|64)\.(add|sub|mul|div|sqrt|min|max|neg|abs|ceil|floor|nearest)\b/g), null);
});
