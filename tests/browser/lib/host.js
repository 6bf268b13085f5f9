// Serves a built folder as a plain static host does: `/x/` is `/x/index.html`,
// `/x` leads to `/x/`, and what is not there is `404.html` with status 404.
// Texts go compressed to who takes them so. Every answer carries the policy that
// the handbook promises to live under.
// Knows nothing of what it serves.

import { readFile, stat } from "node:fs/promises";
import { createServer } from "node:http";
import path from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";

export const policy = "default-src 'self'";

const types = {
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".jpg": "image/jpeg",
  ".js": "text/javascript",
  ".json": "application/json",
  ".pdf": "application/pdf",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
  ".webp": "image/webp",
  ".woff2": "font/woff2",
  ".xml": "application/xml",
};

const isText = /^text|json$|javascript$|xml$/;
const compressed = promisify(gzip);

// Starts a host for `folder`, whose files stand under the path `under`.
// A `port` of its own lets a host come back after it was closed; what `leads` names the host
// answers by another address, as hosts do that read `_redirects`.
export async function serve(folder, { under = "/", port = 0, leads = {} } = {}) {
  const server = createServer(async (request, response) => {
    const to = leads[request.url.slice(under.length)];
    const answer = to ? { status: 301, file: "", headers: { Location: under + to } } : await find(folder, under, request.url);
    const type = types[path.extname(answer.file)] ?? "application/octet-stream";
    const encoding = {};
    if (answer.body && isText.test(type.split(";")[0]) && request.headers["accept-encoding"]?.includes("gzip")) {
      answer.body = await compressed(answer.body);
      encoding["Content-Encoding"] = "gzip";
    }
    response.writeHead(answer.status, { "Content-Security-Policy": policy, "Content-Type": type, ...encoding, ...answer.headers });
    response.end(request.method === "HEAD" ? undefined : answer.body);
  });
  await new Promise((listening) => server.listen(port, "127.0.0.1", listening));
  const origin = `http://127.0.0.1:${server.address().port}`;
  return {
    origin,
    home: origin + under,
    close: () => {
      server.closeAllConnections();
      return new Promise((closed) => server.close(closed));
    },
  };
}

async function find(folder, under, address) {
  const wanted = decodeURIComponent(new URL(address, "http://host").pathname);
  if (!wanted.startsWith(under)) return missing(folder);
  let file = path.join(folder, wanted.slice(under.length));
  if (wanted.endsWith("/")) file = path.join(file, "index.html");
  try {
    if ((await stat(file)).isDirectory()) {
      return { status: 301, file, headers: { Location: `${wanted}/` } };
    }
    return { status: 200, file, body: await readFile(file) };
  } catch (error) {
    if (error.code !== "ENOENT" && error.code !== "ENOTDIR") throw error;
    return missing(folder);
  }
}

async function missing(folder) {
  const file = path.join(folder, "404.html");
  return { status: 404, file, body: await readFile(file) };
}
