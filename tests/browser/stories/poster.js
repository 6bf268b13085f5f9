// Any page as a poster: one sheet in large type that says where all of it stands, without a script.

import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { barriers } from "../lib/barriers.js";
import { coded } from "../lib/handbook.js";
import { none } from "../lib/none.js";
import { countSheets } from "../lib/paper.js";
import { phone, reader } from "../lib/reading.js";

describe("poster", { concurrency: 2 }, () => {
  for (const code of ["L2", "X1", "S5"]) {
    test(`${code} is one sheet, on A4 and on Letter`, () =>
      reader({ javaScriptEnabled: false }, async (page) => {
        await page.goto(coded(code));
        await page.locator('a[href="#:poster"]').click();
        for (const format of ["A4", "Letter"]) {
          assert.equal(countSheets(await page.pdf({ format })), 1, format);
        }
      }));
  }

  test("a playbook shows its first 30 seconds whole, and where all of it stands", () =>
    reader({ javaScriptEnabled: false, viewport: { width: 672, height: 980 } }, async (page) => {
      await page.goto(`${coded("L2")}#:poster`);
      await page.emulateMedia({ media: "print" });
      const [first, text, foot] = await Promise.all(
        ["[data-section=first-30-seconds]", "main > .body", ".poster-foot"].map((part) => page.locator(part).boundingBox()),
      );
      assert.ok(first.y >= text.y && first.y + first.height <= foot.y, "it is cut off");
      assert.ok(foot.y + foot.height <= (240 / 25.4) * 96 + 1, "the foot is on the sheet");
      const words = await page.locator(".poster-foot").innerText();
      assert.match(words, /listening\/calm-an-angry-customer\//);
      assert.match(words, /check it by 3 November 2027/);
      assert.ok(!(await page.locator(".poster-bar").isVisible()));
    }));

  test("the screen says what will be printed, and the way back ends it", () =>
    reader({ viewport: phone }, async (page) => {
      await page.goto(`${coded("X1")}#:poster`);
      const bar = page.locator(".poster-bar");
      assert.ok(await bar.isVisible());
      none(await barriers(page));
      const spill = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(spill <= 0, `it is ${spill} pixels too wide`);
      await bar.getByRole("link").click();
      assert.ok(!(await bar.isVisible()));
    }));
});
