// What a reader has opened of a reading path: kept in this browser and nowhere else, shown in the
// list of the path and at the foot of its pages, and forgotten on request.
(function () {
  "use strict";
  var name = "deskbook-read";
  var most = 500;

  function key(address) {
    return new URL(address, location.href).pathname.replace(/index\.html$/, "");
  }

  // Returns the pages that were opened; nothing where the browser keeps nothing.
  function opened() {
    var text;
    try {
      text = localStorage.getItem(name);
    } catch (error) {
      return undefined;
    }
    try {
      var kept = JSON.parse(text);
      return Array.isArray(kept) ? kept : [];
    } catch (error) {
      return [];
    }
  }

  function keep(pages) {
    try {
      if (pages.length) localStorage.setItem(name, JSON.stringify(pages.slice(-most)));
      else localStorage.removeItem(name);
    } catch (error) {
      // Storage is full: what was opened before stays known.
    }
  }

  function open() {
    var pages = opened();
    var here = key(location.href);
    if (pages && pages.indexOf(here) < 0 && document.querySelector("body:not(.redline) .paths")) keep(pages.concat(here));
  }

  function mark(link, isRead, word) {
    var made = link.parentNode.querySelector(".read-mark");
    if (made && !isRead) made.remove();
    if (made || !isRead) return;
    made = document.createElement("span");
    made.className = "read-mark";
    made.textContent = word;
    link.after(made);
  }

  function show(place, pages) {
    var words = place.dataset;
    var links = words.pages === undefined ? Array.from(place.parentNode.querySelectorAll("li > a")) : [];
    var path = links.length
      ? links.map(function (link) { return key(link.href); })
      : (words.pages || "").split(" ").map(function (page) { return key(words.root + page); });
    function isRead(page) { return pages.indexOf(page) >= 0; }
    links.forEach(function (link, index) { mark(link, isRead(path[index]), words.read); });
    var count = path.filter(isRead).length;
    place.textContent = count || place.matches(":focus")
      ? words.progress.replace("{n}", count).replace("{total}", path.length)
      : "";
    if (!count) return;
    var button = document.createElement("button");
    button.type = "button";
    button.textContent = words.forget;
    button.setAttribute("aria-label", words.forgetLabel);
    button.addEventListener("click", function () {
      keep((opened() || []).filter(function (page) { return path.indexOf(page) < 0; }));
      // The button goes; who pressed it hears what is left.
      place.tabIndex = -1;
      place.focus();
      all();
    });
    place.append(" ", button);
  }

  function all() {
    var pages = opened();
    if (!pages) return;
    document.querySelectorAll("body:not(.redline) .path-progress").forEach(function (place) { show(place, pages); });
  }

  open();
  all();
  addEventListener("storage", all);
  addEventListener("pageshow", function (event) {
    if (!event.persisted) return;
    open();
    all();
  });
  document.addEventListener("deskbook:patched", all);
})();
