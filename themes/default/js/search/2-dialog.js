// What a reader sees of the search: a field, answers as they type, filters, what
// was searched before, and help when nothing is found. Whatever is shown is set
// as text, never as markup.
(() => {
  "use strict";

  const { search, head, tokens, stemOf, root, index } = window.deskbook;
  const shown = 12;
  const pictured = 5;
  const pages = new Map();
  let box;

  function make(kind, className, text) {
    const element = document.createElement(kind);
    if (className) element.className = className;
    if (text !== undefined) element.textContent = text;
    return element;
  }

  function button(text, act, className = "tool") {
    const made = make("button", className, text);
    made.type = "button";
    made.addEventListener("click", act);
    return made;
  }

  const recent = {
    read() {
      try {
        const kept = JSON.parse(localStorage.getItem("deskbook-searches"));
        return Array.isArray(kept) ? kept.filter((one) => typeof one === "string").slice(0, 5) : [];
      } catch {
        return [];
      }
    },
    keep(query) {
      const all = [query, ...this.read().filter((other) => other !== query)];
      try {
        localStorage.setItem("deskbook-searches", JSON.stringify(all.slice(0, 5)));
      } catch { /* a browser that keeps nothing has no recent searches */ }
    },
    forget() {
      localStorage.removeItem("deskbook-searches");
    },
  };

  function build(inline) {
    const name = document.querySelector(".search-link").textContent;
    const element = inline ? make("div", "search search-here") : make("dialog", "search");
    const form = make("form", "search-form");
    form.setAttribute("role", "search");
    const label = make("label", "unseen", name);
    const field = make("input", "search-input");
    Object.assign(field, { type: "search", id: "search-words", autocomplete: "off", placeholder: name, maxLength: 400, enterKeyHint: "search" });
    label.htmlFor = field.id;
    field.spellcheck = false;
    field.setAttribute("aria-controls", "search-answers");
    const close = button("", () => element.close(), "tool search-close");
    form.append(label, field, ...(inline ? [] : [close]));
    const filters = make("div", "search-filters");
    const status = make("p", "search-status");
    status.setAttribute("role", "status");
    const answers = make("div", "search-answers");
    answers.id = "search-answers";
    element.append(form, filters, status, answers);
    if (inline) (document.querySelector(".search-place") || document.querySelector(".body")).prepend(element);
    else document.body.append(element);
    if (!inline) element.setAttribute("aria-label", name);
    const made = { element, field, close, filters, status, answers, inline, choice: {}, turn: 0 };
    field.addEventListener("input", () => ask(made));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      made.answers.querySelector("a")?.click();
    });
    element.addEventListener("keydown", (event) => walk(made, event));
    element.addEventListener("click", (event) => {
      if (event.target === element && !inline) element.close();
    });
    return made;
  }

  // Arrow keys go from the field through the answers and back.
  function walk({ element, field, answers, inline }, event) {
    if (event.key === "Escape" && !inline) {
      event.preventDefault();
      element.close();
    }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    if (event.target.matches("select")) return;
    const stops = [field, ...answers.querySelectorAll("a, button")];
    const at = stops.indexOf(document.activeElement);
    const next = stops[at + (event.key === "ArrowDown" ? 1 : -1)];
    if (at < 0 || !next) return;
    event.preventDefault();
    next.focus();
  }

  async function ask(here) {
    const query = here.field.value;
    const turn = (here.turn += 1);
    if (here.inline && (query || location.hash)) history.replaceState(null, "", query ? `#q=${encodeURIComponent(query)}` : location.pathname);
    try {
      const known = await index();
      here.says ||= known.says;
      here.close.textContent = here.says.close;
      if (!query.trim()) return welcome(here);
      here.status.textContent ||= here.says.loading;
      const found = await search(query, here.choice);
      if (turn === here.turn) await show(here, query, known, found);
    } catch (error) {
      if (turn === here.turn) failed(here);
    }
  }

  function failed(here) {
    const says = here.says || { failed: "…", retry: "↻" };
    here.status.textContent = says.failed;
    here.answers.replaceChildren(button(says.retry, () => ask(here)));
  }

  function welcome(here) {
    here.filters.replaceChildren();
    here.status.textContent = here.says.hint;
    const kept = recent.read();
    if (!kept.length) return here.answers.replaceChildren();
    const list = make("ul", "search-recent");
    for (const query of kept) {
      const item = make("li");
      item.append(button(query, () => {
        here.field.value = query;
        here.field.focus();
        ask(here);
      }, "search-again"));
      list.append(item);
    }
    here.answers.replaceChildren(make("p", "label", here.says.recent), list, button(here.says.clear, () => {
      recent.forget();
      welcome(here);
      here.field.focus();
    }, "search-again"));
  }

  async function show(here, query, known, { hits, slots }) {
    const { says } = here;
    const turn = here.turn;
    filters(here, known, hits);
    const list = make("ol", "search-list");
    const best = hits.slice(0, shown);
    for (const hit of best) hit.head ||= await head(hit.page);
    if (turn !== here.turn) return;
    best.forEach((hit) => list.append(answer(here, query, known, hit, slots)));
    const parts = [];
    const meant = slots.filter((slot) => slot.corrected);
    if (meant.length) parts.push(make("p", "search-meant", `${says.meant} ${meant.map((slot) => slot.corrected).join(", ")}`));
    if (hits.length) {
      here.status.textContent = hits.length === 1 ? says.one : says.many.replace("{n}", hits.length);
      parts.push(list);
    } else {
      here.status.textContent = says.none.replace("{query}", query.trim().slice(0, 60));
      const help = make("ul", "search-help");
      for (const [text, url] of [[document.querySelector(".help-now")?.textContent, known.help_now], [says.a_z, known.a_z]]) {
        if (!text || !url) continue;
        const link = make("a", "", text);
        link.href = root + url + (location.protocol === "file:" ? "index.html" : "");
        const item = make("li");
        item.append(link);
        help.append(item);
      }
      parts.push(make("p", "", says.none_help), help);
    }
    here.answers.replaceChildren(...parts);
    document.dispatchEvent(new Event("deskbook:answers"));
    best.slice(0, pictured).forEach((hit, number) => picture(hit, slots, list.children[number], () => turn === here.turn));
  }

  function filters(here, known, hits) {
    const chosen = here.choice.area || here.choice.kind !== undefined;
    if (!hits.length && !chosen) return here.filters.replaceChildren();
    const choices = [
      ["area", known.areas.map((name, number) => [number + 1, name])],
      ["kind", known.kinds.map((name, number) => [number, name])],
    ];
    if (here.filters.children.length) return undefined;
    here.filters.replaceChildren(...choices.map(([key, names]) => {
      const label = make("label", "", `${here.says[key]} `);
      const select = make("select");
      select.append(new Option(here.says.all, ""), ...names.map(([number, name]) => new Option(name, number)));
      select.addEventListener("change", () => {
        here.choice[key] = select.value === "" ? undefined : Number(select.value);
        ask(here);
      });
      label.append(select);
      return label;
    }));
    return undefined;
  }

  function answer(here, query, known, hit, slots) {
    const { t, u, s, c, h, r } = hit.head;
    const item = make("li");
    const file = location.protocol === "file:" ? "index.html" : "";
    const place = (section) => root + (u || "") + file + (section ? `#${encodeURIComponent(h[section * 2 - 2])}` : "");
    const link = make("a", "search-title");
    link.href = place(hit.section);
    if (c) link.append(make("span", "code", `${c} `));
    link.append(t);
    const kind = make("span", "kind", known.kinds[known.kind[hit.page]]);
    const where = make("p", "search-section");
    if (hit.section) where.append(marked(h[hit.section * 2 - 1], slots));
    const text = make("p", "search-excerpt");
    text.append(marked(s, slots));
    const news = r ? [" ", make("span", "recent", here.says[r[0]])] : [];
    if (r) news[1].dataset.newsUntil = r[1];
    item.append(link, ...news, " ", kind, ...(hit.section ? [where] : []), text);
    const others = hit.others.slice(0, 3);
    if (others.length) {
      const more = make("ul", "search-more");
      for (const section of others) {
        const link = make("a", "", h[section * 2 - 1]);
        link.href = place(section);
        const entry = make("li");
        entry.append(link);
        more.append(entry);
      }
      item.append(more);
    }
    item.addEventListener("click", (event) => {
      const chosen = event.target.closest("a");
      if (!chosen) return;
      recent.keep(query.trim());
      const words = known.words.filter((word, number) => slots.some((slot) => (slot.stems.get(known.stems[number]) || 0) >= 0.6));
      try {
        sessionStorage.setItem("deskbook-found", JSON.stringify({ page: new URL(chosen.href).pathname, words: words.slice(0, 200) }));
      } catch { /* then nothing is marked */ }
      if (!here.inline && here.element.open) here.element.close();
    });
    return item;
  }

  const believed = (word, slots) => {
    let most = 0;
    for (const { text } of tokens(word)) for (const slot of slots) most = Math.max(most, slot.stems.get(stemOf(text)) || 0);
    return most;
  };

  // A text with the words that were looked for marked.
  function marked(text, slots) {
    const all = document.createDocumentFragment();
    for (const part of text.split(/([\p{L}\p{M}\p{N}'’]+)/u)) {
      all.append(believed(part, slots) >= 0.4 ? make("mark", "", part) : part);
    }
    return all;
  }

  // Lets a reader who types go first: on a phone a page takes as long to read as a letter to type.
  const pause = () => new Promise((on) => setTimeout(on));

  // Puts the passage that answers best in place of the summary, from the page itself.
  async function picture(hit, slots, item, current) {
    if (location.protocol === "file:") return;
    const { u, h } = hit.head;
    if (!pages.has(u)) pages.set(u, fetch(root + u).then((answer) => (answer.ok ? answer.text() : "")).catch(() => ""));
    const text = await pages.get(u);
    await pause();
    const parsed = new DOMParser().parseFromString(text, "text/html");
    await pause();
    const body = parsed.querySelector(".body");
    if (!body || !current()) return;
    body.querySelectorAll(".anchor, .definition").forEach((extra) => extra.remove());
    const from = hit.section ? parsed.getElementById(h[hit.section * 2 - 2]) : null;
    const to = h[hit.section * 2] ? parsed.getElementById(h[hit.section * 2]) : null;
    let best = hit.section ? 0 : tokens(hit.head.s).reduce((sum, { text }) => sum + believed(text, slots), 0);
    let chosen = "";
    for (const block of body.querySelectorAll("p, li, td, dd, .speech, .rule-sentence")) {
      const behind = !from || from.compareDocumentPosition(block) & 4;
      const before = !to || to.compareDocumentPosition(block) & 2;
      if (!behind || !before || block.querySelector("p, li")) continue;
      const said = block.textContent.trim().replace(/\s+/g, " ");
      const seen = new Set(tokens(said).map((token) => token.text));
      let worth = 0;
      for (const word of seen) worth += believed(word, slots);
      if (worth > best) [best, chosen] = [worth, said];
    }
    if (!chosen) return;
    if (chosen.length > 170) {
      const at = Math.max(0, chosen.split(/([\p{L}\p{M}\p{N}'’]+)/u).reduce(([place, first], part) =>
        [place + part.length, first < 0 && believed(part, slots) >= 0.4 ? place : first], [0, -1])[1] - 60);
      const start = at ? chosen.indexOf(" ", at) + 1 : 0;
      chosen = `${start ? "…" : ""}${chosen.slice(start, start + 160).replace(/\s\S*$/, "")}…`;
    }
    item.querySelector(".search-excerpt").replaceChildren(marked(chosen, slots));
  }

  document.addEventListener("deskbook:index", () => {
    pages.clear();
    if (box && box.element.isConnected && (box.inline || box.element.open)) ask(box);
  });

  // `typed` is what was typed before the field was there.
  window.deskbookDialog = (inline, typed) => {
    if (!box) box = build(inline);
    if (box.inline) {
      const asked = new URLSearchParams(location.hash.slice(1)).get("q");
      if (asked && !box.field.value) box.field.value = asked;
    } else if (!box.element.open) {
      box.element.showModal();
    }
    box.field.focus();
    if (typed) box.field.value = typed;
    else box.field.select();
    ask(box);
  };
})();
