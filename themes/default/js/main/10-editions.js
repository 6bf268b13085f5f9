// The day that a reader asks for leads to the edition that held on it.
(function () {
  "use strict";
  var form = document.querySelector("form.as-of");
  if (!form) return;
  var day = form.querySelector("input");
  var answer = form.querySelector(".as-of-answer");
  var list = Array.from(document.querySelectorAll(".edition-list > li"));

  function find() {
    var wanted = day.value;
    // The latest stands first, so the first that had begun by then is the one that held.
    var held = wanted && list.find(function (item) { return item.dataset.from <= wanted; });
    list.forEach(function (item) { item.classList.toggle("chosen", item === held); });
    answer.textContent = wanted ? form.dataset[held ? "held" : "none"] + " " : "";
    if (!held) return;
    var link = held.querySelector("a").cloneNode(true);
    answer.append(link);
  }

  form.hidden = false;
  day.addEventListener("input", find);
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    find();
    var link = answer.querySelector("a");
    if (link) location.href = link.href;
  });
  var asked = /^#day=(\d{4}-\d\d-\d\d)$/.exec(location.hash);
  if (asked) day.value = asked[1];
  find();
})();
