// Definitions open by hover and focus alone (see the style sheet). This adds
// Escape to close one, and focus on tap where browsers give a button none.
(function () {
  "use strict";
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    document.querySelectorAll(".definition").forEach(function (slip) {
      if (getComputedStyle(slip).visibility === "hidden") return;
      if (slip.contains(document.activeElement)) slip.previousElementSibling.focus();
      slip.classList.add("closed");
    });
  });
  ["pointerover", "focusin", "click"].forEach(function (kind) {
    document.addEventListener(kind, function (event) {
      var term = event.target.closest && event.target.closest(".term");
      if (!term) return;
      if (kind === "click") term.focus();
      if (kind !== "focusin") term.nextElementSibling.classList.remove("closed");
    });
  });
  document.addEventListener("focusout", function (event) {
    var term = event.target.closest && event.target.closest(".term");
    if (term) term.nextElementSibling.classList.remove("closed");
  });
})();
