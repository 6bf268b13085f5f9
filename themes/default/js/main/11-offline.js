// Begins to keep the handbook on the device, once the page is there and nothing
// else is to be done; never for a page that is being written or that has no host.
(function () {
  "use strict";
  var link = document.querySelector(".offline-link a");
  var isWritten = document.querySelector('script[src^="/_deskbook/"]');
  if (!link || isWritten || !isSecureContext || !("serviceWorker" in navigator)) return;
  addEventListener("load", function () {
    (window.requestIdleCallback || setTimeout)(function () {
      var script = document.createElement("script");
      script.src = link.dataset.offline;
      document.head.append(script);
    });
  });
})();
