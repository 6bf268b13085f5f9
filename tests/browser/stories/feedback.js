// Who reports a problem or suggests a change sends what the link shows and nothing else: not the words
// they searched for, not what they had selected, not the page that they came from.

import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { source } from "../lib/handbook.js";
import { desk, reader } from "../lib/reading.js";

const calm = "/listening/calm-an-angry-customer/";
const links = (page) => page.locator(".feedback a").evaluateAll((all) => all.map((link) => link.getAttribute("href")));
const written = Array.from(
  /<ul class="?feedback.*?<\/ul>/s.exec(source(calm))[0].matchAll(/href="?([^" >]+)/g),
  ([, address]) => address.replaceAll("&amp;", "&"),
);

describe("feedback", () => {
  test("the words that were searched and selected stay with the reader", async () => {
    await reader({ viewport: desk }, async (page, context) => {
      await page.goto("/");
      await page.keyboard.press("/");
      await page.keyboard.type("furious zebra shouting");
      const found = page.locator("dialog [role=option], dialog li a").first();
      await found.waitFor();
      await found.click();
      await page.waitForLoadState();
      await page.goto(`${calm}#q=furious+zebra`);
      await page.evaluate(() => getSelection().selectAllChildren(document.querySelector("main .body")));
      const before = await links(page);
      assert.deepEqual(before, written, "script leaves the links as they were written");

      const asked = [];
      await page.route("https://example.com/**", (route) => {
        asked.push([route.request().url(), route.request().headers().referer ?? ""]);
        return route.fulfill({ body: "thanks" });
      });
      await page.locator(".feedback a[href^=https]").click();
      await page.waitForURL("https://example.com/**");
      assert.equal(asked.length, 1);
      assert.doesNotMatch(asked[0].join(" "), /furious|zebra|listening\/calm/);
      const [shown] = before.find((address) => address.startsWith("https")).split("#");
      assert.equal(asked[0][0], shown);
    });
  });
});
