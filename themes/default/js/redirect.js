// Follows the link of a page that has moved, and keeps the part after `#`.
(function () {
  "use strict";
  var link = document.getElementById("moved");
  if (!link) return;
  var target = new URL(link.href);
  if (location.hash) target.hash = location.hash;
  location.replace(target.href);
})();
