// The picture that the README opens with: `cargo xtask build && npm --prefix www run build && node tests/browser/picture.mjs`.
import { launch, root, serve, visit } from "./open.mjs";

const site = await serve(`${root}www/dist`);
const browser = await launch();
const { page, on } = await visit(browser, site.address, { viewport: { width: 1240, height: 860 }, colorScheme: "light" });
await on("sample").selectOption("3");
await page.screenshot({ path: `${root}docs/console.png` });
await browser.close();
site.close();
