// Says what was found, one finding a line, where nothing should be.

import { AssertionError } from "node:assert";

export function none(findings) {
  if (findings.length === 0) return;
  const message = [`${findings.length} found:`, ...findings].join("\n  ");
  throw new AssertionError({ message, stackStartFn: none });
}
