// Every address and every #fragment in the handbook leads somewhere.

import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { crawl, deadLinks } from "../lib/crawl.js";
import { moved, notFound, pages } from "../lib/handbook.js";
import { none } from "../lib/none.js";
import { theHost } from "../lib/reading.js";

describe("links", () => {
  test("every link leads to a page, and every fragment to a place on it", async () => {
    none(deadLinks(await outlinesFrom(everywhere)));
  });

  test("no two things on a page share an id", async () => {
    none(Array.from(await outlinesFrom(everywhere)).flatMap(([address, { ids }]) =>
      ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `${address} has #${id} twice`),
    ));
  });

  test("every page can be reached from the home page", async () => {
    const reached = await outlinesFrom(["/"]);
    none(pages.filter((address) => !reached.has(address)));
  });

  test("a moved page names the page it has moved to", async () => {
    assert.notEqual(moved.length, 0);
    const outlines = await outlinesFrom(everywhere);
    none(moved.filter((address) => !outlines.get(address).links.some((link) => pages.includes(link))));
  });
});

const everywhere = [...pages, ...moved, notFound];

async function outlinesFrom(start) {
  return crawl((await theHost()).origin, start);
}
