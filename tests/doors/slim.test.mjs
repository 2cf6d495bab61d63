// The slim entry takes the file from wherever its user has it, in whichever window that was made, and no other file.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { after, test } from "node:test";
import { createContext, runInContext, runInNewContext } from "node:vm";
import { esm, file, fresh, pkg, require } from "./open.mjs";

const call = '{"rulebook":{"name":"x"}}';
const expected = esm.callJson("check", call);
const path = require.resolve("counterfoil/counterfoil.wasm");

const server = createServer((request, response) => {
  response.writeHead(request.url === "/counterfoil.wasm" ? 200 : 404).end(request.url === "/counterfoil.wasm" ? file : "");
});
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
after(() => server.close());
const address = `http://127.0.0.1:${server.address().port}/counterfoil.wasm`;

const inner = (code) => runInNewContext(code, { file: Array.from(file) });
const sources = {
  "an address": () => address,
  "a URL": () => new URL(address),
  "a file's URL": () => pathToFileURL(path),
  "a file's URL as text": () => pathToFileURL(path).href,
  "a response": () => fetch(address),
  "the promise of bytes": () => Promise.resolve(new Uint8Array(file)),
  "an ArrayBuffer": () => Uint8Array.from(file).buffer,
  "a part of a buffer": () => new Uint8Array(Uint8Array.from([0, ...file]).buffer, 1),
  "a blob": () => new Blob([file]),
  "a compiled module": () => new WebAssembly.Module(file),
  "the promise of a module": () => WebAssembly.compile(file),
  "bytes of another window": () => inner("Uint8Array.from(file)"),
  "an ArrayBuffer of another window": () => inner("Uint8Array.from(file).buffer"),
  "a module of another window": () => inner("new WebAssembly.Module(Uint8Array.from(file))"),
};
for (const [name, source] of Object.entries(sources)) {
  test(`slim takes ${name}`, async () => {
    const { init, callJson } = await fresh("slim.js");
    await init(source());
    assert.equal(callJson("check", call), expected);
  });
}

test("a file that is not there and one that is another are refused, and may be tried again", async () => {
  const { init, callJson } = await fresh("slim.js");
  await assert.rejects(init(`${address}.gone`), /answered 404/);
  await assert.rejects(init(Uint8Array.from([...file, 0])), /belongs to sha256:/);
  await init(address);
  assert.equal(callJson("check", call), expected);
});

/** The entry for `require` in a window of its own, with nothing but what is given to it. */
function alone(entry, globals, modules = {}) {
  const context = createContext({ TextEncoder, TextDecoder, module: {}, exports: {}, ...globals });
  context.require = (name) => modules[name];
  runInContext("module.exports = exports", context);
  runInContext(readFileSync(join(pkg, entry), "utf8"), context);
  return context.module.exports;
}

test("a page over plain http has no crypto.subtle, and the file is still held against its digest", async () => {
  const changed = Uint8Array.from(file);
  changed[changed.length - 1] ^= 1;
  const { init, callJson } = alone("slim.cjs", { WebAssembly, crypto: {} });
  await assert.rejects(init(changed), /belongs to sha256:/);
  await init(file);
  assert.equal(callJson("check", call), expected);
});

test("after a stop inside the engine the next call has a fresh one", async () => {
  let instances = 0;
  function Instance(...given) {
    const { exports } = new WebAssembly.Instance(...given);
    instances += 1;
    const stop = () => {
      throw new WebAssembly.RuntimeError("unreachable");
    };
    this.exports = instances === 1 ? { ...exports, callBytes: stop } : exports;
  }
  const { init, callJson } = alone("slim.cjs", { WebAssembly: { Instance, compile: WebAssembly.compile }, crypto });
  await init(file);
  assert.throws(() => callJson("check", call), (error) => /stopped inside/.test(error.message) && error.cause.message === "unreachable");
  assert.equal(callJson("check", call), expected);
  assert.equal(callJson("check", call), expected);
  assert.equal(instances, 2);
});

test("handles of an engine that has stopped say so, and can be made again", async () => {
  const rulebook = { name: "h", currency: "USD", rounding: { scale: 2, mode: "half_up" }, rates: [] };
  const open = { account: "a", time: "2026-01-01T00:00:00Z" };
  let stops = false;
  function Instance(...given) {
    const { exports } = new WebAssembly.Instance(...given);
    const stop = (...call) => {
      if (stops) throw new WebAssembly.RuntimeError("unreachable");
      return exports.callBytes(...call);
    };
    this.exports = { ...exports, callBytes: stop };
  }
  const { init, callJson, prepare } = alone("slim.cjs", { WebAssembly: { Instance, compile: WebAssembly.compile }, crypto });
  await init(file);
  const [prepared, account] = [prepare(rulebook), prepare(rulebook).open({ open })];
  stops = true;
  assert.throws(() => callJson("check", call), /stopped inside/);
  stops = false;
  const lost = (reply) => assert.equal(reply.problems[0].code, "handle_not_open");
  lost(prepared.check({}));
  lost(JSON.parse(account.callJson("overview", "{}")));
  lost(prepared.rateColumns({ usage: {} }, {}).reply);
  for (const asked of [() => prepared.open({ open }), () => account.state()]) assert.throws(asked, { name: "BillingError" });
  // The number is another's in the fresh engine, and stays open.
  const again = prepare(rulebook);
  assert.deepEqual([prepared.close(), account.close()], [false, false]);
  assert.equal(again.check({}).status, "ok");
  assert.equal(again.close(), true);
});

test("slim offers what the default entry does, and init in place of load", async () => {
  assert.deepEqual(Object.keys(await fresh("slim.js")).sort(), [...Object.keys(esm).filter((name) => name !== "load"), "init"].sort());
});
