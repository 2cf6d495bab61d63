// The recipes of docs/recipes.md, each as it stands there.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";
import * as esbuild from "esbuild";
import { installed, root, work } from "./installed.mjs";
import { close, free, open, page, serve } from "./pages.mjs";
import { atTheEdge } from "./runtimes.mjs";

after(close);

const { callJson } = await import(pathToFileURL(join(installed, "inline.js")));
const rulebook = JSON.parse(readFileSync(join(installed, "presets/prepaid-cpaas.json"), "utf8"));
const usage = [{ id: "u1", time: "2026-01-05T12:00:00Z", product: "sms.outbound", quantity: "7", unit: "message" }];
const whole = JSON.stringify({ rulebook, usage });
const expected = callJson("rate", whole);

const recipes = Object.fromEntries([...readFileSync(join(root, "docs/recipes.md"), "utf8").matchAll(/^```\w+ (\S+)\n(.*?)^```/gms)].map(([, name, text]) => [name, text]));
for (const [name, text] of Object.entries(recipes)) writeFileSync(join(work, name), text);

async function looksRight(folder) {
  const site = await serve(folder, {});
  const shown = await open(site.address);
  try {
    await shown.locator("output", { hasText: "67.50000" }).waitFor();
    await shown.getByLabel("Messages").fill("2000");
    await shown.locator("output", { hasText: "90.00000" }).waitFor();
    await shown.getByLabel("Messages").fill("15OO");
    await shown.locator("output", { hasText: "`15OO` is not" }).waitFor();
  } finally {
    await shown.close();
    site.close();
  }
}

test("a plain page", async () => {
  const folder = join(work, "plain");
  mkdirSync(folder);
  writeFileSync(join(folder, "index.html"), recipes["plain.html"]);
  cpSync(installed, join(folder, "counterfoil"), { recursive: true });
  await looksRight(folder);
});

for (const name of ["react.jsx", "vue.js", "element.js"]) {
  test(name, async () => {
    const outdir = join(work, "out", name);
    const define = { "process.env.NODE_ENV": '"production"', __VUE_OPTIONS_API__: "true", __VUE_PROD_DEVTOOLS__: "false", __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "false" };
    await esbuild.build({ entryPoints: { main: join(work, name) }, bundle: true, format: "esm", splitting: true, jsx: "automatic", define, logLevel: "error", outdir });
    await page(outdir, "./main.js");
    await looksRight(outdir);
  });
}

test("a Node server", async () => {
  const port = await free();
  const server = spawn(process.execPath, ["server.mjs"], { cwd: work, env: { ...process.env, PORT: `${port}` }, stdio: ["ignore", "pipe", "inherit"] });
  try {
    await new Promise((ready, ended) => {
      server.stdout.once("data", ready);
      server.once("exit", () => ended(new Error("it has ended")));
    });
    const asked = await fetch(`http://127.0.0.1:${port}/rate`, { method: "POST", body: JSON.stringify({ usage }) });
    assert.equal(await asked.text(), expected);
    assert.equal((await fetch(`http://127.0.0.1:${port}/check`, { method: "POST", body: "{}" })).status, 404);
  } finally {
    server.kill();
  }
});

test("a worker at the edge", async () => {
  const answer = await atTheEdge(join(work, "edge.js"), { method: "POST", body: whole });
  assert.equal(answer, expected);
});

test("every recipe is tried", () => {
  assert.deepEqual(Object.keys(recipes), ["plain.html", "react.jsx", "vue.js", "element.js", "server.mjs", "edge.js"]);
});
