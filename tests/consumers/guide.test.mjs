// The guide of the package's README, followed to the letter in an empty folder: its commands, its files, and the page that comes of them.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { after, test } from "node:test";
import { root, tarball, work } from "./installed.mjs";
import { close, open, serve } from "./pages.mjs";

const folder = mkdtempSync(join(tmpdir(), "counterfoil-guide-"));
after(async () => {
  await close();
  rmSync(folder, { recursive: true });
});

const readme = readFileSync(join(root, "wasm/npm/README.md"), "utf8");
const guide = readme.split("## A live preview in five minutes\n")[1].split("\n## ")[0];
const blocks = [...guide.matchAll(/^```(\w+)(?: (\S+))?\n(.*?)^```/gms)].map(([, kind, name, text]) => ({ kind, name, text }));
const commands = blocks.filter(({ kind }) => kind === "sh").flatMap(({ text }) => text.trimEnd().split("\n"));
const watching = "npx vite";

/** What the page says at first, to more messages, and to what is no number. */
async function looksRight(address) {
  const page = await open(address);
  try {
    await page.locator("output", { hasText: "$67.50" }).waitFor();
    await page.getByLabel("Messages").fill("2000");
    assert.equal(await page.locator("output").textContent(), "$90.00");
    assert.equal(await page.locator("#why").textContent(), "2000 at 0.045");
    await page.getByLabel("Messages").fill("15OO");
    assert.match(await page.locator("#why").textContent(), /`15OO` is not .*: write /);
  } finally {
    await page.close();
  }
}

/** The development server's address, once it tells it. */
const told = (server) =>
  new Promise((found, ended) => {
    server.once("exit", () => ended(new Error("the server has ended")));
    let text = "";
    server.stdout.on("data", (more) => {
      // Without the colours.
      text += `${more}`.replace(/\u001b\[\d+m/g, "");
      const address = /http:\/\/\S+/.exec(text)?.[0];
      if (address !== undefined) found(address);
    });
  });

test("the first example prints what it says", () => {
  const [, example] = /^```js\n(.*?)^```/ms.exec(readme);
  writeFileSync(join(work, "example.mjs"), example);
  const printed = execFileSync(process.execPath, ["example.mjs"], { cwd: work, encoding: "utf8" });
  const said = [...example.matchAll(/^console\.log.* \/\/ "(.*)"$/gm)].map(([, text]) => text);
  assert.equal(said.length, 2);
  assert.equal(printed, `${said.join("\n")}\n`);
});

test("its commands, its files and its page", async () => {
  assert.ok(guide.includes(basename(tarball)), "the guide names the tarball as it is");
  assert.ok(commands.length >= 5 && commands.includes(watching), `${commands}`);
  copyFileSync(tarball, join(folder, basename(tarball)));
  for (const { name, text } of blocks.filter(({ name }) => name !== undefined)) writeFileSync(join(folder, name), text);
  for (const command of commands.filter((command) => command !== watching)) {
    execFileSync("sh", ["-c", command], { cwd: folder, stdio: "pipe", env: { ...process.env, npm_config_prefer_offline: "true" } });
  }
  const site = await serve(join(folder, "dist"));
  try {
    await looksRight(site.address);
  } finally {
    site.close();
  }
});

test("its page while it is written", async () => {
  const server = spawn(process.execPath, [join(folder, "node_modules/vite/bin/vite.js"), "--host", "127.0.0.1", "--port", "0"], { cwd: folder, stdio: ["ignore", "pipe", "inherit"] });
  try {
    await looksRight(await told(server));
  } finally {
    server.kill();
  }
});
