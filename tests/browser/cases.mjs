// Runs calls on the npm package inside a Chromium page: `node cases.mjs CALLS ANSWERS`, with the files of
// cases-node.mjs. The page has the host's policy and imports the package's own file, with no bundler between.
import { readFileSync, writeFileSync } from "node:fs";
import { answers as answersOf } from "./columns.mjs";
import { launch, root, serve } from "./open.mjs";

/** As source, since the page's policy evaluates nothing itself. */
const inPage = (batch) => `import("/index.js").then((doors) => doors.load().then(() =>
  ${JSON.stringify(batch)}.map((line) => (${answersOf})(doors, line))))`;

/** Calls handed over at once; enough to be quick, few enough for one message to the page. */
const BATCH = 500;

const [calls, answers] = process.argv.slice(2);
if (answers === undefined) {
  console.error("usage: node cases.mjs CALLS ANSWERS");
  process.exit(2);
}
const lines = readFileSync(calls, "utf8")
  .split("\n")
  .filter((line) => line !== "");
const site = await serve(`${root}wasm/pkg`);
const browser = await launch();
try {
  const page = await browser.newPage();
  // Any file of the folder makes a document of its origin; the manifest is always there.
  await page.goto(`${site.address}package.json`);
  const out = [];
  for (let from = 0; from < lines.length; from += BATCH) {
    const batch = lines.slice(from, from + BATCH).map((line) => JSON.parse(line));
    out.push(...(await page.evaluate(inPage(batch))));
  }
  writeFileSync(answers, out.map((text) => `${text}\n`).join(""));
} finally {
  await browser.close();
  site.close();
}

