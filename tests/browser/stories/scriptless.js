// Everything reads and navigates without script; script only adds.

import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { coded, moved, notFound, pages } from "../lib/handbook.js";
import { none } from "../lib/none.js";
import { eachPage, phone, reader } from "../lib/reading.js";

const without = { javaScriptEnabled: false };

describe("scriptless", { concurrency: 2 }, () => {
  test("every word of every page is there to read, and no control that only script could serve", async () => {
    none(await eachPage([...pages, notFound], without, async (page, address) => {
      await page.goto(address);
      const controls = page.locator("button:not(.term):visible, input:not([type=checkbox]):visible, select:visible");
      const dead = await controls.evaluateAll((found) => found.map((control) => control.outerHTML));
      return [...await page.evaluate(hiddenWords), ...dead];
    }));
  });

  test("the menu and the contents list open, and lead on", () =>
    reader({ ...without, viewport: phone }, async (page) => {
      await page.goto(coded("L2"));
      await page.locator(".contents-here summary").click();
      await page.locator('.contents-here a[href="#hand-over-when"]').click();
      await page.waitForURL("**#hand-over-when");
      await page.locator(".menu > summary").click();
      await page.locator(".menu").getByRole("link", { name: "Glossary" }).click();
      await page.waitForURL(coded("S5"));
    }));

  test("a tap on Help now, and one more, and the urgent page is there", () =>
    reader({ ...without, viewport: phone }, async (page) => {
      await page.goto(coded("C3"));
      await page.getByRole("banner").getByRole("link", { name: "Help now" }).click();
      await page.waitForURL(coded("S2"));
      await page.getByRole("main").getByRole("link", { name: /^X2/ }).click();
      await page.waitForURL(coded("X2"));
    }));

  test("the address made of a code leads to its page", () =>
    reader(without, async (page) => {
      assert.ok(moved.includes("/x2/"), "there is an address /x2/");
      await page.goto("/x2/");
      await page.waitForURL(coded("X2"));
    }));

  test("the address of a page that the handbook writes itself leads to it", () =>
    reader(without, async (page) => {
      await page.goto("/help-now/");
      await page.waitForURL(coded("S2"));
    }));

  test("with script, the address made of a code keeps the part after #", () =>
    reader({}, async (page) => {
      await page.goto("/x2/#steps");
      await page.waitForURL(`${coded("X2")}#steps`);
      assert.equal(await page.evaluate(() => history.length), 2, "Back leaves, and does not bounce");
    }));
});

// Runs in the browser: words of the main text that do not show, but for those
// that a reader opens, those that only paper shows or a script serves, and the unseen ones.
function hiddenWords() {
  const opened = ".definition, .printed, .poster-bar, .poster-foot, .unseen, details:not([open]), form[hidden]";
  const words = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  const hidden = [];
  while (words.nextNode()) {
    const text = words.currentNode.textContent.trim();
    const parent = words.currentNode.parentElement;
    if (text === "" || parent.closest(opened)) continue;
    const box = parent.getBoundingClientRect();
    const shows = parent.checkVisibility({ visibilityProperty: true }) && box.width > 1 && box.height > 1;
    if (!shows) hidden.push(`"${text.slice(0, 60)}"`);
  }
  return hidden;
}
