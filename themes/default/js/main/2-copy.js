// A copy button under each line to say. Its words come from the list's data;
// a reader who listens hears that it worked.
(function () {
  "use strict";
  if (!navigator.clipboard) return;

  function plain(speech) {
    var copy = speech.cloneNode(true);
    copy.querySelectorAll(".definition").forEach(function (slip) { slip.remove(); });
    return copy.textContent.trim().replace(/^["“”„«]\s*|\s*["“”»]$/g, "");
  }

  function each(list) {
    var status = list.querySelector("[role=status]") || document.createElement("span");
    status.className = "unseen";
    status.setAttribute("role", "status");
    list.append(status);
    list.querySelectorAll(".say-yes .speech").forEach(function (speech) {
      if (speech.nextElementSibling && speech.nextElementSibling.matches(".copy")) return;
      var button = document.createElement("button");
      button.type = "button";
      button.className = "copy";
      button.textContent = list.dataset.copy;
      button.setAttribute("aria-label", list.dataset.copyLabel);
      button.addEventListener("click", function () {
        navigator.clipboard.writeText(plain(speech)).then(function () {
          button.textContent = status.textContent = list.dataset.copied;
          setTimeout(function () {
            button.textContent = list.dataset.copy;
            status.textContent = "";
          }, 2000);
        }, function () {});
      });
      speech.after(button);
    });
  }

  function all() { document.querySelectorAll("body:not(.redline) .say[data-copy]").forEach(each); }

  all();
  document.addEventListener("deskbook:patched", all);
})();
