// Follows every address of a served handbook over HTTP, as a patient reader
// would, and tells of each its status and, of a page, its links and ids.

import { reader } from "./reading.js";

const crawls = new Map();

// Fetches the addresses in `start` and whatever on the same host they lead to.
// Returns a map from path to `{ status, links, ids }`; asks only once.
export function crawl(origin, start) {
  const key = [origin, ...start].join(" ");
  if (!crawls.has(key)) {
    crawls.set(key, reader({ javaScriptEnabled: false }, (page) => follow(page, origin, start)));
  }
  return crawls.get(key);
}

// Returns a line for each link that leads to no page, or to no place on one.
export function deadLinks(outlines) {
  return Array.from(outlines).flatMap(([from, { links }]) =>
    links.filter((link) => !leadsSomewhere(outlines, link)).map((link) => `${from} leads nowhere with ${link}`),
  );
}

async function follow(page, origin, start) {
  const outlines = new Map();
  const waiting = [...start];
  for (let address = waiting.shift(); address !== undefined; address = waiting.shift()) {
    if (outlines.has(address)) continue;
    const answer = await fetch(origin + address, { redirect: "manual" });
    const isPage = answer.ok && answer.headers.get("content-type").startsWith("text/html");
    const outline = isPage
      ? await page.evaluate(read, { markup: await answer.text(), base: origin + address })
      : { links: [], ids: [] };
    outlines.set(address, { status: answer.status, ...outline });
    waiting.push(...outline.links.map((link) => link.split("#")[0]));
  }
  return outlines;
}

// Runs in the browser, for its reading of markup: links on this host as paths.
function read({ markup, base }) {
  const page = new DOMParser().parseFromString(markup, "text/html");
  const values = (selector, attribute) =>
    Array.from(page.querySelectorAll(selector), (element) => element.getAttribute(attribute));
  const refreshes = values('meta[http-equiv="refresh"]', "content").map((content) => content.replace(/^.*?url=/i, ""));
  const { origin } = new URL(base);
  return {
    ids: values("[id]", "id"),
    links: [...values("[href]", "href"), ...values("[src]", "src"), ...refreshes]
      .map((address) => new URL(address, base))
      .filter((address) => address.origin === origin)
      .map((address) => address.pathname + address.hash),
  };
}

function leadsSomewhere(outlines, link) {
  const [address, fragment] = link.split("#");
  const target = outlines.get(address);
  if (target.status !== 200) return false;
  return !fragment || target.ids.includes(decodeURIComponent(fragment));
}
