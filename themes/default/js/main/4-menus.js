// The menu and the contents list on narrow screens close on Escape, on a click
// elsewhere, and once a heading of this page is chosen.
(function () {
  "use strict";
  var open = ".menu[open], .contents-here [open]";
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    document.querySelectorAll(open).forEach(function (details) {
      var inside = details.contains(document.activeElement);
      details.open = false;
      if (inside) details.querySelector("summary").focus();
    });
  });
  document.addEventListener("click", function (event) {
    document.querySelectorAll(open).forEach(function (details) {
      var link = event.target.closest("a");
      if (!details.contains(event.target) || (link && link.hash && details.contains(link))) details.open = false;
    });
  });
})();
