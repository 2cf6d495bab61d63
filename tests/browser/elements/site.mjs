// The page of the elements, under the host's policy, with the package's files beside it.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { POLICY, TYPES, root } from "../open.mjs";
import { account } from "./account.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));

/** What the page loads. */
const files = (pathname) => (pathname.startsWith("/pkg/") ? join(root, "wasm/pkg", pathname.slice("/pkg/".length)) : join(here, pathname === "/" ? "index.html" : pathname));

export async function elementsSite() {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    response.setHeader("content-security-policy", POLICY);
    response.setHeader("content-type", TYPES[extname(pathname)] ?? TYPES[".html"]);
    if (pathname === "/account.json") return response.end(JSON.stringify(account));
    try {
      response.end(await readFile(files(pathname)));
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return { address: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
}
