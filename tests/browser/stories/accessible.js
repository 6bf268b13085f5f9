// Every kind of page and every block, judged by axe-core: WCAG 2.2 AA with
// target sizes, and the good practice of landmarks and headings in order.

import { describe, test } from "node:test";

import { barriers, everyRule } from "../lib/barriers.js";
import { coded } from "../lib/handbook.js";
import { none } from "../lib/none.js";
import { desk, eachPage, phone, reader } from "../lib/reading.js";
import { sample } from "../lib/sample.js";

describe("accessible", { concurrency: 2 }, () => {
  for (const [width, viewport] of [["320 px", phone], ["1280 px", desk]]) {
    for (const colorScheme of ["light", "dark"]) {
      test(`each kind of page has no barrier at ${width} in ${colorScheme}`, async () => {
        none(await eachPage(sample(), { viewport, colorScheme }, async (page, address) => {
          await page.goto(address);
          return barriers(page);
        }));
      });
    }
  }

  // The browser chooses the colours here, and axe-core reads a fill colour
  // that is not painted, so contrast is left out; all else is judged.
  test("an urgent page has no barrier in forced colours", () =>
    reader({ viewport: phone, forcedColors: "active" }, async (page) => {
      await page.goto(coded("L2"));
      none(await barriers(page, { ...everyRule, "color-contrast": { enabled: false } }));
    }));

  test("an open definition, contents list and menu have no barrier", () =>
    reader({ viewport: phone }, async (page) => {
      await page.goto(coded("L2"));
      await page.locator(".term").first().focus();
      none(await barriers(page));
      await page.locator(".contents-here summary").click();
      none(await barriers(page));
      await page.locator(".menu > summary").click();
      none(await barriers(page));
    }));

  test("links of the same name lead to the same place", async () => {
    // A redline shows a link of either edition, where it leads elsewhere now.
    const addresses = sample().filter((address) => !address.startsWith("/changes/"));
    none(await eachPage(addresses, { viewport: desk }, async (page, address) => {
      await page.goto(address);
      return page.evaluate(() => {
        const places = new Map();
        for (const link of document.querySelectorAll("a[href]")) {
          const name = link.getAttribute("aria-label") ?? link.textContent.replace(/\s+/g, " ").trim();
          const place = link.pathname === location.pathname ? link.hash : link.origin + link.pathname;
          places.set(name, (places.get(name) ?? new Set()).add(place));
        }
        return Array.from(places)
          .filter(([, different]) => different.size > 1)
          .map(([name, different]) => `"${name}" leads to ${different.size} places`);
      });
    }));
  });
});

// Returns one line for each element that breaks a rule.
