// What a device keeps: files by their hash, and for each build a list that says
// which file stands at which path. So a build shares with the one before whatever
// did not change, and replaces it in one step, when the next worker takes over.

const scope = new URL(self.registration.scope);
const storeName = `deskbook ${scope.pathname}`;

const key = (name) => new URL(`.deskbook/${name}`, scope).href;
// The same bytes may be a script here and a download there.
const keyOf = ([path, hash]) => key(`${hash}.${path.split(".").pop()}`);
const listKey = (hash) => key(`list/${hash}`);
// When the list was last known to be that of the handbook on its host.
const seenKey = (hash) => key(`seen/${hash}`);

const open = () => caches.open(storeName);
const put = async (name, value) => (await open()).put(name, new Response(JSON.stringify(value)));
const read = async (name) => (await (await open()).match(name))?.json();
const kept = async (file) => (await open()).match(keyOf(file));
const filesOf = (list) => list.groups.flatMap((group) => group.files);

const sizeOf = (files) => files.reduce((sum, [, , bytes]) => sum + bytes, 0);

const addressOf = (path) => new URL(path.split("/").map(encodeURIComponent).join("/").replace(/(^|\/)index\.html$/, "$1"), scope);

// Headers that a kept answer has again: what it is, and what its host forbids it.
const headers = [
  "content-type", "content-security-policy", "referrer-policy", "x-content-type-options", "x-frame-options",
  "permissions-policy", "cross-origin-opener-policy", "cross-origin-resource-policy",
];

async function hashOf(bytes) {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(hash.subarray(0, 16), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// Gives an answer as it is kept, when it is the file that a list names; anything
// else (an error, a login page, another build) is never kept.
async function verified(answer, [path, hash]) {
  if (!answer.ok || answer.type !== "basic") throw new Error(`${path}: the host answers ${answer.status}`);
  const bytes = await answer.arrayBuffer();
  if ((await hashOf(bytes)) !== hash) throw new Error(`${path}: this is not the file that the list names`);
  const same = headers.map((name) => [name, answer.headers.get(name)]).filter(([, value]) => value);
  return new Response(bytes, { headers: same });
}

async function fetched(file) {
  return verified(await fetch(addressOf(file[0]), { cache: "no-cache" }), file);
}
