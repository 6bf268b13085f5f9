// A printed page says what it is, whose it is, how old it is, and that the
// live page decides; the screen's tools stay on the screen.

import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { coded, pages } from "../lib/handbook.js";
import { none } from "../lib/none.js";
import { countSheets } from "../lib/paper.js";
import { desk, eachPage, reader } from "../lib/reading.js";

const tools = "header.top, footer.bottom, nav, .skip, .copy, .anchor, .definition, .feedback, .tool, .as-of, .to-print";

describe("print", { concurrency: 2 }, () => {
  test("no tool of the screen is printed on any page", async () => {
    none(await eachPage(pages, { viewport: desk }, async (page, address) => {
      await page.goto(address);
      await page.emulateMedia({ media: "print" });
      return page.locator(tools).evaluateAll((found) =>
        found.filter((tool) => tool.checkVisibility({ visibilityProperty: true })).map((tool) => tool.outerHTML.slice(0, 80)),
      );
    }));
  });

  test("a printed page states title, owner and review, and to check the live page", () =>
    reader({}, async (page) => {
      await page.goto(coded("L2"));
      const statement = page.locator(".printed");
      assert.ok(!(await statement.isVisible()), "on the screen it is not needed");
      await page.emulateMedia({ media: "print" });
      assert.ok(await page.getByRole("heading", { level: 1, name: "Calm an angry customer" }).isVisible());
      assert.ok(await statement.isVisible());
      const words = await statement.innerText();
      assert.match(words, /Owner: complaints lead/);
      assert.match(words, /Last reviewed 3 November 2026/);
      assert.match(words, /Check the live page/);
      assert.ok(words.includes("listening/calm-an-angry-customer/"), "it names the live page");
    }));

  test("a definition left open is not printed", () =>
    reader({}, async (page) => {
      await page.goto(coded("L2"));
      await page.locator(".term").first().focus();
      await page.locator(".definition").first().waitFor({ state: "visible" });
      await page.emulateMedia({ media: "print" });
      assert.ok(!(await page.locator(".definition").first().isVisible()));
    }));

  test("a page read in the dark is printed dark on light", () =>
    reader({ colorScheme: "dark" }, async (page) => {
      await page.goto(coded("L2"));
      await page.getByLabel("Dark").check();
      await page.emulateMedia({ media: "print" });
      const [paper, ink] = await page.evaluate(() => {
        const { backgroundColor, color } = getComputedStyle(document.body);
        return [backgroundColor, color];
      });
      assert.equal(paper, "rgb(255, 255, 255)");
      assert.equal(ink, "rgb(0, 0, 0)");
    }));

  // Paper has no ground of its own: white words on a red bar were white on white.
  test("the heading of Help now is printed dark on light", () =>
    reader({}, async (page) => {
      await page.goto("/");
      const heading = page.locator(".home-urgent h2");
      await page.emulateMedia({ media: "print" });
      const printed = await heading.evaluate((element) => {
        const { backgroundColor, color } = getComputedStyle(element);
        return [backgroundColor, color];
      });
      assert.deepEqual(printed, ["rgba(0, 0, 0, 0)", "rgb(0, 0, 0)"]);
    }));

  test("the heading of a letter is printed on the letter's sheet", () =>
    reader({}, async (page) => {
      await page.goto(coded("X7"));
      await page.emulateMedia({ media: "print" });
      const section = page.locator(".section", { has: page.locator(".letter") });
      assert.equal(await section.evaluate((element) => getComputedStyle(element).breakInside), "avoid");
    }));

  for (const code of ["L2", "X1"]) {
    test(`${code} makes sheets of paper`, () =>
      reader({}, async (page) => {
        await page.goto(coded(code));
        const sheets = countSheets(await page.pdf({ format: "A4" }));
        assert.ok(sheets > 0 && sheets < 8, `${sheets} sheets`);
      }));
  }
});
