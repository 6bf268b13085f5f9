// A small screen, large letters, a slow line: the page fits, stays still and
// shows the first step without scrolling.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { gzipSync } from "node:zlib";

import { coded, notFound, pages, urgentPlaybooks } from "../lib/handbook.js";
import { none } from "../lib/none.js";
import { desk, eachPage, phone, reader } from "../lib/reading.js";

const wholePage = 60_000;
const styleAndScript = 25_000;

describe("fits", { concurrency: 2 }, () => {
  test("no page scrolls sideways at 320 px", async () => {
    none(await eachPage([...pages, notFound], { viewport: phone }, async (page, address) => {
      await page.goto(address);
      return tooWide(page);
    }));
  });

  test("letters of twice the size fit at 320 px", async () => {
    none(await eachPage(["/", coded("L2"), coded("E1")], { viewport: phone }, async (page, address) => {
      await page.goto(address);
      await page.evaluate(() => { document.documentElement.style.fontSize = "200%" });
      return tooWide(page);
    }));
  });

  test("the first step of an urgent playbook stands on the first screen of a phone", async () => {
    assert.notEqual(urgentPlaybooks.length, 0);
    none(await eachPage(urgentPlaybooks, { viewport: phone }, async (page, address) => {
      await page.goto(address);
      const step = page.locator('section[data-section="first-30-seconds"] li').first();
      const box = await step.boundingBox();
      const end = Math.ceil(box.y + box.height);
      return end <= phone.height ? [] : [`first step ends at ${end} px of ${phone.height}`];
    }));
  });

  for (const [width, viewport] of [["phone", phone], ["desk", desk]]) {
    test(`nothing moves while a page loads over a slow line, on a ${width}`, async () => {
      none(await eachPage(["/", coded("L2"), coded("S2")], { viewport, prepare: slowly }, async (page, address) => {
        await page.goto(address, { waitUntil: "load" });
        await page.waitForTimeout(300);
        return page.evaluate(() => window.shifts);
      }));
    });
  }

  test("a first visit weighs less than 60 kB, and style and script less than 25 kB", async () => {
    none(await eachPage([...pages, notFound], {}, async (page, address) => {
      const parts = [];
      const note = (response) => parts.push({ type: response.request().resourceType(), url: response.url() });
      page.on("response", note);
      await page.goto(address, { waitUntil: "networkidle" });
      page.off("response", note);
      const all = await Promise.all(parts.map(weighed));
      assert.ok(all.length >= 3, `${address} asks for its page, style and script`);
      return [
        heavier("whole page", all.filter((part) => part.type !== "image"), wholePage),
        heavier("style and script", all.filter((part) => ["stylesheet", "script"].includes(part.type)), styleAndScript),
      ].flat();
    }));
  });
});

function tooWide(page) {
  return page.evaluate(() => {
    const room = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= room) return [];
    const over = Array.from(document.body.querySelectorAll("*")).filter((element) => {
      const scroller = element.parentElement.closest(".table, pre");
      return !scroller && element.checkVisibility() && element.getBoundingClientRect().right > room;
    });
    const names = over.slice(-3).map((element) => `<${element.localName} class="${element.className}">`);
    return [`is ${document.documentElement.scrollWidth} px wide, in ${room}: ${names.join(", ")}`];
  });
}

// Lets the first paint come before the script, and notes whatever then moves.
async function slowly(context) {
  await context.addInitScript(() => {
    window.shifts = [];
    new PerformanceObserver((list) => {
      for (const { value, sources } of list.getEntries()) {
        const moved = sources.map(({ node }) => node?.className || node?.nodeName).join(", ");
        window.shifts.push(`moves by ${value.toFixed(4)}: ${moved}`);
      }
    }).observe({ type: "layout-shift", buffered: true });
  });
  await context.route(/\/handbook\.[^/]*\.js$/, async (route) => {
    await new Promise((waited) => setTimeout(waited, 400));
    await route.continue();
  });
}

// Asks the host once more for what a page asked for: a browser forgets bodies when it is busy.
async function weighed({ type, url }) {
  const body = Buffer.from(await (await fetch(url)).arrayBuffer());
  return { type, bytes: gzipSync(body).length };
}

function heavier(what, parts, limit) {
  const bytes = parts.reduce((sum, part) => sum + part.bytes, 0);
  return bytes < limit ? [] : [`${what}: ${bytes} bytes of ${limit}`];
}
