// What a page downloads for each entry, beside the file itself: bundled and minified, as a page has it. `node tests/consumers/sizes.mjs`.
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import * as esbuild from "esbuild";
import { join } from "node:path";
import { readFile } from "node:fs/promises";

const pkg = fileURLToPath(new URL("../../wasm/pkg/", import.meta.url));

/** Entry, and the most KiB in brotli that the README says it has. */
export const BUDGETS = { "counterfoil.wasm": 290, index: 6, worker: 5, "worker-thread": 6, elements: 13 };

const sizesOf = (bytes) => [bytes.length, gzipSync(bytes, { level: 9 }).length, brotliCompressSync(bytes).length].map((size) => size / 1024);

/** Entry, and its KiB as they are, in gzip and in brotli. */
export async function sizes() {
  const rows = [["counterfoil.wasm", sizesOf(await readFile(join(pkg, "counterfoil.wasm")))]];
  for (const entry of Object.keys(BUDGETS).slice(1)) {
    const options = { bundle: true, minify: true, format: "esm", write: false, external: ["./inline.js", "./digest.js"], logLevel: "error" };
    const { outputFiles } = await esbuild.build({ entryPoints: [join(pkg, `${entry}.js`)], ...options });
    rows.push([entry, sizesOf(outputFiles[0].contents)]);
  }
  return rows;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [entry, kib] of await sizes()) console.log(`${entry.padEnd(18)}${kib.map((size) => size.toFixed(1).padStart(9)).join("")} KiB (as it is, gzip, brotli)`);
}
