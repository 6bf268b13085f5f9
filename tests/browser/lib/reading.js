// How a story opens the handbook: one host and one browser for the whole run,
// and a fresh context (a new reader, with nothing remembered) for each story.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after } from "node:test";
import { chromium } from "playwright-core";

import { quiet, theProgram } from "./browser.js";
import { folder } from "./handbook.js";
import { serve } from "./host.js";

export const phone = { width: 320, height: 568 };
export const tablet = { width: 768, height: 1024 };
export const desk = { width: 1280, height: 800 };

let browser;
let host;

// The host of the site under test.
export function theHost() {
  host ??= serve(folder);
  return host;
}

function theBrowser() {
  browser ??= chromium.launch({ executablePath: theProgram(), args: quiet });
  return browser;
}

// Gives the story a page of a reader with a profile of their own, where a site can be installed:
// a new reader's window is a private one.
export async function resident(story) {
  const profile = mkdtempSync(path.join(tmpdir(), "deskbook-profile-"));
  try {
    const context = await chromium.launchPersistentContext(profile, { executablePath: theProgram(), args: quiet, viewport: desk });
    try {
      return await story(await context.newPage(), context);
    } finally {
      await context.close();
    }
  } finally {
    rmSync(profile, { recursive: true, force: true });
  }
}

after(async () => {
  await (await browser)?.close();
  await (await host)?.close();
});

// Gives the story a page of a new reader, and closes it whatever happens.
// `options` are those of a browser context, with `viewport` a desk unless said,
// and `day` the day on which it is read: that of the site under test unless said.
export async function reader({ day = "2026-12-01", ...options }, story) {
  const context = await (await theBrowser()).newContext({
    baseURL: (await theHost()).origin,
    viewport: desk,
    // What a device keeps has stories of its own; elsewhere each page comes from the host.
    serviceWorkers: "block",
    ...options,
  });
  context.setDefaultTimeout(30_000);
  await context.clock.setFixedTime(`${day}T12:00:00Z`);
  try {
    return await story(await context.newPage(), context);
  } finally {
    await context.close();
  }
}

// Runs `look(page, address)` on each address, a few at a time, and returns
// what all of them found, in the order of the addresses.
// `prepare(context)` comes before the first page, where it is given.
export async function eachPage(addresses, { prepare, ...options }, look) {
  const found = new Map();
  const waiting = [...addresses];
  await reader(options, async (first, context) => {
    await prepare?.(context);
    const open = [first, await context.newPage(), await context.newPage()];
    await Promise.all(open.map(async (page) => {
      for (let address = waiting.shift(); address !== undefined; address = waiting.shift()) {
        const findings = (await look(page, address)) ?? [];
        found.set(address, findings.map((finding) => `${address} ${finding}`));
      }
    }));
  });
  return addresses.flatMap((address) => found.get(address));
}
