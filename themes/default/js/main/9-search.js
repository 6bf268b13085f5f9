// Opens the search: by its links, by `/` and by Ctrl+K. The script that answers
// is fetched when it is first needed; until then a link leads to A–Z, and letters
// typed meanwhile wait for the field. Words that were searched are marked on the
// page that a reader chose.
(function () {
  "use strict";
  var links = Array.from(document.querySelectorAll(".search-link"));
  var link = links[0];
  if (!link) return;
  var early = null;

  function start(inline) {
    if (window.deskbookDialog) return window.deskbookDialog(inline);
    if (document.querySelector("script[data-search]")) return undefined;
    var script = document.createElement("script");
    script.src = link.dataset.script;
    script.dataset.search = "";
    script.dataset.root = link.dataset.root;
    if (!inline) early = "";
    script.onload = function () {
      window.deskbookDialog(inline, early);
      early = null;
    };
    script.onerror = function () { location.href = link.href; };
    document.head.append(script);
    return undefined;
  }

  links.forEach(function (each) {
    each.setAttribute("role", "button");
    each.addEventListener("click", function (event) {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      start(false);
    });
    each.addEventListener("keydown", function (event) {
      if (event.key === " ") { event.preventDefault(); start(false); }
    });
  });

  document.addEventListener("keydown", function (event) {
    if (early !== null && event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) {
      early += event.key;
      event.preventDefault();
      return;
    }
    var typing = event.target.closest && event.target.closest("input, textarea, select, [contenteditable]");
    var slash = event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (!slash && !(event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey))) return;
    event.preventDefault();
    start(false);
  });

  var page = new URL(link.dataset.page, location.href).pathname;
  if (location.pathname === page || location.pathname === page + "index.html") start(true);

  // Marks what was searched, once, on the page that was chosen.
  var kept = null;
  try {
    kept = JSON.parse(sessionStorage.getItem("deskbook-found"));
    sessionStorage.removeItem("deskbook-found");
  } catch (error) { /* a browser that keeps nothing marks nothing */ }
  if (!kept || kept.page !== location.pathname || !kept.words.length) return;
  var known = new Set(kept.words);
  var body = document.querySelector(".body");
  var texts = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  var found = [];
  while (texts.nextNode()) found.push(texts.currentNode);
  found.forEach(function (text) {
    if (text.parentElement.closest("button, .definition, summary, textarea")) return;
    var parts = text.data.split(/([\p{L}\p{M}\p{N}'’]+)/u);
    if (!parts.some(function (part) { return known.has(part.toLowerCase()); })) return;
    text.replaceWith.apply(text, parts.map(function (part) {
      if (!known.has(part.toLowerCase())) return part;
      var mark = document.createElement("mark");
      mark.textContent = part;
      return mark;
    }));
  });
})();
