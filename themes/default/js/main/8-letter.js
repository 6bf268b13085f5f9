// A letter is filled in on the page: boxes above it, blanks that take their
// words, then a copy or a print. Nothing is stored or sent, and leaving the
// page clears it.
(function () {
  "use strict";
  var number = -1;

  function each(letter) {
    if (letter.querySelector(".letter-form")) return;
    number += 1;
    var words = letter.dataset;
    var paper = letter.querySelector(".letter-paper");
    function blanks() { return Array.from(paper.querySelectorAll(".blank")); }
    if (!blanks().length) return;
    var names = blanks().map(function (blank) { return blank.dataset.field; });
    names = names.filter(function (name, index) { return names.indexOf(name) === index; });

    function make(kind, className, text) {
      var element = document.createElement(kind);
      element.className = className;
      if (text) element.textContent = text;
      return element;
    }

    var form = make("form", "letter-form");
    form.autocomplete = "off";
    var fields = make("fieldset", "letter-fields");
    fields.append(make("legend", "", words.fill));
    var labels = {};
    names.forEach(function (name) {
      var mine = blanks().filter(function (blank) { return blank.dataset.field === name; });
      var id = "letter-" + number + "-" + name;
      labels[name] = mine[0].textContent;
      var label = make("label", "", labels[name]);
      label.htmlFor = id;
      var box = make("textarea", "");
      box.id = id;
      box.rows = 1;
      box.name = name;
      box.autocomplete = "off";
      box.addEventListener("input", function () { fill(name, box.value); });
      var row = make("div", "");
      row.append(label, box);
      fields.append(row);
    });
    fields.append(make("p", "letter-note", words.note));
    form.append(fields);

    function fill(name, value) {
      blanks().forEach(function (blank) {
        if (blank.dataset.field !== name) return;
        blank.textContent = value || labels[name];
        blank.classList.toggle("filled", value !== "");
      });
    }

    function clear() {
      form.reset();
      names.forEach(function (name) { fill(name, ""); });
    }

    function button(text, act) {
      var made = make("button", "tool", text);
      made.type = "button";
      made.addEventListener("click", act);
      return made;
    }

    var tools = make("div", "letter-tools");
    var status = make("span", "unseen");
    status.setAttribute("role", "status");
    if (navigator.clipboard) {
      var copy = button(words.copy, function () {
        navigator.clipboard.writeText(paper.innerText.trim()).then(function () {
          copy.textContent = status.textContent = words.copied;
          setTimeout(function () { copy.textContent = words.copy; status.textContent = ""; }, 2000);
        }, function () {});
      });
      tools.append(copy);
    }
    tools.append(button(words.print, function () {
      document.body.classList.add("printing-letter");
      addEventListener("afterprint", function () { document.body.classList.remove("printing-letter"); }, { once: true });
      print();
    }), button(words.clear, clear), status);
    letter.prepend(form);
    paper.after(tools);
    form.addEventListener("submit", function (event) { event.preventDefault(); });
    addEventListener("pagehide", clear);
    addEventListener("pageshow", function (event) { if (event.persisted) clear(); });
    clear();
  }

  function all() { document.querySelectorAll("body:not(.redline) .letter").forEach(each); }

  all();
  document.addEventListener("deskbook:patched", all);
})();
