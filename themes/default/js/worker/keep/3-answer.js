// Answers what pages ask for. The network comes first, since what holds may have
// changed; the copy answers when there is none, and says that it is a copy. What
// has its hash in its name cannot change and comes from the copy at once.

// How long a network may take when there is a copy.
const patience = 5000;

let bookOf;

// Gives the list of this worker, with its files by path.
function book() {
  bookOf ||= read(listKey(mine)).then((list) => ({ ...list, files: new Map(filesOf(list).map((file) => [file[0], file])) }));
  bookOf.catch(() => { bookOf = null; });
  return bookOf;
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  const isOurs = url.origin === scope.origin && url.pathname.startsWith(scope.pathname);
  // A stream that never ends would keep this worker from being replaced.
  const isStream = request.headers.get("accept") === "text/event-stream";
  if (request.method === "GET" && isOurs && !isStream && !request.headers.has("range")) event.respondWith(answer(event, url));
});

async function answer(event, url) {
  const { request } = event;
  const isPage = request.mode === "navigate";
  let list;
  let file;
  let copy;
  try {
    list = await book();
    file = list.files.get(pathOf(url)) || list.files.get(`${pathOf(url)}/index.html`);
    copy = file && await kept(file);
  } catch { /* what cannot be read is not there */ }
  if (copy && /^(assets|search\/.+-)/.test(file[0])) return copy;
  try {
    const live = await inTime(fetch(request), copy);
    if (live.status < 500 || (!copy && !isPage)) {
      if (file && !copy) event.waitUntil(keep(list, file, live.clone()));
      return live;
    }
  } catch (error) {
    if (!copy && !isPage) throw error;
  }
  if (!copy) return missing(list);
  if (!isPage || copy.status === 302) return copy;
  if (file[0] !== pathOf(url)) return Response.redirect(addressOf(file[0]).href + url.search, 302);
  return withNote(copy, list);
}

// Gives the path of the file that stands at an address.
function pathOf(url) {
  const path = decodeURIComponent(url.pathname.slice(scope.pathname.length));
  return path === "" || path.endsWith("/") ? `${path}index.html` : path;
}

function inTime(live, copy) {
  if (!copy) return live;
  const late = new Promise((_, fail) => setTimeout(() => fail(new Error("late")), patience));
  return Promise.race([live, late]);
}

// Keeps what a reader opened, and lets go what was kept longest where there is no room.
async function keep(list, file, live) {
  try {
    const store = await open();
    await store.put(keyOf(file), await verified(live, file));
    const there = new Set((await store.keys()).map((request) => request.url));
    const always = list.groups.filter(({ whole }) => whole).flatMap(({ files }) => files);
    const others = list.groups.filter(({ whole }) => !whole).flatMap(({ files }) => files);
    const opened = others.filter((one) => there.has(keyOf(one)));
    let over = sizeOf(always) + sizeOf(opened) - list.most;
    const byKey = new Map(opened.map((one) => [keyOf(one), one]));
    for (const name of there) {
      if (over <= 0) return;
      const one = byKey.get(name);
      if (one) {
        over -= one[2];
        await store.delete(name);
      }
    }
  } catch { /* it is not of this build, or there is no room on the device: then it is not kept */ }
}

const escaped = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

// Gives a time in words; a browser that does not know the language or the zone uses its own.
function inWords(time, language, how) {
  try {
    return new Intl.DateTimeFormat(language, how).format(new Date(time));
  } catch {
    return new Intl.DateTimeFormat(undefined, { ...how, timeZone: undefined }).format(new Date(time));
  }
}

const momentOf = (list, time) => inWords(time, list.language, { dateStyle: "long", timeStyle: "short" });
const dayOf = (list, day) => inWords(day, list.language, { dateStyle: "long", timeZone: "UTC" });
// Today, as Swedes and records of editions write it, where the handbook's days begin.
const today = (list) => inWords(Date.now(), "sv-SE", { dateStyle: "short", timeZone: list.time_zone || undefined });

// Gives a page that says at its top that it is a copy, of when, and whether another edition holds by now.
async function withNote(copy, list) {
  const { says } = list;
  const { at } = (await read(seenKey(mine))) || {};
  const held = list.later.filter(({ effective }) => effective <= today(list)).pop();
  const lines = [says.saved.replace("{date}", momentOf(list, at))];
  if (held) lines.push(says.replaced.replace("{id}", held.id).replace("{date}", dayOf(list, held.effective)));
  const note = `<aside class="saved-note${held ? " replaced" : ""}">${lines.map((line) => `<p>${escaped(line)}</p>`).join("")}</aside>`;
  const html = (await copy.text()).replace(/<main\b[^>]*>/, (main) => `${main}\n${note}`);
  return new Response(html, { headers: copy.headers });
}

// Gives the page that says what is missing, with addresses that hold wherever it is shown.
async function missing(list) {
  const page = list && await kept(list.files.get("offline.html"));
  if (!page) return Response.error();
  const html = (await page.text()).replace(/ (href|src|data-script|data-root|data-page|data-offline)="(?![#/]|[a-z]+:)/g, ` $1="${scope.pathname}`).replace(' id="not-kept" hidden', ' id="not-kept"');
  return new Response(html, { status: 503, headers: page.headers });
}
