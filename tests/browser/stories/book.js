// The whole handbook, an area and a scenario, put together to be printed: one page each, on which nothing
// stands in the way, and on paper each page of the handbook begins on a sheet of its own.

import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { barriers } from "../lib/barriers.js";
import { coded, listed } from "../lib/handbook.js";
import { none } from "../lib/none.js";
import { countSheets } from "../lib/paper.js";
import { desk, phone, reader } from "../lib/reading.js";

const whole = "/print/";
const area = "/print/exit/";
const scenario = `/print${coded("P4")}`;

describe("book", { concurrency: 2 }, () => {
  for (const viewport of [phone, desk]) {
    for (const address of [area, scenario]) {
      test(`nothing stands in the way on ${address} at ${viewport.width} pixels`, () =>
        reader({ viewport }, async (page) => {
          await page.goto(address);
          none(await barriers(page));
          const spill = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
          assert.ok(spill <= 0, `it is ${spill} pixels too wide`);
        }));
    }
  }

  test("nothing stands in the way on the whole handbook, in the dark", () =>
    reader({ viewport: desk, colorScheme: "dark" }, async (page) => {
      await page.goto(whole);
      none(await barriers(page));
    }));

  test("the contents lead to every page of the area, by click", () =>
    reader({ javaScriptEnabled: false }, async (page) => {
      const { title } = listed.find(({ code }) => code === "X2");
      await page.goto(area);
      const pages = listed.filter(({ url }) => /^exit\/.+/.test(url));
      assert.equal(await page.locator("article.book-page").count(), pages.length);
      await page.getByRole("navigation").getByRole("link", { name: title }).click();
      await page.getByRole("heading", { level: 2, name: title }).waitFor();
      assert.ok(await page.locator(":target").evaluate((target) => target.getBoundingClientRect().top < innerHeight));
    }));

  test("what a link leads to is named on paper and not on the screen", () =>
    reader({}, async (page) => {
      await page.goto(area);
      const where = page.locator(".where").first();
      assert.ok(!(await where.isVisible()));
      await page.emulateMedia({ media: "print" });
      assert.ok(await where.isVisible());
      assert.ok(!(await page.locator(".book-top").isVisible()));
    }));

  test("the answer to a scenario is on another sheet, and says to what", () =>
    reader({}, async (page) => {
      await page.goto(scenario);
      assert.equal(countSheets(await page.pdf({ format: "A4" })), 2);
      await page.emulateMedia({ media: "print" });
      const [said, fresh, shown] = await page.locator(".answer").evaluate((answer) => [
        getComputedStyle(answer, "::before").content,
        getComputedStyle(answer).breakBefore,
        answer.querySelector(".answer-body").checkVisibility(),
      ]);
      assert.match(said, /^"Answer: P4 /);
      assert.equal(fresh, "page");
      assert.ok(shown);
    }));

  test("each page of the area begins on a fresh sheet", () =>
    reader({}, async (page) => {
      await page.goto(area);
      const pages = await page.locator("article.book-page").count();
      const sheets = countSheets(await page.pdf({ format: "A4" }));
      assert.ok(sheets > pages && sheets < 6 * pages, `${sheets} sheets for ${pages} pages`);
      await page.emulateMedia({ media: "print" });
      const breaks = await page
        .locator("article.book-page")
        .evaluateAll((found) => found.map((one) => getComputedStyle(one).breakBefore));
      assert.deepEqual(new Set(breaks), new Set(["page"]));
    }));
});
