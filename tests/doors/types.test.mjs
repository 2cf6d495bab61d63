// TypeScript, at its strictest, reads the types through both module systems; a wrong call does not compile.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { consumer, root } from "./open.mjs";

const flags = ["--strict", "--exactOptionalPropertyTypes", "--esModuleInterop", "--noEmit", "--target", "es2022", "--types", ""];
const systems = { "mts by node": "node20", "cts by node": "node20", "ts by a bundler": "bundler" };

const sound = `
import { BillingError, about, apply, call, callJson, check, draftColumns, load, ok, prepare, rate, rateColumns, contract, engineDigest, type Account, type AccountEvent, type Applied, type Rulebook, type Settings, type Verb } from "counterfoil";
import { init } from "counterfoil/slim";
import preset from "counterfoil/presets/prepaid-cpaas.json"WITH;
import compiled from "counterfoil/counterfoil.wasm";
const rulebook: Rulebook = { name: "x", currency: "USD", rounding: { scale: 2, mode: "half_up" }, rates: [] };
const reply = check({ rulebook });
if (reply.status === "ok") {
  const name: string = reply.answer.name;
} else {
  const help: string = reply.problems.map((problem) => problem.help).join();
}
const loading: Promise<string> = load().then(() => ok(reply).name);
loading.catch((error: unknown) => {
  if (error instanceof BillingError && error.code === "engine_not_loaded") console.log(error.help, error.problems[0]?.message);
});
const event: AccountEvent = { type: "top_up", id: "t1", time: "2026-01-01T00:00:00Z", amount: "50" };
const same: typeof reply = call("check", { rulebook });
const text: string = callJson("check", "{}") + contract + engineDigest;
const prepared = prepare(rulebook);
const account: Account = prepared.open({ open: { account: "a", time: "2026-01-01T00:00:00Z" } });
const overview = account.overview({ as_of: "2026-01-02T00:00:00Z" });
if (overview.status === "ok") {
  const balance: string = overview.answer.balance;
}
const checked: typeof reply = prepared.check({});
const left: boolean = account.close();
const ready: Promise<void> = init(compiled);
const loaded = [init("file:///x.wasm"), init(new URL("https://example.test/x.wasm")), init(new Uint8Array(2)), init(fetch("/x.wasm"))];
// A preset is a rulebook, and what goes in may be frozen, unset or a whole number.
const sold = check({ rulebook: preset });
const usage = [{ id: "u1", time: "2026-01-05T12:00:00Z", product: "call.day", quantity: 265, unit: "minute" }] as const;
const rated = rate({ rulebook: { ...rulebook, description: undefined }, usage, totals_only: undefined });
const settings: Settings = {};
const events: readonly AccountEvent[] = [event];
const opening = { account: "a", time: "2026-01-01T00:00:00Z", settings };
const first = apply({ rulebook: preset, open: opening, as_of: "2026-01-02T00:00:00Z", events });
if (rated.status === "ok" && first.status === "ok") {
  // Amounts that come out are texts, and what came out goes in again.
  const total: string = rated.answer.total;
  const answer: Applied = first.answer;
  apply({ rulebook: preset, state: answer.state, as_of: "2026-01-03T00:00:00Z", events: [] });
  console.log(total.length);
}
const verb: Verb = "rate";
callJson(verb, "{}");
const kinds = [{ product: "api", unit: "call" }] as const;
const columns = { quantity: BigInt64Array.of(1n), time: undefined };
const amounts: BigInt64Array = rateColumns({ rulebook, usage: { kinds, scale: 0, time: "2026-01-01T00:00:00Z" } }, columns).amounts;
const depth: number = about().limits.depth;
export { event, same, text, ready, loaded, sold, amounts, depth, draftColumns, checked, left };
`;

function compile(name, resolution, text) {
  writeFileSync(join(consumer, name), text);
  const module = resolution === "bundler" ? "esnext" : resolution;
  const words = [...flags, "--module", module, "--moduleResolution", resolution === "bundler" ? resolution : "node16", name];
  return spawnSync(join(root, "wasm/npm/node_modules/.bin/tsc"), words, { cwd: consumer, encoding: "utf8" });
}

for (const [system, resolution] of Object.entries(systems)) {
  test(`the types are sound for ${system}`, () => {
    // Only a module of Node's names what a file is; a bundler and `require` do not ask.
    const text = sound.replace("WITH", system.startsWith("mts") ? ' with { type: "json" }' : "");
    const { status, stdout } = compile(`sound.${system.split(" ")[0]}`, resolution, text);
    assert.equal(status, 0, stdout);
  });
}

test("a field of another type, a missing field and an unknown verb do not compile", () => {
  const wrong = `
import { call, callJson, type Rounding } from "counterfoil";
export const mistyped: Rounding = { scale: "2", mode: "half_up" };
export const missing: Rounding = { scale: 2 };
call("bill", {});
callJson("bill", "{}");
`;
  const { status, stdout } = compile("wrong.mts", "node20", wrong);
  assert.notEqual(status, 0);
  for (const code of ["TS2322", "TS2741", "TS2345"]) assert.match(stdout, new RegExp(code));
});

const readme = readFileSync(join(root, "wasm/npm/README.md"), "utf8");
const snippets = [...readme.matchAll(/^```[jt]s\n(.*?)^```/gms)].map(([, text]) => text);
test("the snippets of the README compile at the strictest", () => {
  assert.ok(snippets.length >= 7);
  for (const [place, snippet] of snippets.entries()) {
    const { status, stdout } = compile(`readme${place}.mts`, "node20", `${snippet}\nexport {};\n`);
    assert.equal(status, 0, `${snippet}\n${stdout}`);
  }
});

test("every preset is what its type says", () => {
  const names = readdirSync(join(root, "core/presets")).filter((name) => name.endsWith(".json"));
  const texts = names.map((name) => `export const ${name.replace(/\W/g, "_")}: Rulebook = ${readFileSync(join(root, "core/presets", name), "utf8")};`);
  const { status, stdout } = compile("presets.mts", "node20", `import type { Rulebook } from "counterfoil";\n${texts.join("\n")}`);
  assert.equal(status, 0, stdout);
  for (const name of names) assert.ok(existsSync(join(consumer, "node_modules/counterfoil/presets", name.replace(".json", ".d.cts"))), name);
});
