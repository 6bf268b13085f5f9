// A handbook with editions: the sample in a repository of its own, released
// twice, with a limit, a rule and a page's place changed in between. `DESKBOOK`
// names the program; without it no story runs.

import { execFileSync } from "node:child_process";
import { after } from "node:test";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { serve } from "./host.js";

const sample = new URL("../../../", import.meta.url).pathname;

export const program = process.env.DESKBOOK;

const hosts = new Map();
const folders = [];

// Builds the handbook as of a day, once for all stories of the run, and gives the
// address of its host to the story.
export async function released(day, story) {
  if (!hosts.has(day)) hosts.set(day, host(day));
  const { origin, site } = await hosts.get(day);
  return story(origin, site);
}

async function host(day) {
  const root = mkdtempSync(path.join(tmpdir(), "deskbook-editions-"));
  folders.push(root);
  release(root);
  const site = path.join(root, "built");
  execFileSync(program, ["build", "--quiet", "--root", root, "--date", day, "--out", site, "--base-url", "https://handbook.example.com/"]);
  return { ...(await serve(site)), site };
}

after(async () => {
  for (const built of hosts.values()) await (await built.catch(() => null))?.close();
  folders.forEach((folder) => rmSync(folder, { recursive: true, force: true }));
});

// Makes a repository of the sample with two editions, in force from these days.
export function release(root, [first, second] = ["2026-09-01", "2026-12-01"]) {
  cpSync(path.join(sample, "content"), path.join(root, "content"), { recursive: true });
  cpSync(path.join(sample, "handbook.toml"), path.join(root, "handbook.toml"));
  const git = (...words) =>
    execFileSync("git", ["-C", root, "-c", "user.name=desk", "-c", "user.email=desk@example.com", ...words], { encoding: "utf8" });
  const commit = (message) => {
    git("add", "--all");
    git("commit", "--quiet", "--message", message);
    return git("rev-parse", "HEAD").trim();
  };
  const record = (id, day, hash, note) => {
    mkdirSync(path.join(root, "editions"), { recursive: true });
    const lines = [`id = "${id}"`, `commit = "${hash}"`, `published = ${day}`, `effective = ${day}`, `note = "${note}"`];
    writeFileSync(path.join(root, "editions", `${id}.toml`), `${lines.join("\n")}\n`);
  };
  const change = (file, from, to) => {
    const place = path.join(root, file);
    const text = readFileSync(place, "utf8");
    if (!text.includes(from)) throw new Error(`\`${file}\` does not hold \`${from}\``);
    writeFileSync(place, text.replaceAll(from, to));
  };
  git("init", "--quiet");
  record("2026.1", first, commit("First"), "The first edition.");
  change("content/_data/values.toml", "[goodwill.adviser]\namount = 50", "[goodwill.adviser]\namount = 75");
  const calm = "content/2-listening/2-calm-an-angry-customer.md";
  change(calm, "level=should-not waiver=team-leader\n\nYou should not offer", "level=must-not waiver=team-leader\n\nYou must not offer");
  change("content/2-listening/index.md", "\n---\n", "\n---\n\nNew words for everybody.\n");
  renameSync(path.join(root, "content/4-empowerment/7-after-a-difficult-contact.md"), path.join(root, "content/4-empowerment/7-afterwards.md"));
  for (const file of git("grep", "--files-with-matches", "7-after-a-difficult-contact.md").trim().split("\n")) {
    change(file, "7-after-a-difficult-contact.md", "7-afterwards.md");
  }
  record("2026.2", second, commit("Second"), "Goodwill grows.");
}
