// The package in a page, as its files are: by import, whatever the server makes of the file, by script tag, and slim on an origin
// that browsers do not trust.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { callJson } from "../../wasm/pkg/inline.js";
import { launch, root, serve } from "./open.mjs";

const site = await serve(`${root}wasm/pkg`);
const browser = await launch("--host-resolver-rules=MAP counterfoil.test 127.0.0.1");
after(async () => {
  await browser.close();
  site.close();
});

const call = '{"rulebook":{"name":"x"}}';
const expected = callJson("check", call);
const plain = site.address.replace("127.0.0.1", "counterfoil.test");

/** What a program answers on a page of its own, and which files it asked for. `served` answers for the file itself. */
async function run(address, program, served) {
  const page = await browser.newPage();
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname.slice(1)));
  if (served !== undefined) await page.route("**/counterfoil.wasm", served);
  // Any file of the folder makes a document of its origin; the manifest is always there.
  await page.goto(`${address}package.json`);
  asked.length = 0;
  try {
    return { answer: await page.evaluate(program), asked };
  } finally {
    await page.close();
  }
}

const loaded = `import("/index.js").then((made) => made.load().then(() => made.callJson("check", ${JSON.stringify(call)})))`;

test("by import: the file comes as what it is, and nothing else is asked for", async () => {
  const { answer, asked } = await run(site.address, loaded);
  assert.equal(answer, expected);
  assert.deepEqual(asked.filter((name) => !name.startsWith("shared-")), ["index.js", "counterfoil.wasm"]);
});

test("a page that previews nothing asks for nothing of it", async () => {
  const { answer, asked } = await run(site.address, `import("/index.js").then((made) => made.engineDigest)`);
  assert.equal(answer, JSON.parse(expected).engine);
  assert.deepEqual(asked.filter((name) => !name.startsWith("shared-")), ["index.js"]);
});

test("load() is once: who asks meanwhile and who asks later wait for the same", async () => {
  const program = `import("/index.js").then(async (made) => {
    await Promise.all([made.load(), made.load()]);
    await made.load();
  })`;
  const { asked } = await run(site.address, program);
  assert.equal(asked.filter((name) => name === "counterfoil.wasm").length, 1);
});

const misserved = {
  "is nowhere": (route) => route.fulfill({ status: 404, body: "not here" }),
  "is the page itself, as some development servers have it": (route) =>
    route.fulfill({ status: 200, contentType: "text/html", body: "<!doctype html>" }),
  "is another file": async (route) => {
    const response = await route.fetch();
    const body = await response.body();
    body[body.length - 1] ^= 1;
    await route.fulfill({ response, body });
  },
  "is cut": async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: (await response.body()).subarray(0, 1000) });
  },
  "cannot be had": (route) => route.abort(),
};
for (const [how, served] of Object.entries(misserved)) {
  test(`a file that ${how} comes as text in its place`, async () => {
    const { answer, asked } = await run(site.address, loaded, served);
    assert.equal(answer, expected);
    assert.ok(asked.includes("inline.js"));
  });
}

test("a server that does not know what WebAssembly is gives the file all the same", async () => {
  const { answer, asked } = await run(site.address, loaded, async (route) => {
    await route.fulfill({ response: await route.fetch(), contentType: "application/octet-stream" });
  });
  assert.equal(answer, expected);
  assert.equal(asked.includes("inline.js"), false);
});

test("over plain http, where a page has no crypto.subtle, the file is held against its digest", async () => {
  const { answer, asked } = await run(plain, `${loaded}.then((answer) => [String(crypto.subtle), answer])`);
  assert.deepEqual(answer, ["undefined", expected]);
  assert.ok(asked.includes("digest.js") && !asked.includes("inline.js"), `${asked}`);
});

test("a failure is a BillingError, and may be tried again", async () => {
  const page = await browser.newPage();
  await page.goto(`${site.address}package.json`);
  await page.route(/counterfoil\.wasm|inline\.js/, (route) => route.abort());
  const told = await page.evaluate(`import("/index.js").then((made) => made.load().catch((error) =>
    [error instanceof made.BillingError, error.code, error.cause instanceof Error]))`);
  assert.deepEqual(told, [true, "engine_not_loaded", true]);
  await page.unroute(/counterfoil\.wasm|inline\.js/);
  assert.equal(await page.evaluate(loaded), expected);
  await page.close();
});

test("by a script tag", async () => {
  const program = `new Promise((loaded) => {
    const script = document.createElement("script");
    script.src = "/script/global.js";
    script.onload = loaded;
    document.documentElement.append(script);
  }).then(() => counterfoil.callJson("check", ${JSON.stringify(call)}))`;
  assert.equal((await run(site.address, program)).answer, expected);
});

test("slim over plain http", async () => {
  const program = `import("/slim.js").then(async (made) => {
    await made.init("/counterfoil.wasm");
    return [String(crypto.subtle), made.callJson("check", ${JSON.stringify(call)})];
  })`;
  assert.deepEqual((await run(plain, program)).answer, ["undefined", expected]);
});
