// What is in a bundle, what edge runtimes are given, and how large the whole is. `tests/consumers` runs what bundlers make.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { test } from "node:test";
import { createContext, runInContext } from "node:vm";
import { gzipSync } from "node:zlib";
import { consumer, digest, esm, file, pkg, root } from "./open.mjs";

const call = '{"rulebook":{"name":"x"}}';
const expected = esm.callJson("check", call);
const tool = (name, ...words) =>
  execFileSync(join(root, "wasm/npm/node_modules/.bin", name), words, { cwd: consumer, encoding: "utf8", stdio: "pipe" });

const small = `import { engineDigest } from "counterfoil"; export const digest = engineDigest;`;
writeFileSync(join(consumer, "whole.mjs"), `export { callJson } from "counterfoil";`);
writeFileSync(join(consumer, "small.mjs"), small);
writeFileSync(
  join(consumer, "resolve.mjs"),
  `export default { external: [], plugins: [{ name: "here", resolveId: (name) =>
    name === "counterfoil" ? ${JSON.stringify(join(consumer, "node_modules/counterfoil/index.js"))} : null }] };`,
);

const bundlers = {
  esbuild: (from, to) => tool("esbuild", from, "--bundle", "--format=esm", `--outfile=${to}`, "--log-level=error"),
  rollup: (from, to) => tool("rollup", "-c", "resolve.mjs", "-i", from, "-o", to, "-f", "es", "--silent"),
};
for (const [name, bundle] of Object.entries(bundlers)) {
  test(`${name}: who wants the digest alone carries neither the file nor what calls it`, async () => {
    bundle("small.mjs", `${name}-small.mjs`);
    assert.equal((await import(pathToFileURL(join(consumer, `${name}-small.mjs`)))).digest, digest);
    const { length } = readFileSync(join(consumer, `${name}-small.mjs`));
    assert.ok(length < 20_000, `${length} bytes`);
  });
}

/** A bundle that imports the file as a module, in a window of its own that is given a module of this one. */
function onTheEdge(code) {
  const context = createContext({ TextEncoder, TextDecoder, exports: {}, module: {} });
  // As edge runtimes: what was compiled outside is there, and nothing is compiled inside.
  const refuse = () => {
    throw new context.WebAssembly.CompileError("code generation is not allowed here");
  };
  context.WebAssembly = { Instance: runInContext("WebAssembly.Instance", context), Module: refuse, compile: refuse };
  const asked = [];
  context.require = (name) => {
    asked.push(name);
    return new WebAssembly.Module(file);
  };
  runInContext("module.exports = exports", context);
  runInContext(code, context);
  return { asked, made: context.module.exports };
}

const edges = { workerd: /\.wasm$/, "edge-light": /\.wasm(\?module)?$/ };
for (const [condition, name] of Object.entries(edges)) {
  test(`${condition}: esbuild leaves the file to the runtime, whose module is of another window`, () => {
    const words = ["whole.mjs", "--bundle", `--conditions=${condition}`, "--loader:.wasm=copy", "--format=cjs"];
    tool("esbuild", ...words, "--outdir=edge", "--log-level=error");
    const { asked, made } = onTheEdge(readFileSync(join(consumer, "edge/whole.js"), "utf8"));
    assert.equal(asked.length, 1);
    assert.match(asked[0], name);
    assert.equal(made.callJson("check", call), expected);
    const copied = readdirSync(join(consumer, "edge")).filter((name) => name.includes(".wasm"));
    assert.deepEqual(copied.map((name) => readFileSync(join(consumer, "edge", name)).equals(file)), [true]);
  });
}

test("the text in the entries is plain, and compresses as the file does", () => {
  for (const entry of ["inline.js", "script/global.js"]) {
    const text = readFileSync(join(pkg, entry));
    const carried = /text="([^"]{100000,})"/.exec(text.toString())[1];
    assert.equal(/["'`\\<$]|[^!-~]/.exec(carried), null);
    assert.ok(gzipSync(text).length < 1.02 * gzipSync(file).length + 20_000, entry);
  }
});

test("a tarball has the file three times: as it is, for `import`, and for `require` and the script tag", () => {
  const [{ size }] = JSON.parse(execFileSync("npm", ["pack", "--dry-run", "--json"], { cwd: pkg, encoding: "utf8", stdio: "pipe" }));
  const once = gzipSync(file, { level: 9 }).length;
  assert.ok(size < 3.1 * once + 200_000, `${size} bytes, of which the file is ${once}`);
});
