// Keeps the open page as the handbook is now. The server says that something
// changed; this fetches the page and turns the old document into the new one in
// place. Whatever the new text did not touch stays as the reader left it: scroll,
// focus, open disclosures, words in a field, a letter half filled in.
//
(() => {
  "use strict";

  const script = document.currentScript;
  let shown = script.dataset.page;
  let stream = null;
  let patching = Promise.resolve();
  let searched = 0;

  // This runs before any other script, when the document is as it was sent.
  let version = document.body.cloneNode(true);
  deskbookMerge.remember(version, document.body);

  // A style sheet is taken away only when its successor is there to be used.
  function swapStyles(head) {
    const wanted = [...head.querySelectorAll("link[rel=stylesheet]")].map((link) => link.getAttribute("href"));
    const now = [...document.head.querySelectorAll("link[rel=stylesheet]")];
    const old = now.filter((link) => !wanted.includes(link.getAttribute("href")));
    const fresh = wanted.filter((href) => !now.some((link) => link.getAttribute("href") === href));
    const loaded = fresh.map((href) => new Promise((resolve) => {
      const link = document.createElement("link");
      link.rel = "stylesheet";
      link.href = href;
      link.onload = link.onerror = resolve;
      (old[old.length - 1] || document.head.lastElementChild).after(link);
    }));
    return Promise.all(loaded).then(() => old.forEach((link) => link.remove()));
  }

  function scripts(head) {
    return [...head.querySelectorAll("script[src]")].map((one) => one.getAttribute("src"))
      .filter((src) => !src.startsWith("/_deskbook/") && !src.includes("search.")).join(" ");
  }

  async function patch(address) {
    const answer = await fetch(address, { cache: "no-store" });
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    // Other scripts behave otherwise: the page begins anew.
    if (scripts(fresh.head) !== scripts(document.head)) return location.assign(address);
    const tag = (answer.headers.get("etag") || "").replaceAll('"', "");
    if (address !== location.pathname) history.replaceState(history.state, "", address + location.hash);
    const styled = swapStyles(fresh.head);
    document.title = fresh.title;
    document.documentElement.lang = fresh.documentElement.lang;
    document.documentElement.dir = fresh.documentElement.dir;
    const { scrollX, scrollY } = window;
    const before = anchor();
    deskbookMerge.merge(version, fresh.body);
    version = fresh.body;
    keep(before, scrollX, scrollY);
    shown = tag;
    document.dispatchEvent(new CustomEvent("deskbook:patched"));
    performance.mark("deskbook:patched");
    await styled;
  }

  // What stands at the top of the window stays there when text above it grows.
  function anchor() {
    if (scrollY < 1) return null;
    for (const element of document.querySelectorAll("main :is(h1,h2,h3,h4,p,li,tr,summary)")) {
      const { top } = element.getBoundingClientRect();
      if (top >= 0 && top < innerHeight) return { element, top };
    }
    return null;
  }

  function keep(before, x, y) {
    if (before && before.element.isConnected) {
      const moved = before.element.getBoundingClientRect().top - before.top;
      if (moved) window.scrollBy({ top: moved, behavior: "instant" });
    } else if (Math.abs(scrollY - y) > 1) {
      window.scrollTo({ left: x, top: y, behavior: "instant" });
    }
  }

  function heed(notice) {
    if (notice.moved) {
      follow("/" + notice.moved);
      return;
    }
    deskbookPanel.show(notice, notice.page === null && shown !== "");
    if (notice.search !== searched) {
      if (searched) document.dispatchEvent(new CustomEvent("deskbook:index"));
      searched = notice.search;
    }
    if (notice.page && notice.page !== shown) queue(location.pathname);
  }

  function queue(address) {
    patching = patching.then(() => patch(address)).catch(() => location.reload());
  }

  function follow(address) {
    queue(address);
    patching = patching.then(() => { close(); connect(); });
  }

  function connect() {
    if (stream || document.hidden) return;
    stream = new EventSource("/_deskbook/events?page=" + location.pathname);
    stream.onmessage = (event) => heed(JSON.parse(event.data));
    stream.onopen = () => deskbookPanel.connected(true);
    stream.onerror = () => {
      deskbookPanel.connected(false);
      // A browser gives up on some errors; this does not.
      if (stream && stream.readyState === EventSource.CLOSED) {
        close();
        setTimeout(connect, 1000);
      }
    };
  }

  function close() {
    if (stream) stream.close();
    stream = null;
  }

  // Browsers keep six connections to a host. A tab that nobody sees needs none,
  // and catches up when it is shown.
  document.addEventListener("visibilitychange", () => (document.hidden ? close() : connect()));
  addEventListener("pagehide", close);
  addEventListener("pageshow", connect);
  connect();
})();
