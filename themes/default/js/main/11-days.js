// A page says what is in force on the day it was built for. When that day has
// passed and another edition has taken effect, this says so: the list of editions
// knows when each begins, and has each sentence ready. Nothing is fetched on a day
// on which the page is right. What was news then goes when its days are over.
(function () {
  "use strict";
  var history = document.querySelector(".history[data-list]");
  var list = document.querySelector(".edition-list[data-ages]");
  if (!history && !list) return;

  // Whether a day, as 2026-12-01, has come by the handbook's own calendar. What the
  // calendars of all places agree on is told without that one: to ask the browser for
  // a time zone takes longer than all else that a page does as it opens.
  function hasCome(day) {
    if (day <= utc(-12)) return true;
    return day <= utc(14) && day <= today((history || list).dataset.zone);
  }

  function utc(hours) {
    return new Date(Date.now() + hours * 3600000).toISOString().slice(0, 10);
  }

  function today(zone) {
    var format = { timeZone: zone || undefined, year: "numeric", month: "2-digit", day: "2-digit" };
    try {
      var parts = new Intl.DateTimeFormat("en-US-u-ca-gregory-nu-latn", format).format(Date.now()).split("/");
      return [parts[2], parts[0], parts[1]].join("-");
    } catch (error) { return utc(0); }
  }

  // What stands at the top of the page, and where it leads.
  function say(text, status, link) {
    var band = document.querySelector("main > .edition-band:not(.redlined, .withdrawn, .corrected)");
    if (!text) {
      if (band) band.remove();
      return;
    }
    if (!band) {
      band = document.createElement("aside");
      band.setAttribute("aria-label", history.querySelector("h2").textContent);
      document.querySelector("main").prepend(band);
    }
    band.className = "edition-band " + status;
    var line = document.createElement("p");
    line.append(text);
    if (link) line.append(" ", link);
    band.replaceChildren(line);
  }

  // The same page in an edition, else the edition's first page.
  function lead(to, root) {
    var items = Array.from(history.querySelectorAll("li > :first-child"));
    var twin = items.find(function (item) { return item.textContent === to.id; });
    var link = document.createElement("a");
    link.href = twin && twin.href ? twin.href : new URL(to.url, root).href;
    link.textContent = to.says.read;
    return { link: link, isSame: Boolean(twin) };
  }

  function putRight(editions) {
    var own = editions.find(function (edition) { return edition.id === history.dataset.edition; });
    // The latest stands first.
    var now = editions.find(function (edition) { return hasCome(edition.effective); });
    if (!own) return;
    var was = history.dataset.status;
    if (now === own) return say(was === "in-force" ? "" : own.says.holds, "in-force");
    var way = now && lead(now, new URL(history.dataset.list, location.href));
    if (!hasCome(own.effective)) return say(own.says.upcoming, "upcoming", way && way.link);
    var text = own.says.replaced;
    if (!way.isSame) text = own.says.replaced_gone;
    else if (was === "in-force") text = own.says.label + " " + now.says.since;
    return say(text, "replaced", way.link);
  }

  function look() {
    var data = history.dataset;
    var isRight = (!data.from || hasCome(data.from)) && !(data.until && hasCome(data.until));
    if (isRight) return;
    // A copy that opens from a folder may fetch nothing, and says what it said.
    fetch(data.list).then(function (answer) { return answer.json(); })
      .then(putRight)
      .catch(function () {});
  }

  function mark() {
    var isFound = false;
    Array.from(list.children).forEach(function (item) {
      var begun = hasCome(item.dataset.from);
      var status = !begun ? "upcoming" : isFound ? "replaced" : "in-force";
      isFound = isFound || begun;
      if (item.className.split(" ")[0] === status) return;
      item.classList.remove("upcoming", "replaced", "in-force");
      item.className = (status + " " + item.className).trim();
      var badge = item.querySelector(".badge");
      if (badge) badge.remove();
      var word = { upcoming: list.dataset.upcoming, "in-force": list.dataset.inForce }[status];
      if (!word) return;
      badge = document.createElement("span");
      badge.className = "badge";
      badge.textContent = word;
      item.querySelector("h2").append(" ", badge);
    });
  }

  // A mark stands alone or with what it is about; what holds nothing more goes as well.
  function forget() {
    document.querySelectorAll("[data-news-until]").forEach(function (news) {
      if (!hasCome(news.dataset.newsUntil)) return;
      var around = news.closest("[data-news]");
      news.remove();
      if (around && !around.querySelector("[data-news-until]")) around.remove();
    });
  }

  function again() {
    if (document.hidden) return;
    if (list) mark();
    if (!history) return;
    look();
    forget();
  }

  // A tab may stay open over midnight.
  document.addEventListener("visibilitychange", again);
  document.addEventListener("deskbook:answers", forget);
  again();
})();
