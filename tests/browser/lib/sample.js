// Chooses the few pages that together show everything the theme can draw: each
// kind, section, block and area tab at least once. A new block in the handbook
// joins by itself, so nobody has to keep a list.

import { coded, notFound, pages, source, themePages } from "./handbook.js";

// Named by hand because each is a layout of its own or hard on a small screen.
const always = ["/", coded("L2"), coded("X1"), coded("C3"), coded("E1"), ...themePages, notFound];

// Returns the addresses to look at, in a fixed order.
export function sample() {
  const chosen = [...always];
  const seen = new Set(chosen.flatMap(features));
  const rest = pages.filter((address) => !chosen.includes(address));
  for (;;) {
    const news = (address) => features(address).filter((feature) => !seen.has(feature)).length;
    const best = rest.reduce((one, other) => (news(other) > news(one) ? other : one), rest[0]);
    if (best === undefined || news(best) === 0) return chosen;
    chosen.push(best);
    features(best).forEach((feature) => seen.add(feature));
  }
}

// What a page shows: its classes and its sections.
function features(address) {
  const markup = source(address);
  return Array.from(markup.matchAll(/\b(class|data-section)=(?:"([^"]*)"|([^\s>]+))/g), (match) =>
    (match[2] ?? match[3]).split(/\s+/).map((word) => `${match[1]} ${word}`),
  ).flat();
}
