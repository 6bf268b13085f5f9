// A handbook under a folder of a host works as one at its root does.

import assert from "node:assert/strict";
import { after, describe, test } from "node:test";

import { crawl, deadLinks } from "../lib/crawl.js";
import { folder, listed, moved, pages } from "../lib/handbook.js";
import { serve } from "../lib/host.js";
import { none } from "../lib/none.js";
import { phone, reader } from "../lib/reading.js";

const under = "/handbook/";

describe("subpath", async () => {
  const host = await serve(folder, { under });
  after(() => host.close());

  test("home, area, page and back, under /handbook/", () =>
    reader({ baseURL: host.home, viewport: phone }, async (page) => {
      await page.goto(host.home);
      await page.getByRole("main").getByRole("link", { name: "Listening and complaints" }).click();
      await page.waitForURL(`${host.home}listening/`);
      await page.getByRole("main").getByRole("link", { name: /^L2/ }).click();
      await page.waitForURL(`${host.home}listening/calm-an-angry-customer/`);
      assert.equal(await page.locator(".side").isVisible(), false, "it has its style");
      await page.goBack();
      await page.waitForURL(`${host.home}listening/`);
      await page.getByRole("banner").getByRole("link", { name: "Service standards" }).click();
      await page.waitForURL(host.home);
    }));

  test("a code address leads to its page, under /handbook/", () =>
    reader({}, async (page) => {
      await page.goto(`${host.home}l2/`);
      await page.waitForURL(`${host.home}${listed.find((entry) => entry.code === "L2").url}`);
    }));

  test("no link on any page leads out of /handbook/", async () => {
    const start = [...pages, ...moved].map((address) => under + address.slice(1));
    const outlines = await crawl(host.origin, start);
    none(deadLinks(outlines));
    none([...outlines.keys()].filter((address) => !address.startsWith(under)));
  });
});
