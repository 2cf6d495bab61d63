// The packed tarball in the hands of those who use it: each answers what Node answers, to the byte.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { cp, mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { after, test } from "node:test";
import { programs, servers, sites } from "./bundled.mjs";
import { expected, here, installed, printed, program, root, tarball, tarballBytes, work } from "./installed.mjs";
import { byTurbopack, byWebpack } from "./next.mjs";
import { close, page, visit, visitFolder } from "./pages.mjs";
import { atTheEdge, bun, deno } from "./runtimes.mjs";
import { BUDGETS, sizes } from "./sizes.mjs";

after(close);

/** What only a page has is no CommonJS. */
const ATTW = ["--ignore-rules", "cjs-resolves-to-esm"];

const asText = (asked) => asked.some((path) => /inline/.test(path) && !/\?/.test(path));
const asAsset = (asked) => asked.some((path) => path.endsWith(".wasm"));

test("Node, import", () => assert.deepEqual(printed(process.execPath, program("process.mjs")), expected));
test("Node, require", () => assert.deepEqual(printed(process.execPath, program("process.cjs")), expected));
test("Deno", () => assert.deepEqual(printed(...deno, program("process.mjs")), expected));
test("Bun", () => assert.deepEqual(printed(...bun, program("process.mjs")), expected));
test("Bun, require", () => assert.deepEqual(printed(...bun, program("process.cjs")), expected));
test("workerd", async () => assert.deepEqual(JSON.parse(await atTheEdge(program("edge.js"))), expected));

for (const [name, make] of programs) {
  test(name, async () => assert.deepEqual(printed(process.execPath, await make(name)), expected));
}

for (const [name, make, comes] of sites) {
  test(`${name}, under a strict policy; the file comes as ${comes === "asset" ? "an asset" : "text"}`, async () => {
    const { answers, asked } = await visitFolder(await make(name));
    assert.deepEqual(answers, expected);
    // A worker's requests are its own, and not the page's.
    if (!name.includes("worker")) assert.deepEqual([comes === "text", comes === "asset"], [asText(asked), asAsset(asked) && !asText(asked)], `${asked}`);
  });
}

for (const [name, start] of servers) {
  test(name, async () => {
    const server = await start();
    try {
      // At the first visit Vite prepares what it finds, and loads the page anew.
      await visit(server.address, (page) => page.waitForLoadState("networkidle", { timeout: 5_000 })).catch(() => undefined);
      assert.deepEqual((await visit(server.address)).answers, expected);
    } finally {
      await server.close();
    }
  });
}

test("Next.js: at the build, in the browser and on the edge", async () => {
  const { all, asked } = await byTurbopack();
  assert.deepEqual(all, { page: expected, build: expected, edge: expected });
  assert.ok(asAsset(asked), `${asked}`);
});

test("Next.js by webpack: at the build and in the browser", async () => {
  const { all, asked } = await byWebpack();
  assert.deepEqual(all, { page: expected, build: expected });
  assert.ok(asAsset(asked), `${asked}`);
});

/** A folder with the package beside its page, as a server of files has it. */
async function plain(name, script, head) {
  const folder = join(work, "out", name);
  await mkdir(folder, { recursive: true });
  await cp(join(work, "programs"), folder, { recursive: true });
  await cp(installed, join(folder, "counterfoil"), { recursive: true });
  await page(folder, script, head);
  return folder;
}

test("a script tag", async () => {
  const folder = await plain("script-tag", "./script.js", '<script src="./counterfoil/script/global.js"></script>');
  assert.deepEqual((await visitFolder(folder)).answers, expected);
});

const MAP = '<script type="importmap">{"imports":{"counterfoil":"./counterfoil/index.js"}}</script>';
test("an import map", async () => {
  const { answers, asked } = await visitFolder(await plain("import-map", "./page.js", MAP), {});
  assert.deepEqual(answers, expected);
  assert.ok(asAsset(asked) && !asText(asked));
});

test("counterfoil/worker without a bundler", async () => {
  const map = MAP.replace("index.js", "worker.js").replace('"counterfoil"', '"counterfoil/worker"');
  assert.deepEqual((await visitFolder(await plain("import-map-worker", "./worker.js", map), {})).answers, expected);
});

test("a worker that is not there is an error that says so", async () => {
  const folder = await plain("no-worker", "./worker.js", MAP.replace("index.js", "worker.js").replace('"counterfoil"', '"counterfoil/worker"'));
  await rm(join(folder, "counterfoil/worker-thread.js"));
  assert.deepEqual((await visitFolder(folder, {})).answers, ["BillingError", "worker_not_started"]);
});

test("a policy without 'wasm-unsafe-eval' is an error that says so", async () => {
  const policy = { "content-security-policy": "default-src 'self'; script-src 'self' 'unsafe-inline'" };
  assert.deepEqual((await visitFolder(await plain("policy", "./page.js", MAP), policy)).answers, ["BillingError", "engine_not_loaded"]);
});

for (const [compiler, resolution] of [["typescript", "bundler"], ["typescript", "nodenext"], ["typescript-former", "nodenext"]]) {
  test(`${compiler}: tsc --strict, as ${resolution} finds modules`, () => {
    const module = resolution === "bundler" ? "esnext" : resolution;
    const config = join(work, `${compiler}.${resolution}.json`);
    const compilerOptions = { strict: true, noEmit: true, target: "es2022", types: [], module, moduleResolution: resolution };
    writeFileSync(config, JSON.stringify({ compilerOptions, files: [program("typed.ts")] }));
    execFileSync(process.execPath, [join(here, "node_modules", compiler, "bin/tsc"), "--project", config], { encoding: "utf8" });
  });
}

test("publint and attw find nothing in the tarball", () => {
  const tool = (name, words) => execFileSync(join(root, "wasm/npm/node_modules/.bin", name), words, { cwd: work, encoding: "utf8", stdio: "pipe" });
  assert.match(tool("publint", ["--strict", tarball]), /All good/);
  assert.match(tool("attw", [tarball, "--format", "ascii", ...ATTW]), /No problems found/);
});

test("the tarball is within its budget", () => assert.ok(tarballBytes <= 1_600_000, `${tarballBytes} bytes`));

test("each entry is within the size that the README says", async () => {
  const readme = await readFile(join(root, "wasm/npm/README.md"), "utf8");
  for (const [entry, [, , brotli]] of await sizes()) {
    assert.ok(brotli <= BUDGETS[entry], `${entry}: ${brotli} KiB`);
    assert.match(readme, new RegExp(`\`${entry}\`.*\\| ${BUDGETS[entry]} KiB`), entry);
  }
});
