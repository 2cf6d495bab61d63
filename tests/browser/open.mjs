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

/** Pages about an account, and the samples by their places. */
export const PAGES = ["overview", "usage", "history", "invoices", "receipts", "payment", "alerts", "plan", "numbers", "subaccounts", "company", "rulebook", "developers"];
export const SAMPLES = ["0", "1", "2", "3", "4", "5", "6", "7"];

/** Whatever can be unfolded is, and what is drawn when it is opened is there. */
export const unfold = (page) =>
  page.evaluate(async () => {
    document.querySelectorAll("details").forEach((each) => (each.open = true));
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
  });

/** A time before every sample's: they stay as they were written. */
const BEFORE = "2026-01-01T00:00:00Z";

/** A page of its own, with everything it complained about; `clock` stands still where it is given, and runs where it is `null`. */
export async function visit(browser, address, { clock = BEFORE, ...options } = {}) {
  const context = await browser.newContext({ locale: "en-US", viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  if (clock !== null) await page.clock.setFixedTime(clock);
  const complaints = [];
  page.on(
    "console",
    (message) => message.type() === "error" && complaints.push(`${message.text()} ${message.location().url}`),
  );
  page.on("pageerror", (error) => complaints.push(String(error)));
  await page.goto(address);
  await page.locator("[data-testid=balance], [data-testid=accounts]").waitFor();
  const on = (id) => page.getByTestId(id);
  /** Opens a page by its link. */
  const go = async (name) => {
    await on(`page-${name}`).click();
    await page.locator(`#page-title:focus`).waitFor();
  };
  return { page, complaints, on, go };
}

/** Another text in the editor of rulebooks, as somebody pastes it. */
export async function write(page, text) {
  await page.locator(".cm-content").click();
  await page.keyboard.press("ControlOrMeta+a");
  if (text === "") await page.keyboard.press("Delete");
  else await page.keyboard.insertText(text);
}

/** The second sample with one of its texts replaced. */
export async function withText(browser, address, testid, text) {
  const visited = await visit(browser, address);
  await visited.on("sample").selectOption("1");
  if (testid === "rulebook-input") {
    await visited.go("rulebook");
    await write(visited.page, text);
  } else {
    await visited.go("developers");
    await visited.on(testid).evaluate((area) => (area.closest("details").open = true));
    await visited.on(testid).fill(text);
  }
  return visited;
}
