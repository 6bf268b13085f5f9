// A handbook in Arabic, from right to left, and one in French: they fit, have no
// barrier, and are searched in their own words.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, describe, test } from "node:test";

import { barriers } from "../lib/barriers.js";
import { serve } from "../lib/host.js";
import { program } from "../lib/live.js";
import { desk, phone, reader } from "../lib/reading.js";

const handbooks = new URL("../../languages/", import.meta.url).pathname;
const built = mkdtempSync(path.join(tmpdir(), "deskbook-languages-"));
after(() => rmSync(built, { recursive: true, force: true }));

function story(name, language, options, tell) {
  test(name, { skip: !program && "DESKBOOK is not set" }, async () => {
    const site = path.join(built, language);
    execFileSync(program, ["build", "--quiet", "--root", handbooks + language, "--date", "2026-12-01", "--out", site]);
    const host = await serve(site);
    try {
      await reader({ baseURL: host.origin, ...options }, tell);
    } finally {
      await host.close();
    }
  });
}

// Types into the dialog, and returns its first answer once that names what was meant.
async function search(page, words, meant) {
  await page.keyboard.press("/");
  await page.locator(".search-input").waitFor();
  await page.keyboard.type(words);
  await page.locator("dialog .search-list > li:first-child .search-title", { hasText: meant }).waitFor();
}

describe("languages", () => {
  for (const viewport of [phone, desk]) {
    story(`Arabic fits from right to left at ${viewport.width} px, without a barrier`, "ar", { viewport }, async (page) => {
      for (const address of ["/", "/listening/calm/", "/listening/deadlines/", "/help-now/", "/search/", "/a-z/"]) {
        await page.goto(address);
        assert.deepEqual(await barriers(page), [], address);
        const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(beyond <= 0, `${address} is ${beyond} px too wide`);
      }
    });
  }

  story("a text begins at the right, and what is Latin in it reads in its order", "ar", { viewport: desk }, async (page) => {
    await page.goto("/listening/calm/");
    const code = await page.locator("h1 .code, .code").first().boundingBox();
    const heading = await page.locator("h1").boundingBox();
    assert.ok(code.x + code.width > heading.x + heading.width / 2, "the code stands before the title, at the right");
    assert.equal(await page.evaluate(() => getComputedStyle(document.body).direction), "rtl");
  });

  story("who searches in Arabic finds, with a letter missed", "ar", { viewport: phone }, async (page) => {
    await page.goto("/");
    await search(page, "زبون يصرح", "تهدئة عميل غاضب");
  });

  story("who searches in French needs no accents", "fr", { viewport: phone }, async (page) => {
    await page.goto("/");
    await search(page, "client enerve", "Calmer un client en colère");
    assert.deepEqual(await barriers(page), []);
  });
});
