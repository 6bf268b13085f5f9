// The search as readers meet it: the order of the answers is that of the
// program, the whole way goes by keyboard, and nothing that is typed or found
// can do harm.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import axe from "axe-core";

import { coded } from "../lib/handbook.js";
import { none } from "../lib/none.js";
import { desk, phone, reader } from "../lib/reading.js";

// Opens the search on a page and types.
async function ask(page, query, address = coded("L1")) {
  await page.goto(address);
  await page.keyboard.press("/");
  await page.locator(".search-input").waitFor();
  await page.keyboard.type(query);
  await settled(page, query);
}

// Waits until the answers to what stands in the field are shown.
async function settled(page) {
  await page.waitForFunction(() => {
    const asked = document.querySelector(".search-input").value.trim() !== "";
    const says = document.querySelector(".search-status").textContent;
    return asked ? /^\d|^Nothing/.test(says) : /^Type/.test(says);
  });
  await page.waitForTimeout(250);
}

const titles = (page) => page.locator(".search-title").allInnerTexts();

describe("search", { concurrency: 2 }, () => {
  test("the browser gives the order of the program on 5,000 queries", { skip: !process.env.ORDERS && "ORDERS is not set" }, () =>
    reader({}, async (page) => {
      const wanted = readFileSync(process.env.ORDERS, "utf8").trim().split("\n").map((line) => JSON.parse(line));
      assert.equal(wanted.length, 5000);
      await page.goto("/");
      await page.keyboard.press("/");
      await page.waitForFunction(() => window.deskbook);
      const different = await page.evaluate(async (all) => {
        const findings = [];
        for (const { query, found, order } of all) {
          const { hits } = await window.deskbook.search(query);
          const mine = hits.slice(0, 20).map((hit) => [hit.page, hit.section]);
          if (hits.length !== found || JSON.stringify(mine) !== JSON.stringify(order)) {
            findings.push(`"${query.slice(0, 60)}": ${hits.length} of ${found}; ${JSON.stringify(mine.slice(0, 5))} not ${JSON.stringify(order.slice(0, 5))}`);
          }
        }
        return findings;
      }, wanted);
      none(different);
    }));

  test("what is typed before the search has come is not lost", () =>
    reader({}, async (page, context) => {
      await context.route(/\/search\.[^/]*\.js$/, async (route) => {
        await new Promise((waited) => setTimeout(waited, 400));
        await route.continue();
      });
      await page.goto("/");
      await page.keyboard.press("/");
      await page.keyboard.type("angry");
      await page.locator(".search-input").waitFor();
      await page.keyboard.type(" customer");
      assert.equal(await page.locator(".search-input").inputValue(), "angry customer");
      await page.locator(".search-list > li", { hasText: "Calm an angry customer" }).first().waitFor();
    }));

  test("three wrong words find the page, and Enter opens it with the words marked", () =>
    reader({ viewport: phone }, async (page) => {
      await ask(page, "custmer shoutng counter");
      assert.match((await titles(page))[0], /Calm an angry customer|shouting at the counter/);
      const place = await page.locator(".search-title").first().getAttribute("href");
      await page.keyboard.press("Enter");
      await page.waitForURL(place);
      assert.ok((await page.locator(".body mark").count()) > 0);
    }));

  test("the whole way goes by keyboard: open, type, down, up, Escape", () =>
    reader({ viewport: desk }, async (page) => {
      await ask(page, "refund");
      await page.keyboard.press("ArrowDown");
      assert.ok(await page.evaluate(() => document.activeElement.matches(".search-title")));
      await page.keyboard.press("ArrowUp");
      assert.ok(await page.evaluate(() => document.activeElement.matches(".search-input")));
      await page.keyboard.press("Escape");
      assert.equal(await page.locator("dialog.search").isVisible(), false);
      await page.keyboard.press("Control+k");
      assert.ok(await page.locator(".search-input").isVisible());
    }));

  test("a code leads to its page, first", () =>
    reader({}, async (page) => {
      await ask(page, "x5");
      assert.match((await titles(page))[0], /^X5/);
    }));

  test("a filter leaves the pages of its area", () =>
    reader({}, async (page) => {
      await ask(page, "customer");
      const before = await page.locator(".search-status").innerText();
      await page.locator(".search-filters select").first().selectOption({ label: "Abuse, limits and ending contact" });
      await page.waitForFunction((text) => document.querySelector(".search-status").textContent !== text, before);
      for (const title of await titles(page)) assert.match(title, /^X\d|Abuse, limits/);
    }));

  test("nothing found says so, and shows where to look", () =>
    reader({}, async (page) => {
      await ask(page, "zzzzqqqqxxxx");
      assert.match(await page.locator(".search-status").innerText(), /Nothing found/);
      assert.ok(await page.locator(".search-help a", { hasText: "Help now" }).isVisible());
    }));

  test("what was searched before is offered, and forgotten when asked", () =>
    reader({}, async (page) => {
      await ask(page, "abuse");
      await page.keyboard.press("Enter");
      await page.waitForURL(/exit/);
      await page.keyboard.press("/");
      await page.getByRole("button", { name: "abuse" }).click();
      await settled(page);
      assert.ok((await titles(page)).length > 0);
      await page.locator(".search-input").fill("");
      await page.getByRole("button", { name: "Forget these" }).click();
      assert.equal(await page.locator(".search-recent").count(), 0);
    }));

  test("the page of the search keeps the query in its address", () =>
    reader({}, async (page) => {
      await page.goto("/search/#q=refund%20limit");
      await settled(page);
      assert.equal(await page.locator(".search-input").inputValue(), "refund limit");
      assert.ok((await titles(page)).length > 3);
      await page.locator(".search-input").fill("abuse");
      await settled(page);
      assert.match(page.url(), /#q=abuse$/);
    }));

  for (const query of ["constructor", "__proto__", "<img src=x onerror=alert(1)>", "😀".repeat(400), "a".repeat(10_000)]) {
    test(`typing ${query.slice(0, 30)} does nothing but search`, () =>
      reader({}, async (page) => {
        const trouble = [];
        page.on("pageerror", (error) => trouble.push(error.message));
        page.on("dialog", (dialog) => trouble.push(dialog.message()));
        await page.goto(coded("L1"));
        await page.keyboard.press("/");
        await page.locator(".search-input").waitFor();
        await page.locator(".search-input").evaluate((field) => { field.maxLength = 20_000; });
        await page.locator(".search-input").fill(query);
        await settled(page);
        assert.deepEqual(trouble, []);
        assert.equal(await page.locator(".search img").count(), 0);
      }));
  }

  test("a lost file of the index is said, and a second try finds it", () =>
    reader({}, async (page) => {
      let lost = true;
      await page.route("**/search/places-*", (route) => (lost ? route.abort() : route.continue()));
      await page.goto(coded("L1"));
      await page.keyboard.press("/");
      await page.locator(".search-input").waitFor();
      await page.keyboard.type("refund");
      const again = page.getByRole("button", { name: "Try again" });
      await again.waitFor();
      assert.match(await page.locator(".search-status").innerText(), /could not be loaded/);
      lost = false;
      await again.click();
      await page.locator(".search-title").first().waitFor();
    }));

  test("an index that was replaced since is loaded again", () =>
    reader({}, async (page) => {
      let old = 1;
      await page.route("**/search/places-*", (route) => (old-- > 0 ? route.fulfill({ status: 404, body: "" }) : route.continue()));
      await ask(page, "refund");
      assert.ok((await titles(page)).length > 3);
    }));

  test("on a slow line the field can be typed in while the index comes", () =>
    reader({}, async (page) => {
      await page.route("**/search/*.bin", async (route) => {
        await new Promise((done) => setTimeout(done, 400));
        await route.continue();
      });
      await page.goto(coded("L1"));
      await page.keyboard.press("/");
      await page.locator(".search-input").waitFor();
      await page.keyboard.type("angry customer");
      assert.equal(await page.locator(".search-input").inputValue(), "angry customer");
      await page.locator(".search-title").first().waitFor();
      assert.match((await titles(page))[0], /Calm an angry customer/);
    }));

  test("a copy in a folder searches too, and its links name their files", { skip: !process.env.PORTABLE && "PORTABLE is not set" }, () =>
    reader({}, async (page) => {
      const trouble = [];
      page.on("pageerror", (error) => trouble.push(error.message));
      page.on("console", (message) => message.type() === "error" && trouble.push(message.text()));
      await page.goto(`file://${process.env.PORTABLE}/index.html`);
      await page.keyboard.press("/");
      await page.locator(".search-input").waitFor();
      await page.keyboard.type("refund limit");
      await page.locator(".search-title").first().waitFor();
      const place = await page.locator(".search-title").first().evaluate((link) => link.href);
      assert.match(place, /^file:.*index\.html/);
      await page.keyboard.press("Enter");
      await page.waitForURL(place);
      await page.locator("a[rel=next], .crumbs a").first().click();
      assert.match(page.url(), /index\.html$/);
      assert.deepEqual(trouble, []);
    }));

  test("without script the way to the search leads to A–Z", () =>
    reader({ javaScriptEnabled: false }, async (page) => {
      await page.goto("/");
      await page.locator(".top .search-link").click();
      await page.waitForURL("/a-z/");
    }));

  for (const [width, viewport] of [["320 px", phone], ["1280 px", desk]]) {
    for (const colorScheme of ["light", "dark"]) {
      for (const query of ["refund limit", "zzzzqqqq", ""]) {
        test(`the search has no barrier at ${width} in ${colorScheme} with "${query}"`, () =>
          reader({ viewport, colorScheme }, async (page) => {
            await ask(page, query);
            await page.evaluate(axe.source);
            const runOnly = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
            const { violations } = await page.evaluate(
              (chosen) => window.axe.run(document, { runOnly: chosen, rules: { "target-size": { enabled: true } }, resultTypes: ["violations"] }),
              runOnly,
            );
            none(violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id} at ${node.target.join(" ")}: ${node.html.slice(0, 120)}`)));
          }));
      }
    }
  }
});
