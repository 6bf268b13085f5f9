// Any page as a poster: one sheet in large type that says where all of it stands, without a script.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, describe, test } from "node:test";

import { barriers } from "../lib/barriers.js";
import { coded } from "../lib/handbook.js";
import { serve } from "../lib/host.js";
import { program } from "../lib/live.js";
import { none } from "../lib/none.js";
import { countSheets } from "../lib/paper.js";
import { phone, reader } from "../lib/reading.js";

const sample = new URL("../../../", import.meta.url).pathname;
const base = "https://handbook.example.com/";
const millimetre = 96 / 25.4;
const root = mkdtempSync(path.join(tmpdir(), "deskbook-poster-"));
after(() => rmSync(root, { recursive: true, force: true }));

let published;
after(async () => (await published)?.close());

// Gives the story the sample where its own address is known, once for all stories.
function story(name, options, what) {
  test(name, { skip: !program && "DESKBOOK is not set" }, async () => {
    published ??= publish();
    const { origin } = await published;
    return reader({ baseURL: origin, ...options }, what);
  });
}

function publish() {
  execFileSync(program, ["build", "--quiet", "--root", sample, "--date", "2026-12-01", "--out", root, "--base-url", base]);
  return serve(root);
}

// Returns how bright a picture is at places given in parts of its width: 0 is black, 1 white.
async function brightness(page, picture, places) {
  const blank = await page.context().newPage();
  return blank.evaluate(async ([data, places]) => {
    const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${data}`)).blob());
    const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d");
    canvas.drawImage(image, 0, 0);
    return places.map(([x, y]) => {
      const [red, green, blue] = canvas.getImageData(x * image.width, y * image.height, 1, 1).data;
      return (red + green + blue) / 765;
    });
  }, [picture.toString("base64"), places]);
}

describe("poster", { concurrency: 2 }, () => {
  for (const code of ["L2", "X1", "S5"]) {
    test(`${code} is one sheet, on A4 and on Letter`, () =>
      reader({ javaScriptEnabled: false }, async (page) => {
        await page.goto(coded(code));
        await page.locator('a[href="#:poster"]').click();
        for (const format of ["A4", "Letter"]) {
          assert.equal(countSheets(await page.pdf({ format })), 1, format);
        }
      }));
  }

  test("a playbook shows its first 30 seconds whole, and where all of it stands", () =>
    reader({ javaScriptEnabled: false, viewport: { width: 672, height: 980 } }, async (page) => {
      await page.goto(`${coded("L2")}#:poster`);
      await page.emulateMedia({ media: "print" });
      const [first, text, foot] = await Promise.all(
        ["[data-section=first-30-seconds]", "main > .body", ".poster-foot"].map((part) => page.locator(part).boundingBox()),
      );
      assert.ok(first.y >= text.y && first.y + first.height <= foot.y, "it is cut off");
      assert.ok(foot.y + foot.height <= (240 / 25.4) * 96 + 1, "the foot is on the sheet");
      const words = await page.locator(".poster-foot").innerText();
      assert.match(words, /listening\/calm-an-angry-customer\//);
      assert.match(words, /check it by 3 November 2027/);
      assert.ok(!(await page.locator(".poster-bar").isVisible()));
    }));

  test("the screen says what will be printed, and the way back ends it", () =>
    reader({ viewport: phone }, async (page) => {
      await page.goto(`${coded("X1")}#:poster`);
      const bar = page.locator(".poster-bar");
      assert.ok(await bar.isVisible());
      none(await barriers(page));
      const spill = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(spill <= 0, `it is ${spill} pixels too wide`);
      await bar.getByRole("link").click();
      assert.ok(!(await bar.isVisible()));
    }));

  story("its code stands beside the address on paper, and it is one sheet still", { javaScriptEnabled: false, viewport: { width: 672, height: 980 } }, async (page) => {
    for (const code of ["L2", "X1", "X3"]) {
      await page.goto("about:blank");
      await page.goto(`${coded(code)}#:poster`);
      await page.emulateMedia({ media: "print" });
      const [drawing, words, foot] = await Promise.all(
        [".poster-foot svg", ".poster-foot b", ".poster-foot"].map((part) => page.locator(part).boundingBox()),
      );
      assert.equal(Math.round(drawing.width / millimetre), 28);
      assert.equal(Math.round(drawing.height / millimetre), 28);
      assert.ok(words.x >= drawing.x + drawing.width && words.y + words.height <= foot.y + foot.height, "the address is beside it");
      assert.ok(foot.y + foot.height <= 240 * millimetre + 1, "the foot is on the sheet");
      assert.equal(await page.locator(".poster-foot b").innerText(), base + coded(code).slice(1));
      for (const format of ["A4", "Letter"]) {
        assert.equal(countSheets(await page.pdf({ format })), 1, `${code} on ${format}`);
      }
    }
  });

  story("the first 30 seconds of a playbook stay whole beside its code", { javaScriptEnabled: false, viewport: { width: 672, height: 980 } }, async (page) => {
    for (const code of ["L2", "X3", "E7"]) {
      await page.goto("about:blank");
      await page.goto(`${coded(code)}#:poster`);
      await page.emulateMedia({ media: "print" });
      const last = await page.locator("[data-section=first-30-seconds] > :last-child").boundingBox();
      const foot = await page.locator(".poster-foot").boundingBox();
      assert.ok(last.x < foot.width && last.y + last.height <= foot.y, `${code} is cut off`);
    }
  });

  story("a phone has room for the code, and its poster no barrier", { viewport: phone }, async (page) => {
    await page.goto(`${coded("L2")}#:poster`);
    assert.ok(await page.locator(".poster-foot svg").isVisible());
    none(await barriers(page));
    const spill = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(spill <= 0, `it is ${spill} pixels too wide`);
  });

  for (const scheme of [{ colorScheme: "light" }, { colorScheme: "dark" }, { colorScheme: "dark", forcedColors: "active" }]) {
    story(`the code is black on white on a screen in ${scheme.forcedColors ? "forced colours" : `a ${scheme.colorScheme} scheme`}`, { viewport: phone, ...scheme }, async (page) => {
      await page.goto(`${coded("L2")}#:poster`);
      const drawing = page.locator(".poster-foot svg");
      const side = Number((await drawing.getAttribute("viewBox")).split(" ")[2]);
      // The quiet zone, then the dark, light and dark rings of the first sign by which a camera finds a code.
      const places = [2, 4.5, 5.5, 7.5].map((module) => [module / side, module / side]);
      const found = await brightness(page, await drawing.screenshot(), places);
      assert.deepEqual(found.map((value) => Math.round(value * 4) / 4), [1, 0, 1, 0]);
    });
  }

  test("a handbook that does not know its address has no code", () =>
    reader({}, async (page) => {
      await page.goto(`${coded("L2")}#:poster`);
      assert.equal(await page.locator(".poster-foot").isVisible(), true);
      assert.equal(await page.locator(".poster-foot svg").count(), 0);
    }));
});
