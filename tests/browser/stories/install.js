// The handbook has an icon in the tab, and a phone can put it beside its apps, at
// the root of a host and below a folder.

import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { folder } from "../lib/handbook.js";
import { serve } from "../lib/host.js";
import { reader, resident } from "../lib/reading.js";

describe("install", { concurrency: 2 }, () => {
  for (const under of ["/", "/handbook/"]) {
    test(`the browser finds nothing amiss with installing it, under ${under}`, async () => {
      const host = await serve(folder, { under });
      try {
        await resident(async (page, context) => {
          await page.goto(host.home);
          const devtools = await context.newCDPSession(page);
          const { installabilityErrors } = await devtools.send("Page.getInstallabilityErrors");
          assert.deepEqual(installabilityErrors, []);
          const { url, errors } = await devtools.send("Page.getAppManifest");
          assert.equal(url, `${host.home}manifest.webmanifest`);
          assert.deepEqual(errors, []);
        });
      } finally {
        await host.close();
      }
    });
  }

  test("every icon is there and is a picture", () =>
    reader({}, async (page) => {
      await page.goto("/");
      const addresses = await page.locator("link[rel$=icon]").evaluateAll((links) => links.map((link) => link.href));
      const manifest = await (await page.request.get("/manifest.webmanifest")).json();
      addresses.push(...manifest.icons.map((icon) => new URL(icon.src, page.url()).href));
      const sizes = await page.evaluate((all) => Promise.all(all.map(async (address) => {
        const picture = new Image();
        picture.src = address;
        await picture.decode();
        return picture.naturalWidth;
      })), addresses);
      assert.ok(sizes.length >= 6 && sizes.every((size) => size > 0), String(sizes));
      assert.deepEqual(sizes.slice(-3), [192, 512, 512]);
    }));

  test("the shortcuts of the icon lead to pages", () =>
    reader({}, async (page) => {
      const manifest = await (await page.request.get("/manifest.webmanifest")).json();
      assert.equal(manifest.shortcuts.length, 2);
      for (const { url } of manifest.shortcuts) assert.equal((await page.goto(`/${url}`)).status(), 200);
    }));
});
