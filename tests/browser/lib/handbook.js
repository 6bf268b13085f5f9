// The built handbook under test: its pages, by address, and the files they
// are made of. Reads the folder named by SITE, and nothing else.

import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";

if (!process.env.SITE) {
  throw new Error("SITE is not set: name the folder that `deskbook build` wrote, as in `SITE=../../site npm test`");
}

export const folder = path.resolve(process.env.SITE);

// The pages that `pages.json` lists, as `{ url, code, kind, … }`.
export const listed = JSON.parse(readFileSync(path.join(folder, "pages.json"), "utf8"));

// The addresses of all pages, theme pages too, and of those that only say
// where a page has moved to.
export const { pages, moved } = addresses();

// The page that a host shows for an address that leads nowhere.
export const notFound = "/404.html";

// The pages that come with the theme, linked from every footer. The sample has
// pages of its own in place of the theme's Help now and glossary.
export const themePages = ["/a-z/", "/all-pages/", "/rules/"];

// Returns the address of the page with this code, as in `coded("L2")`.
export function coded(code) {
  const page = listed.find((entry) => entry.code === code);
  if (!page) throw new Error(`no page with the code \`${code}\` in pages.json`);
  return `/${page.url}`;
}

// Returns the words of a page's file.
export function source(address) {
  const file = address.endsWith("/") ? `${address}index.html` : address;
  return readFileSync(path.join(folder, file), "utf8");
}

// The playbooks in force that carry the urgent band, by the class on their body.
// A copy of another edition says first of all that it does not hold.
export const urgentPlaybooks = pages.filter((address) => {
  if (/^\/(changes|editions|next)\//.test(address)) return false;
  const classes = bodyClasses(address);
  return classes.includes("urgent") && classes.includes("kind-playbook");
});

function addresses() {
  const found = { pages: [], moved: [] };
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.name !== "index.html") continue;
    const place = path.relative(folder, entry.parentPath ?? entry.path);
    const address = place === "" ? "/" : `/${place.split(path.sep).join("/")}/`;
    // What is printed together holds the same texts once more, and has a story of its own.
    if (address.startsWith("/print/")) continue;
    const list = bodyClasses(address).includes("redirect") ? found.moved : found.pages;
    list.push(address);
  }
  found.pages.sort();
  found.moved.sort();
  return found;
}

function bodyClasses(address) {
  const body = /<body\b[^>]*\bclass=(?:"([^"]*)"|([^\s>]+))/.exec(source(address));
  return body ? (body[1] ?? body[2]).split(/\s+/) : [];
}
