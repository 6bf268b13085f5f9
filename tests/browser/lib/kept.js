// A handbook that is published again and again on a host that can be cut off: for
// what a reader's device keeps. `DESKBOOK` names the program.

import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { serve } from "./host.js";
import { reader } from "./reading.js";

export const program = process.env.DESKBOOK;

// Gives the story a handbook of these files, published, and a reader of it whose browser keeps copies.
export async function published(files, { under = "/", leads = {}, ...options }, story) {
  const root = mkdtempSync(path.join(tmpdir(), "deskbook-kept-"));
  const handbook = new Published(root, under, leads);
  try {
    handbook.publish(files);
    await handbook.restore();
    await reader({ serviceWorkers: "allow", ...options }, (page, context) => story(handbook, page, context));
  } finally {
    await handbook.cut();
    rmSync(root, { recursive: true, force: true });
  }
}

class Published {
  constructor(root, under, leads) {
    this.root = root;
    this.under = under;
    this.leads = leads;
    this.site = path.join(root, "site");
    this.port = 0;
    this.host = null;
  }

  get home() {
    return `http://127.0.0.1:${this.port}${this.under}`;
  }

  // Writes files and builds the handbook as of a day.
  publish(files, day = "2026-12-01") {
    for (const [name, text] of Object.entries(files)) {
      const file = path.join(this.root, name);
      mkdirSync(path.dirname(file), { recursive: true });
      if (text === null) rmSync(file);
      else writeFileSync(file, text);
    }
    execFileSync(program, ["build", "--quiet", "--root", this.root, "--date", day, "--out", this.site]);
  }

  // Makes an edition of what was published last.
  release(id, day) {
    const git = (...words) =>
      execFileSync("git", ["-C", this.root, "-c", "user.name=desk", "-c", "user.email=desk@example.com", ...words], { encoding: "utf8" });
    if (!existsSync(path.join(this.root, ".git"))) git("init", "--quiet");
    git("add", "content", "handbook.toml");
    git("commit", "--quiet", "--allow-empty", "--message", id);
    const record = [`id = "${id}"`, `commit = "${git("rev-parse", "HEAD").trim()}"`, `published = ${day}`, `effective = ${day}`];
    mkdirSync(path.join(this.root, "editions"), { recursive: true });
    writeFileSync(path.join(this.root, "editions", `${id}.toml`), `${record.join("\n")}\n`);
  }

  // Takes the host away, as a cut cable does.
  async cut() {
    await this.host?.close();
    this.host = null;
  }

  async restore() {
    this.host = await serve(this.site, { under: this.under, port: this.port, leads: this.leads });
    this.port = Number(new URL(this.host.origin).port);
  }
}

// Waits until the browser keeps the handbook and answers for it.
export async function isKept(page) {
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === "activated");
}

// What the browser keeps, by the paths of the list that holds.
export function keptPaths(page) {
  return page.evaluate(async () => {
    const names = (await caches.keys()).filter((name) => name.startsWith("deskbook "));
    const paths = [];
    for (const name of names) {
      const store = await caches.open(name);
      const keys = (await store.keys()).map((request) => request.url);
      for (const url of keys.filter((key) => key.includes("/.deskbook/list/"))) {
        const { groups } = await (await store.match(url)).json();
        for (const [path, hash] of groups.flatMap((group) => group.files)) {
          if (keys.some((key) => key.endsWith(`/${hash}.${path.split(".").pop()}`))) paths.push(path);
        }
      }
    }
    return paths.sort();
  });
}
