// Takes a build: asks for what differs from what is there, and is done when all
// of it is there. What was fetched before a network failed is there the next time.

const mine = self.deskbookList;
const atOnce = 6;

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));

async function install() {
  const answer = await fetched(["offline.json", mine]);
  const list = await answer.clone().json();
  const store = await open();
  const there = new Set((await store.keys()).map((request) => request.url));
  const isThere = (file) => there.has(keyOf(file));
  const frugal = navigator.connection?.saveData;
  const groups = list.groups.map(({ whole, files }, number) => (whole && !(frugal && number) ? files : []));
  const [frame, search, pages, ways, ...others] = groups;
  await each([...frame, ...search, ...pages, ...await openedBefore(list, groups.flat(), there)], async (file) => {
    if (!isThere(file)) await store.put(keyOf(file), await fetched(file));
  });
  // What pages are read with may not be missing; pictures, downloads and ways to a page may.
  const paths = new Set(filesOf(list).map(([path]) => path));
  await each(ways, async (file) => {
    if (!isThere(file)) await wayOf(file, paths).then((way) => store.put(keyOf(file), way)).catch(() => {});
  });
  await each(others.flat(), async (file) => {
    if (!isThere(file)) await fetched(file).then((whole) => store.put(keyOf(file), whole)).catch(() => {});
  });
  await put(seenKey(mine), { at: Date.now() });
  await store.put(listKey(mine), answer);
}

// Gives the page that leads on from an address, or what stands for it where a host leads on by itself.
async function wayOf(file, paths) {
  const answer = await fetch(addressOf(file[0]), { cache: "no-cache" });
  const isLed = answer.redirected && answer.url.startsWith(scope.href) && paths.has(pathOf(new URL(answer.url)));
  return isLed ? Response.redirect(answer.url, 302) : verified(answer, file);
}

// Gives the files beside those taken anyway that this device keeps since its reader opened them, as
// far as there is room.
async function openedBefore(list, taken, there) {
  const former = (await lists()).flatMap(({ old }) => filesOf(old)).filter((file) => there.has(keyOf(file)));
  const paths = new Set(former.map(([path]) => path));
  taken.forEach(([path]) => paths.delete(path));
  let room = list.most - sizeOf(taken);
  return filesOf(list).filter(([path, , bytes]) => paths.has(path) && (room -= bytes) >= 0);
}

// Gives the lists that are kept, but for that of this worker.
async function lists() {
  const names = (await (await open()).keys()).map((request) => request.url);
  const hashes = names.filter((name) => name.startsWith(key("list/"))).map((name) => name.split("/").pop());
  return Promise.all(hashes.filter((hash) => hash !== mine).map(async (hash) => ({ hash, old: await read(listKey(hash)) })));
}

async function each(files, work) {
  const waiting = files[Symbol.iterator]();
  await Promise.all(Array.from({ length: atOnce }, async () => {
    for (const file of waiting) await work(file);
  }));
}

// Takes over: from here on this build's files are the ones that are there.
async function activate() {
  const list = await read(listKey(mine));
  const store = await open();
  const wanted = new Set([...filesOf(list).map(keyOf), listKey(mine), seenKey(mine)]);
  const former = await lists();
  if (former.some(({ old }) => list.edition && old.edition?.id !== list.edition.id)) {
    await put(seenKey(mine), { ...(await read(seenKey(mine))), news: true });
  }
  for (const request of await store.keys()) if (!wanted.has(request.url)) await store.delete(request);
  await self.clients.claim();
}
