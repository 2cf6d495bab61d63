// The package in a page, as its files are: by import, by script tag, and slim on an origin that browsers do not trust.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { callJson } from "../../wasm/pkg/index.js";
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

async function answer(address, program) {
  const page = await browser.newPage();
  // Any file of the folder makes a document of its origin; the manifest is always there.
  await page.goto(`${address}package.json`);
  try {
    return await page.evaluate(program);
  } finally {
    await page.close();
  }
}

test("by import", async () => {
  assert.equal(await answer(site.address, `import("/index.js").then((made) => made.callJson("check", ${JSON.stringify(call)}))`), expected);
});

test("by a script tag", async () => {
  const program = `new Promise((loaded) => {
    const script = document.createElement("script");
    script.src = "/script/global.js";
    script.onload = loaded;
    document.documentElement.append(script);
  }).then(() => counterfoil.callJson("check", ${JSON.stringify(call)}))`;
  assert.equal(await answer(site.address, program), expected);
});

test("slim over plain http, where a page has no crypto.subtle", async () => {
  const program = `import("/slim.js").then(async (made) => {
    await made.init("/counterfoil.wasm");
    return [String(crypto.subtle), made.callJson("check", ${JSON.stringify(call)})];
  })`;
  assert.deepEqual(await answer(plain, program), ["undefined", expected]);
});
