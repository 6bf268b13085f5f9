// A sheet that is to be printed with its answers opens them first.
(function () {
  "use strict";
  addEventListener("beforeprint", function () {
    document.querySelectorAll(".print-answers .answer").forEach(function (answer) {
      answer.open = true;
    });
  });
})();
