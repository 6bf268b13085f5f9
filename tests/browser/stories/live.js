// A manager writes with the handbook open beside the editor: what is saved is on
// the screen, and what the reader was in the middle of stays.

import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { release } from "../lib/editions.js";
import { program, writing } from "../lib/live.js";
import { reader } from "../lib/reading.js";

const calm = "content/2-listening/2-calm-an-angry-customer.md";
const decide = "content/4-empowerment/3-can-i-decide.md";
const warning = "content/5-exit/7-warning-letter.md";

const shows = (page, text) => page.locator(".body", { hasText: text }).first().waitFor({ state: "attached" });
// Notes on the window, which a reload would forget.
const note = (page) => page.evaluate(() => { window.untouched = true; });
const isPatched = (page) => page.evaluate(() => window.untouched === true);
// Gives a tab time to do what it should not do.
const aMoment = (page) => page.waitForTimeout(600);

function story(name, tell, prepare) {
  test(name, { skip: !program && "DESKBOOK is not set" }, () =>
    writing((desk) => reader({ baseURL: desk.origin }, async (page, context) => {
      const seen = [];
      page.on("pageerror", (error) => seen.push(String(error)));
      page.on("requestfailed", (request) => seen.push(`${request.url()} ${request.failure().errorText}`));
      try {
        await tell(desk, page, context);
      } catch (error) {
        error.message += `\nthe page: ${page.url()} ${seen.join("; ")}\nthe terminal: ${desk.log}`;
        throw error;
      }
    }), prepare));
}

describe("a page while it is written", { concurrency: 2 }, () => {
  story("a save is shown in place: scroll, focus and open disclosures stay", async (desk, page) => {
    await page.goto("/listening/calm-an-angry-customer/");
    await note(page);
    const link = page.locator(".body a").last();
    await link.focus();
    await page.evaluate(() => window.scrollTo(0, 900));
    const before = await link.evaluate((element) => element.getBoundingClientRect().top);
    desk.edit(calm, "Strong feeling leaves", "Anger leaves");
    await shows(page, "Anger leaves little room for facts");
    assert.ok(await isPatched(page), "the page was not reloaded");
    assert.ok(await link.evaluate((element) => element === document.activeElement), "the focus stayed");
    const after = await link.evaluate((element) => element.getBoundingClientRect().top);
    assert.ok(Math.abs(after - before) < 2, `what was read moved by ${after - before} px`);
  });

  story("what stands in the window stays there when text above it grows", async (desk, page) => {
    await page.goto("/listening/calm-an-angry-customer/");
    await page.getByRole("heading", { name: "Afterwards" }).scrollIntoViewIfNeeded();
    const heading = page.getByRole("heading", { name: "Afterwards" });
    const place = () => heading.evaluate((element) => element.getBoundingClientRect().top);
    const before = await place();
    desk.edit(calm, "## Say, don't say", "More words.\n\nAnd more.\n\nAnd yet more.\n\n## Say, don't say");
    await shows(page, "And yet more.");
    assert.ok(Math.abs((await place()) - before) < 2, `it moved from ${before} to ${await place()}`);
  });

  story("a letter half filled in stays, also when its text is edited", async (desk, page) => {
    await page.goto("/exit/warning-letter/");
    await note(page);
    await page.locator(".letter textarea").first().fill("A. Customer");
    desk.edit(warning, "We hope to see you again.", "We hope to see you soon.");
    await shows(page, "We hope to see you soon.");
    assert.equal(await page.locator(".letter textarea").first().inputValue(), "A. Customer");
    assert.ok((await page.locator(".letter-paper").innerText()).includes("A. Customer"));
    await page.locator(".letter textarea").first().fill("B. Customer");
    assert.ok((await page.locator(".letter-paper").innerText()).includes("B. Customer"), "the boxes still fill it");
    assert.ok(await isPatched(page));
  });

  story("a tree stays at its question, and still answers", async (desk, page) => {
    await page.goto("/empowerment/can-i-decide/");
    await note(page);
    await page.locator(".tree summary:visible").last().click();
    const asked = await page.locator(".tree .question-words:visible").last().innerText();
    desk.edit(decide, "May you say yes, now, by yourself?", "May you say yes by yourself?");
    await shows(page, "May you say yes by yourself?");
    assert.equal(await page.locator(".tree .question-words:visible").last().innerText(), asked);
    desk.edit(decide, "- Could it hurt someone, break the law", "- Could it harm someone, break the law");
    await shows(page, "Could it harm someone");
    assert.equal(await page.locator(".tree .question-words:visible").last().innerText(), asked);
    await page.getByRole("button", { name: "Back", exact: true }).click();
    assert.match(await page.locator(".tree .question-words:visible").last().innerText(), /Could it harm someone/);
    assert.ok(await isPatched(page));
  });

  story("words in the search field stay, and the search finds what was just written", async (desk, page) => {
    await page.goto("/listening/calm-an-angry-customer/");
    await page.keyboard.press("/");
    await page.locator(".search-input").fill("zebrafinch");
    await page.locator(".search-status", { hasText: /zebrafinch/ }).waitFor();
    desk.edit(calm, "Strong feeling leaves", "A zebrafinch leaves");
    await page.locator(".search-title").first().waitFor();
    assert.equal(await page.locator(".search-input").inputValue(), "zebrafinch");
    assert.match(await page.locator(".search-title").first().getAttribute("href"), /calm-an-angry-customer/);
  });

  story("new words to say get their copy button", async (desk, page) => {
    await page.goto("/listening/calm-an-angry-customer/");
    const buttons = page.locator(".copy");
    const before = await buttons.count();
    desk.edit(calm, "- **Say** \"You are right, it was late.\"", "- **Say** \"I see.\"\n  Because it does.\n- **Say** \"You are right, it was late.\"");
    await shows(page, "I see.");
    assert.equal(await buttons.count(), before + 1);
  });

  story("a style sheet is swapped without a moment of bare text", async (desk, page) => {
    desk.edit("handbook.toml", "title =", "theme = \"ours\"\ntitle =");
    await page.goto("/listening/calm-an-angry-customer/");
    await note(page);
    await page.evaluate(() => {
      window.bare = 0;
      new MutationObserver(() => {
        if (!document.head.querySelector("link[rel=stylesheet]")?.sheet) window.bare += 1;
      }).observe(document.head, { childList: true });
    });
    const { mkdirSync } = await import("node:fs");
    mkdirSync(desk.file("themes/ours/css"), { recursive: true });
    desk.write("themes/ours/css/99-ours.css", "body { outline: 7px solid rgb(1, 2, 3) }");
    await page.waitForFunction(() => getComputedStyle(document.body).outlineColor === "rgb(1, 2, 3)");
    await aMoment(page);
    assert.equal(await page.locator("head link[rel=stylesheet]").count(), 1);
    assert.equal(await page.evaluate(() => window.bare), 0);
    assert.ok(await isPatched(page));
  });
});

describe("what has changed since the edition in force", { concurrency: 2 }, () => {
  const values = "content/_data/values.toml";
  const since = "deskbook-live .since";

  story("a limit that is edited is struck and inserted on an open redline, in place", async (desk, page) => {
    await page.goto("/changes/next/empowerment/authority-matrix/");
    await page.getByText("This page reads as it does in edition 2026.2.").waitFor();
    assert.equal(await page.locator("ins, del").count(), 0);
    await note(page);
    desk.edit(values, "[goodwill.adviser]\namount = 75", "[goodwill.adviser]\namount = 80");
    await page.locator("ins", { hasText: "£80" }).first().waitFor();
    await page.locator("del", { hasText: "£75" }).first().waitFor();
    desk.edit(values, "[goodwill.adviser]\namount = 80", "[goodwill.adviser]\namount = 90");
    await page.locator("ins", { hasText: "£90" }).first().waitFor();
    assert.equal(await page.locator("ins", { hasText: "£80" }).count(), 0);
    desk.edit(values, "[goodwill.adviser]\namount = 90", "[goodwill.adviser]\namount = 75");
    await page.getByText("This page reads as it does in edition 2026.2.").waitFor();
    assert.equal(await page.locator("ins, del").count(), 0);
    assert.ok(await isPatched(page), "the page was not reloaded");
  }, release);

  story("a page says by how many words it differs, and leads to them", async (desk, page) => {
    await page.goto("/listening/calm-an-angry-customer/");
    await note(page);
    desk.edit(calm, "Strong feeling leaves", "Strong anger leaves");
    const link = page.locator(since, { hasText: "1 word changed since 2026.2" });
    await link.waitFor();
    assert.ok(await isPatched(page));
    await link.click();
    await page.waitForURL("**/changes/next/listening/calm-an-angry-customer/");
    await page.locator(".body ins", { hasText: "anger" }).waitFor();
    assert.equal(await page.locator(since).isVisible(), false, "this is it already");
    await page.goto("/exit/warning-letter/");
    await aMoment(page);
    assert.equal(await page.locator(since).isVisible(), false, "nothing has changed here");
  }, release);

  story("old editions are there beside what is being written", async (desk, page) => {
    await page.goto("/editions/2026.1/empowerment/after-a-difficult-contact/");
    await page.getByRole("link", { name: "Read what holds today" }).click();
    await page.waitForURL("**/editions/2026.2/empowerment/afterwards/");
    await page.goto("/changes/");
    await page.getByRole("link", { name: "What has changed since edition 2026.2" }).click();
    await page.getByText("No page reads otherwise.").waitFor();
  }, release);
});

describe("other tabs", { concurrency: 2 }, () => {
  story("a tab that does not show the edit is left alone", async (desk, page, context) => {
    await page.goto("/listening/calm-an-angry-customer/");
    const other = await context.newPage();
    await other.goto("/exit/warning-letter/");
    await other.evaluate(() => {
      window.touched = 0;
      new MutationObserver((changes) => { window.touched += changes.length; })
        .observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
    });
    desk.edit(calm, "Strong feeling leaves", "Anger leaves");
    await shows(page, "Anger leaves");
    await aMoment(other);
    assert.equal(await other.evaluate(() => window.touched), 0);
  });

  story("a limit that is changed in one place is seen on every open page that shows it", async (desk, page, context) => {
    await page.goto("/empowerment/authority-matrix/");
    const other = await context.newPage();
    await other.goto("/empowerment/put-it-right/");
    desk.edit("content/_data/values.toml", "[goodwill.adviser]\namount = 50", "[goodwill.adviser]\namount = 61");
    await shows(page, "£61");
    await shows(other, "£61");
  });

  story("a page that moves takes its reader along, and one that is deleted says so", async (desk, page) => {
    await page.goto("/listening/calm-an-angry-customer/");
    await note(page);
    desk.move(calm, "content/2-listening/2-keep-calm.md");
    await page.waitForURL("**/listening/keep-calm/");
    assert.ok(await isPatched(page));
    desk.remove("content/2-listening/2-keep-calm.md");
    await page.getByText("This page is no more").waitFor();
    await shows(page, "Strong feeling leaves");
  });
});

describe("what goes wrong", { concurrency: 2 }, () => {
  story("a broken page stays as it was under a panel in the terminal's words, which goes by itself", async (desk, page) => {
    await page.goto("/listening/calm-an-angry-customer/");
    desk.edit(calm, "Strong feeling leaves", "A feeling like {{ value.none }} leaves");
    const panel = page.locator("deskbook-live .panel");
    await page.evaluate(() => { window.bad = () => { window.hurt = true; }; });
    await panel.getByText("This page has an error").waitFor();
    const told = await panel.locator("pre").innerText();
    assert.match(told, /there is no value `none`[^]*calm-an-angry-customer\.md:\d+:\d+[^]*\^\^\^\^[^]*help: add/);
    assert.match(await panel.innerText(), /It is shown as it was at \d/);
    await shows(page, "Strong feeling leaves");
    assert.equal(await page.locator("deskbook-live .count").innerText(), "1 error");
    desk.edit(calm, "{{ value.none }}", "<img src=x onerror=bad()>");
    await page.locator("deskbook-live .panel", { hasText: "<img src=x" }).waitFor();
    assert.equal(await page.evaluate(() => window.hurt), undefined, "what a panel says is text");
    desk.edit(calm, "A feeling like <img src=x onerror=bad()> leaves", "Anger leaves");
    await shows(page, "Anger leaves");
    await panel.waitFor({ state: "hidden" });
    assert.equal(await page.locator("deskbook-live .count").isVisible(), false);
  });

  story("warnings are a quiet count, and the count opens the list", async (desk, page) => {
    await page.goto("/");
    desk.edit(calm, "summary:", "aliases_x: no\nsummary:");
    const count = page.locator("deskbook-live .count");
    await count.waitFor();
    await count.click();
    await page.locator("deskbook-live .list .finding").first().waitFor();
    await page.keyboard.press("Escape");
    assert.equal(await page.locator("deskbook-live .list").isVisible(), false);
    assert.equal(await page.locator("deskbook-live .panel").isVisible(), false, "this page has no error");
  });

  story("after a restart the page connects again and catches up", async (desk, page) => {
    await page.goto("/listening/calm-an-angry-customer/");
    await note(page);
    await desk.stop();
    desk.edit(calm, "Strong feeling leaves", "Anger leaves");
    await page.getByText("Waiting for the server").waitFor({ state: "attached" });
    await desk.start();
    await shows(page, "Anger leaves");
    assert.ok(await isPatched(page));
  });

  story("a tab that was hidden has no stream, and catches up when it is shown", async (desk, page) => {
    await page.goto("/listening/calm-an-angry-customer/");
    const hide = (hidden) => page.evaluate((hidden) => {
      Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
      document.dispatchEvent(new Event("visibilitychange"));
    }, hidden);
    await hide(true);
    desk.edit(calm, "Strong feeling leaves", "Anger leaves");
    await aMoment(page);
    assert.equal(await page.locator(".body", { hasText: "Anger leaves" }).count(), 0);
    await hide(false);
    await shows(page, "Anger leaves");
  });

  story("two hundred open pages do no harm", async (desk, page) => {
    const open = [];
    for (let number = 0; number < 200; number += 1) {
      const stop = new AbortController();
      open.push(stop);
      fetch(`${desk.origin}/_deskbook/events?page=/`, { signal: stop.signal }).catch(() => {});
    }
    await page.goto("/listening/calm-an-angry-customer/");
    desk.edit(calm, "Strong feeling leaves", "Anger leaves");
    await shows(page, "Anger leaves");
    open.forEach((stop) => stop.abort());
  });
});
