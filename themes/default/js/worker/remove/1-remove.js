// Stands at the worker's address when the handbook is no longer kept on devices:
// takes away what an earlier one kept, and itself. No page asks for it; browsers
// that have the earlier one do.
"use strict";

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("activate", (event) => {
  const store = `deskbook ${new URL(self.registration.scope).pathname}`;
  event.waitUntil(caches.delete(store).then(() => self.registration.unregister()));
});
