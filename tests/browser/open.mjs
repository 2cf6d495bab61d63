// The built console in Chromium, served as the host serves it: same files, same policy.
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

export const root = fileURLToPath(new URL("../../", import.meta.url));

export const POLICY =
  "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";
export const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".json": "application/json",
  ".wasm": "application/wasm",
};

/** A folder over HTTP. `api` answers what lies under /v1/; without it there is no such place. */
export async function serve(folder, api = () => undefined) {
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url, "http://localhost");
    response.setHeader("content-security-policy", POLICY);
    response.setHeader("x-content-type-options", "nosniff");
    if (pathname.startsWith("/v1/")) {
      let body = "";
      for await (const chunk of request) body += chunk;
      const answer = api(pathname, searchParams, body);
      response.writeHead(answer === undefined ? 404 : 200, { "content-type": "application/json" });
      return response.end(answer ?? "{}");
    }
    try {
      const path = join(folder, normalize(pathname === "/" ? "/index.html" : pathname));
      const bytes = await readFile(path);
      response.writeHead(200, { "content-type": TYPES[extname(path)] ?? "application/octet-stream" });
      response.end(bytes);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return { address: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
}

export function launch(...more) {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      ...more,
    ],
  });
}

/** A page of its own, with everything it complained about. */
export async function visit(browser, address, options = {}) {
  const context = await browser.newContext({ locale: "en-US", viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const complaints = [];
  page.on(
    "console",
    (message) => message.type() === "error" && complaints.push(`${message.text()} ${message.location().url}`),
  );
  page.on("pageerror", (error) => complaints.push(String(error)));
  await page.goto(address);
  await page.getByTestId("balance").waitFor();
  return { page, complaints, on: (id) => page.getByTestId(id) };
}

/** The second sample with one of its texts replaced. */
export async function withText(browser, address, testid, text) {
  const visited = await visit(browser, address);
  await visited.on("sample").selectOption("1");
  await visited.on(testid).evaluate((area) => (area.closest("details").open = true));
  await visited.on(testid).fill(text);
  return visited;
}
