// One first query and many keystrokes in a browser, on a built site, with
// Deskbook's search or with Pagefind's: `node browser.mjs SITE deskbook|pagefind [DELAY]`.
// Prints the bytes and requests up to the first answers, the time that took with
// DELAY milliseconds on each response, and the time from a keystroke to its answers.

import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";

const { chromium } = createRequire(new URL("../../tests/browser/package.json", import.meta.url))("playwright-core");
const [site, tool, delay = "0"] = process.argv.slice(2);
const types = { html: "text/html", js: "text/javascript", css: "text/css", json: "application/json", wasm: "application/wasm" };

let bytes = 0;
let requests = 0;
const server = createServer(async (request, response) => {
  let name = decodeURIComponent(new URL(request.url, "http://x").pathname);
  if (name.endsWith("/")) name += "index.html";
  await new Promise((done) => setTimeout(done, Number(delay)));
  try {
    const body = name === "/bench.html" ? Buffer.from("<!doctype html><title>Bench</title>") : await readFile(path.join(site, name));
    // A host compresses what is text, as nearly all do.
    const plain = /\.(html|js|css|json)$/.test(name);
    const { gzipSync } = await import("node:zlib");
    const sent = plain ? gzipSync(body) : body;
    bytes += sent.length;
    requests += 1;
    response.writeHead(200, { "content-type": types[name.split(".").pop()] ?? "application/octet-stream", ...(plain ? { "content-encoding": "gzip" } : {}) });
    response.end(sent);
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise((done) => server.listen(0, "127.0.0.1", done));
const origin = `http://127.0.0.1:${server.address().port}`;
const flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: flags });
const page = await browser.newPage();
await page.goto(tool === "deskbook" ? `${origin}/` : `${origin}/bench.html`, { waitUntil: "networkidle" });

const queries = JSON.parse(process.env.QUERIES || '["damaged parcel refund","voucher","angry caller"]');
bytes = 0;
requests = 0;
const first = await page.evaluate(async ([which, query]) => {
  const started = performance.now();
  if (which === "deskbook") {
    const link = document.querySelector(".search-link");
    const script = document.createElement("script");
    script.src = link.dataset.script;
    script.dataset.root = link.dataset.root;
    await new Promise((done) => { script.onload = done; document.head.append(script); });
    window.ask = async (words) => {
      const { hits } = await window.deskbook.search(words);
      return Promise.all(hits.slice(0, 10).map(async (hit) => (await window.deskbook.head(hit.page)).t));
    };
  } else {
    const pagefind = await import("/pagefind/pagefind.js");
    await pagefind.init();
    window.ask = async (words) => {
      const { results } = await pagefind.search(words);
      return Promise.all(results.slice(0, 10).map(async (result) => (await result.data()).meta.title));
    };
  }
  const titles = await window.ask(query);
  return { took: performance.now() - started, titles };
}, [tool, queries[0]]);
const line = { tool, delay: Number(delay), "first answer ms": Math.round(first.took), "first kB": Math.round(bytes / 100) / 10, requests, answers: first.titles.length };

// Every beginning of every query, as if typed; once to load, then measured.
const keys = queries.flatMap((query) => Array.from(query, (_, at) => query.slice(0, at + 1)).slice(2));
const times = await page.evaluate(async (all) => {
  for (const key of all) await window.ask(key);
  const taken = [];
  for (const key of all) {
    const started = performance.now();
    await window.ask(key);
    taken.push(performance.now() - started);
  }
  return taken.sort((a, b) => a - b);
}, keys);
line["keystroke median ms"] = Math.round(times[Math.floor(times.length / 2)] * 10) / 10;
line["keystroke 95 % ms"] = Math.round(times[Math.floor(times.length * 0.95)] * 10) / 10;
console.log(JSON.stringify(line));
await browser.close();
server.close();
