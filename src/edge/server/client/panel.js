// What the live server says beside the page: a panel over it while it cannot be
// shown as it is, a quiet count that opens the list of findings, and what has
// changed on it since the edition in force. It stands in a tree of its own, so
// that neither it nor the theme changes the other's look. Everything is set as text.
const deskbookPanel = (() => {
  "use strict";

  const host = document.createElement("deskbook-live");
  const root = host.attachShadow({ mode: "open" });
  const style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = "/_deskbook/panel.css";
  const panel = make("section", "panel");
  panel.setAttribute("role", "alert");
  panel.hidden = true;
  const list = make("section", "list");
  list.hidden = true;
  const count = make("button", "count");
  count.type = "button";
  count.hidden = true;
  count.setAttribute("aria-expanded", "false");
  const since = make("a", "since");
  since.hidden = true;
  const corner = make("div", "corner");
  corner.append(since, count);
  root.append(style, panel, list, corner);
  document.documentElement.append(host);

  const { words, editor } = deskbookWords;
  let last = { errors: [], error_count: 0, warning_count: 0 };
  let isGone = false;
  let isConnected = true;

  function make(kind, className, text) {
    const element = document.createElement(kind);
    if (className) element.className = className;
    if (text !== undefined) element.textContent = text;
    return element;
  }

  const say = (key, values = {}) =>
    Object.entries(values).reduce((text, [name, value]) => text.replace(`{${name}}`, value), words[key] || key);

  function finding(found) {
    const entry = make("article", found.is_error ? "finding error" : "finding");
    const place = `${found.file}:${found.line}`;
    const where = make(editor ? "a" : "span", "where", place);
    if (editor) {
      const file = found.file.split("/").map(encodeURIComponent).join("/");
      where.href = editor.replace("{file}", file).replace("{line}", found.line).replace("{column}", found.column);
      where.title = say("edit");
    }
    const text = make("pre", "", found.text);
    text.tabIndex = 0;
    entry.append(where, text);
    return entry;
  }

  function render() {
    const parts = [];
    if (isGone) parts.push(make("h2", "", say("gone")), make("p", "", say("gone_text")));
    else if (last.errors.length) {
      parts.push(make("h2", "", last.errors.length === 1 ? say("one_error") : say("errors", { n: last.errors.length })));
      if (last.kept_since) {
        const time = new Date(last.kept_since).toLocaleTimeString(document.documentElement.lang || undefined);
        parts.push(make("p", "", say("kept", { time })));
      }
      parts.push(...last.errors.map(finding));
    }
    panel.replaceChildren(...parts);
    panel.hidden = !parts.length;
    const { error_count: errors, warning_count: warnings } = last;
    const texts = [];
    if (!isConnected) texts.push(say("lost"));
    if (errors) texts.push(errors === 1 ? say("count_error") : say("count_errors", { n: errors }));
    if (warnings) texts.push(warnings === 1 ? say("count_warning") : say("count_warnings", { n: warnings }));
    count.textContent = texts.join(" · ");
    count.hidden = !texts.length;
    count.classList.toggle("error", errors > 0);
    since.hidden = !last.since;
    if (last.since) {
      since.textContent = last.since.text;
      since.href = "/" + last.since.address;
    }
    if (!errors && !warnings) open(false);
    else if (!list.hidden) fill();
  }

  async function fill() {
    const answer = await fetch("/_deskbook/findings.json");
    const { findings } = await answer.json();
    list.replaceChildren(make("h2", "", say("list")), ...findings.map(finding));
  }

  function open(wanted) {
    list.hidden = !wanted;
    count.setAttribute("aria-expanded", String(wanted));
    if (wanted) fill();
  }

  count.addEventListener("click", () => open(list.hidden));
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || list.hidden) return;
    open(false);
    count.focus();
  });

  return {
    show(notice, gone) {
      last = notice;
      isGone = gone;
      render();
    },
    connected(now) {
      isConnected = now;
      render();
    },
  };
})();
