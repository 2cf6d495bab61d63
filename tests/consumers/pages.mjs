// Pages in Chromium, under the strictest policy that runs WebAssembly.
import { createServer } from "node:http";
import { createServer as listener } from "node:net";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import { launch } from "../browser/open.mjs";

export const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; worker-src 'self'";
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm", ".json": "application/json" };

let browser;
export const close = () => browser?.close();

/** A folder over HTTP, with what else goes into each answer's head. */
export async function serve(folder, headers = { "content-security-policy": POLICY }) {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    const path = join(folder, normalize(pathname === "/" ? "/index.html" : pathname));
    const bytes = await readFile(path).catch(() => undefined);
    response.writeHead(bytes === undefined ? 404 : 200, { ...headers, "content-type": TYPES[extname(path)] ?? "application/octet-stream" });
    response.end(bytes);
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return { address: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
}

/** A page, for whoever looks at it. */
export async function open(address) {
  browser ??= await launch();
  const page = await browser.newPage();
  await page.goto(address);
  return page;
}

/** What a page leaves in `answers`, what it asked for on its way, and what `more` reads from it. */
export async function visit(address, more = () => undefined) {
  browser ??= await launch();
  const page = await browser.newPage();
  const [asked, complaints] = [[], []];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  try {
    await page.goto(address);
    const found = await page.waitForFunction(() => globalThis.answers, undefined, { timeout: 30_000 }).catch((error) => {
      throw new Error(`${error.message}\n${complaints.join("\n")}`);
    });
    return { answers: await found.jsonValue(), asked, more: await more(page) };
  } finally {
    await page.close();
  }
}

/** A folder as a site, visited and closed. */
export async function visitFolder(folder, headers) {
  const site = await serve(folder, headers);
  try {
    return await visit(site.address);
  } finally {
    site.close();
  }
}

/** Writes a page that runs a script. */
export async function page(folder, script, head = "") {
  await mkdir(folder, { recursive: true });
  const html = `<!doctype html><html lang="en"><head><title>Counterfoil</title>${head}</head><body><script type="module" src="${script}"></script></body></html>\n`;
  await writeFile(join(folder, "index.html"), html);
}

/** A port that nobody listens at. */
export const free = () =>
  new Promise((told) => {
    const server = listener().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => told(port));
    });
  });
