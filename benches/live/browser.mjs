// Edits a page while it is open, and prints how long each edit takes to be seen:
// `node browser.mjs NAME FOLDER COMMAND…`, where the command serves the folder.

import { spawn } from "node:child_process";
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { chromium } from "../../tests/browser/node_modules/playwright-core/index.mjs";

const [name, folder, ...command] = process.argv.slice(2);
const edits = Number(process.env.EDITS ?? 100);
const programs = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/google-chrome"];
const quiet = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const now = () => performance.timeOrigin + performance.now();

// A page in the middle of the handbook, and its address.
function somePage() {
  const areas = readdirSync(path.join(folder, "content"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("_")).map((entry) => entry.name).sort();
  const area = areas[areas.length >> 1];
  const pages = readdirSync(path.join(folder, "content", area))
    .filter((file) => file.endsWith(".md") && !/^(_?index|README)/.test(file)).sort();
  const page = pages[pages.length >> 1];
  return { file: path.join(folder, "content", area, page), address: `/${area}/${page.replace(/\.md$/, "")}/` };
}

// Starts the server; returns where it is, once it answers.
async function serve(address) {
  const started = now();
  const server = spawn(command[0], command.slice(1), { stdio: ["ignore", "pipe", "pipe"] });
  const origin = await new Promise((found) => {
    const look = (text) => {
      const link = /http:\/\/(localhost|127\.0\.0\.1):\d+/.exec(String(text));
      if (link) found(link[0]);
    };
    server.stdout.on("data", look);
    server.stderr.on("data", look);
  });
  for (;;) {
    const answer = await fetch(origin + address).catch(() => null);
    if (answer?.ok && (await answer.text()).includes("</html>")) break;
    await new Promise((done) => setTimeout(done, 10));
  }
  return { server, origin, first: now() - started };
}

const { file, address } = somePage();
const text = readFileSync(file, "utf8");
const { server, origin, first } = await serve(address);
const browser = await chromium.launch({ executablePath: programs.find((one) => one && existsSync(one)), args: quiet });
const page = await browser.newPage();
let awaited = () => {};
await page.exposeBinding("seen", (_, number, time) => awaited(number, time));
await page.addInitScript(() => {
  let last = "";
  const look = () => {
    const found = document.body?.textContent.match(/EDIT-(\d+)-END/);
    if (!found || found[1] === last) return;
    last = found[1];
    window.seen(Number(last), performance.timeOrigin + performance.now());
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
  addEventListener("DOMContentLoaded", look);
});
await page.goto(origin + address);
await page.waitForTimeout(2000);

const took = [];
let missed = 0;
for (let number = 1; number <= edits; number += 1) {
  const seen = new Promise((done) => { awaited = (which, time) => which === number && done(time); });
  const begun = now();
  writeFileSync(file, `${text.trimEnd()}\n\nEDIT-${number}-END\n`);
  let patience;
  const at = await Promise.race([seen, new Promise((done) => { patience = setTimeout(done, 20_000); })]);
  clearTimeout(patience);
  if (at === undefined) {
    missed += 1;
    await page.reload();
  } else {
    took.push(at - begun);
  }
  // As somebody who writes: a moment passes, now shorter, now longer; and a page that was loaded
  // again has joined its server again.
  await page.waitForLoadState("load");
  await page.waitForTimeout(1000 + (number % 7) * 40);
}
took.sort((a, b) => a - b);
if (took.length === 0) throw new Error("no edit was seen");
const share = (part) => took[Math.min(took.length - 1, Math.floor(took.length * part))].toFixed(0);
console.log(`${name.padEnd(9)} first page ${(first / 1000).toFixed(2)} s; an edit: median ${share(0.5)} ms, 95 % ${share(0.95)} ms, longest ${share(1)} ms${missed ? `; ${missed} were not seen` : ""}`);
await browser.close();
server.kill();
process.exit(0);
