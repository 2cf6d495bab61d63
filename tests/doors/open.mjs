// The package as a user has it: found by its name, through its own exports map.
import { createRequire } from "node:module";
import { createHash } from "node:crypto";
import { cpSync, linkSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
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

/** The default entry, as Node imports it. */
export const esm = await import(pathToFileURL(resolveImport("counterfoil")));

let copies = 0;
/** A copy of the package that nobody has used: the entries of one share their engine. Gives back how to import from it. */
export function copied() {
  const copy = join(consumer, `copy${(copies += 1)}`);
  mkdirSync(copy);
  const names = readdirSync(pkg).filter((name) => /\.(js|json|wasm)$/.test(name));
  for (const name of names) linkSync(join(consumer, "node_modules/counterfoil", name), join(copy, name));
  return (entry) => import(pathToFileURL(join(copy, entry)));
}

/** An entry for modules that nobody has used. */
export const fresh = (entry) => copied()(entry);

/** The shipped file and its digest as anyone would compute it. */
export const file = readFileSync(require.resolve("counterfoil/counterfoil.wasm"));
export const digest = `sha256:${createHash("sha256").update(file).digest("hex")}`;

function resolveImport(name) {
  const manifest = JSON.parse(readFileSync(join(pkg, "package.json"), "utf8"));
  return join(consumer, "node_modules/counterfoil", manifest.exports[name.replace("counterfoil", ".")].node.import.default);
}
