// Whole journeys by keyboard, with the focus in sight all the way.

import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { coded } from "../lib/handbook.js";
import { none } from "../lib/none.js";
import { desk, phone, reader } from "../lib/reading.js";

describe("keyboard", { concurrency: 2 }, () => {
  test("the first Tab offers the main text, and Enter goes there", () =>
    reader({}, async (page) => {
      await page.goto(coded("L2"));
      await page.keyboard.press("Tab");
      const skip = page.locator(".skip");
      assert.ok(await skip.evaluate((link) => link === document.activeElement));
      assert.ok((await skip.boundingBox()).y >= 0, "the link is on the screen");
      await page.keyboard.press("Enter");
      await page.keyboard.press("Tab");
      assert.ok(await page.evaluate(() => document.querySelector("main").contains(document.activeElement)));
    }));

  for (const [width, viewport] of [["phone", phone], ["desk", desk]]) {
    test(`Tab reaches every control of a playbook, and shows where it is, on a ${width}`, () =>
      reader({ viewport, reducedMotion: "reduce" }, async (page) => {
        await page.goto(coded("L2"));
        const stops = await page.evaluate(countStops);
        const findings = [];
        for (let stop = 0; stop < stops; stop += 1) {
          await page.keyboard.press("Tab");
          findings.push(...await page.evaluate(judgeFocus));
        }
        none(findings);
        assert.equal(await page.evaluate(() => window.seen.size), stops);
      }));
  }

  test("Tab backwards is never under the header that stays", () =>
    reader({ viewport: desk }, async (page) => {
      await page.goto(coded("X1"));
      const stops = await page.evaluate(countStops);
      const findings = [];
      for (let stop = 0; stop < stops; stop += 1) {
        await page.keyboard.press("Shift+Tab");
        findings.push(...await page.evaluate(judgeFocus));
      }
      none(findings);
    }));

  for (const menu of [".menu", ".contents-here details"]) {
    test(`Enter opens ${menu}, and Escape closes it and keeps the place`, () =>
      reader({ viewport: phone }, async (page) => {
        await page.goto(coded("L2"));
        const summary = page.locator(`${menu} > summary`);
        const panel = page.locator(`${menu} a`).first();
        await summary.focus();
        assert.ok(!(await panel.isVisible()));
        await page.keyboard.press("Enter");
        assert.ok(await panel.isVisible());
        await page.keyboard.press("Tab");
        assert.ok(await panel.evaluate((link) => link === document.activeElement));
        await page.keyboard.press("Escape");
        assert.ok(!(await panel.isVisible()));
        assert.ok(await summary.evaluate((element) => element === document.activeElement));
      }));
  }

  test("a heading chosen from the contents list is not under the header", () =>
    reader({ viewport: phone }, async (page) => {
      await page.goto(coded("L2"));
      await page.locator(".contents-here summary").click();
      await page.locator('.contents-here a[href="#hand-over-when"]').click();
      await page.waitForURL("**#hand-over-when");
      const heading = await page.locator("#hand-over-when").boundingBox();
      const header = await page.locator("header.top").boundingBox();
      assert.ok(heading.y >= header.y + header.height, `heading at ${heading.y} px`);
      assert.ok(heading.y < phone.height / 2, `heading at ${heading.y} px`);
    }));
});

// The places where Tab should stop: one for a group of radio buttons.
function countStops() {
  window.seen = new Set();
  const stops = document.querySelectorAll("a[href], button, summary, input, select, textarea, [tabindex='0']");
  return Array.from(stops).filter((stop) =>
    !stop.disabled && stop.checkVisibility({ visibilityProperty: true }) && !(stop.type === "radio" && !stop.checked),
  ).length;
}

// Returns what is wrong with how the focused thing shows itself.
function judgeFocus() {
  const element = document.activeElement;
  const name = `<${element.localName}> "${element.textContent.trim().slice(0, 30)}"`;
  if (element === document.body) return ["the focus is nowhere"];
  window.seen.add(element);
  const findings = [];
  const { outlineStyle, outlineWidth, opacity } = getComputedStyle(element);
  if (outlineStyle === "none" || parseFloat(outlineWidth) < 2) findings.push(`${name} has no outline`);
  if (Number(opacity) < 1) findings.push(`${name} is see-through`);
  const [line] = element.getClientRects();
  const x = line.left + line.width / 2;
  const y = line.top + Math.min(line.height, innerHeight) / 2;
  const top = document.elementFromPoint(x, y);
  if (!top) findings.push(`${name} is off the screen, at ${Math.round(x)}, ${Math.round(y)}`);
  else if (!element.contains(top) && !top.contains(element)) findings.push(`${name} is under <${top.localName} class="${top.className}">`);
  return findings;
}
