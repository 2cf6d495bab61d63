// The file itself: what it exports, what it carries, and what it does not.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { file, pkg, root } from "./open.mjs";

const module = new WebAssembly.Module(file);

/** The file in words, made once. */
let words;
function text() {
  const program = join(root, "wasm/npm/node_modules/.bin/wasm-dis");
  words ??= execFileSync(program, [join(pkg, "counterfoil.wasm"), "--all-features"], { maxBuffer: 2 ** 28 }).toString();
  return words;
}

test("the raw ABI is there", () => {
  const kinds = Object.fromEntries(WebAssembly.Module.exports(module).map(({ name, kind }) => [name, kind]));
  assert.equal(kinds.memory, "memory");
  for (const name of ["version", "alloc", "call", "free"]) assert.equal(kinds[name], "function", name);
});

test("nothing is asked of the outside but the functions of JavaScript's own glue that the table lists", () => {
  const readme = readFileSync(join(root, "wasm/README.md"), "utf8");
  const rows = [...readme.matchAll(/^\| `(__wb\w+)` \| `\((.*?)\)(?: -> (\w+))?` \|/gm)].map(([, name]) => name);
  const imports = WebAssembly.Module.imports(module);
  assert.deepEqual([...new Set(imports.map((one) => `${one.kind} of ${one.module}`))], ["function of ./glue_bg.js"]);
  const names = imports.map(({ name }) => name.replace(/^(__wbg_.*)_[0-9a-f]{16}$/, "$1"));
  assert.deepEqual(names.sort(), rows.sort());
});

test("their signatures are those of the table", () => {
  const readme = readFileSync(join(root, "wasm/README.md"), "utf8");
  const told = [...readme.matchAll(/^\| `(__wb\w+)` \| `(.*?)` \|/gm)].map(([, name, told]) => `${name} ${told}`);
  const found = [...text().matchAll(/^ \(import "[^"]*" "(\w+)" \(func \S+ \(type (\$\d+)\)/gm)].map(([, name, type]) => {
    const [, of] = new RegExp(`^ \\(type \\${type} \\(func(.*)\\)\\)$`, "m").exec(text());
    const part = (word) => new RegExp(`\\(${word} ([^)]*)\\)`).exec(of)?.[1].replaceAll(" ", ", ") ?? "";
    const gives = part("result") && ` -> ${part("result")}`;
    return `${name.replace(/^(__wbg_.*)_[0-9a-f]{16}$/, "$1")} (${part("param")})${gives}`;
  });
  assert.deepEqual(found.sort(), told.sort());
});

test("nothing in it runs by itself, and no table of references is in it", () => {
  assert.doesNotMatch(text(), /^ \(start /m);
  assert.doesNotMatch(text(), /externref/);
  assert.deepEqual(text().match(/^ \(table .*/gm).length, 1);
});

test("it names no maker, no function and no folder", () => {
  for (const section of ["producers", "name", "target_features", ".debug_info"]) {
    assert.equal(WebAssembly.Module.customSections(module, section).length, 0, section);
  }
  for (const path of [root, homedir(), "index.crates.io"]) assert.equal(file.indexOf(path), -1, path);
});

test("no float is ever added, subtracted, multiplied or divided", () => {
  assert.match(text(), /i64\.add/);
  assert.deepEqual(text().match(/\bf(32|64)\.(add|sub|mul|div|sqrt|min|max|neg|abs|ceil|floor|nearest)\b/g), null);
});
