// Which browser reads, and how it is started: as it stands on this machine, and
// without anything that it does of its own accord.

import { existsSync } from "node:fs";

const programs = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

export const quiet = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export function theProgram() {
  const executablePath = process.env.CHROMIUM || programs.find(existsSync);
  if (!executablePath) throw new Error(`no browser: set CHROMIUM, or install one of ${programs.join(", ")}`);
  return executablePath;
}
