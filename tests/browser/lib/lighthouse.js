// What Lighthouse says of a page: as a phone of middling speed on a mobile network
// loads it, in a browser of its own.

import { createServer } from "node:net";
import lighthouse from "lighthouse";
import { chromium } from "playwright-core";

import { quiet, theProgram } from "./browser.js";

// Gives the story `audit(address)`, which returns the whole report of a page.
export async function audited(story) {
  const port = await freePort();
  const browser = await chromium.launch({ executablePath: theProgram(), args: [...quiet, `--remote-debugging-port=${port}`] });
  try {
    return await story(async (address) => {
      const { lhr } = await lighthouse(address, { port, output: "json", logLevel: "silent" });
      if (lhr.runtimeError) throw new Error(`${address}: ${lhr.runtimeError.message}`);
      return lhr;
    });
  } finally {
    await browser.close();
  }
}

// Returns the audits of a category that count and do not hold, with what they say.
export function faults(report, category) {
  const { auditRefs } = report.categories[category];
  const counted = auditRefs.filter(({ weight }) => weight > 0).map(({ id }) => report.audits[id]);
  return counted.filter(({ score }) => score !== null && score < 1).map(({ id, title, displayValue }) => `${id}: ${title} ${displayValue ?? ""}`.trim());
}

function freePort() {
  return new Promise((found, fail) => {
    const server = createServer();
    server.on("error", fail);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => found(port));
    });
  });
}
