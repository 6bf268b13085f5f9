// The choice of colours: shown once there is a script to serve it, and remembered.
(function () {
  "use strict";
  var form = document.querySelector("form.theme");
  if (!form) return;
  var root = document.documentElement;
  var now = form.querySelector('[value="' + (root.dataset.theme || "system") + '"]');
  if (now) now.checked = true;
  form.hidden = false;
  form.addEventListener("change", function (event) {
    var theme = event.target.value;
    if (theme === "system") delete root.dataset.theme;
    else root.dataset.theme = theme;
    try {
      if (theme === "system") localStorage.removeItem("deskbook-theme");
      else localStorage.setItem("deskbook-theme", theme);
    } catch (error) {
      // Storage is refused: the choice lasts for this page.
    }
  });
})();
