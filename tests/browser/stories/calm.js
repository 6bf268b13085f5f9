// Nothing on any page complains: no error in the console, nothing that the
// policy forbids, nothing asked of another host.

import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { listed, moved, notFound, pages, themePages } from "../lib/handbook.js";
import { none } from "../lib/none.js";
import { eachPage, reader, theHost } from "../lib/reading.js";

describe("calm", { concurrency: 2 }, () => {
  test("the listed pages and the pages of the theme are all there", () => {
    const expected = [...listed.map((page) => `/${page.url}`), ...themePages];
    none(expected.filter((address) => !pages.includes(address)));
  });

  test("no page has an error, a refused resource or a call to another host", async () => {
    const { origin } = await theHost();
    none(await eachPage([...pages, ...moved, notFound], { prepare }, async (page, address) => {
      const heard = listen(page, origin);
      await page.goto(address, { waitUntil: "load" });
      await page.waitForLoadState("networkidle");
      const refused = await page.evaluate(() => window.refused);
      heard.stop();
      return [...heard.findings, ...refused];
    }));
  });

  test("the listener hears what the policy refuses", () =>
    reader({}, async (page, context) => {
      await prepare(context);
      const heard = listen(page, (await theHost()).origin);
      await page.goto("/");
      await page.evaluate(() => {
        const script = document.createElement("script");
        script.textContent = "document.title = 'ran'";
        document.body.append(script);
      });
      await page.waitForFunction(() => window.refused.length > 0);
      heard.stop();
      assert.notEqual(heard.findings.length, 0);
    }));

  test("an address that leads nowhere says so, with a way on", () =>
    reader({}, async (page) => {
      const answer = await page.goto("/no/such/page/");
      assert.equal(answer.status(), 404);
      await page.getByRole("main").getByRole("link", { name: "Home" }).click();
      await page.waitForURL("/");
    }));
});

// Collects what the policy refuses, from before the first byte of the page.
function prepare(context) {
  return context.addInitScript(() => {
    window.refused = [];
    document.addEventListener("securitypolicyviolation", (event) => {
      window.refused.push(`policy refuses ${event.violatedDirective}: ${event.blockedURI}`);
    });
  });
}

// An icon, which the browser asks for by itself, may still be on its way when the
// next page is opened, and is dropped then. What a page asks for has come by then.
const isLeftBehind = (request) => request.resourceType() === "other" && request.failure()?.errorText === "net::ERR_ABORTED";

// Collects what the page says and asks for, until stopped.
function listen(page, origin) {
  const findings = [];
  const ears = {
    console: (message) => message.type() === "error" && findings.push(`console: ${message.text()}`),
    pageerror: (error) => findings.push(`script: ${error.message}`),
    requestfailed: (request) => {
      if (!isLeftBehind(request)) findings.push(`failed: ${request.url()} ${request.failure()?.errorText}`);
    },
    request: (request) => {
      if (!request.url().startsWith(`${origin}/`)) findings.push(`another host: ${request.url()}`);
    },
    response: (response) => response.status() >= 400 && findings.push(`${response.status()}: ${response.url()}`),
  };
  for (const [event, ear] of Object.entries(ears)) page.on(event, ear);
  return {
    findings,
    stop: () => Object.entries(ears).forEach(([event, ear]) => page.off(event, ear)),
  };
}
