// A site is built on one day and read on another. When an edition has taken effect
// in between, pages say so, and never that something holds which does not.

import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { barriers } from "../lib/barriers.js";
import { program, released } from "../lib/editions.js";
import { none } from "../lib/none.js";
import { phone, reader } from "../lib/reading.js";

const calm = "listening/calm-an-angry-customer/";
const before = "2026-11-30";
const after = "2026-12-01";

const skip = !program && "DESKBOOK is not set";

// What stands at the top of a page, once its script has looked; a page that is right has nothing.
async function band(page, address) {
  const asked = [];
  const listen = (request) => asked.push(new URL(request.url()).pathname);
  page.on("request", listen);
  await page.goto(address, { waitUntil: "networkidle" });
  page.off("request", listen);
  const isAsked = asked.includes("/editions.json");
  const found = page.locator("main .edition-band");
  const text = (await found.count()) ? (await found.innerText()).trim() : "";
  const link = found.getByRole("link");
  const to = (await link.count()) ? new URL(await link.evaluate((one) => one.href)).pathname : "";
  return { text, to, isAsked };
}

function story(name, built, read, tell) {
  test(name, () => released(built, (origin) =>
    reader({ baseURL: origin, day: read, viewport: phone }, (page) => tell(page, origin))));
}

describe("a day that passes", { skip, concurrency: 2 }, () => {
  story("the root says that a newer edition has taken effect, and leads to the same page in it", before, after, async (page) => {
    const { text, to } = await band(page, `/${calm}`);
    assert.equal(text, "Edition 2026.1, in force from 1 September 2026. Edition 2026.2 has taken effect since, on 1 December 2026. Read what holds today");
    assert.equal(to, `/editions/2026.2/${calm}`);
    none(await barriers(page));
    await page.getByRole("link", { name: "Read what holds today" }).click();
    await page.waitForURL(`**/editions/2026.2/${calm}`);
    const there = page.locator("main .edition-band", { hasText: "It has been in force since 1 December 2026." });
    await there.waitFor();
    assert.equal(await there.getByRole("link").count(), 0);
    none(await barriers(page));
  });

  story("so does the home page, and a page that moved leads to where it is", before, after, async (page) => {
    assert.equal((await band(page, "/")).to, "/editions/2026.2/");
    assert.equal((await band(page, "/empowerment/after-a-difficult-contact/")).to, "/editions/2026.2/empowerment/afterwards/");
    assert.equal((await band(page, `/editions/2026.1/${calm}`)).to, `/editions/2026.2/${calm}`);
  });

  story("the list of editions marks what is in force now", before, after, async (page) => {
    await page.goto("/editions/");
    const marked = await page.locator(".edition-list > li").evaluateAll((items) => items.map((item) =>
      `${item.querySelector("a").textContent} ${item.className} ${item.querySelector(".badge")?.textContent ?? ""}`.trim()));
    assert.deepEqual(marked, ["2026.2 in-force in force", "2026.1 replaced"]);
  });

  story("on the day of the build nothing is fetched and nothing changes", before, before, async (page) => {
    assert.deepEqual(await band(page, `/${calm}`), { text: "", to: "", isAsked: false });
    const upcoming = await band(page, `/editions/2026.2/${calm}`);
    assert.equal(upcoming.text, "This is edition 2026.2. It takes effect on 1 December 2026; until then it does not hold. Read what holds today");
    assert.deepEqual([upcoming.to, upcoming.isAsked], [`/${calm}`, false]);
  });

  story("a page that was built for a later day says nothing false before it", after, before, async (page) => {
    const root = await band(page, `/${calm}`);
    assert.equal(root.text, "This is edition 2026.2. It takes effect on 1 December 2026; until then it does not hold. Read what holds today");
    assert.equal(root.to, `/editions/2026.1/${calm}`);
    const old = await band(page, `/editions/2026.1/${calm}`);
    assert.equal(old.text, "This is edition 2026.1. It has been in force since 1 September 2026.");
  });

  test("a tab that stays open over midnight says so when it is looked at again", () =>
    released(before, (origin) => reader({ baseURL: origin, day: before }, async (page, context) => {
      await page.goto(`/${calm}`);
      await context.clock.setFixedTime(`${after}T00:00:10Z`);
      await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
      await page.locator(".edition-band", { hasText: "Edition 2026.2 has taken effect since" }).waitFor();
    })));

  test("while a day is only beginning somewhere, the handbook's own calendar says whether it has come", () =>
    released(before, (origin) => reader({ baseURL: origin }, async (page, context) => {
      let zone;
      await context.route("**/*/", async (route) => {
        const answer = await route.fetch();
        await route.fulfill({ response: answer, body: (await answer.text()).replaceAll("Europe/London", zone) });
      });
      const told = [];
      for (const [time, place] of [
        ["2026-11-30T12:00:00Z", "Europe/London"],
        ["2026-11-30T12:00:00Z", "Pacific/Kiritimati"],
        ["2026-12-01T05:00:00Z", "Europe/London"],
        ["2026-12-01T05:00:00Z", "Pacific/Honolulu"],
      ]) {
        zone = place;
        await context.clock.setFixedTime(time);
        const { text } = await band(page, `/${calm}`);
        told.push(text.includes("Edition 2026.2 has taken effect since"));
      }
      assert.deepEqual(told, [false, true, true, false]);
    })));

  test("without script a page states its edition and what is known to follow", () =>
    released(before, (origin) => reader({ baseURL: origin, javaScriptEnabled: false }, async (page) => {
      await page.goto(`/${calm}`);
      assert.match(
        await page.locator(".history").innerText(),
        /Edition 2026\.1, in force from 1 September 2026\. Edition 2026\.2 takes effect on 1 December 2026\./,
      );
    })));
});
