// Who is new sees how far they have come on a reading path. What they have opened is known to their
// browser alone, and forgotten when they say so.

import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { barriers } from "../lib/barriers.js";
import { source } from "../lib/handbook.js";
import { desk, phone, reader } from "../lib/reading.js";

const lists = "/shared/start-here/";
const second = "/shared/service-promise/";

// The list of the path for new advisers.
const list = (page) => page.locator(".list-path").first();
const progress = (page) => list(page).locator(".path-progress");
// The line of that path at the foot of its pages.
const bar = (page) => page.locator(".paths li", { hasText: "New adviser" }).locator(".path-progress");
const total = /data-pages="?([^">]*)/.exec(source(second))[1].split(" ").length;

describe("reading paths", () => {
  for (const viewport of [phone, desk]) {
    for (const colorScheme of ["light", "dark"]) {
      test(`what was opened is marked at ${viewport.width} px, ${colorScheme}, without a barrier`, async () => {
        await reader({ viewport, colorScheme }, async (page) => {
          await page.goto(second);
          assert.equal(await bar(page).innerText(), `1 of ${total} read Forget`);
          assert.deepEqual(await barriers(page), []);
          await page.goto(lists);
          assert.equal(await progress(page).innerText(), `2 of ${total} read Forget`);
          assert.deepEqual(await list(page).locator(".read-mark").allInnerTexts(), ["read", "read"]);
          assert.equal(await page.locator(".list-path").nth(2).locator(".path-progress").innerText(), "", "a path not begun says nothing");
          assert.deepEqual(await barriers(page), []);
          const apart = await list(page).locator("li").evaluateAll((items) => items.map((item) => {
            const code = item.querySelector(".code").getBoundingClientRect();
            return code.left - item.getBoundingClientRect().left;
          }));
          assert.ok(apart.every((gap) => gap >= 24), `codes stand beside their numbers: ${apart}`);
          const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
          assert.ok(beyond <= 0, `${beyond} px too wide`);
          if (process.env.SHOTS) {
            await list(page).screenshot({ path: `${process.env.SHOTS}/paths-${viewport.width}-${colorScheme}.png` });
            await page.goto(second);
            await page.locator(".paths").screenshot({ path: `${process.env.SHOTS}/bar-${viewport.width}-${colorScheme}.png` });
          }
        });
      });
    }
  }

  test("going back to the list shows what was opened meanwhile, and so does another window", async () => {
    await reader({ viewport: desk }, async (page) => {
      await page.goto(lists);
      const window = await page.context().newPage();
      await window.goto(lists);
      await list(page).locator("li > a").nth(3).click();
      await page.waitForURL((url) => url.pathname !== lists);
      await page.goBack();
      await progress(page).getByText(`2 of ${total} read`).waitFor();
      await progress(window).getByText(`2 of ${total} read`).waitFor();
    });
  });

  test("by keyboard, a path is forgotten and the others are not", async () => {
    await reader({ viewport: desk }, async (page) => {
      await page.goto(lists);
      const leaders = page.locator(".list-path").nth(1);
      const leader = leaders.locator(".path-progress");
      await leaders.locator("li > a").first().click();
      await page.waitForURL((url) => url.pathname !== lists);
      await page.goto(lists);
      assert.match(await leader.innerText(), /^1 of/);
      const forget = progress(page).getByRole("button", { name: "Forget what you have read of New adviser or driver" });
      await forget.focus();
      await page.keyboard.press("Enter");
      assert.equal(await progress(page).innerText(), `0 of ${total} read`);
      assert.equal(await page.evaluate(() => document.activeElement.className), "path-progress", "the focus is not lost");
      assert.equal(await list(page).locator(".read-mark").count(), 0);
      assert.match(await leader.innerText(), /^1 of/);
      await leader.getByRole("button").click();
      assert.equal(await page.evaluate(() => localStorage.getItem("deskbook-read")), null, "nothing is left");
    });
  });

  test("a page of no path is not noted, and nothing is asked of any server", async () => {
    await reader({ viewport: desk }, async (page) => {
      await page.goto("/a-z/");
      assert.equal(await page.evaluate(() => localStorage.getItem("deskbook-read")), null);
      await page.goto(lists);
      await page.waitForLoadState("networkidle");
      const asked = [];
      page.on("request", (request) => asked.push(request.url()));
      await progress(page).getByRole("button").click();
      assert.deepEqual(asked, []);
    });
  });

  for (const [what, prepare] of [
    ["is refused", () => Object.defineProperty(window, "localStorage", { get() { throw new DOMException("no", "SecurityError"); } })],
    ["is full", () => { Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); }; }],
    ["holds something else", () => { if (!localStorage.getItem("deskbook-read")) localStorage.setItem("deskbook-read", "{\"a\":"); }],
  ]) {
    test(`where storage ${what}, the page reads as ever`, async () => {
      await reader({ viewport: desk }, async (page) => {
        const errors = [];
        page.on("pageerror", (error) => errors.push(error.message));
        await page.addInitScript(prepare);
        await page.goto(lists);
        assert.deepEqual(errors, []);
        const said = await progress(page).innerText();
        assert.equal(said, what === "holds something else" ? `1 of ${total} read Forget` : "");
        assert.equal(await list(page).locator("li > a").count(), total);
      });
    });
  }

  test("without script nothing of it shows", async () => {
    await reader({ viewport: desk, javaScriptEnabled: false }, async (page) => {
      await page.goto(lists);
      assert.equal(await list(page).getByRole("button").count(), 0);
      assert.doesNotMatch(await list(page).innerText(), /read\b/);
    });
  });
});
