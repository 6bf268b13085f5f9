// Lighthouse, as a phone on a mobile network: nothing in a reader's way, nothing
// out of date in what is sent, nothing that moves while it loads, and a public
// handbook is there to be found. How fast it is says `benches/lighthouse.sh`.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";

import { program, release } from "../lib/editions.js";
import { serve } from "../lib/host.js";
import { audited, faults } from "../lib/lighthouse.js";

const pages = [
  "/",
  "/listening/calm-an-angry-customer/",
  "/search/#q=refund",
  "/changes/2026.2/listening/calm-an-angry-customer/",
];

test("a public handbook has full marks but for speed, which a machine under test cannot give", { skip: !program && "DESKBOOK is not set" }, async () => {
  const root = mkdtempSync(path.join(tmpdir(), "deskbook-lighthouse-"));
  // Lighthouse reads today, and a page that is read on another day than that of its build says so.
  release(root, ["2025-09-01", "2025-12-01"]);
  const today = new Date().toISOString().slice(0, 10);
  const settings = path.join(root, "handbook.toml");
  writeFileSync(settings, readFileSync(settings, "utf8").replace('access = "private"', 'access = "public"'));
  const site = path.join(root, "site");
  execFileSync(program, ["build", "--quiet", "--root", root, "--date", today, "--out", site, "--base-url", "https://handbook.example.com/"]);
  const host = await serve(site);
  try {
    await audited(async (audit) => {
      for (const address of pages) {
        const report = await audit(host.origin + address);
        const told = ["accessibility", "best-practices", "seo"].flatMap((category) => faults(report, category));
        assert.deepEqual(told, [], address);
        assert.equal(report.audits["cumulative-layout-shift"].numericValue, 0, `${address} moves while it loads`);
      }
    });
  } finally {
    await host.close();
    rmSync(root, { recursive: true, force: true });
  }
});
