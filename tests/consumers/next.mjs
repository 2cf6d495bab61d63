// Next.js: built by its own command, started, and looked at. A page is rendered at the build and in the browser; a route is asked on the edge
// runtime.
import { execFile, spawn } from "node:child_process";
import { cp } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { here, program } from "./installed.mjs";
import { free, visit } from "./pages.mjs";

const command = join(here, "node_modules/next/dist/bin/next");
const env = { ...process.env, NEXT_TELEMETRY_DISABLED: "1" };

/** What the build, the browser and the edge answer. */
export const byTurbopack = () => next(program("next"), [], "edge");

/** By webpack, without the edge: there Next.js 16.4 misses a file of its own that it has not written. */
export async function byWebpack() {
  const cwd = program("next-webpack");
  await cp(program("next"), cwd, { recursive: true, filter: (path) => !/\bedge\b|\.next/.test(path) });
  return next(cwd, ["--webpack"]);
}

async function next(cwd, words, edge) {
  await promisify(execFile)(process.execPath, [command, "build", ...words], { cwd, env });
  const port = await free();
  const server = spawn(process.execPath, [command, "start", "--hostname", "127.0.0.1", "--port", `${port}`], { cwd, env, stdio: ["ignore", "pipe", "inherit"] });
  try {
    await new Promise((ready) => server.stdout.on("data", (text) => /Ready/.test(text) && ready()));
    const address = `http://127.0.0.1:${port}/`;
    const { answers, asked, more } = await visit(address, (page) => page.locator("#server").textContent());
    const all = { page: answers, build: JSON.parse(more) };
    if (edge !== undefined) all.edge = await (await fetch(address + edge)).json();
    return { all, asked };
  } finally {
    server.kill();
  }
}
