// Handles: a prepared rulebook and an account that is kept, through the package and through the raw ABI.
import assert from "node:assert/strict";
import { test } from "node:test";
import { esm, file } from "./open.mjs";

const { Account, BillingError, callJson, check, draftColumns, overview, prepare, rateColumns } = esm;

const rulebook = {
  name: "h",
  currency: "USD",
  rounding: { scale: 2, mode: "half_up" },
  rates: [{ id: "c", product: "call", unit: "unit", price: "1" }],
};
const open = { account: "a", time: "2026-01-01T00:00:00Z" };
const as_of = "2026-01-02T00:00:00Z";
const topUp = { type: "top_up", id: "t", time: "2026-01-01T01:00:00Z", amount: "10" };
const usage = { id: "u", time: as_of, product: "call", quantity: "4", unit: "unit" };

const code = (reply) => reply.problems[0].code;

test("a handle answers as whole calls do", () => {
  using_(prepare(rulebook), (prepared) => {
    assert.deepEqual(prepared.check({}), check({ rulebook }));
    assert.equal(prepared.callJson("check", "{}"), callJson("check", JSON.stringify({ rulebook })));
    using_(prepared.open({ open }), (account) => {
      assert.ok(account instanceof Account);
      const applied = account.apply({ as_of, events: [topUp] });
      assert.equal(applied.answer.state.balance, "10.00");
      assert.deepEqual(account.state(), applied.answer.state);
      assert.equal(account.stateJson(), JSON.stringify(applied.answer.state));
      assert.deepEqual(account.overview({ as_of }), overview({ rulebook, state: applied.answer.state, as_of }));
      assert.equal(account.spend({ as_of, usage }).answer.decision.allowed, true);
      assert.equal(account.state().balance, "6.00");
      // Once is once, and what is not there is not spent.
      assert.deepEqual(account.spend({ as_of, usage }).answer.duplicates, ["u"]);
      const denied = account.spend({ as_of, usage: { ...usage, id: "v", quantity: "7" } });
      assert.equal(denied.answer.decision.allowed, false);
      assert.equal(account.state().balance, "6.00");
    });
  });
});

test("columns through a handle are those of whole calls", () => {
  const usage = { kinds: [{ product: "call", unit: "unit" }], scale: 0, time: as_of };
  const columns = { quantity: BigInt64Array.of(4n, 3n) };
  using_(prepare(rulebook), (prepared) => {
    const rated = prepared.rateColumns({ usage }, columns);
    assert.deepEqual(rated, rateColumns({ rulebook, usage }, columns));
    assert.deepEqual([...rated.amounts], [400n, 300n]);
    assert.equal(code(prepared.rateColumns({ rulebook, usage }, columns).reply), "unknown_field");
    using_(prepared.open({ open }), (account) => {
      const drafted = account.draftColumns({ as_of, usage }, columns);
      assert.deepEqual(drafted, draftColumns({ rulebook, state: account.state(), as_of, usage }, columns));
    });
    assert.throws(() => prepared.rateColumns({ usage }, { other: columns.quantity }), /`other` is not a column/);
  });
});

function using_(handle, body) {
  try {
    return body(handle);
  } finally {
    assert.equal(handle.close(), true);
  }
}

test("what is not sound is thrown with its answer", () => {
  const thrown = (body) => {
    try {
      body();
    } catch (error) {
      assert.ok(error instanceof BillingError);
      return error;
    }
    return assert.fail("it was taken");
  };
  const unsound = { ...rulebook, rounding: { scale: 1, mode: "half_up" } };
  assert.deepEqual(thrown(() => prepare(unsound)).reply, check({ rulebook: unsound }));
  assert.equal(code(thrown(() => prepare({ ...rulebook, name: 7n })).reply), "wrong_type");
  using_(prepare(rulebook), (prepared) => {
    const { message, reply } = thrown(() => prepared.open({}));
    assert.equal(code(reply), "open_or_state");
    assert.equal(message, "counterfoil: the call has neither `state` nor `open`");
  });
});

test("a closed handle says so, closing is once, and an account outlives its rulebook", () => {
  const prepared = prepare(rulebook);
  const account = prepared.open({ open });
  assert.equal(prepared.close(), true);
  assert.equal(prepared.close(), false);
  assert.equal(code(prepared.check({})), "handle_not_open");
  assert.equal(code(JSON.parse(prepared.callJson("check", "{}"))), "handle_not_open");
  assert.throws(() => prepared.open({ open }), BillingError);
  assert.equal(account.overview({ as_of }).status, "ok");
  account[Symbol.dispose ?? Symbol.for("Symbol.dispose")]();
  assert.equal(code(account.overview({ as_of })), "handle_not_open");
  assert.throws(() => account.state(), BillingError);
});

test("what the handle keeps does not stand in the call", () => {
  using_(prepare(rulebook), (prepared) => {
    const { problems } = prepared.check({ rulebook });
    assert.deepEqual([problems[0].code, problems[0].path], ["unknown_field", "/rulebook"]);
  });
});

/** A host of the raw ABI. */
class Raw {
  constructor() {
    const module = new WebAssembly.Module(file);
    const trap = () => {
      throw new Error("an import was reached");
    };
    const imports = {};
    for (const one of WebAssembly.Module.imports(module)) (imports[one.module] ??= {})[one.name] = trap;
    this.at = new WebAssembly.Instance(module, imports).exports;
  }

  place(text) {
    const bytes = new TextEncoder().encode(text);
    const ptr = this.at.alloc(bytes.length);
    new Uint8Array(this.at.memory.buffer, ptr, bytes.length).set(bytes);
    return [ptr, bytes.length];
  }

  ask(name, texts, ...before) {
    const places = texts.map((text) => this.place(text));
    const answer = this.at[name](...before, ...places.flat());
    for (const [ptr, length] of places) this.at.free(ptr, length);
    return answer === 0n ? null : this.take(answer);
  }

  take(answer) {
    const [ptr, length] = [Number(answer >> 32n) >>> 0, Number(answer & 0xffffffffn)];
    const bytes = new Uint8Array(this.at.memory.buffer, ptr, length).slice();
    this.at.free(ptr, length);
    return Buffer.from(bytes);
  }

  block(name, text, ...before) {
    const bytes = this.ask(name, [text], ...before);
    return [bytes.readUInt32LE(0), bytes.subarray(4).toString()];
  }
}

test("the raw ABI has the same of its version 2", () => {
  const raw = new Raw();
  assert.equal(raw.at.version(), 2);
  const whole = JSON.stringify({ rulebook });
  const [handle, checked] = raw.block("prepare", whole);
  assert.equal(checked, raw.ask("call", ["check", whole]).toString());
  assert.equal(raw.ask("call_with", ["check", "{}"], handle).toString(), checked);
  const [account, opened] = raw.block("open", JSON.stringify({ open }), handle);
  assert.equal(raw.ask("state", [], account).toString(), opened);
  assert.equal(raw.ask("close", [], handle), null);
  const applied = raw.ask("call_with", ["apply", JSON.stringify({ as_of, events: [topUp] })], account);
  const again = raw.ask("call", ["apply", JSON.stringify({ rulebook, open, as_of, events: [topUp] })]);
  assert.equal(applied.toString(), again.toString());
  // Twice closed, closed, never given, none, the largest: each is an answer.
  const told = (bytes) => code(JSON.parse(bytes));
  assert.equal(told(raw.ask("close", [], handle)), "handle_not_open");
  for (const unknown of [handle, 99, 0, -1]) {
    assert.equal(told(raw.ask("call_with", ["check", "{}"], unknown)), "handle_not_open");
    assert.equal(told(raw.ask("state", [], unknown)), "handle_not_open");
    assert.equal(told(raw.block("open", "{}", unknown)[1]), "handle_not_open");
    const block = raw.ask("columns_with", ["rate", "{}", ""], unknown);
    assert.deepEqual([block.readUInt32LE(0), block.readUInt32LE(4)], [block.length - 8, 0]);
  }
  assert.equal(raw.ask("close", [], account), null);
  assert.deepEqual(raw.block("prepare", "{"), [0, raw.ask("call", ["check", "{"]).toString()]);
});
