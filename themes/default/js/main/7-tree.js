// A decision tree, one question at a time: the answers given stay above as a
// trail, each position has an address, and Back takes one answer back.
(function () {
  "use strict";
  function each(tree) {
    if (tree.classList.contains("live")) return;
    var back = tool(tree.dataset.back);
    var start = tool(tree.dataset.start);
    var tools = document.createElement("div");
    tools.className = "tree-tools";
    tools.append(back, start);
    tree.append(tools);
    tree.classList.add("live");

    function tool(words) {
      var button = document.createElement("button");
      button.type = "button";
      button.className = "tool";
      button.textContent = words;
      return button;
    }

    function answers() { return Array.from(tree.querySelectorAll("details")); }

    // The address of the answer above, or of the tree itself.
    function above(id) {
      return id.slice(0, id.lastIndexOf("-"));
    }

    function show(id) {
      answers().forEach(function (answer) {
        answer.open = answer.id === id || id.startsWith(answer.id + "-");
      });
      tree.querySelectorAll(".choices").forEach(function (choices) {
        var given = Array.from(choices.children).some(function (choice) { return choice.firstElementChild.open; });
        choices.parentElement.classList.toggle("past", given);
        Array.from(choices.children).forEach(function (choice) {
          choice.hidden = given && !choice.firstElementChild.open;
        });
      });
      tools.hidden = id === tree.id;
    }

    function go(id) {
      history.pushState(null, "", "#" + id);
      show(id);
      var open = id === tree.id ? tree : document.getElementById(id).querySelector(".then");
      var next = open.querySelector(".question-words, .outcome");
      if (next) {
        next.tabIndex = -1;
        next.focus({ preventScroll: true });
        next.scrollIntoView({ block: "nearest" });
      }
    }

    function here() {
      var id = decodeURIComponent(location.hash.slice(1));
      return answers().some(function (answer) { return answer.id === id; }) ? id : tree.id;
    }

    tree.addEventListener("click", function (event) {
      var answer = event.target.closest("summary") && event.target.closest("details");
      if (!answer) return;
      event.preventDefault();
      go(answer.open ? above(answer.id) : answer.id);
    });
    back.addEventListener("click", function () { go(above(here())); });
    start.addEventListener("click", function () { go(tree.id); });
    addEventListener("popstate", function () { show(here()); });
    addEventListener("hashchange", function () { show(here()); });
    addEventListener("beforeprint", function () {
      answers().forEach(function (answer) { answer.open = true; });
    });
    addEventListener("afterprint", function () { show(here()); });
    document.addEventListener("deskbook:patched", function () { if (tree.isConnected) show(here()); });
    show(here());
  }

  function all() { document.querySelectorAll("body:not(.redline) .tree").forEach(each); }

  all();
  document.addEventListener("deskbook:patched", all);
})();
