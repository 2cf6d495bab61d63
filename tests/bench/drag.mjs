// How smoothly ninety days are drawn while a threshold is dragged: `node tests/bench/drag.mjs [seconds] [sample…]`, after `cargo xtask build` and
// `npm run build` in `www`. At the processor's own speed and at a quarter of it, each in headless Chromium.
import { launch, root, serve, visit } from "../browser/open.mjs";

const [seconds = 4, ...chosen] = process.argv.slice(2).map(Number);
const SAMPLES = chosen.length > 0 ? chosen : [0, 1, 3];
const FRAME = 1000 / 60;

const site = await serve(`${root}www/dist`);
const browser = await launch();

/** Frames and long tasks from now on, until it is asked what they were. */
const watch = (page) =>
  page.evaluate(() => {
    const frames = [];
    const tasks = [];
    let on = true;
    const observer = new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration)));
    observer.observe({ type: "longtask" });
    const next = (time) => {
      frames.push(time);
      if (on) requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
    globalThis.watched = () => ((on = false), observer.disconnect(), { frames, tasks });
  });

/** A hand that goes to and fro over the slider, with as many moves as a mouse of 125 Hz reports. */
async function drag(page, slider) {
  await slider.scrollIntoViewIfNeeded();
  const { x, y, width, height } = await slider.boundingBox();
  const at = (share) => x + 10 + share * (width - 20);
  await page.mouse.move(at(0.5), y + height / 2);
  await page.mouse.down();
  const begun = performance.now();
  for (let moves = 0; performance.now() - begun < seconds * 1000; moves += 1) {
    await page.mouse.move(at(0.5 + 0.45 * Math.sin(moves / 25)), y + height / 2);
    await new Promise((resolve) => setTimeout(resolve, 8));
  }
  await page.mouse.up();
}

const figure = (number) => number.toFixed(1).padStart(7);
console.log("sample  speed  frames/s  median ms  longest ms  dropped  long tasks  longest of them");
for (const sample of SAMPLES) {
  for (const slower of [1, 4]) {
    const { page, on, go } = await visit(browser, site.address, { clock: null });
    await on("sample").selectOption(String(sample));
    await go("payment");
    const client = await page.context().newCDPSession(page);
    await client.send("Emulation.setCPUThrottlingRate", { rate: slower });
    await page.waitForTimeout(500);
    await watch(page);
    await drag(page, on("threshold-slider"));
    const { frames, tasks } = await page.evaluate(() => watched());
    const gaps = frames.slice(1).map((time, place) => time - frames[place]);
    const dropped = gaps.reduce((sum, gap) => sum + Math.max(Math.round(gap / FRAME) - 1, 0), 0);
    const sorted = gaps.toSorted((one, other) => one - other);
    const rate = (gaps.length / (frames.at(-1) - frames[0])) * 1000;
    console.log(
      `${String(sample).padEnd(6)}  ${slower}x   ${figure(rate)}   ${figure(sorted[Math.floor(sorted.length / 2)])}    ${figure(sorted.at(-1))}  ${String(dropped).padStart(7)}     ${String(tasks.length).padStart(5)}  ${figure(Math.max(0, ...tasks))}`,
    );
    await page.context().close();
  }
}
await browser.close();
site.close();
