// Runs every story in one process, so that all share one browser and one host.
// A new file in `stories/` is found by itself; none can be forgotten.

import { readdirSync } from "node:fs";

const stories = new URL("stories/", import.meta.url);
for (const file of readdirSync(stories).sort()) {
  if (file.endsWith(".js")) await import(new URL(file, stories));
}
