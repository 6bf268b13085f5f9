// A handbook that is being written: a copy of the sample under `deskbook serve`,
// to be edited by a story. `DESKBOOK` names the program; without it no story runs.

import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const sample = new URL("../../../", import.meta.url).pathname;

export const program = process.env.DESKBOOK;

// Starts the live server on a copy of the sample, or on what `prepare` puts into
// a folder, and gives it to the story.
export async function writing(story, prepare = copy) {
  const root = mkdtempSync(path.join(tmpdir(), "deskbook-live-"));
  prepare(root);
  const desk = new Desk(root);
  try {
    await desk.start();
    return await story(desk);
  } finally {
    await desk.stop();
    rmSync(root, { recursive: true, force: true });
  }
}

function copy(root) {
  cpSync(path.join(sample, "content"), path.join(root, "content"), { recursive: true });
  cpSync(path.join(sample, "handbook.toml"), path.join(root, "handbook.toml"));
}

// The live server on a folder, at a port of its own unless one is named.
export class Desk {
  constructor(root, port = "0") {
    this.root = root;
    this.port = port;
  }

  // Starts the program, again at the same port, and waits until it answers.
  async start() {
    this.log = "";
    this.child = spawn(program, ["serve", "--root", this.root, "--port", this.port, "--date", "2026-12-01"]);
    const link = await new Promise((found, fail) => {
      this.child.stderr.on("data", (text) => {
        this.log += text;
        const link = /http:\S+/.exec(this.log);
        if (link) found(link[0]);
      });
      this.child.on("error", fail);
      this.child.on("exit", (status) => fail(new Error(`deskbook serve ended with ${status}: ${this.log}`)));
    });
    this.origin = link.replace(/\/$/, "");
    this.port = new URL(link).port;
    await fetch(link);
  }

  stop() {
    const ended = new Promise((end) => this.child.on("exit", end));
    this.child.removeAllListeners("exit");
    this.child.kill();
    return Promise.race([ended, new Promise((end) => setTimeout(end, 500))]);
  }

  file(name) {
    return path.join(this.root, name);
  }

  read(name) {
    return readFileSync(this.file(name), "utf8");
  }

  write(name, text) {
    writeFileSync(this.file(name), text);
  }

  edit(name, from, to) {
    const text = this.read(name);
    if (!text.includes(from)) throw new Error(`\`${name}\` does not hold \`${from}\``);
    this.write(name, text.replace(from, to));
  }

  move(from, to) {
    renameSync(this.file(from), this.file(to));
  }

  remove(name) {
    rmSync(this.file(name));
  }

  has(name) {
    return existsSync(this.file(name));
  }
}
