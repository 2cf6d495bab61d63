// What an editor offers while a call is written, asked of TypeScript's own language server.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { join } from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";
import { consumer, root } from "./open.mjs";

const server = spawn(join(root, "wasm/npm/node_modules/.bin/tsc"), ["--lsp", "--stdio"], { stdio: ["pipe", "pipe", "ignore"] });
after(() => server.kill());

let asked = 0;
const waiting = new Map();
function send(message) {
  const text = JSON.stringify({ jsonrpc: "2.0", ...message });
  server.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
}
const ask = (method, params) =>
  new Promise((answered) => {
    const id = (asked += 1);
    waiting.set(id, answered);
    send({ id, method, params });
  });

let read = Buffer.alloc(0);
server.stdout.on("data", (more) => {
  read = Buffer.concat([read, more]);
  for (let end = read.indexOf("\r\n\r\n"); end >= 0; end = read.indexOf("\r\n\r\n")) {
    const from = end + 4;
    const to = from + Number(/Content-Length: (\d+)/i.exec(read.subarray(0, end))[1]);
    if (read.length < to) return;
    const message = JSON.parse(read.subarray(from, to));
    read = read.subarray(to);
    // What the server asks of an editor, nobody here has an opinion on.
    if (message.method !== undefined && message.id !== undefined) send({ id: message.id, result: null });
    else waiting.get(message.id)?.(message.result);
  }
});

await ask("initialize", { processId: process.pid, rootUri: `${pathToFileURL(consumer)}`, capabilities: {} });
send({ method: "initialized", params: {} });

let files = 0;
/** A file with a place in it, marked `|`: what is asked there. */
async function at(method, text) {
  const uri = `${pathToFileURL(join(consumer, `editor${(files += 1)}.mts`))}`;
  const [before, behind] = text.split("|");
  const lines = before.split("\n");
  send({ method: "textDocument/didOpen", params: { textDocument: { uri, languageId: "typescript", version: 1, text: before + behind } } });
  return ask(method, { textDocument: { uri }, position: { line: lines.length - 1, character: lines.at(-1).length } });
}
const offered = async (text) => (await at("textDocument/completion", text)).items.map(({ label }) => label.replace("?", ""));

test("the kinds of an event", async () => {
  const kinds = await offered(`import type { AccountEvent } from "counterfoil";\nconst event: AccountEvent = { type: "|" };`);
  for (const kind of ["top_up", "usage", "settings_changed", "time_passed"]) assert.ok(kinds.includes(kind), kind);
});

test("the fields of the kind that is chosen, and no others", async () => {
  const fields = await offered(`import { apply } from "counterfoil";\napply({ rulebook: null!, as_of: "", events: [{ type: "usage", | }] });`);
  for (const field of ["product", "quantity", "unit", "time"]) assert.ok(fields.includes(field), field);
  for (const field of ["settings", "amount", "plan"]) assert.ok(!fields.includes(field), field);
});

test("the answer after the question whether there is one, and the problems else", async () => {
  const text = (status, rest) => `import { overview } from "counterfoil";\nconst reply = overview(null!);\nif (reply.status === "${status}") reply.${rest};`;
  assert.ok((await offered(text("ok", "answer.|"))).includes("runway_days"));
  assert.deepEqual((await offered(text("ok", "|"))).includes("problems"), false);
  assert.ok((await offered(text("problems", "problems[0]!.|"))).includes("help"));
});

test("one type a verb, and its sentence, where the pointer rests", async () => {
  const { contents } = await at("textDocument/hover", `import { rate } from "counterfoil";\nra|te`);
  assert.match(contents.value, /rate\(call: RateCall\): Reply<Rated>/);
  assert.match(contents.value, /Rates usages as those of one billing period/);
});

for (const [where, declared] of Object.entries({
  "a prepared rulebook": 'import type { Prepared } from "counterfoil";\ndeclare const there: Prepared;',
  "a worker": 'import type { Engine } from "counterfoil/worker";\ndeclare const there: Engine;',
})) {
  test(`the same sentence on ${where}`, async () => {
    const { contents } = await at("textDocument/hover", `${declared}\nthere.ra|te;`);
    assert.match(contents.value, /Rates usages as those of one billing period/);
  });
}

test("the sentence of a field", async () => {
  const { contents } = await at("textDocument/hover", `import type { Overview } from "counterfoil";\ndeclare const seen: Overview;\nseen.runway_|days;`);
  assert.match(contents.value, /Whole days the balance lasts/);
});
