//! Changes as a fragment of HTML for a pull request or a mail: plain elements, no style, no script.
//!
//! Only elements are used that code hosts leave in a comment, so `<ins>` and `<del>` carry what
//! changed, with words for those who do not see a line through or under it.

use std::fmt::Write;

use pulldown_cmark_escape::escape_html_body_text;

use super::terminal::{self, shown};
use super::{Changes, Line, PageChange, PageName};
use crate::editions::redline::Run;

/// Returns the fragment; one element, with nothing around it.
pub fn fragment(changes: &Changes) -> String {
    let mut html = String::new();
    let _ = writeln!(html, "<section>\n<h2>{} → {}</h2>", body(&changes.from), body(&changes.to));
    if changes.is_empty() {
        html.push_str("<p>Nothing differs for readers.</p>\n");
    }
    values(&mut html, changes);
    let rules = changes.rules.iter().map(|rule| {
        let (old, new) = (from(rule.old), to(rule.new));
        format!("{old} {new}: {} ({})", body(rule.sentence.trim()), body(&rule.page.title))
    });
    list(&mut html, "Rules", rules);
    list(&mut html, "Pages added", changes.added.iter().map(named));
    list(&mut html, "Pages removed", changes.removed.iter().map(named));
    let moved = changes.moved.iter();
    let moved = moved.map(|moved| {
        format!("{}: {} {}", body(&moved.page.title), from(&moved.from), to(&moved.page.address))
    });
    list(&mut html, "Pages moved", moved);
    if !changes.changed.is_empty() {
        html.push_str("<h3>Pages changed</h3>\n");
        changes.changed.iter().for_each(|change| page(&mut html, change));
    }
    let readers = changes.readers.iter().map(|reader| {
        let titles: Vec<String> = reader.pages.iter().map(|page| body(&page.title)).collect();
        format!("{}: {}", body(&reader.title), titles.join(", "))
    });
    list(&mut html, "Must re-read", readers);
    html + "</section>\n"
}

fn values(html: &mut String, changes: &Changes) {
    if changes.values.is_empty() {
        return;
    }
    html.push_str("<h3>Values</h3>\n<table>\n<tr><th>Value</th><th>Before</th><th>Now</th></tr>\n");
    for value in &changes.values {
        let cell = |text: &Option<String>, mark: fn(&str) -> String| {
            text.as_deref().map_or_else(|| "nothing".to_owned(), mark)
        };
        let (old, new) = (cell(&value.old, from), cell(&value.new, to));
        let _ =
            writeln!(html, "<tr><td><code>{}</code></td><td>{old}</td><td>{new}</td></tr>", body(&value.key));
    }
    html.push_str("</table>\n");
}

fn list(html: &mut String, title: &str, items: impl ExactSizeIterator<Item = String>) {
    if items.len() > 0 {
        let _ = writeln!(html, "<h3>{title}</h3>\n<ul>");
        items.for_each(|item| html.push_str(&format!("<li>{item}</li>\n")));
        html.push_str("</ul>\n");
    }
}

fn page(html: &mut String, change: &PageChange) {
    let (title, address) = (body(&change.page.title), body(&change.page.address));
    let _ = writeln!(html, "<details open>\n<summary>{title} <code>{address}</code></summary>");
    for front in &change.front {
        let _ = writeln!(html, "<p>{}: {}</p>", front.field, runs(&front.runs));
    }
    change.gathered.iter().for_each(|row| line(html, row));
    let mut last: Option<usize> = None;
    for number in shown(&change.lines) {
        if last.is_some_and(|last| last + 1 < number) {
            html.push_str("<p>…</p>\n");
        }
        line(html, &change.lines[number]);
        last = Some(number);
    }
    html.push_str("</details>\n");
}

fn line(html: &mut String, line: &Line) {
    let words = runs(&line.runs);
    let words = if line.kind == "heading" { format!("<strong>{words}</strong>") } else { words };
    let moved = if line.moved { "<em>moved here:</em> " } else { "" };
    let relinked = if line.relinked { " <em>(a link leads elsewhere now)</em>" } else { "" };
    let sign = if line.kind == "item" { "• " } else { "" };
    let _ = writeln!(html, "<p>{sign}{moved}{words}{relinked}</p>");
}

fn runs(runs: &[Run]) -> String {
    let mut html = String::new();
    for (number, run) in runs.iter().enumerate() {
        html.push_str(terminal::gap(runs, number));
        html.push_str(&match run.mark {
            "removed" => from(&run.text),
            "added" => to(&run.text),
            _ => body(&run.text),
        });
    }
    html
}

fn named(page: &PageName) -> String {
    format!("{} <code>{}</code>", body(&page.title), body(&page.address))
}

fn from(text: &str) -> String {
    marked("del", text)
}

fn to(text: &str) -> String {
    marked("ins", text)
}

/// Returns words in an element; the blanks around them stay outside.
fn marked(element: &str, text: &str) -> String {
    let words = text.trim();
    let (before, behind) = text.split_once(words).unwrap_or(("", ""));
    format!("{before}<{element}>{}</{element}>{behind}", body(words))
}

fn body(text: &str) -> String {
    let mut escaped = String::new();
    let _ = escape_html_body_text(&mut escaped, text);
    escaped
}
