// How long a fresh Node takes from `import` to the first answer, each in a process of its own. By itself:
// `node tests/bench/first-call.mjs`, the median of some processes.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const PROCESSES = 15;
const pkg = new URL("../../wasm/pkg/", import.meta.url);
const here = fileURLToPath(new URL(".", import.meta.url));
const programs = {
  "first-call": `const { callJson } = await import(${JSON.stringify(new URL("inline.js", pkg))}); callJson("check", "{}");`,
  "first-call-slim": `const { init, callJson } = await import(${JSON.stringify(new URL("slim.js", pkg))});
    await init(new URL(${JSON.stringify(new URL("counterfoil.wasm", pkg))})); callJson("check", "{}");`,
  "first-call-zen": `const { ZenEngine } = (await import("@gorules/zen-engine")).default;
    await new ZenEngine().createDecision({ nodes: [{ id: "i", name: "i", type: "inputNode" }, { id: "o", name: "o", type: "outputNode" }],
      edges: [{ id: "e", sourceId: "i", targetId: "o", type: "edge" }] }).evaluate({});`,
  "first-call-cedar": `const { checkParsePolicySet } = (await import("@cedar-policy/cedar-wasm/nodejs")).default;
    checkParsePolicySet({ staticPolicies: "permit(principal, action, resource);" });`,
  "first-call-decimal": `const Decimal = (await import("decimal.js")).default; new Decimal("1.5").times("0.17").toFixed(2);`,
};

/** Nanoseconds of one. */
export function firstCall(name) {
  const program = `const from = performance.now(); ${programs[name]} console.log(performance.now() - from);`;
  const told = execFileSync(process.execPath, ["--input-type=module", "--eval", program], { cwd: here, encoding: "utf8" });
  return { nanoseconds: Math.round(Number(told) * 1e6) };
}

export const firstCalls = Object.fromEntries(Object.keys(programs).map((name) => [name, [() => firstCall(name), () => "answered"]]));

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const times = Array.from({ length: PROCESSES }, () => firstCall("first-call").nanoseconds).sort((one, other) => one - other);
  console.log(`import and first call ${(times[PROCESSES >> 1] / 1e6).toFixed(1)} ms`);
}
