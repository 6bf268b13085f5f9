// Trees, ladders, letters, hand-overs and tables of authority: what each does
// for a reader in a hurry, with and without script, by keyboard and on paper.

import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { coded, listed } from "../lib/handbook.js";
import { none } from "../lib/none.js";
import { desk, eachPage, phone, reader, theHost } from "../lib/reading.js";

const without = { javaScriptEnabled: false };

describe("trees", { concurrency: 2 }, () => {
  const ask = (page) => page.locator(".tree .question-words:visible").last().innerText();

  test("one question shows at a time, and Back takes one answer back", () =>
    reader({ viewport: phone }, async (page) => {
      await page.goto(coded("E3"));
      const first = await ask(page);
      assert.equal(await page.locator(".tree .question-words:visible").count(), 1);
      await page.locator(".tree .choices > li > details > summary:visible").last().click();
      const second = await ask(page);
      assert.notEqual(second, first);
      assert.match(page.url(), /#decide-\d$/);
      await page.getByRole("button", { name: "Back", exact: true }).click();
      assert.equal(await ask(page), first);
      assert.equal(await page.locator(".tree-tools").isVisible(), false);
    }));

  test("the address of a position opens it, and the browser's Back leaves it", () =>
    reader({}, async (page) => {
      await page.goto(coded("E3"));
      await page.locator(".tree summary:visible").last().click();
      const second = await ask(page);
      const place = page.url();
      await page.goto("about:blank");
      await page.goto(place);
      assert.equal(await ask(page), second);
      await page.locator(".tree summary:visible").last().click();
      await page.goBack();
      assert.equal(await ask(page), second);
    }));

  test("a tree is walked with Tab and Enter, and the focus goes to the next question", () =>
    reader({}, async (page) => {
      await page.goto(coded("E3"));
      await page.locator(".tree summary:visible").last().focus();
      await page.keyboard.press("Enter");
      assert.ok(await page.evaluate(() => document.activeElement.matches(".question-words, .outcome")));
      await page.keyboard.press("Tab");
      assert.ok(await page.evaluate(() => document.activeElement.closest(".tree") !== null));
    }));

  test("without script every answer opens, and the end of each branch is a link", () =>
    reader(without, async (page) => {
      await page.goto(coded("X6"));
      const answers = await page.locator(".tree details").count();
      for (let number = 0; number < answers; number += 1) {
        const summary = page.locator(".tree details > summary").nth(number);
        await summary.click();
      }
      const outcomes = page.locator(".tree .outcome");
      assert.ok((await outcomes.count()) > 2);
      assert.equal(await outcomes.locator("a:visible").count(), await outcomes.count());
    }));

  test("paper shows the whole tree", () =>
    reader({}, async (page) => {
      await page.goto(coded("E3"));
      await page.emulateMedia({ media: "print" });
      await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
      const all = page.locator(".tree .outcome");
      assert.equal(await page.locator(".tree .outcome:visible").count(), await all.count());
    }));
});

describe("letters", { concurrency: 2 }, () => {
  test("what is typed stands in every blank of its name, and Clear takes it out", () =>
    reader({ viewport: phone }, async (page) => {
      await page.goto(coded("X7"));
      await page.getByLabel("Name", { exact: true }).fill("A. Customer");
      const blanks = page.locator('.blank[data-field="name"]');
      for (const words of await blanks.allInnerTexts()) assert.equal(words, "A. Customer");
      await page.getByRole("button", { name: "Clear" }).click();
      assert.equal(await blanks.first().innerText(), "Name");
      assert.equal(await page.getByLabel("Name", { exact: true }).inputValue(), "");
    }));

  test("the letter is copied as it stands, without the page around it", () =>
    reader({}, async (page, context) => {
      const { origin } = await theHost();
      await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin });
      await page.goto(coded("X7"));
      await page.getByLabel("Name", { exact: true }).fill("A. Customer");
      await page.getByRole("button", { name: "Copy the letter" }).click();
      await page.getByRole("status").filter({ hasText: "Copied" }).waitFor({ state: "attached" });
      const copied = await page.evaluate(() => navigator.clipboard.readText());
      assert.match(copied, /Dear A\. Customer/);
      assert.doesNotMatch(copied, /Copy the letter|Signed by/);
    }));

  test("nothing that is typed is stored, sent, or still there on coming back", () =>
    reader({}, async (page) => {
      const asked = [];
      await page.goto(coded("X8"));
      // The browser asks for the icon when it likes, and the page for what keeps a copy of it once nothing
      // else is left to do.
      const isAside = (url) => /\/(favicon|assets\/offline)\.[\w.]+$/.test(url);
      page.on("request", (request) => isAside(request.url()) || asked.push(request.url()));
      await page.getByLabel("Name", { exact: true }).fill("Secret Person");
      const kept = await page.evaluate(() => JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage), document.cookie]));
      assert.doesNotMatch(kept, /Secret/);
      assert.deepEqual(asked, []);
      await page.goto(coded("X7"));
      await page.goBack();
      assert.equal(await page.getByLabel("Name", { exact: true }).inputValue(), "");
      assert.ok(!(await page.locator(".letter-paper").innerText()).includes("Secret"));
    }));

  test("printing the letter leaves out the page, and the page comes back", () =>
    reader({}, async (page) => {
      await page.goto(coded("X7"));
      await page.emulateMedia({ media: "print" });
      await page.evaluate(() => { window.print = () => {}; });
      await page.evaluate(() => document.body.classList.add("printing-letter"));
      assert.ok(await page.locator(".letter-paper").isVisible());
      assert.equal(await page.locator("h1").isVisible(), false);
      assert.equal(await page.locator(".letter-fields").isVisible(), false);
      await page.evaluate(() => document.body.classList.remove("printing-letter"));
      assert.ok(await page.locator("h1").isVisible());
    }));

  test("without script a letter is read and printed with its blanks named", () =>
    reader(without, async (page) => {
      await page.goto(coded("X9"));
      assert.ok(await page.locator(".blank").first().isVisible());
      assert.equal(await page.locator(".letter textarea").count(), 0);
    }));
});

describe("ladders, laws and hand-overs", { concurrency: 2 }, () => {
  test("a rung has an address that brings it into sight", () =>
    reader({ viewport: phone }, async (page) => {
      const rungs = `${coded("X5")}#rung-restriction`;
      await page.goto(rungs);
      const box = await page.locator("#rung-restriction").boundingBox();
      const header = await page.locator("header.top").boundingBox();
      assert.ok(box.y >= header.y + header.height - 1 && box.y < phone.height, `rung at ${box.y} px`);
    }));

  test("every rung but danger says its review, its letter and its appeal", () =>
    reader({}, async (page) => {
      await page.goto(coded("X5"));
      const rungs = page.locator(".rung:not(.rung-danger)");
      assert.equal(await rungs.count(), 5);
      for (const part of ["review", "letter", "appeal"]) {
        assert.equal(await rungs.locator(`.rung-${part}`).count(), 5, part);
      }
    }));

  test("each page of the exit area says where to appeal, and is no legal advice", async () => {
    const exit = listed.filter(({ code }) => /^X\d/.test(code ?? "")).map(({ url }) => `/${url}`);
    assert.equal(exit.length, 11);
    none(await eachPage(exit, { viewport: desk }, async (page, address) => {
      await page.goto(address);
      const words = await page.locator("main").innerText();
      const findings = [];
      if (!/not legal advice/i.test(words)) findings.push("does not say that it is no legal advice");
      if (address !== coded("X10") && !(await page.locator("main a[href*='appeals-and-reviews'], main a[href*='appeals']").count())) findings.push("does not lead to the appeal");
      return findings;
    }));
  });

  test("a hand-over names the role, the time and the way, and its number can be tapped", () =>
    reader({ viewport: phone }, async (page) => {
      await page.goto(coded("L3"));
      const box = page.locator(".handover").first();
      assert.match(await box.innerText(), /within \d+ minutes/);
      assert.match(await box.locator("a.call").first().getAttribute("href"), /^tel:\+?\d+$/);
    }));
});

describe("tables of authority", { concurrency: 2 }, () => {
  for (const [width, viewport] of [["phone", phone], ["desk", desk]]) {
    test(`each limit is read beside its role on a ${width}, without moving the table`, () =>
      reader({ viewport }, async (page) => {
        await page.goto(coded("E1"));
        const tables = page.locator(".authority");
        assert.ok((await tables.count()) >= 2);
        const wide = await tables.evaluateAll((all) => all.filter((table) => table.scrollWidth > table.clientWidth + 1).length);
        assert.equal(wide, 0);
        const row = tables.first().locator("tr", { hasText: "£100 per case" }).first();
        assert.match(await row.locator("th").innerText(), /adviser/i);
      }));
  }

  test("a link to an action brings its rows into sight", () =>
    reader({}, async (page) => {
      await page.goto(`${coded("E1")}#may-goodwill`);
      const box = await page.locator("#may-goodwill").boundingBox();
      assert.ok(box.y >= 0 && box.y < desk.height, `at ${box.y} px`);
    }));
});

describe("lists", { concurrency: 2 }, () => {
  test("Help now is one screen on a phone: urgent pages, and numbers to tap", () =>
    reader({ viewport: { width: 390, height: 844 } }, async (page) => {
      await page.goto(coded("S2"));
      const last = page.locator(".list-contacts li").last();
      const box = await last.boundingBox();
      assert.ok(box.y + box.height <= 844, `the last contact ends at ${Math.round(box.y + box.height)} px`);
      assert.equal(await page.locator(".list-urgent li").count(), 4);
      assert.equal(await page.getByRole("link", { name: "Call 999" }).getAttribute("href"), "tel:999");
    }));

  test("a reading path leads from its first page to its last", () =>
    reader({ viewport: phone }, async (page) => {
      await page.goto(coded("S1"));
      const paths = page.locator(".list-path");
      assert.ok((await paths.count()) >= 3);
      const links = await paths.first().locator("a").evaluateAll((all) => all.map((link) => link.pathname));
      await page.goto(links[0]);
      for (const address of links.slice(1)) {
        const next = page.locator(".paths a").filter({ hasText: /^Next/ });
        const places = await next.evaluateAll((all) => all.map((link) => link.pathname));
        assert.ok(places.includes(address), `${page.url()} leads to ${places}, not ${address}`);
        await page.goto(address);
      }
    }));

  test("the rules page has every must with who may waive it, and a way to its place", () =>
    reader({}, async (page) => {
      await page.goto("/rules/");
      const musts = page.locator(".list-rules .rule-must, .list-rules .rule-must-not");
      const count = await musts.count();
      assert.ok(count > 20, `${count} rules`);
      assert.equal(await musts.locator(".waiver").count(), count);
      assert.equal(await musts.locator(".rule-page a").count(), count);
    }));

  test("there are at least fourteen misconceptions, each with its fact first", () =>
    reader({}, async (page) => {
      await page.goto(coded("C3"));
      const cards = page.locator(".card");
      assert.ok((await cards.count()) >= 14);
      assert.equal(await page.locator(".card > .heading:first-child").count(), await cards.count());
    }));

  for (const [area, list, least] of [["correcting", ".list-cards a", 14], ["empowerment", ".rows a[href*='#']", 5]]) {
    test(`each entry of the list in ${area} leads to its place`, () =>
      reader({ viewport: phone, javaScriptEnabled: false }, async (page) => {
        await page.goto(`/${area}/`);
        const links = page.locator(`.body ${list}`);
        assert.ok((await links.count()) >= least, `${await links.count()} entries`);
        await links.last().click();
        assert.ok(await page.locator(":target").isVisible());
      }));
  }

  test("a scenario prints without its answer unless it was opened", () =>
    reader({}, async (page) => {
      await page.goto(coded("P1"));
      await page.emulateMedia({ media: "print" });
      assert.equal(await page.locator(".answer").isVisible(), false);
      await page.emulateMedia({ media: "screen" });
      await page.locator(".answer > summary").click();
      await page.emulateMedia({ media: "print" });
      assert.ok(await page.locator(".answer-body").isVisible());
    }));
});
