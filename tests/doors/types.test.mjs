// TypeScript, at its strictest, reads the types through both module systems; a wrong call does not compile.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { consumer, root } from "./open.mjs";

const flags = ["--strict", "--exactOptionalPropertyTypes", "--noEmit", "--target", "es2022", "--types", ""];
const systems = { "mts by node": "node20", "cts by node": "node20", "ts by a bundler": "bundler" };

const sound = `
import { call, callJson, check, contract, engineDigest, prepare, type Account, type Event, type Rulebook } from "counterfoil";
import { init } from "counterfoil/slim";
const rulebook: Rulebook = { name: "x", currency: "USD", rounding: { scale: 2, mode: "half_up" }, rates: [] };
const reply = check({ rulebook });
if (reply.status === "ok") {
  const name: string = reply.answer.name;
} else {
  const help: string = reply.problems.map((problem) => problem.help).join();
}
const event: Event = { type: "top_up", id: "t1", time: "2026-01-01T00:00:00Z", amount: "50" };
const same: typeof reply = call("check", { rulebook });
const text: string = callJson("check", "{}") + contract + engineDigest;
const ready: Promise<void> = init(new Uint8Array(2));
const prepared = prepare(rulebook);
const account: Account = prepared.open({ open: { account: "a", time: "2026-01-01T00:00:00Z" } });
const overview = account.overview({ as_of: "2026-01-02T00:00:00Z" });
if (overview.status === "ok") {
  const balance: string | number = overview.answer.balance;
}
const checked: typeof reply = prepared.check({});
const left: boolean = account.close();
export { event, same, text, ready, checked, left };
`;

function compile(name, resolution, text) {
  writeFileSync(join(consumer, name), text);
  const module = resolution === "bundler" ? "esnext" : resolution;
  const words = [...flags, "--module", module, "--moduleResolution", resolution === "bundler" ? resolution : "node16", name];
  return spawnSync(join(root, "wasm/npm/node_modules/.bin/tsc"), words, { cwd: consumer, encoding: "utf8" });
}

for (const [system, resolution] of Object.entries(systems)) {
  test(`the types are sound for ${system}`, () => {
    const { status, stdout } = compile(`sound.${system.split(" ")[0]}`, resolution, sound);
    assert.equal(status, 0, stdout);
  });
}

test("a field of another type, a missing field and an unknown verb do not compile", () => {
  const wrong = `
import { call, type Rounding } from "counterfoil";
export const mistyped: Rounding = { scale: "2", mode: "half_up" };
export const missing: Rounding = { scale: 2 };
call("bill", {});
`;
  const { status, stdout } = compile("wrong.mts", "node20", wrong);
  assert.notEqual(status, 0);
  for (const code of ["TS2322", "TS2741", "TS2345"]) assert.match(stdout, new RegExp(code));
});
