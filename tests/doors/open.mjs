// The package as a user has it: found by its name, through its own exports map.
import { createRequire } from "node:module";
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { after } from "node:test";

export const pkg = fileURLToPath(new URL("../../wasm/pkg/", import.meta.url));
export const root = fileURLToPath(new URL("../../", import.meta.url));

/** A folder in which the package is installed. */
export const consumer = mkdtempSync(join(tmpdir(), "counterfoil-doors-"));
after(() => rmSync(consumer, { recursive: true }));
mkdirSync(join(consumer, "node_modules"));
cpSync(pkg, join(consumer, "node_modules/counterfoil"), { recursive: true });

/** `require` as a file of the consumer would have it. */
export const require = createRequire(join(consumer, "consumer.cjs"));

/** The default entry, through the `import` condition. */
export const esm = await import(pathToFileURL(resolveImport("counterfoil")));

/** The slim entry, not yet loaded. */
export const slim = () => import(pathToFileURL(resolveImport("counterfoil/slim")));

/** The shipped file and its digest as anyone would compute it. */
export const file = readFileSync(require.resolve("counterfoil/counterfoil.wasm"));
export const digest = `sha256:${createHash("sha256").update(file).digest("hex")}`;

function resolveImport(name) {
  const manifest = JSON.parse(readFileSync(join(pkg, "package.json"), "utf8"));
  const entry = manifest.exports[name.replace("counterfoil", ".")];
  return join(consumer, "node_modules/counterfoil", entry.import.default);
}
