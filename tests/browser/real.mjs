// The real server with its console, on a database of its own, and people who sign in there.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { root, visit } from "./open.mjs";

const KEY = `cfk_000000000000_${"A".repeat(43)}`;

export async function begin(browser) {
  const folder = mkdtempSync(join(tmpdir(), "counterfoil-"));
  let server;
  const host = { address: "", ask, signedIn, killed, end };
  // Whatever goes wrong before a test has begun, nobody is left behind.
  process.once("exit", () => server?.kill());
  await start("127.0.0.1:0");
  return host;

  /** Starts on a free port, or where it was. */
  async function start(listen) {
    const words = ["serve", "--inbox", "--log-level", "warn", "--listen", listen, "--payments", "simulator", "--database", join(folder, "x.db")];
    server = spawn(join(root, "target/debug/counterfoil"), words, {
      stdio: ["ignore", "pipe", "inherit"],
      env: { ...process.env, COUNTERFOIL_FIRST_KEY: KEY },
    });
    const [line] = await once(createInterface(server.stdout), "line");
    host.address = line.replace("console", "").trim();
  }

  /** Somebody pulls the plug, and it is started again. */
  async function killed() {
    server.kill("SIGKILL");
    await once(server, "exit");
    await start(new URL(host.address).host);
  }

  function end() {
    server.kill();
    rmSync(folder, { recursive: true });
  }

  async function ask(method, path, body) {
    const headers = { "content-type": "application/json", authorization: `Bearer ${KEY}` };
    const answer = await fetch(host.address + path, { method, headers, body: JSON.stringify(body) });
    assert.ok(answer.ok, await answer.clone().text());
    return answer.json();
  }

  /** A new user of a role, with a password of her own by now. */
  async function signedIn(name, role, options) {
    const visited = await visit(browser, host.address, { clock: null, ...options });
    const { on } = visited;
    const { temporary_password } = await ask("POST", "v1/users", { name, role });
    await on("sign-in").click();
    await on("sign-in-name").fill(name);
    await on("sign-in-password").fill(temporary_password);
    await on("sign-in-go").click();
    await on("sign-in-next").fill("seven grey herons");
    await on("sign-in-go").click();
    await on("sign-out").waitFor();
    return visited;
  }
}
