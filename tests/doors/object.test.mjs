// The object API: what JSON can say reaches the core as JSON.stringify would write it; what it cannot is refused.
import assert from "node:assert/strict";
import { test } from "node:test";
import { runInNewContext } from "node:vm";
import { esm } from "./open.mjs";

const { call, callJson } = esm;

function refused(input, code, path, found) {
  const reply = call("check", input);
  assert.equal(reply.status, "problems");
  const problem = reply.problems.find((one) => one.path === path && one.code === code);
  assert.ok(problem, JSON.stringify(reply.problems));
  assert.match(problem.message, found);
  assert.ok(problem.help.length > 0);
  assert.deepEqual(Object.keys(problem), ["code", "path", "message", "help"]);
}

const cycle = { rulebook: {} };
cycle.rulebook.again = cycle;

function nested(depth) {
  let value = {};
  for (let level = 1; level < depth; level += 1) value = { x: value };
  return value;
}

const refusals = {
  "a bigint": [{ rulebook: 10n }, "wrong_type", "/rulebook", /got a bigint/],
  "not a number": [{ rulebook: [NaN] }, "wrong_type", "/rulebook/0", /got NaN/],
  infinity: [{ rulebook: -Infinity }, "wrong_type", "/rulebook", /got -Infinity/],
  "a whole number beyond 2^53": [{ rulebook: 2 ** 53 }, "number_range", "/rulebook", /9007199254740992/],
  "a function": [{ rulebook: () => 1 }, "wrong_type", "/rulebook", /got a function/],
  "a symbol": [{ rulebook: Symbol("x") }, "wrong_type", "/rulebook", /got a symbol/],
  "a symbol key": [{ [Symbol("x")]: 1 }, "wrong_type", "", /symbol for a key/],
  "undefined in an array": [{ rulebook: [undefined] }, "wrong_type", "/rulebook/0", /got undefined/],
  "undefined itself": [undefined, "wrong_type", "", /got undefined/],
  "a date": [{ rulebook: new Date(0) }, "wrong_type", "/rulebook", /instance of a class/],
  "a map": [{ rulebook: new Map([["name", "x"]]) }, "wrong_type", "/rulebook", /instance of a class/],
  "bytes": [{ rulebook: new Uint8Array(2) }, "wrong_type", "/rulebook", /instance of a class/],
  "a boxed text": [{ rulebook: new String("x") }, "wrong_type", "/rulebook", /instance of a class/],
  "a set prototype": [{ rulebook: { __proto__: { name: "x" } } }, "wrong_type", "/rulebook", /instance of a class/],
  "an object in itself": [cycle, "wrong_type", "/rulebook/again", /contains itself/],
  "half a surrogate pair": [{ rulebook: "\ud800" }, "json_utf8", "/rulebook", /surrogate/],
  "half a pair in a key": [{ rulebook: { "\udc00": 1 } }, "json_utf8", "/rulebook", /surrogate/],
  "nesting without end": [nested(100_000), "json_depth", "/x".repeat(128), /deeper than 128/],
  "a path with slash and tilde": [{ "a/b~c": 1n }, "wrong_type", "/a~1b~0c", /bigint/],
};
for (const [name, table] of Object.entries(refusals)) {
  test(`${name} is refused`, () => refused(...table));
}

test("all refusals come at once, in document order", () => {
  const { problems } = call("check", { b: 1n, a: [NaN, { c: 2n }] });
  assert.deepEqual(problems.map((problem) => problem.path), ["/b", "/a/0", "/a/1/c"]);
});

const faithful = {
  "a fraction": { rulebook: 0.1 },
  "a small fraction": { rulebook: 5e-7 },
  "negative zero": { rulebook: -0 },
  "null": { rulebook: null },
  "control characters": { rulebook: "\u0000\n\"\\\u2028" },
  "four-byte characters": { rulebook: "😀", "ключ": true },
  "a replacement character": { rulebook: "\ufffd" },
  "an own __proto__ key": JSON.parse('{"__proto__":{"polluted":1},"constructor":2,"rulebook":{}}'),
  "an unset field": { rulebook: undefined, name: "x" },
  "number-like keys": { 2: "b", 1: "a" },
  "an object without prototype": Object.assign(Object.create(null), { rulebook: {} }),
  "an object of another window": runInNewContext('({ rulebook: { rates: ["x"] } })'),
  "as deep as the core reads": nested(128),
  "an array": [1, "2", [false]],
};
for (const [name, input] of Object.entries(faithful)) {
  test(`${name} reaches the core as JSON.stringify writes it`, () => {
    assert.deepEqual(call("check", input), JSON.parse(callJson("check", JSON.stringify(input))));
    assert.equal({}.polluted, undefined);
  });
}

test("text with half a surrogate pair is refused, not mended", () => {
  const { problems } = JSON.parse(callJson("check", '{"rulebook":"\ud800"}'));
  assert.equal(problems[0].code, "json_utf8");
});

test("what is not text is no call and no verb", () => {
  assert.equal(JSON.parse(callJson("check", 5)).problems[0].code, "wrong_type");
  assert.equal(JSON.parse(callJson(undefined, "{}")).problems[0].code, "unknown_verb");
});

test("an error of the caller's own getter is the caller's, and the next call is sound", () => {
  const before = callJson("check", "{}");
  const input = {
    get rulebook() {
      throw new TypeError("mine");
    },
  };
  assert.throws(() => call("check", input), { name: "TypeError", message: "mine" });
  assert.equal(callJson("check", "{}"), before);
});
