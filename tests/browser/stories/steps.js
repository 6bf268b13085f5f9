// Steps carry the numbers they were written with: a page says "back to step 5",
// and a reader must find it.

import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { pages, source } from "../lib/handbook.js";
import { none } from "../lib/none.js";
import { eachPage } from "../lib/reading.js";

describe("steps", () => {
  // The numbers were once drawn by a counter that began again in each list.
  test("a list that goes on after a box goes on counting", async () => {
    const withLists = pages.filter((address) => /<ol start=/.test(source(address)));
    assert.notEqual(withLists.length, 0);
    none(await eachPage(withLists, {}, async (page, address) => {
      await page.goto(address);
      const starts = await page.locator("ol[start]").evaluateAll((lists) =>
        lists.map((list) => ({ number: String(list.start), words: list.querySelector("li").textContent.trim().slice(0, 20) })),
      );
      const drawn = await listItems(page);
      return starts
        .filter(({ number, words }) => !drawn.some((item) => item.startsWith(number) && item.includes(words)))
        .map(({ number, words }) => `step ${number}, "${words}…", is drawn with another number`);
    }));
  });
});

// Returns each list item as it is told to those who listen, which holds the
// drawn number whether it is a marker or made by the style sheet.
async function listItems(page) {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send("Accessibility.getFullAXTree");
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const words = (node) =>
    ["StaticText", "ListMarker"].includes(node.role?.value)
      ? node.name?.value ?? ""
      : (node.childIds ?? []).map((id) => byId.get(id)).filter(Boolean).map(words).join("");
  return nodes.filter((node) => node.role?.value === "listitem").map((node) => words(node).trim());
}
