// The pages about the API, at the real server: they need no network, pass the policy, and everybody can use them.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, test } from "node:test";
import { launch, root } from "./open.mjs";

const folder = mkdtempSync(join(tmpdir(), "counterfoil-"));
const words = ["serve", "--no-duties", "--log-level", "warn", "--listen", "127.0.0.1:0", "--database", join(folder, "docs.db")];
const server = spawn(join(root, "target/debug/counterfoil"), words, { stdio: ["ignore", "pipe", "inherit"] });
const browser = await launch();
after(async () => {
  await browser.close();
  server.kill();
  rmSync(folder, { recursive: true });
});

const [line] = await new Promise((ready) => createInterface(server.stdout).once("line", (text) => ready([text])));
const address = line.replace("console", "").trim();
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** A page with all that it asked for and complained of, but for the icon that browsers ask for by themselves. */
async function visit(path, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const complaints = [];
  const asked = [];
  page.on("console", (message) => {
    const { url } = message.location();
    if (message.type() === "error" && !url.endsWith("/favicon.ico")) complaints.push(`${message.text()} ${url}`);
  });
  page.on("request", (request) => asked.push(request.url()));
  await page.goto(address + path);
  return { page, complaints, asked };
}

for (const path of ["docs/", "docs/types"]) {
  for (const colorScheme of ["light", "dark"]) {
    test(`axe finds nothing: ${path}, ${colorScheme}, everything open`, async () => {
      const { page, complaints, asked } = await visit(path, { colorScheme });
      await page.evaluate(() => document.querySelectorAll("details").forEach((each) => (each.open = true)));
      await page.evaluate(axe);
      // Of the themes only the colours differ.
      const all = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
      const runOnly = colorScheme === "light" ? all : { type: "rule", values: ["color-contrast"] };
      const found = await page.evaluate((runOnly) => globalThis.axe.run(document, { runOnly }), runOnly);
      const told = found.violations.map(({ id, nodes }) => `${id}: ${nodes.length}, ${nodes[0].target} ${nodes[0].failureSummary}`);
      assert.deepEqual(told, []);
      assert.deepEqual(complaints, []);
      assert.ok(asked.every((url) => url.startsWith(address)), asked.join(" "));
      await page.context().close();
    });
  }

  for (const width of [320, 390, 768]) {
    test(`nothing of ${path} is cut off at ${width} px`, async () => {
      const { page } = await visit(path, { viewport: { width, height: 800 } });
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
      await page.context().close();
    });
  }
}

test("each link leads somewhere, and each route is told with a request and an answer", async () => {
  const { page } = await visit("docs/");
  const types = await visit("docs/types");
  const missing = (page) =>
    page.evaluate(() =>
      [...document.querySelectorAll("a")]
        .map((link) => new URL(link.href))
        .filter((url) => url.pathname === location.pathname && !document.getElementById(url.hash.slice(1)))
        .map((url) => url.hash),
    );
  assert.deepEqual([await missing(page), await missing(types.page)], [[], []]);
  const named = await page.evaluate(() =>
    [...document.querySelectorAll("a[href^='/docs/types#']")].map((link) => link.hash.slice(1)),
  );
  const known = new Set(await types.page.evaluate(() => [...document.querySelectorAll("section")].map(({ id }) => id)));
  assert.deepEqual(named.filter((name) => !known.has(name)), []);
  const routes = await page.evaluate(() =>
    [...document.querySelectorAll("article")].map((article) => [article.id, article.querySelectorAll("pre").length]),
  );
  assert.ok(routes.length > 80, `${routes.length} routes`);
  const described = await (await fetch(`${address}v1/openapi.json`)).json();
  const count = Object.values(described.paths).reduce((sum, methods) => sum + Object.keys(methods).length, 0);
  assert.equal(routes.length, count);
  assert.deepEqual(routes.filter(([, listings]) => listings === 0), []);
  await page.context().close();
  await types.page.context().close();
});
