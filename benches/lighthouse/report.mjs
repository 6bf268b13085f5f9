// Prints a line for each page of a built handbook: Lighthouse's marks, first
// contentful paint, largest contentful paint, blocking time and layout shift.

import { serve } from "../../tests/browser/lib/host.js";
import { audited } from "../../tests/browser/lib/lighthouse.js";

const runs = 5;
const pages = [
  "/",
  "/listening/calm-an-angry-customer/",
  "/changes/2026.2/listening/listen-and-take-ownership/",
  "/search/#q=refund",
  "/empowerment/authority-matrix/",
];
const host = await serve(process.argv[2]);
const median = (numbers) => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

console.log("page".padEnd(50), "speed  access  practice  SEO   first   largest  blocking  shift");
await audited(async (audit) => {
  for (const page of pages) {
    const reports = [];
    for (let run = 0; run < runs; run += 1) reports.push(await audit(host.origin + page));
    const mark = (name) => Math.round(median(reports.map((report) => report.categories[name].score)) * 100);
    const number = (name) => median(reports.map((report) => report.audits[name].numericValue));
    const times = ["first-contentful-paint", "largest-contentful-paint", "total-blocking-time"].map((name) => `${Math.round(number(name))} ms`.padStart(8));
    const marks = [mark("performance"), mark("accessibility"), mark("best-practices"), mark("seo")].map((one) => String(one).padStart(6));
    console.log(page.padEnd(50), ...marks, ...times, number("cumulative-layout-shift"));
  }
});
await host.close();
