// Each bundler as its own guide has it: from a program to a folder that a page is served from, or to a file that Node runs.
import { join } from "node:path";
import * as esbuild from "esbuild";
import { nodeResolve } from "@rollup/plugin-node-resolve";
import { rollup } from "rollup";
import * as vite from "vite";
import * as formerVite from "vite-former";
import webpack from "webpack";
import { program, work } from "./installed.mjs";
import { page } from "./pages.mjs";

const slug = (name) => name.replace(/\W+/g, "-");
const out = (name) => join(work, "out", slug(name));

async function byVite({ build }, name, script) {
  const [root, outDir] = [join(work, "sites", slug(name)), out(name)];
  await page(root, `../../programs/${script}`);
  await build({ root, base: "./", configFile: false, logLevel: "error", build: { outDir, emptyOutDir: true, modulePreload: { polyfill: false } } });
  return outDir;
}

async function byWebpack(name, entry, more) {
  const path = out(name);
  const stats = await new Promise((done, failed) => {
    webpack({ mode: "production", context: work, entry, output: { path, filename: "main.js" }, ...more }, (error, stats) => (error ? failed(error) : done(stats)));
  });
  if (stats.hasErrors() || stats.hasWarnings()) throw new Error(stats.toString({ all: false, errors: true, warnings: true }));
  return path;
}

async function byEsbuild(name, script, more) {
  const outdir = out(name);
  await esbuild.build({ entryPoints: { main: program(script) }, bundle: true, minify: true, format: "esm", splitting: true, logLevel: "error", outdir, ...more });
  return outdir;
}

async function byRollup(name, script) {
  const dir = out(name);
  const bundle = await rollup({ input: { main: program(script) }, plugins: [nodeResolve()], onwarn: (warning) => { throw new Error(warning.message); } });
  await bundle.write({ dir, format: "es", entryFileNames: "[name].js" });
  return dir;
}

async function withPage(making) {
  const folder = await making;
  await page(folder, "./main.js");
  return folder;
}

/** Name, how the folder of a page is made, and whether the file comes as the asset it is, or as text. */
export const sites = [
  ["Vite", (name) => byVite(vite, name, "page.js"), "asset"],
  ["Vite, former major", (name) => byVite(formerVite, name, "page.js"), "asset"],
  ["Vite with ?url", (name) => byVite(vite, name, "url.js"), "asset"],
  ["Vite, former major, with ?url", (name) => byVite(formerVite, name, "url.js"), "asset"],
  ["Vite, a module worker", (name) => byVite(vite, name, "own-worker.js"), "asset"],
  ["Vite, counterfoil/worker", (name) => byVite(vite, name, "worker.js"), "asset"],
  ["Vite, former major, counterfoil/worker", (name) => byVite(formerVite, name, "worker.js"), "asset"],
  ["webpack, counterfoil/worker", (name) => withPage(byWebpack(name, program("worker.js"), { target: "web", performance: false })), "asset"],
  ["Vite, counterfoil/elements", (name) => byVite(vite, name, "elements.js"), "asset"],
  ["webpack, counterfoil/elements", (name) => withPage(byWebpack(name, program("elements.js"), { target: "web", performance: false })), "asset"],
  ["esbuild, counterfoil/elements", (name) => withPage(byEsbuild(name, "elements.js", {})), "text"],
  ["esbuild, a worker of its own", (name) => withPage(byEsbuild(name, "own-thread.js", { entryPoints: { main: program("own-thread.js"), thread: program("thread.js") } })), "text"],
  ["webpack", (name) => withPage(byWebpack(name, program("page.js"), { target: "web", performance: false })), "asset"],
  ["webpack, a module worker", (name) => withPage(byWebpack(name, program("own-worker.js"), { target: "web", performance: false })), "asset"],
  ["esbuild", (name) => withPage(byEsbuild(name, "page.js", {})), "text"],
  ["esbuild, the file copied", (name) => withPage(byEsbuild(name, "file.js", { loader: { ".wasm": "file" } })), "asset"],
  ["Rollup", (name) => withPage(byRollup(name, "page.js")), "text"],
];

/** Name, and how the file that Node runs is made. */
export const programs = [
  ["webpack for Node", async (name) => join(await byWebpack(name, program("process.mjs"), { target: "node", output: { path: out(name), filename: "main.mjs", module: true, chunkFormat: "module" }, experiments: { outputModule: true } }), "main.mjs")],
  ["esbuild for Node", async (name) => join(await byEsbuild(name, "process.mjs", { platform: "node", outExtension: { ".js": ".mjs" } }), "main.mjs")],
];

/** Name, and a development server with its address. */
export const servers = [
  ["Vite", vite],
  ["Vite, former major", formerVite],
].flatMap(([name, { createServer }]) => [
  [`${name}, in development`, () => developing(createServer, name, "page.js")],
  [`${name}, in development, a worker of its own`, () => developing(createServer, name, "own-thread.js")],
  // Vite 7 moves what it has prepared for development away from its worker, unless it is told not to.
  [`${name}, in development, counterfoil/worker`, () => developing(createServer, name, "worker.js", { optimizeDeps: { exclude: ["counterfoil"] } })],
  [`${name}, in development, with ?url`, () => developing(createServer, name, "url.js")],
]);

async function developing(createServer, name, script, more) {
  const root = join(work, "sites", slug(`${name} ${script} in development`));
  await page(root, `/@fs${program(script)}`);
  const server = await createServer({ root, configFile: false, logLevel: "error", cacheDir: join(root, ".cache"), ...more, server: { host: "127.0.0.1", port: 0, fs: { allow: [work] } } });
  await server.listen();
  return { address: `http://127.0.0.1:${server.httpServer.address().port}/`, close: () => server.close() };
}
