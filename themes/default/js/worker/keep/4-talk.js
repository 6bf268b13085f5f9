// What pages ask the worker, and tell it.

const acts = {
  // The reader wants the build that waits.
  take: () => self.skipWaiting(),
  // The list is that of the handbook on its host, as of now.
  same: async () => put(seenKey(mine), { ...(await read(seenKey(mine))), at: Date.now() }),
  // The reader knows of the new edition.
  heard: async () => put(seenKey(mine), { ...(await read(seenKey(mine))), news: false }),
  // The reader opened this page before there was a worker.
  opened: async ({ address }) => {
    const list = await book();
    const file = list.files.get(pathOf(new URL(address)));
    if (file && !(await kept(file))) await keep(list, file, await fetch(addressOf(file[0])));
  },
  state: async () => {
    const list = await book();
    const there = new Set((await (await open()).keys()).map((request) => request.url));
    const all = [...list.files.values()];
    const here = all.filter((file) => there.has(keyOf(file)));
    const { at, news } = (await read(seenKey(mine))) || {};
    const tabs = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
    return {
      at, news, tabs: tabs.length, says: list.says, edition: list.edition,
      files: all.length, kept: here.length, bytes: here.reduce((sum, [, , bytes]) => sum + bytes, 0),
      when: momentOf(list, at),
      since: list.edition && dayOf(list, list.edition.effective),
    };
  },
};

self.addEventListener("message", (event) => {
  const act = acts[event.data?.ask];
  if (!act) return;
  event.waitUntil(Promise.resolve(act(event.data)).then((reply) => event.ports[0]?.postMessage(reply ?? null), () => event.ports[0]?.postMessage(null)));
});
