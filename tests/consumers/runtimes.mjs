// Runtimes beside Node. Deno's and Bun's programs lie in the packages of their platforms, which npm chooses.
import { existsSync, readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as esbuild from "esbuild";
import { Miniflare } from "miniflare";
import { here, work } from "./installed.mjs";

/** The program of a package's platform. */
function found(scope, path) {
  const folder = join(here, "node_modules", scope);
  const place = readdirSync(folder).map((name) => join(folder, name, path)).find(existsSync);
  if (place === undefined) throw new Error(`npm has installed no program in ${folder}`);
  return place;
}

export const deno = [found("@deno", "deno"), "run", "--quiet", "--no-remote", "--node-modules-dir=manual", "--allow-read", "--allow-env"];
export const bun = [found("@oven", "bin/bun"), "run"];

/** What a worker of Cloudflare's runtime answers, bundled as its tools do: the file goes along as a module. */
export async function atTheEdge(entry, request) {
  const outdir = join(work, "out/workerd");
  const options = { conditions: ["workerd", "worker", "browser"], loader: { ".wasm": "copy" }, assetNames: "[name]" };
  await esbuild.build({ entryPoints: { main: entry }, bundle: true, format: "esm", logLevel: "error", outdir, ...options });
  const modules = [
    { type: "ESModule", path: "main.js", contents: await readFile(join(outdir, "main.js"), "utf8") },
    { type: "CompiledWasm", path: "counterfoil.wasm", contents: await readFile(join(outdir, "counterfoil.wasm")) },
  ];
  const runtime = new Miniflare({ modules, compatibilityDate: "2026-04-01" });
  try {
    return await (await runtime.dispatchFetch("http://localhost/", request)).text();
  } finally {
    await runtime.dispose();
  }
}
