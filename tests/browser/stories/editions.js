// What holds today, what held before, and what changed: found by whoever must
// know, with and without script, by keyboard and on paper.

import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { barriers } from "../lib/barriers.js";
import { program, released } from "../lib/editions.js";
import { none } from "../lib/none.js";
import { desk, eachPage, phone, reader } from "../lib/reading.js";

const calm = "listening/calm-an-angry-customer/";
const today = "2026-12-05";
const kinds = [
  "/", `/${calm}`, "/as-of/", "/editions/", "/editions/2026.1/", `/editions/2026.1/${calm}`, "/changes/2026.2/",
  `/changes/2026.2/${calm}`, "/changes/2026.2/empowerment/authority-matrix/", "/changes/2026.1/",
  "/changes/2026.2/print/brief/", "/changes/2026.2/print/sign-off/",
];

const skip = !program && "DESKBOOK is not set";

describe("editions", { skip, concurrency: 2 }, () => {
  test("no kind of page about editions has a barrier", () =>
    released(today, async (origin) => {
      for (const [viewport, colorScheme] of [[phone, "light"], [phone, "dark"], [desk, "light"], [desk, "dark"]]) {
        none(await eachPage(kinds, { viewport, colorScheme, baseURL: origin, day: today }, async (page, address) => {
          await page.goto(address);
          const tooWide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
          return [...(await barriers(page)), ...(tooWide ? ["is wider than the window"] : [])];
        }));
      }
    }));

  test("a reader follows a page through a move, back and forth", () =>
    released(today, (origin) => reader({ baseURL: origin, day: today }, async (page) => {
      await page.goto("/empowerment/afterwards/");
      await page.locator(".history").getByRole("link", { name: "2026.1" }).click();
      assert.equal(new URL(page.url()).pathname, "/editions/2026.1/empowerment/after-a-difficult-contact/");
      assert.match(await page.locator(".edition-band").innerText(), /edition 2026\.1\. It was replaced on 1 December 2026/);
      await page.getByRole("link", { name: "Read what holds today" }).click();
      assert.equal(new URL(page.url()).pathname, "/empowerment/afterwards/");
    })));

  test("a day leads to what held on it, by script and by the list alone", () =>
    released(today, async (origin) => {
      await reader({ baseURL: origin, day: today }, async (page) => {
        await page.goto("/as-of/");
        await page.getByLabel("Day").fill("2026-11-30");
        assert.match(await page.locator(".as-of-answer").innerText(), /2026\.1/);
        await page.getByRole("button", { name: "Read it" }).click();
        await page.waitForURL("**/editions/2026.1/");
        await page.goto("/as-of/#day=2026-03-03");
        assert.match(await page.locator(".as-of-answer").innerText(), /Nothing was in force/);
      });
      await reader({ baseURL: origin, javaScriptEnabled: false }, async (page) => {
        await page.goto("/as-of/");
        assert.equal(await page.locator("form.as-of").isVisible(), false);
        assert.match(await page.locator(".edition-list").innerText(), /Held from 1 September 2026 to 30 November 2026/);
        await page.getByRole("link", { name: "2026.1", exact: true }).click();
        assert.match(page.url(), /\/editions\/2026\.1\/$/);
      });
    }));

  test("the day decides what stands at the root", async () => {
    const goodwill = (day) => released(day, (origin) => reader({ baseURL: origin, day }, async (page) => {
      await page.goto("/empowerment/authority-matrix/");
      return /£75/.test(await page.locator(".body").innerText());
    }));
    assert.deepEqual(await Promise.all([goodwill("2026-11-30"), goodwill("2026-12-01")]), [false, true]);
  });

  test("a redline says what was and what is, to the eye, to the ear and on paper", () =>
    released(today, (origin) => reader({ baseURL: origin, day: today }, async (page) => {
      await page.goto(`/changes/2026.2/${calm}`);
      const taken = page.locator("del", { hasText: "should" }).first();
      const put = page.locator("ins", { hasText: "must" }).first();
      assert.match(await put.evaluate((element) => getComputedStyle(element).textDecorationLine), /underline/);
      assert.match(await taken.evaluate((element) => getComputedStyle(element).textDecorationLine), /line-through/);
      assert.ok((await page.locator("ins .unseen, del .unseen").count()) > 0, "said to those who listen");
      await page.emulateMedia({ media: "print" });
      assert.match(await put.evaluate((element) => getComputedStyle(element).textDecorationLine), /underline/);
      assert.match(await taken.evaluate((element) => getComputedStyle(element).textDecorationLine), /line-through/);
      assert.equal(await page.locator(".history").isVisible(), false);
    })));

  test("what changed with an edition leads to every redline, by keyboard", () =>
    released(today, (origin) => reader({ baseURL: origin, day: today }, async (page) => {
      await page.goto("/changes/2026.2/");
      const table = await page.locator("main table").innerText();
      assert.match(table, /goodwill\.adviser\s+£50\s+£75/);
      assert.match(await page.locator("main").innerText(), /should not\s+Added:\s+must not/);
      await page.getByRole("link", { name: /Calm an angry customer/ }).focus();
      await page.keyboard.press("Enter");
      await page.waitForURL(`**/changes/2026.2/${calm}`);
    })));

  test("the brief for a team is one sheet of paper, and the sheet to sign has lines for ten", () =>
    released("2026-12-05", (origin) => reader({ baseURL: origin }, async (page) => {
      const sheets = async (options) => (await page.pdf(options)).toString("latin1").match(/\/Type \/Page\b/g).length;
      await page.goto("/changes/2026.2/");
      await page.getByRole("link", { name: "Brief for your team" }).click();
      assert.match(await page.locator("main").innerText(), /goodwill\.adviser\s+£50\s+£75/);
      for (const format of ["A4", "Letter"]) assert.equal(await sheets({ format }), 1);
      await page.getByRole("link", { name: "Sheet to sign" }).click();
      const code = await page.getByRole("row", { name: /Calm an angry customer/ }).getByRole("cell").first().innerText();
      assert.equal(await page.locator(".signatures tbody tr").count(), 10);
      await page.getByRole("link", { name: /Calm an angry customer/ }).click();
      assert.ok((await page.locator(".history").innerText()).includes(`Code of its words: ${code}.`));
      await page.emulateMedia({ media: "print" });
      assert.ok((await page.locator(".printed").innerText()).includes(code), "and on its printed copy");
    })));

  test("a feed reader finds the editions from any page, and what changed with each", () =>
    released("2026-12-05", (origin) => reader({ baseURL: origin }, async (page) => {
      await page.goto(`/editions/2026.1/${calm}`);
      const feed = await page.locator("link[type='application/atom+xml']").evaluate((link) => link.href);
      assert.equal(feed, `${origin}/editions.xml`);
      const entries = await page.evaluate(async (address) => {
        const xml = new DOMParser().parseFromString(await (await fetch(address)).text(), "application/xml");
        return Array.from(xml.querySelectorAll("entry"), (entry) => {
          const text = (name) => entry.querySelector(name).textContent;
          const content = new DOMParser().parseFromString(text("content"), "text/html");
          return [text("title"), text("id"), text("updated"), content.body.textContent.replace(/\s+/g, " ")];
        });
      }, feed);
      assert.deepEqual(entries.map(([title]) => title), ["Edition 2026.2, in force from 1 December 2026", "Edition 2026.1, in force from 1 September 2026"]);
      assert.equal(entries[0][1], "https://handbook.example.com/editions/2026.2/");
      assert.equal(entries[0][2], "2026-12-01T00:00:00Z");
      assert.match(entries[0][3], /goodwill\.adviser: £50 → £75/);
      assert.match(entries[0][3], /Pages that changed .*Calm an angry customer/);
    })));

  test("no link of an edition leads nowhere", () =>
    released(today, async (origin) => {
      const { crawl, deadLinks } = await import("../lib/crawl.js");
      none(deadLinks(await crawl(origin, kinds)));
    }));
});
