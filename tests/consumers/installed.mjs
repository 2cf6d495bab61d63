// The package as npm packs and installs it, in a folder of its own under this one, so that the tools here are found from there.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { basename, join } from "node:path";

export const here = fileURLToPath(new URL(".", import.meta.url));
export const root = fileURLToPath(new URL("../../", import.meta.url));
/** Where programs are run and built. */
export const work = join(here, ".work", basename(process.argv[1] ?? "all", ".test.mjs"));

rmSync(work, { recursive: true, force: true });
mkdirSync(work, { recursive: true });
const npm = (words, cwd) => execFileSync("npm", [...words, "--ignore-scripts"], { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
const [{ filename, size }] = JSON.parse(npm(["pack", "--json", "--pack-destination", work], join(root, "wasm/pkg")));

/** The tarball, and how many bytes it has. */
export const tarball = join(work, filename);
export const tarballBytes = size;

writeFileSync(join(work, "package.json"), '{ "private": true, "type": "module" }\n');
npm(["install", "--offline", "--no-audit", "--no-fund", "--no-package-lock", tarball], work);
cpSync(join(here, "programs"), join(work, "programs"), { recursive: true });

/** Where it is installed. */
export const installed = join(work, "node_modules/counterfoil");
export const program = (name) => join(work, "programs", name);

const { answers } = await import(pathToFileURL(program("answers.js")));
/** What Node answers, which has to be what everybody answers. */
export const expected = await answers(await import(pathToFileURL(join(installed, "inline.js"))));

/** What a program prints. */
export function printed(command, ...words) {
  return JSON.parse(execFileSync(command, words, { cwd: work, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }));
}
