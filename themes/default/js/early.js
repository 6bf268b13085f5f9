// Sets the chosen colours before the first paint. Served apart, without defer.
(function () {
  "use strict";
  try {
    var theme = localStorage.getItem("deskbook-theme");
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  } catch (error) {
    // Storage is refused: the device decides.
  }
})();
