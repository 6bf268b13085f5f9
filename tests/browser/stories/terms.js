// A word with a meaning of its own shows its definition to a pointer, to the
// keyboard and to a finger, and puts it away again.

import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { coded } from "../lib/handbook.js";
import { desk, phone, reader } from "../lib/reading.js";

describe("terms", { concurrency: 2 }, () => {
  test("a definition opens on hover, stays under the pointer, and goes with it", () =>
    reader({ viewport: desk }, async (page) => {
      const { term, slip } = await firstTerm(page);
      await term.hover();
      await slip.waitFor({ state: "visible" });
      await slip.hover();
      await page.waitForTimeout(300);
      assert.ok(await slip.isVisible());
      await page.mouse.move(2, 2);
      await slip.waitFor({ state: "hidden" });
    }));

  test("a definition opens on focus, and the next Tab puts it away", () =>
    reader({ viewport: desk }, async (page) => {
      const { term, slip } = await firstTerm(page);
      await term.focus();
      await slip.waitFor({ state: "visible" });
      await page.keyboard.press("Tab");
      await slip.waitFor({ state: "hidden" });
    }));

  test("a definition opens on a tap, inside the screen, and a tap elsewhere closes it", () =>
    reader({ viewport: phone, hasTouch: true }, async (page) => {
      const { term, slip } = await firstTerm(page);
      await term.tap();
      await slip.waitFor({ state: "visible" });
      const box = await slip.boundingBox();
      assert.ok(box.x >= 0 && box.x + box.width <= phone.width, `from ${box.x} px, ${box.width} px wide`);
      const below = (await term.boundingBox()).y;
      assert.ok(box.y >= below && box.y - below < 48, "the slip is next to its word");
      await page.touchscreen.tap(phone.width / 2, 5);
      await slip.waitFor({ state: "hidden" });
    }));

  for (const way of ["focus", "hover"]) {
    test(`Escape closes a definition that opened on ${way}, and it opens again`, () =>
      reader({ viewport: desk }, async (page) => {
        const { term, slip } = await firstTerm(page);
        await term[way]();
        await slip.waitFor({ state: "visible" });
        await page.keyboard.press("Escape");
        await slip.waitFor({ state: "hidden" });
        await page.mouse.move(2, 2);
        await term.blur();
        await term[way]();
        await slip.waitFor({ state: "visible" });
      }));
  }

  test("a definition is told to those who listen, as the description of its word", () =>
    reader({}, async (page) => {
      const { term, slip } = await firstTerm(page);
      assert.equal(await term.getAttribute("aria-describedby"), await slip.getAttribute("id"));
      assert.notEqual((await slip.textContent()).trim(), "");
    }));

  test("a definition opens without script", () =>
    reader({ viewport: desk, javaScriptEnabled: false }, async (page) => {
      const { term, slip } = await firstTerm(page);
      await term.hover();
      await slip.waitFor({ state: "visible" });
    }));
});

async function firstTerm(page) {
  await page.goto(coded("L2"));
  const term = page.locator(".term").first();
  const slip = page.locator(".definition").first();
  await term.scrollIntoViewIfNeeded();
  assert.ok(!(await slip.isVisible()));
  return { term, slip };
}
