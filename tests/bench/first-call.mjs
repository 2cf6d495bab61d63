// How long a fresh Node takes from `import` to the first answer: `node tests/bench/first-call.mjs`. Median of some processes.
import { execFileSync } from "node:child_process";

const PROCESSES = 15;
const entry = new URL("../../wasm/pkg/index.js", import.meta.url);
const program = `
const from = performance.now();
const { callJson } = await import(${JSON.stringify(entry)});
const imported = performance.now();
callJson("check", "{}");
console.log(imported - from, performance.now() - imported);`;
const times = Array.from({ length: PROCESSES }, () =>
  execFileSync(process.execPath, ["--input-type=module", "--eval", program], { encoding: "utf8" }).split(" ").map(Number));
const median = (all) => all.sort((one, other) => one - other)[PROCESSES >> 1].toFixed(1);
const [imports, calls] = [0, 1].map((part) => times.map((each) => each[part]));
console.log(`import ${median(imports)} ms, first call ${median(calls)} ms, both ${median(times.map(([one, other]) => one + other))} ms`);
