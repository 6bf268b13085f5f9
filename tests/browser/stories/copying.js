// Words to say can be copied, as they are to be said, and the reader hears it.

import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { coded } from "../lib/handbook.js";
import { reader, theHost } from "../lib/reading.js";

describe("copying", { concurrency: 2 }, () => {
  test("the button copies the words to say, without their quotation marks", () =>
    reader({}, async (page, context) => {
      const { origin } = await theHost();
      await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin });
      await page.goto(coded("L2"));
      const line = page.locator(".say-yes li").first();
      await line.getByRole("button", { name: "Copy these words" }).click();
      await page.getByRole("status").filter({ hasText: "Copied" }).waitFor({ state: "attached" });
      const copied = await page.evaluate(() => navigator.clipboard.readText());
      assert.equal(copied, "Take your time. I am listening.");
    }));

  test("each line to say has a button, and no line to avoid has one", () =>
    reader({}, async (page) => {
      await page.goto(coded("L2"));
      const lines = await page.locator(".say-yes li").count();
      assert.notEqual(lines, 0);
      assert.equal(await page.locator(".say-yes li .copy").count(), lines);
      assert.equal(await page.locator(".say-no .copy").count(), 0);
    }));
});
