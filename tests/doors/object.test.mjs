// The object API: what JSON can say reaches the core as JSON.stringify would write it; what it cannot is refused.
import assert from "node:assert/strict";
import { test } from "node:test";
import { runInNewContext } from "node:vm";
import { esm } from "./open.mjs";

const { about, call, callJson } = esm;

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

test("more refusals than are listed end with one that says so", () => {
  const { problems } = call("check", { list: Array.from({ length: 1001 }, () => 1n), more: NaN });
  assert.equal(problems.length, 1001);
  assert.deepEqual(problems.at(-1), {
    code: "too_many_problems",
    path: "",
    message: "more than 1000 problems",
    help: "mend these first, then call again",
  });
  assert.equal(call("check", { list: new Array(2 ** 32 - 1) }).problems.length, 1001);
});

test("the bounds are the core's own, which the file tells", () => {
  const { limits, ...rest } = about();
  assert.deepEqual(rest, { engine: esm.engineDigest, contract: esm.contract, abi: 2 });
  const codes = (json) => JSON.parse(callJson("check", json)).problems.map((problem) => problem.code);
  const arrays = (depth) => "[".repeat(depth) + "]".repeat(depth);
  assert.ok(!codes(arrays(limits.depth)).includes("json_depth"));
  assert.ok(codes(arrays(limits.depth + 1)).includes("json_depth"));
  assert.ok(call("check", nested(limits.depth + 1)).problems.some((problem) => problem.code === "json_depth"));
  const unknown = Object.fromEntries(Array.from({ length: limits.problems + 1 }, (_, place) => [`x${place}`, 1]));
  assert.equal(codes(JSON.stringify(unknown)).length, limits.problems + 1);
  assert.equal(codes(JSON.stringify(unknown)).at(-1), "too_many_problems");
});

const polluted = {
  "every object": [Object.prototype, "toJSON", { value: () => "other", configurable: true }],
  "every object, for all to see": [Object.prototype, "toJSON", { value: () => "other", configurable: true, enumerable: true }],
  "every array": [Array.prototype, "toJSON", { value: () => "other", configurable: true }],
  "every text": [String.prototype, "toJSON", { value: () => "other", configurable: true }],
};
for (const [name, [prototype, key, given]] of Object.entries(polluted)) {
  test(`a toJSON of ${name} changes nothing that is sent`, () => {
    const input = { rulebook: { name: "x", toJSON: "own", rates: [{ id: "a" }, "b"] } };
    const expected = call("check", input);
    Object.defineProperty(prototype, key, given);
    try {
      assert.equal(JSON.stringify(call("check", input).problems.length), JSON.stringify(expected.problems.length));
      assert.deepEqual(call("check", input), expected);
    } finally {
      delete prototype[key];
    }
  });
}

test("an object's own toJSON is a function like another, and an array's is none of its items", () => {
  refused({ rulebook: { toJSON: () => "other" } }, "wrong_type", "/rulebook/toJSON", /function/);
  const list = Object.assign(["x"], { toJSON: () => "other" });
  assert.deepEqual(call("check", { rulebook: list }), call("check", { rulebook: ["x"] }));
});

test("what was looked at is what is sent, whatever is said the second time", () => {
  let asked = 0;
  const changing = () => (asked++ === 0 ? "x" : 1n);
  const expected = call("check", { rulebook: { name: "x" } });
  const getter = { get name() { return changing(); } };
  assert.deepEqual(call("check", { rulebook: getter }), expected);
  asked = 0;
  const proxy = new Proxy({ name: "" }, { get: changing });
  assert.deepEqual(call("check", { rulebook: proxy }), expected);
});

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
