// The console at the real server: it hands out the page and the engine, keeps the account, and both compute the same.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, test } from "node:test";
import { launch, root, visit } from "./open.mjs";

const read = (path) => readFileSync(join(root, "tests/cases/telephone", path), "utf8");
const folder = mkdtempSync(join(tmpdir(), "counterfoil-"));
const words = ["serve", "--no-duties", "--log-level", "warn", "--listen", "127.0.0.1:0", "--payments", "succeed", "--database", join(folder, "console.db")];
/** The first key of the tests' books. */
const KEY = `cfk_000000000000_${"A".repeat(43)}`;
const server = spawn(join(root, "target/debug/counterfoil"), words, {
  stdio: ["ignore", "pipe", "inherit"],
  env: { ...process.env, COUNTERFOIL_FIRST_KEY: KEY },
});
const browser = await launch();
after(async () => {
  await browser.close();
  server.kill();
  rmSync(folder, { recursive: true });
});

const [line] = await new Promise((ready) => createInterface(server.stdout).once("line", (text) => ready([text])));
const address = line.replace("console", "").trim();

async function post(path, body) {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const answer = await fetch(address + path, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${KEY}` },
    body: text,
  });
  assert.ok(answer.ok, await answer.clone().text());
  return answer.json();
}

const time = (day) => `2026-01-${String(day).padStart(2, "0")}T10:00:00Z`;
const call = (day) => ({ type: "usage", id: `u${day}`, time: time(day), product: "call.day", quantity: "33.3", unit: "minute" });
const { digest } = await post("v1/rulebooks", read("prepaid.json"));
const settings = JSON.parse(read("settings.json"));
await post("v1/accounts", { rulebook: digest, open: { account: "c0001", time: "2026-01-01T00:00:00Z", settings } });
const start = { type: "top_up", id: "start", time: "2026-01-01T00:00:00Z", amount: "25" };
const days = Array.from({ length: 20 }, (_, place) => call(place + 2));
await post("v1/accounts/c0001/events", { as_of: "2026-02-01T00:00:00Z", events: [start, ...days] });
const kept = await (await fetch(`${address}v1/accounts/c0001`, { headers: { authorization: `Bearer ${KEY}` } })).json();

/** Signs a new user in with the temporary password, and takes another. */
async function signIn(on, name) {
  const { temporary_password } = await post("v1/users", { name, role: "read" });
  await on("sign-in").click();
  await on("sign-in-name").fill(name);
  await on("sign-in-password").fill("not the one");
  await on("sign-in-go").click();
  await on("sign-in-why").filter({ hasText: "wrong" }).waitFor();
  await on("sign-in-password").fill(temporary_password);
  await on("sign-in-go").click();
  await on("sign-in-next").fill("seven grey herons");
  await on("sign-in-go").click();
  await on("sign-out").waitFor();
}

test("the page shows the kept account, the same engine and the same state", async () => {
  const { page, on, go, complaints } = await visit(browser, address, { clock: null });
  assert.equal(await on("page-accounts").count(), 0, "nobody looks in who is not signed in");
  await signIn(on, "ada");
  await on("accounts-search").fill("c0001");
  await page.getByRole("button", { name: /Open .*c0001/ }).click();
  await page.locator("[data-verdict=same]").waitFor();
  const file = createHash("sha256").update(readFileSync(join(root, "wasm/pkg/counterfoil.wasm"))).digest("hex");
  assert.equal(await on("engine-digest").textContent(), `sha256:${file}`);
  assert.equal(await on("server-digest").textContent(), `sha256:${file}`);
  const dollars = new Intl.NumberFormat("en-US", { style: "currency", currency: "USD", maximumFractionDigits: 2 });
  assert.equal(await on("balance").textContent(), dollars.format(kept.state.balance));
  await on("verify").click();
  await on("verified").filter({ hasText: "the same, byte for byte" }).waitFor();
  await go("payment");
  await on("threshold-input").fill("10");
  assert.equal(await on("match-badge").getAttribute("data-verdict"), "changed");
  // Browsers complain of each answer that nobody was known, or that a password was wrong.
  assert.deepEqual(complaints.filter((complaint) => !complaint.includes("401 (Unauthorized)")), []);
  await page.reload();
  await on("sign-out").click();
  await on("sign-in").waitFor();
  assert.equal(await on("page-accounts").count(), 0);
  await page.context().close();
});

test("the file the server hands out is the one the page runs", async () => {
  const bytes = Buffer.from(await (await fetch(`${address}counterfoil.wasm`)).arrayBuffer());
  assert.ok(bytes.equals(readFileSync(join(root, "wasm/pkg/counterfoil.wasm"))));
});

test("the page is light beside its engine, which comes as a file of its own", async () => {
  const page = readFileSync(join(root, "www/dist/index.html"), "utf8");
  const named = [...page.matchAll(/(?:src|href)="\.\/(assets\/[^"]+)"/g)].map(([, name]) => name);
  const dense = (name) => statSync(join(root, "www/dist", `${name}.br`), { throwIfNoEntry: false })?.size ?? statSync(join(root, "www/dist", name)).size;
  const own = named.filter((name) => !name.endsWith(".wasm"));
  const bytes = own.reduce((sum, name) => sum + dense(name), 0);
  assert.ok(bytes <= 110 * 1024, `${bytes} bytes in ${own.join(", ")}`);
  const [engine] = named.filter((name) => name.endsWith(".wasm"));
  assert.ok(readFileSync(join(root, "www/dist", engine)).equals(readFileSync(join(root, "wasm/pkg/counterfoil.wasm"))));
});

test("the page comes compressed to whoever takes it so, and is kept for as long as its name stands", async () => {
  const page = await (await fetch(address)).text();
  const names = [...page.matchAll(/(?:src|href)="\.\/(assets\/[^"]+)"/g)].map(([, name]) => name);
  assert.ok(names.length >= 2, names.join());
  for (const name of names) {
    const bytes = readFileSync(join(root, "www/dist", name));
    for (const [accept, encoding] of [["gzip, br", "br"], ["gzip", "gzip"], ["identity", null], ["br;q=0", null]]) {
      const answer = await fetch(address + name, { headers: { "accept-encoding": accept } });
      assert.equal(answer.headers.get("content-encoding"), encoding, `${name} for ${accept}`);
      assert.match(answer.headers.get("cache-control"), /immutable/);
      assert.match(answer.headers.get("vary"), /accept-encoding/i);
      assert.ok(Buffer.from(await answer.arrayBuffer()).equals(bytes), name);
    }
  }
});
