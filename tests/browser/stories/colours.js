// The choice of light and dark: the device decides, until the reader does.

import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { coded } from "../lib/handbook.js";
import { reader } from "../lib/reading.js";

describe("colours", { concurrency: 2 }, () => {
  test("the page follows the device, and changes with it", () =>
    reader({ colorScheme: "light" }, async (page) => {
      await page.goto("/");
      assert.equal(await paper(page), "light");
      await page.emulateMedia({ colorScheme: "dark" });
      assert.equal(await paper(page), "dark");
    }));

  test("dark, once chosen, is remembered over a reload and on other pages", () =>
    reader({ colorScheme: "light" }, async (page) => {
      await page.goto("/");
      await page.getByLabel("Dark").check();
      assert.equal(await paper(page), "dark");
      await page.reload();
      assert.equal(await paper(page), "dark");
      assert.ok(await page.getByLabel("Dark").isChecked());
      await page.goto(coded("L2"));
      assert.equal(await paper(page), "dark");
    }));

  test("a remembered choice is there before the first paint", () =>
    reader({ colorScheme: "light" }, async (page, context) => {
      await page.goto("/");
      await page.getByLabel("Dark").check();
      await context.route(/\/handbook\.[^/]*\.js$/, (route) => route.abort());
      await page.reload();
      assert.equal(await paper(page), "dark");
    }));

  test("light, once chosen, holds on a dark device, until the device is asked again", () =>
    reader({ colorScheme: "dark" }, async (page) => {
      await page.goto("/");
      await page.getByLabel("Light").check();
      await page.reload();
      assert.equal(await paper(page), "light");
      await page.getByLabel("As my device").check();
      assert.equal(await paper(page), "dark");
      await page.reload();
      assert.equal(await paper(page), "dark");
    }));

  test("the choice holds for a page where nothing can be remembered", () =>
    reader({ colorScheme: "light" }, async (page, context) => {
      await context.addInitScript(() => {
        Object.defineProperty(window, "localStorage", { get() { throw new Error("refused") } });
      });
      await page.goto("/");
      await page.getByLabel("Dark").check();
      assert.equal(await paper(page), "dark");
    }));
});

// Returns whether the page is light or dark, by what is painted.
function paper(page) {
  return page.evaluate(() => {
    const [red] = getComputedStyle(document.body).backgroundColor.match(/\d+/g);
    return Number(red) > 127 ? "light" : "dark";
  });
}
