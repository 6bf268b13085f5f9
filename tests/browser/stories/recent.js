// What changed not long ago is pointed out for two weeks: on the page, in lists, on
// the home page and in the search, with and without script, and never after that.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, describe, test } from "node:test";

import { barriers } from "../lib/barriers.js";
import { program, release } from "../lib/editions.js";
import { serve } from "../lib/host.js";
import { none } from "../lib/none.js";
import { desk, eachPage, phone, reader } from "../lib/reading.js";

// Edition 2026.2 took effect on 1 December, a correction of it on 8 December.
const today = "2026-12-08";
const lastDay = "2026-12-14";
const later = "2026-12-15";
const muchLater = "2026-12-22";
const matrix = "/empowerment/authority-matrix/";
const corrected = "/listening/take-a-complaint/";
const urgent = "/listening/calm-an-angry-customer/";

const skip = !program && "DESKBOOK is not set";
const folder = mkdtempSync(path.join(tmpdir(), "deskbook-recent-"));
let host;

async function built() {
  const file = "content/2-listening/3-take-a-complaint.md";
  release(folder);
  const place = path.join(folder, file);
  const git = (...words) =>
    execFileSync("git", ["-C", folder, "-c", "user.name=desk", "-c", "user.email=desk@example.com", ...words], { stdio: "pipe" });
  git("add", "--all");
  git("commit", "--quiet", "--message", "Record 2026.2");
  writeFileSync(place, readFileSync(place, "utf8").replace(/\n## /, "\nThe night desk answers 0118 496 0000.\n\n## "));
  git("commit", "--quiet", "--all", "--message", "The number");
  const env = { ...process.env, GIT_AUTHOR_NAME: "desk", GIT_AUTHOR_EMAIL: "desk@example.com", GIT_COMMITTER_NAME: "desk", GIT_COMMITTER_EMAIL: "desk@example.com" };
  const run = (...words) => execFileSync(program, [...words, "--quiet", "--root", folder, "--date", today], { env, stdio: "pipe" });
  run("correct", "2026.2", "--take", file, "--reason", "The night desk was missing.");
  run("build", "--out", path.join(folder, "site"), "--base-url", "https://handbook.example.com/");
  return serve(path.join(folder, "site"));
}

after(async () => {
  await (await host)?.close();
  rmSync(folder, { recursive: true, force: true });
});

function story(name, options, tell) {
  test(name, async () => {
    const { origin } = await (host ??= built());
    await reader({ baseURL: origin, day: today, ...options }, (page, context) => tell(page, context, origin));
  });
}

// The marks in the list of pages beside a page, each with its title.
const beside = (page) =>
  page.locator("nav.side .recent").evaluateAll((marks) => marks.map((mark) => mark.parentElement.textContent));

describe("what changed not long ago", { skip }, () => {
  test("no page that says so has a barrier, in the light and in the dark, on a phone and at a desk", async () => {
    const { origin } = await (host ??= built());
    for (const [viewport, colorScheme] of [[phone, "light"], [phone, "dark"], [desk, "light"], [desk, "dark"]]) {
      none(await eachPage(["/", matrix, corrected, urgent, "/listening/"], { viewport, colorScheme, baseURL: origin, day: today }, async (page, address) => {
        await page.goto(address);
        const tooWide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
        return [...(await barriers(page)), ...(tooWide ? ["is wider than the window"] : [])];
      }));
    }
  });

  for (const javaScriptEnabled of [true, false]) {
    story(`the page, the lists and the home page say so ${javaScriptEnabled ? "with" : "without"} script`, { javaScriptEnabled }, async (page) => {
      await page.goto(matrix);
      assert.equal(await page.locator(".recent-line").innerText(), "Changed on 1 December 2026. What changed here");
      assert.ok((await beside(page)).includes("E1 Authority matrix changed"), (await beside(page)).join(", "));
      await page.getByRole("link", { name: "What changed here" }).first().click();
      await page.waitForURL("**/changes/2026.2/empowerment/authority-matrix/");
      await page.goto("/");
      const news = page.getByRole("region", { name: "Changed in the last two weeks" });
      assert.match(await news.getByRole("listitem").first().innerText(), /Take a complaint/);
      assert.deepEqual(await news.locator("p").allInnerTexts(), ["All that changed with edition 2026.2.1", "All that changed with edition 2026.2"]);
    });
  }

  story("a corrected page says above its text what was and what now is", { viewport: phone }, async (page) => {
    await page.goto(corrected);
    const band = page.getByRole("complementary", { name: "Corrections" });
    assert.match(await band.innerText(), /^Corrected on 8 December 2026\. The night desk was missing\./);
    assert.match(await band.locator("ins").first().innerText(), /0118 496 0000/);
    await band.getByRole("link", { name: "What changed here" }).click();
    await page.waitForURL("**/changes/2026.2.1/listening/take-a-complaint/");
  });

  story("on an urgent page the first step still comes first", { viewport: phone }, async (page) => {
    await page.goto(urgent);
    const top = (selector) => page.locator(selector).first().evaluate((element) => element.getBoundingClientRect().top);
    assert.ok(await top(".body") < phone.height, "the body begins on the first screen");
    assert.ok(await top(".foot .recent-line") > await top(".body"));
  });

  story("an answer of the search says so", {}, async (page) => {
    await page.goto("/");
    await page.keyboard.press("/");
    await page.keyboard.type("authority matrix");
    const answer = page.locator(".search-list > li", { hasText: "Authority matrix" }).first();
    assert.equal(await answer.locator(".recent").innerText(), "changed");
    none(await barriers(page));
  });

  story("a mark goes by itself when its days are over, and not a day sooner", {}, async (page, context) => {
    await context.clock.setFixedTime(`${lastDay}T12:00:00Z`);
    await page.goto(matrix);
    assert.equal(await page.locator(".recent-line").count(), 1);
    await context.clock.setFixedTime(`${later}T12:00:00Z`);
    await page.reload();
    assert.equal(await page.locator(".recent-line").count(), 0);
    assert.deepEqual(await beside(page), []);
    await page.goto(corrected);
    assert.equal(await page.locator(".edition-band.corrected").count(), 1, "a correction is younger");
    await page.goto("/");
    const news = page.locator(".home-recent");
    const left = (await news.locator("li, p").allInnerTexts()).map((text) => text.replace(/^L3\s*/, ""));
    assert.deepEqual(left, ["Take a complaint", "All that changed with edition 2026.2.1"]);
    await page.keyboard.press("/");
    await page.keyboard.type("authority matrix");
    await page.locator(".search-list > li", { hasText: "Authority matrix" }).first().waitFor();
    assert.equal(await page.locator(".search-list > li", { hasText: "Authority matrix" }).first().locator(".recent").count(), 0);
    await context.clock.setFixedTime(`${muchLater}T12:00:00Z`);
    await page.goto("/");
    assert.equal(await news.count(), 0);
    await page.goto(corrected);
    assert.equal(await page.locator(".edition-band").count(), 0);
  });

  story("paper does not age: no mark is printed", {}, async (page) => {
    await page.goto(matrix);
    await page.emulateMedia({ media: "print" });
    for (const mark of await page.locator(".recent, .recent-line").all()) assert.equal(await mark.isVisible(), false);
  });
});
