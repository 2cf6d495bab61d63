// Pages call things as people know them: no id of a method, a grant, a plan, a product or a rate stands on any but the developers' own.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, test } from "node:test";
import { call } from "../../wasm/pkg/inline.js";
import { PAGES, SAMPLES, launch, root, serve, unfold, visit } from "./open.mjs";
import { textsOf } from "./texts.mjs";

const site = await serve(`${root}www/dist`);
const browser = await launch();
after(async () => {
  await browser.close();
  site.close();
});

/** What the account on the page and its rulebook call things, by the call that made the page. */
async function idsOf({ page, on }) {
  const [download] = await Promise.all([page.waitForEvent("download"), on("call-apply").click()]);
  const { rulebook, ...asked } = JSON.parse(await readFile(await download.path(), "utf8"));
  const { state, effects } = call("apply", { rulebook, ...asked }).answer;
  const of = (list = [], ...fields) => list.flatMap((each) => fields.map((field) => each[field]));
  return new Set(
    [
      of(rulebook.rates, "id", "product"),
      of(rulebook.plans, "id", "product"),
      // One that is a word is what people call it: an allowance has no other name.
      of(rulebook.allowances, "id").filter((id) => /\W|_/.test(id)),
      of(state.methods, "method"),
      of(state.grants, "grant"),
      of(state.subscriptions, "subscription"),
      of(effects, "invoice", "charge", "method"),
    ]
      .flat()
      .filter((id) => id !== undefined),
  );
}

const escaped = (text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
/** An id among other words; one that is a word itself stands for a thing only where nothing else is said. */
const stands = (id, text) =>
  /^[a-z]+$/.test(id) ? text.replaceAll(/[\u2068\u2069]/g, "") === id : new RegExp(`(?<![\\w./-])${escaped(id)}(?![\\w/-]|\\.\\w)`).test(text);

test("no page but the developers' has ids on it", async (t) => {
  const visited = await visit(browser, site.address);
  t.after(() => visited.page.context().close());
  const { page, on, go } = visited;
  let known = 0;
  for (const sample of SAMPLES) {
    await on("sample").selectOption(sample);
    await go("developers");
    const ids = [...(await idsOf(visited))];
    known += ids.length;
    for (const name of PAGES.filter((each) => each !== "developers")) {
      await go(name);
      await unfold(page);
      const found = (await textsOf(page, ".book-editor, option:not(select *)")).flatMap((text) => ids.filter((id) => stands(id, text)).map((id) => `${id}: ${text}`));
      assert.deepEqual(found, [], `sample ${sample}, ${name}`);
    }
  }
  assert.ok(known > 100, `${known} ids are known to look for`);
});
