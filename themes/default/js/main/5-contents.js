// Marks in the contents list the heading that is being read.
(function () {
  "use strict";
  var list;
  var links = [];
  var headings = [];
  var waiting = false;

  function read() {
    list = document.querySelector(".contents");
    links = list ? Array.from(list.querySelectorAll("a")) : [];
    headings = links.map(function (link) {
      return document.getElementById(decodeURIComponent(link.hash.slice(1)));
    });
    mark();
  }

  function mark() {
    waiting = false;
    if (!list || !list.offsetParent) return;
    var line = innerHeight / 3;
    var atEnd = scrollY > 0 && scrollY + innerHeight > document.documentElement.scrollHeight - 4;
    var current = 0;
    headings.forEach(function (heading, index) {
      if (heading && (atEnd || heading.getBoundingClientRect().top < line)) current = index;
    });
    links.forEach(function (link, index) {
      if (index === current) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    });
  }

  function soon() {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(mark);
  }

  addEventListener("scroll", soon, { passive: true });
  addEventListener("resize", soon);
  document.addEventListener("deskbook:patched", read);
  read();
})();
