// What stands in a reader's way, as axe-core judges: WCAG 2.2 AA with target
// sizes, and the good practice of landmarks and headings in order.

import axe from "axe-core";

const runOnly = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
export const everyRule = { "target-size": { enabled: true } };

// Returns a line for each barrier on the page that is open.
export async function barriers(page, rules = everyRule) {
  await page.evaluate(axe.source);
  const options = { runOnly, rules, resultTypes: ["violations"] };
  const { violations } = await page.evaluate((chosen) => window.axe.run(document, chosen), options);
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help}; at ${node.target.join(" ")}: ${node.html.slice(0, 100)}`),
  );
}
