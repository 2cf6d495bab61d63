// Everybody can use it: axe in both themes, the keyboard alone, narrow screens, forced colours.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { violations } from "./axe.mjs";
import { PAGES, SAMPLES, launch, root, serve, unfold, visit } from "./open.mjs";

const site = await serve(`${root}www/dist`);
const browser = await launch();
after(async () => {
  await browser.close();
  site.close();
});

for (const colorScheme of ["light", "dark"]) {
  for (const name of PAGES) {
    test(`axe finds nothing: ${colorScheme}, ${name}, everything open`, async () => {
      const { page, on, go } = await visit(browser, site.address, { colorScheme });
      if (name !== "overview") await go(name);
      // Every rulebook has its own shape of a page; all of them are tried in one of the two themes.
      for (const sample of colorScheme === "light" ? SAMPLES : ["3"]) {
        await on("sample").selectOption(sample);
        await unfold(page);
        assert.deepEqual(await violations(page), [], `sample ${sample}`);
      }
      await page.context().close();
    });
  }

  test(`axe finds nothing: ${colorScheme}, with problems`, async () => {
    const { page, on, go } = await visit(browser, site.address, { colorScheme });
    await go("payment");
    await on("threshold-input").fill("x");
    await on("problems").waitFor();
    assert.deepEqual(await violations(page), []);
    await page.context().close();
  });
}

for (const width of [320, 360, 768]) {
  test(`nothing is cut off at ${width} px`, async () => {
    const { page, on, go } = await visit(browser, site.address, { viewport: { width, height: 700 } });
    for (const name of PAGES) {
      if (name !== "overview") await go(name);
      for (const sample of SAMPLES) {
        await on("sample").selectOption(sample);
        await unfold(page);
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width, `${name}, sample ${sample}`);
      }
    }
    await page.context().close();
  });
}

for (const [what, options, way] of [
  ["at 200 %", { viewport: { width: 640, height: 450 }, deviceScaleFactor: 2 }, "ltr"],
  ["from right to left", {}, "rtl"],
  ["from right to left at 320 px", { viewport: { width: 320, height: 700 } }, "rtl"],
]) {
  test(`nothing is cut off ${what}`, async () => {
    const { page, on, go } = await visit(browser, site.address, options);
    await page.evaluate((way) => (document.documentElement.dir = way), way);
    const width = await page.evaluate(() => innerWidth);
    for (const name of PAGES) {
      if (name !== "overview") await go(name);
      for (const sample of ["3", "7"]) {
        await on("sample").selectOption(sample);
        await unfold(page);
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width, `${name}, sample ${sample}`);
      }
    }
    await page.context().close();
  });
}

test("a chart runs from left to right on a page that does not, and signs stay before their amounts", async () => {
  const { page, on, go } = await visit(browser, site.address);
  await on("sample").selectOption("3");
  await page.evaluate(() => (document.documentElement.dir = "rtl"));
  const inside = await page.locator("[data-testid=chart] svg").evaluate((svg) => {
    const { left, right } = svg.getBoundingClientRect();
    return [...svg.querySelectorAll("text")].every((text) => text.getBoundingClientRect().left >= left - 1 && text.getBoundingClientRect().right <= right + 1);
  });
  assert.ok(inside, "every word of it is in the picture");
  await go("history");
  const amount = on("history").locator(".why-amount", { hasText: "-$" }).first();
  const [sign, figure] = await amount.evaluate((button) => {
    const text = button.querySelector("span").firstChild;
    const at = (from, to) => {
      const range = document.createRange();
      range.setStart(text, from);
      range.setEnd(text, to);
      return range.getBoundingClientRect().left;
    };
    return [at(0, 1), at(1, 2)];
  });
  assert.ok(sign < figure, "the minus stands before the figure");
  await page.context().close();
});

test("in forced colours what is open and where the keyboard is are seen", async () => {
  const { page, on, go } = await visit(browser, site.address, { forcedColors: "active" });
  await on("sample").selectOption("3");
  for (const name of PAGES) {
    if (name !== "overview") await go(name);
    assert.notEqual(await page.locator("nav.pages [aria-current]").evaluate((link) => getComputedStyle(link).outlineStyle), "none", name);
    for (let presses = 0; presses < 20; presses++) {
      await page.keyboard.press("Tab");
      // The editor marks that it has the keyboard a moment later.
      if (await page.evaluate(() => document.activeElement.shadowRoot !== null)) await page.locator(".cm-focused").waitFor();
      const seen = await page.evaluate(() => {
        const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement.shadowRoot?.querySelector(".cm-focused") ?? document.activeElement);
        // A file's own outline is the browser's.
        return document.activeElement.type === "file" || document.activeElement === document.body || (outlineStyle !== "none" && outlineWidth !== "0px");
      });
      assert.ok(seen, `${name}: ${await page.evaluate(() => document.activeElement.outerHTML.slice(0, 80))}`);
    }
  }
  await page.context().close();
});

test("nothing moves for whoever wants no motion", async () => {
  const { page, go } = await visit(browser, site.address, { reducedMotion: "reduce" });
  for (const name of PAGES) {
    if (name !== "overview") await go(name);
    const moving = await page.evaluate(() => [...document.querySelectorAll("*")].filter((each) => /[1-9]/.test(getComputedStyle(each).transitionDuration + getComputedStyle(each).animationDuration)).map((each) => each.outerHTML.slice(0, 80)));
    assert.deepEqual(moving, [], name);
    assert.deepEqual(await page.evaluate(() => document.getAnimations().length), 0, name);
  }
  await page.context().close();
});

/** Presses Tab until the element is reached, as somebody without a mouse would. */
async function tabTo(page, testid) {
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press("Tab");
    if (await page.evaluate((id) => document.activeElement?.dataset.testid === id, testid)) return;
  }
  assert.fail(`${testid} is not reached by Tab`);
}

test("the story by keyboard alone", async () => {
  const { page, on } = await visit(browser, site.address);
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Skip to the page");
  await tabTo(page, "sample");
  await page.keyboard.press("ArrowDown");
  assert.equal(await on("balance").textContent(), "$110.00");
  await tabTo(page, "chart-day");
  const said = () => on("chart-day").getAttribute("aria-valuetext");
  assert.equal(await said(), "Sun, March 8, 2026: balance $110.00, nothing happened");
  for (const key of ["ArrowLeft", "ArrowLeft", "ArrowLeft"]) await page.keyboard.press(key);
  assert.equal(await said(), "Thu, March 5, 2026: balance $110.00, 1 usage, 5 recharges, 1 alert");
  await page.keyboard.press("ArrowLeft");
  assert.equal(await said(), "Wed, March 4, 2026: balance $100.00, nothing happened");
  await page.keyboard.press("Home");
  assert.equal(await said(), "Mon, March 2, 2026: balance $0.00, nothing happened");
  await page.evaluate(() => document.getElementById("page-title").focus());
  for (let presses = 0; presses < 40 && !(await page.evaluate(() => document.activeElement?.dataset.testid === "page-payment")); presses++) {
    await page.keyboard.press("Shift+Tab");
  }
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Payment and auto-recharge", "the heading is told");
  await tabTo(page, "threshold-input");
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("40");
  assert.equal(await on("balance").textContent(), "$110.00");
  await tabTo(page, "always");
  await page.keyboard.press("Space");
  assert.equal(await on("balance").textContent(), "$50.00");
  await page.waitForFunction(() =>
    document.querySelector("[data-testid=announcer]").textContent.startsWith("Balance $50.00, 2 charges. The money "),
  );
  await page.context().close();
});

for (const colorScheme of ["light", "dark"]) {
  test(`axe finds nothing: ${colorScheme}, an explanation open`, async () => {
    const { page, go } = await visit(browser, site.address, { colorScheme });
    await go("history");
    await page.locator("[data-testid=history] .explain").first().click();
    await page.getByTestId("explanation-steps").waitFor();
    assert.deepEqual(await violations(page), []);
    await page.context().close();
  });
}

test("an explanation opens and closes by keyboard, and gives the focus back", async () => {
  const { page, on, go } = await visit(browser, site.address);
  await go("history");
  const button = page.locator("[data-testid=history] .explain").first();
  await button.focus();
  await page.keyboard.press("Enter");
  await on("explanation-steps").waitFor();
  assert.ok(await page.evaluate(() => document.activeElement.closest("dialog") !== null));
  await page.keyboard.press("Escape");
  await on("explanation-steps").waitFor({ state: "detached" });
  assert.ok(await button.evaluate((each) => each === document.activeElement));
  await page.context().close();
});

test("where the keyboard is can be seen", async () => {
  const { page } = await visit(browser, site.address);
  for (let presses = 0; presses < 25; presses++) {
    await page.keyboard.press("Tab");
    const [name, width] = await page.evaluate(() => {
      const style = getComputedStyle(document.activeElement);
      return [
        document.activeElement.outerHTML.slice(0, 80),
        document.activeElement.type === "file" ? "2px" : style.outlineStyle === "none" ? "0px" : style.outlineWidth,
      ];
    });
    assert.notEqual(width, "0px", name);
  }
  await page.context().close();
});

test("one live region, and it is polite", async () => {
  const { page } = await visit(browser, site.address);
  assert.deepEqual(
    await page
      .locator("[aria-live], [role=alert], [role=status]")
      .evaluateAll((all) => all.map((each) => each.getAttribute("aria-live"))),
    ["polite"],
  );
  await page.context().close();
});

test("the chart says in a table what it draws", async () => {
  const { page, on } = await visit(browser, site.address);
  await on("sample").selectOption("1");
  await page.locator("#chart-table summary").click();
  await page.locator("#chart-table tbody tr").first().waitFor();
  const rows = await page.locator("#chart-table tbody tr").allInnerTexts();
  assert.deepEqual(
    rows.map((row) => row.replaceAll("\t", " | ")),
    ["Tue, March 3, 2026 | $100.00 | 1 top-up", "Thu, March 5, 2026 | $110.00 | 1 usage, 5 recharges, 1 alert"],
  );
  await page.context().close();
});

test("marks keep their shapes and words in forced colours", async () => {
  const { page, on } = await visit(browser, site.address, { forcedColors: "active" });
  await on("sample").selectOption("2");
  const words = await on("chart").locator(".lane-word").allTextContents();
  assert.deepEqual(words, ["Top-up", "Alert", "Ran out", "Failed", "Suspended", "Restored"]);
  assert.ok(
    await page
      .locator(".lanes .icon")
      .evaluateAll((all) => all.every((each) => getComputedStyle(each).stroke !== "none")),
  );
  await page.context().close();
});
