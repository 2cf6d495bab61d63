// Each built file once more as brotli and gzip, which the host hands out as they are.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

/** Smaller ones are a packet either way. */
const LEAST = 1_000;
const KINDS = /\.(html|js|css|svg|json|wasm)$/;

const folder = new URL("dist", import.meta.url).pathname;
const ways = {
  br: (bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }),
  gz: (bytes) => gzipSync(bytes, { level: 9 }),
};
for (const name of readdirSync(folder, { recursive: true }).filter((each) => KINDS.test(each))) {
  const bytes = readFileSync(join(folder, name));
  if (bytes.length < LEAST) continue;
  for (const [ending, way] of Object.entries(ways)) writeFileSync(join(folder, `${name}.${ending}`), way(bytes));
}
