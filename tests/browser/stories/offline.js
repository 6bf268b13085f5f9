// A reader without a network finds and reads what holds, is told that it is a copy
// and of when, hears of what is new, and can have it all taken away.

import assert from "node:assert/strict";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { describe, test } from "node:test";

import { barriers } from "../lib/barriers.js";
import { coded, folder } from "../lib/handbook.js";
import { serve } from "../lib/host.js";
import { isKept, keptPaths, program, published } from "../lib/kept.js";
import { Desk } from "../lib/live.js";
import { none } from "../lib/none.js";
import { phone, reader } from "../lib/reading.js";

const small = {
  "handbook.toml": 'title = "Desk"\ntime_zone = "Europe/London"\n',
  "content/index.md": "---\ntitle: Desk\nsummary: How we help.\n---\n\nRead [refunds](1-till/1-refunds.md).\n",
  "content/1-till/index.md": "---\ntitle: Till\nsummary: At the till.\n---\n",
  "content/1-till/1-refunds.md": "---\ntitle: Refunds\nsummary: Give it back.\ncode: T1\n---\n\nGive the money back within 30 days.\n",
  "content/1-till/2-threats.md": "---\ntitle: Threats\nsummary: Leave.\nurgent: true\n---\n\nGo to the back room.\n",
  "content/1-till/3-gifts.md": "---\ntitle: Gifts\nsummary: Take none.\n---\n\nTake no gift.\n",
};
const skip = !program && "DESKBOOK is not set";

describe("offline", { concurrency: 2 }, () => {
  for (const under of ["/", "/handbook/"]) {
    test(`after a visit to the first page, a page never opened is found and read without a network, under ${under}`, async () => {
      const host = await serve(folder, { under });
      try {
        await reader({ baseURL: host.home, serviceWorkers: "allow", viewport: phone }, async (page, context) => {
          await context.addInitScript(() => {
            window.refused = [];
            document.addEventListener("securitypolicyviolation", (event) => window.refused.push(event.violatedDirective));
          });
          const complaints = [];
          context.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
          context.on("weberror", (error) => complaints.push(error.error().message));
          await page.goto(host.home);
          await isKept(page);
          none([...complaints, ...await page.evaluate(() => window.refused)]);
          await host.close();
          await context.setOffline(true);

          await page.keyboard.press("/");
          await page.locator(".search-input").fill("end abusve call");
          await page.locator(".search-answers a", { hasText: "End an abusive call" }).first().click();
          await page.waitForURL(`${host.home}exit/end-an-abusive-contact/**`);
          const note = page.locator("main .saved-note");
          assert.match(await note.innerText(), /Saved copy, up to date on \d+ \w+ \d{4} at \d\d:\d\d/);
          assert.ok(await page.locator('[data-section="first-30-seconds"]').isVisible());
          assert.equal(await page.locator("body").evaluate((body) => getComputedStyle(body).fontSize !== ""), true);
          none(await barriers(page));

          // Ways to a page that a host would answer: a code, no slash at its end, a question, a part.
          const calm = `${host.home}${coded("L2").slice(1)}`;
          await page.goto(`${host.home}l2/#steps`);
          await page.waitForURL(`${calm}#steps`);
          await page.goto(`${calm.slice(0, -1)}?from=chat`);
          assert.equal(page.url(), `${calm}?from=chat`);
          assert.ok(await page.getByRole("heading", { level: 1, name: "Calm an angry customer" }).isVisible());
          await page.goto(`${calm}index.html`);
          assert.ok(await page.getByRole("heading", { level: 1, name: "Calm an angry customer" }).isVisible());
          none(await page.evaluate(() => window.refused));
        });
      } finally {
        await host.close();
      }
    });
  }

  test("what the copy does not have is said, with a way to what it has", { skip }, () =>
    published(small, { under: "/book/", viewport: phone, colorScheme: "dark" }, async (handbook, page) => {
      await page.goto(handbook.home);
      await isKept(page);
      await handbook.cut();
      await page.goto(`${handbook.home}no/such/page/`);
      none(await barriers(page));
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "nothing sticks out");
      assert.match(await page.locator("main .saved-note").innerText(), /The page that you asked for is not on this device/);
      assert.equal(page.url(), `${handbook.home}no/such/page/`, "so that trying again asks for the page");
      await page.getByRole("main").getByRole("link", { name: "Threats" }).click();
      await page.waitForURL(`${handbook.home}till/threats/`);
      assert.match(await page.locator("main").innerText(), /Go to the back room/);
    }));

  test("a code leads to its page where the host leads on by itself", { skip }, () =>
    published(small, { under: "/book/", leads: { "t1/": "till/refunds/" } }, async (handbook, page) => {
      await page.goto(handbook.home);
      await isKept(page);
      await handbook.cut();
      await page.goto(`${handbook.home}t1/#part`);
      assert.equal(page.url(), `${refunds(handbook)}#part`);
      await holds(page, "30 days");
    }));

  test("a reader with a network reads the live page, whatever is kept", { skip }, () =>
    published(small, {}, async (handbook, page) => {
      await page.goto(handbook.home);
      await isKept(page);
      handbook.publish({ "content/1-till/1-refunds.md": small["content/1-till/1-refunds.md"].replace("30 days", "60 days") });
      await page.goto(`${handbook.home}till/refunds/`);
      assert.match(await page.locator("main").innerText(), /within 60 days/);
      assert.equal(await page.locator(".saved-note").count(), 0);
    }));

  test("a host that takes a call and says nothing is not waited for", { skip }, () =>
    published(small, {}, async (handbook, page) => {
      await page.goto(handbook.home);
      await isKept(page);
      await handbook.cut();
      const silent = createServer(() => {});
      await new Promise((listening) => silent.listen(handbook.port, "127.0.0.1", listening));
      try {
        await page.goto(refunds(handbook), { timeout: 15_000 });
        await holds(page, "Saved copy");
        await holds(page, "30 days");
      } finally {
        await page.goto("about:blank");
        silent.close();
      }
    }));

  test("a page that is open hears of a new build, and turns to it with its new style in one step", { skip }, () =>
    published(small, {}, async (handbook, page, context) => {
      await page.goto(refunds(handbook));
      await isKept(page);
      const asked = [];
      context.on("request", (request) => request.serviceWorker() && asked.push(new URL(request.url()).pathname));
      handbook.publish({ ...sixty, "handbook.toml": `${small["handbook.toml"]}theme = "own"\n`, "themes/own/css/99-own.css": "main { outline: 1px solid }\n" });
      await hears(page);
      assert.match(await page.locator(".news-bar").innerText(), /The handbook has changed since this page was opened/);
      none(await barriers(page));
      assert.match(await page.locator("main").innerText(), /within 30 days/, "the open page stays as it is");
      assert.ok(asked.includes("/till/refunds/"), String(asked));
      none(asked.filter((address) => /early|redirect|favicon/.test(address)), "what did not change is not asked for");

      await page.getByRole("button", { name: "Show it as it is now" }).click();
      await page.waitForFunction(() => document.querySelector("main").innerText.includes("60 days"));
      await handbook.cut();
      await page.goto(refunds(handbook));
      assert.deepEqual(await daysAndOutline(page), ["60", "solid"]);
      const files = await keptPaths(page);
      assert.equal(files.filter((file) => /handbook\..*css/.test(file)).length, 1, "the old style is gone");
    }));

  test("without a network a page has the style of its own build, whichever of two it is of", { skip }, () =>
    published(small, {}, async (handbook, page) => {
      await page.goto(refunds(handbook));
      await isKept(page);
      handbook.publish({ ...sixty, "handbook.toml": `${small["handbook.toml"]}theme = "own"\n`, "themes/own/css/99-own.css": "main { outline: 1px solid }\n" });
      await hears(page);
      await handbook.cut();
      const builds = [["30", "none"], ["60", "solid"]];
      for (let turn = 0; turn < 3; turn += 1) {
        await page.reload();
        const seen = await daysAndOutline(page);
        assert.ok(builds.some((build) => build.join() === seen.join()), String(seen));
      }
    }));

  test("a reader who comes back to a new build reads it, and is not told what the page shows already", { skip }, () =>
    published(small, {}, async (handbook, page) => {
      await page.goto(refunds(handbook));
      await isKept(page);
      handbook.publish(sixty);
      await page.goto(refunds(handbook));
      await holds(page, "60 days");
      await isTaken(page, handbook);
      assert.equal(await page.locator(".news-bar").count(), 0);
      await handbook.cut();
      await page.reload();
      assert.deepEqual((await daysAndOutline(page))[0], "60");
    }));

  test("a copy is of one build: while files of two are on the host, the former stays", { skip }, () =>
    published(small, {}, async (handbook, page) => {
      await page.goto(handbook.home);
      await isKept(page);
      const old = readFileSync(path.join(handbook.site, "till/gifts/index.html"));
      handbook.publish({ ...sixty, "content/1-till/3-gifts.md": small["content/1-till/3-gifts.md"].replace("no gift", "one gift") });
      writeFileSync(path.join(handbook.site, "till/gifts/index.html"), old);
      await comesOnline(page);
      await until(page, async () => (await navigator.serviceWorker.getRegistration()).installing === null);
      await handbook.cut();
      await page.goto(refunds(handbook));
      await holds(page, "30 days");
    }));

  test("what is not a page of the handbook is never kept in its place", { skip }, () =>
    published({ ...small, ...large }, {}, async (handbook, page) => {
      await page.goto(handbook.home);
      await isKept(page);
      const place = path.join(handbook.site, "till/refunds/index.html");
      const real = readFileSync(place);
      writeFileSync(place, "<!doctype html><title>Log in</title><main>Your password, please.</main>");
      await page.goto(refunds(handbook));
      await holds(page, "Your password, please.");
      writeFileSync(place, real);
      await handbook.cut();
      await page.reload();
      await holds(page, "not on this device");
    }));

  test("of a handbook above its size a device keeps urgent pages and those that were opened, and says so", { skip }, () =>
    published({ ...small, ...large }, {}, async (handbook, page) => {
      await page.goto(handbook.home);
      await isKept(page);
      const before = await keptPaths(page);
      for (const file of ["index.html", "offline.html", "till/threats/index.html"]) assert.ok(before.includes(file), file);
      assert.ok(before.some((file) => file.startsWith("search/")), "words are found, wherever they stand");
      assert.ok(!before.includes("till/refunds/index.html"));
      await page.goto(refunds(handbook));
      await page.waitForFunction(() => document.readyState === "complete");
      await handbook.cut();
      await page.goto(refunds(handbook));
      await holds(page, "30 days");
      await page.goto(`${handbook.home}till/threats/`);
      await holds(page, "Go to the back room");
      await page.goto(`${handbook.home}till/gifts/`);
      await holds(page, "The page that you asked for is not on this device");
      await page.getByRole("link", { name: "Without a network" }).click();
      await page.locator(".offline-report", { hasText: "It is a part of the handbook" }).waitFor();

      // A page that was opened is kept when it changes, too.
      await handbook.restore();
      handbook.publish(sixty);
      await page.goto(handbook.home);
      await isTaken(page, handbook);
      await handbook.cut();
      await page.goto(refunds(handbook));
      await holds(page, "60 days");
    }));

  test("a copy says when another edition has taken its place", { skip }, () =>
    published(small, {}, async (handbook, page) => {
      handbook.release("2020.1", "2020-01-01");
      handbook.publish(sixty);
      handbook.release("2020.2", "2020-02-01");
      handbook.publish({}, "2020-01-15");
      await page.goto(refunds(handbook));
      await isKept(page);
      await holds(page, "30 days");
      await handbook.cut();
      await page.reload();
      assert.match(await page.locator(".saved-note").innerText(), /Edition 2020\.2 took effect on 1 February 2020, so this copy has been replaced/);
      await page.emulateMedia({ media: "print" });
      assert.ok(await page.locator(".saved-note").isVisible(), "on paper too");
    }));

  test("a new edition announces itself, once, with what changed", { skip }, () =>
    published(small, {}, async (handbook, page) => {
      handbook.release("2020.1", "2020-01-01");
      handbook.publish(sixty);
      handbook.release("2020.2", "2020-02-01");
      handbook.publish({}, "2020-01-15");
      await page.goto(refunds(handbook));
      await isKept(page);
      handbook.publish({}, "2020-02-15");
      await page.goto(refunds(handbook));
      await holds(page, "60 days");
      const bar = page.locator(".news-bar");
      assert.match(await bar.innerText(), /A new edition is in force: 2020\.2, since 1 February 2020/);
      await bar.getByRole("link", { name: "What changed" }).click();
      await page.waitForURL(`${handbook.home}changes/2020.2/`);
      await page.goto(handbook.home);
      await page.waitForTimeout(1500);
      assert.equal(await bar.count(), 0);
    }));

  test("a copy hears that the network is back", { skip }, () =>
    published(small, {}, async (handbook, page) => {
      await page.goto(handbook.home);
      await isKept(page);
      await handbook.cut();
      await page.goto(refunds(handbook));
      await holds(page, "Saved copy");
      await handbook.restore();
      await hears(page);
      await page.getByRole("button", { name: "Read the live page" }).click();
      await page.waitForFunction(() => !document.querySelector(".saved-note"));
    }));

  test("a reader takes the copy away, and has it again", { skip }, () =>
    published(small, {}, async (handbook, page) => {
      await page.goto(handbook.home);
      await isKept(page);
      await page.getByRole("link", { name: "Without a network" }).click();
      await page.locator(".offline-report", { hasText: "It is the whole handbook" }).waitFor();
      none(await barriers(page));
      assert.equal(await page.locator(".news-bar").count(), 0, "there is nothing new");
      await page.getByRole("button", { name: "Remove the copy from this device" }).click();
      await page.locator(".offline-report", { hasText: "There is no copy" }).waitFor();
      await page.goto(handbook.home);
      await page.locator(".offline-link:not([hidden])").waitFor();
      await page.waitForTimeout(1000);
      assert.deepEqual(await traces(page), [0, 0]);
      await page.getByRole("link", { name: "Without a network" }).click();
      await page.getByRole("button", { name: "Keep a copy" }).click();
      await page.locator(".offline-report", { hasText: "It is the whole handbook" }).waitFor();
      await handbook.cut();
      await page.goto(refunds(handbook));
      await holds(page, "30 days");
    }));

  test("a build that keeps no copies takes away what an earlier one kept, and nothing else", { skip }, () =>
    published(small, { under: "/desk/" }, async (handbook, page) => {
      await page.goto(handbook.home);
      await isKept(page);
      await page.evaluate(() => caches.open("of another program"));
      handbook.publish({ "handbook.toml": `${small["handbook.toml"]}[offline]\nkeep = false\n` });
      await page.goto(handbook.home);
      await until(page, async () => (await navigator.serviceWorker.getRegistrations()).length === 0);
      await until(page, async () => (await caches.keys()).length === 1);
      await page.goto(refunds(handbook));
      assert.equal(await page.locator(".offline-link").count(), 0);
      assert.deepEqual(await page.evaluate(() => caches.keys()), ["of another program"]);
    }));

  test("two handbooks on one host keep to themselves", { skip }, () =>
    published(small, {}, async (handbook, page) => {
      const both = path.join(handbook.root, "both");
      mkdirSync(both);
      symlinkSync(handbook.site, path.join(both, "small"));
      symlinkSync(folder, path.join(both, "sample"));
      const host = await serve(both);
      const stores = () => page.evaluate(async () => (await caches.keys()).sort());
      try {
        for (const name of ["sample", "small"]) {
          await page.goto(`${host.origin}/${name}/`);
          await isKept(page);
        }
        assert.deepEqual(await stores(), ["deskbook /sample/", "deskbook /small/"]);
        await page.getByRole("link", { name: "Without a network" }).click();
        await page.getByRole("button", { name: "Remove the copy from this device" }).click();
        await page.locator(".offline-report", { hasText: "There is no copy" }).waitFor();
        assert.deepEqual(await stores(), ["deskbook /sample/"]);
      } finally {
        await host.close();
      }
      await page.goto(`${host.origin}/sample${coded("L2")}`);
      await holds(page, "Calm an angry customer");
      await assert.rejects(page.goto(`${host.origin}/small/`), /ERR_CONNECTION_REFUSED/);
    }));

  test("the live server keeps nothing, and takes away what a build kept at its address", { skip }, () =>
    published(small, {}, async (handbook, page) => {
      await page.goto(refunds(handbook));
      await isKept(page);
      await handbook.cut();
      const desk = new Desk(handbook.root, String(handbook.port));
      await desk.start();
      try {
        assert.equal(`${desk.origin}/`, handbook.home);
        desk.edit("content/1-till/1-refunds.md", "30 days", "45 days");
        await page.goto(refunds(handbook));
        await holds(page, "45 days");
        assert.equal(await page.locator(".saved-note").count(), 0);
        await until(page, async () => (await navigator.serviceWorker.getRegistrations()).length === 0);
        await page.reload();
        await page.waitForTimeout(1500);
        assert.deepEqual(await traces(page), [0, 0]);
      } finally {
        await desk.stop();
      }
    }));
});

const sixty = { "content/1-till/1-refunds.md": small["content/1-till/1-refunds.md"].replace("30 days", "60 days") };
// A page that alone is larger than what is kept.
const large = {
  "handbook.toml": `${small["handbook.toml"]}[offline]\nmegabytes = 1\n`,
  "content/1-till/4-list.md": `---\ntitle: List\nsummary: All of them.\n---\n\n${"One more line of the list.\n\n".repeat(40_000)}`,
};

const refunds = (handbook) => `${handbook.home}till/refunds/`;
const comesOnline = (page) => page.evaluate(() => dispatchEvent(new Event("online")));
// Lets the page look at its host until it has something to say: a first look may meet a build half written.
const hears = async (page) => {
  const bar = page.locator(".news-bar");
  for (let turn = 0; turn < 20 && !(await bar.isVisible()); turn += 1) {
    await comesOnline(page);
    await page.waitForTimeout(500);
  }
};
// Waits for an answer that takes the browser time to give.
async function until(page, question, ...words) {
  for (let turn = 0; turn < 100; turn += 1) {
    if (await page.evaluate(question, ...words)) return;
    await page.waitForTimeout(100);
  }
  assert.fail(`it never came true: ${question}`);
}

// Waits until the browser keeps what the host has now, and nothing else.
async function isTaken(page, handbook) {
  const [, hash] = /deskbookList="(\w+)"/.exec(readFileSync(path.join(handbook.site, "sw.js"), "utf8"));
  await until(page, async (wanted) => {
    const stores = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
    const keys = (await Promise.all(stores.map((store) => store.keys()))).flat().map((request) => request.url);
    const lists = keys.filter((key) => key.includes("/list/"));
    return lists.length === 1 && lists[0].endsWith(wanted);
  }, hash);
}

const holds = (page, words) => page.locator("main", { hasText: words }).waitFor();

// How many workers and stores a browser has.
const traces = (page) =>
  page.evaluate(async () => [(await navigator.serviceWorker.getRegistrations()).length, (await caches.keys()).length]);

// The days within which money goes back, and whether the page has the style of its build.
const daysAndOutline = (page) =>
  page.locator("main").evaluate((main) => [/within (\d+) days/.exec(main.innerText)[1], getComputedStyle(main).outlineStyle]);
