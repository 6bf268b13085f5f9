// What a reader sees of the copy on the device: that the handbook has changed
// since the page was opened, that the network is back, that a new edition holds,
// what is kept, and how to have it no more. Fetched last, when a page is there.
(() => {
  "use strict";

  const link = document.querySelector(".offline-link a");
  const home = new URL(".", link.href);
  const refused = `deskbook-offline ${home.pathname}`;
  const isCopy = document.querySelector(".saved-note:not([hidden])") !== null;
  const report = document.querySelector(".offline-report");
  const often = 10 * 60 * 1000;
  const soon = 60 * 1000;
  const { serviceWorker } = navigator;
  let registration = null;
  let looked = 0;
  let unseen = false;
  let taking = false;

  const ask = (worker, message) => new Promise((reply) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => reply(data);
    worker.postMessage(message, [port2]);
  });

  const reached = (worker, ...states) => new Promise((done) => {
    const look = () => [...states, "redundant"].includes(worker.state) && done(worker.state);
    worker.addEventListener("statechange", look);
    look();
  });

  function isRefused() {
    try {
      return localStorage.getItem(refused) === "yes";
    } catch {
      return false;
    }
  }

  function refuse(yes) {
    try {
      if (yes) localStorage.setItem(refused, "yes");
      else localStorage.removeItem(refused);
    } catch { /* then it is forgotten with the page */ }
  }

  async function begin() {
    link.parentElement.hidden = false;
    if (isRefused()) return tell();
    try {
      registration = await serviceWorker.register(new URL("sw.js", home));
    } catch {
      return; // a private window, or a host that sends no script: then nothing is kept
    }
    const controlled = serviceWorker.controller;
    serviceWorker.addEventListener("controllerchange", () => {
      if (taking) location.reload();
      else if (controlled && !unseen) news("changed", "show", () => location.reload());
    });
    addEventListener("online", () => look(false));
    addEventListener("pageshow", (event) => event.persisted && look(false));
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden && Date.now() - looked > often) look(false);
    });
    setInterval(() => document.hidden || look(false), 3 * often);
    await look(true);
    await tell();
  }

  // Asks the host whether the handbook is still the one that is kept.
  async function look(isFirst) {
    looked = Date.now();
    if (!registration) return;
    try {
      await registration.update();
    } catch {
      return; // no network
    }
    const next = registration.installing || registration.waiting;
    if (!registration.active && next) {
      if ((await reached(next, "activated")) === "activated") await ask(next, { ask: "opened", address: location.href });
    } else if (next) {
      const state = await reached(next, "installed", "activating", "activated");
      if (state === "installed") await offer(next, isFirst && !isCopy);
      // The host was being written, or the network went: soon it will do.
      else if (state === "redundant") setTimeout(look, soon, isFirst);
    } else if (registration.active) {
      await ask(registration.active, { ask: "same" });
      if (isCopy) news("back", "live", () => location.reload());
    }
    const state = registration.active && await ask(registration.active, { ask: "state" });
    if (state?.news && !isCopy) edition(state);
  }

  // A page that came from the network just now is new already, and no other tab shows an old one:
  // then the new build takes over unseen.
  async function offer(next, isFresh) {
    const { tabs } = await ask(next, { ask: "state" });
    if (isFresh && tabs < 2) {
      unseen = true;
      next.postMessage({ ask: "take" });
      await reached(next, "activated");
      unseen = false;
    } else {
      news("changed", "show", () => {
        taking = true;
        next.postMessage({ ask: "take" });
      });
    }
  }

  function make(kind, className, text) {
    const element = document.createElement(kind);
    if (className) element.className = className;
    if (text !== undefined) element.textContent = text;
    return element;
  }

  function button(text, act) {
    const made = make("button", "tool", text);
    made.type = "button";
    made.addEventListener("click", act);
    return made;
  }

  // Says something at the foot of the window, in place of what was said there before.
  async function say(text, ...acts) {
    let bar = document.querySelector(".news-bar");
    if (!bar) {
      bar = make("div", "news-bar");
      bar.setAttribute("role", "status");
      document.body.append(bar);
      document.documentElement.classList.add("has-news");
    }
    bar.replaceChildren(make("p", "", text), ...acts);
    return bar;
  }

  async function news(what, label, act) {
    const { says } = await ask(registration.active || registration.waiting, { ask: "state" });
    await say(says[what], button(says[label], act), button(says.close, hush));
  }

  function hush() {
    document.querySelector(".news-bar")?.remove();
    document.documentElement.classList.remove("has-news");
  }

  async function edition({ says, edition: { id, changes }, since }) {
    const heard = () => {
      registration.active.postMessage({ ask: "heard" });
      hush();
    };
    const acts = [button(says.close, heard)];
    if (changes) {
      const way = make("a", "", says.what_changed);
      way.href = new URL(changes, home).href;
      way.addEventListener("click", heard);
      acts.unshift(way);
    }
    await say(says.edition.replace("{id}", id).replace("{date}", since), ...acts);
  }

  // Says on the page about the copy what there is of it.
  async function tell() {
    if (!report) return;
    const words = report.dataset;
    const state = registration?.active && await ask(registration.active, { ask: "state" });
    if (!state) {
      report.replaceChildren(make("p", "", words.none), button(words.keep, async () => {
        refuse(false);
        report.replaceChildren(make("p", "", words.keeping));
        await begin();
      }));
      return;
    }
    const megabytes = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 }).format(state.bytes / 1e6);
    const text = words.kept.replace("{date}", state.when).replace("{megabytes}", megabytes);
    const rest = state.kept < state.files ? [make("p", "", words.partly)] : [make("p", "", words.whole)];
    report.replaceChildren(make("p", "", text), ...rest, button(words.remove, async () => {
      refuse(true);
      await caches.delete(`deskbook ${home.pathname}`);
      await registration.unregister();
      registration = null;
      await tell();
    }));
  }

  begin();
})();
