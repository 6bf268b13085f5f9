//! Changes as a comment on a pull request: one element of plain HTML, without style and script.
//!
//! Only elements are used that GitHub and GitLab leave in a comment: what was is struck through, what
//! is now is underlined and bold. No line is empty and each begins with an element, so the host reads
//! none of it as Markdown or as a command; what `quiet` makes of the handbook's words calls nobody.
//! Hosts refuse long comments, so lists, lines, pages and the whole have a size that they do not
//! exceed, and what did not fit is counted.

use std::fmt::Write;

use super::quiet::{cut, edges, quiet};
use super::terminal::{self, shown};
use super::{Changes, Line, PageChange, PageName};
use crate::editions::redline::Run;

/// What a host takes is 65,536 characters.
const WHOLE: usize = 60_000;
/// The bytes of a list, of a page and of a line.
const LIST: usize = 6_000;
const PAGE: usize = 12_000;
const LINE: usize = 2_500;
/// The characters of a name, of words that changed, and of those beside them that did not.
const NAME: usize = 200;
const CHANGED: usize = 400;
const BESIDE: usize = 80;
/// So many pages are shown open.
const OPEN: usize = 5;

/// Returns the comment; one element, with nothing around it.
pub fn fragment(changes: &Changes) -> String {
    let mut html = format!("<div>\n<h2>{} → {}</h2>\n", name(&changes.from), name(&changes.to));
    if changes.is_empty() {
        html.push_str("<p>Nothing differs for readers.</p>\n");
    }
    values(&mut html, changes);
    let rules = changes.rules.iter().map(|rule| {
        let (old, new) = (from(rule.old), to(rule.new));
        format!("{old} {new}: {} ({})", quiet(&cut(rule.sentence.trim(), CHANGED)), name(&rule.page.title))
    });
    list(&mut html, "Rules", rules);
    list(&mut html, "Pages added", changes.added.iter().map(named));
    list(&mut html, "Pages removed", changes.removed.iter().map(named));
    let moved = changes.moved.iter().map(|moved| {
        format!("{}: {} {}", name(&moved.page.title), from(&moved.from), to(&moved.page.address))
    });
    list(&mut html, "Pages moved", moved);
    let readers = changes.readers.iter().map(|reader| {
        let titles: Vec<&str> = reader.pages.iter().map(|page| page.title.as_str()).collect();
        format!("{}: {}", name(&reader.title), quiet(&cut(&titles.join(", "), CHANGED)))
    });
    list(&mut html, "Must re-read", readers);
    pages(&mut html, &changes.changed);
    html + "</div>\n"
}

fn values(html: &mut String, changes: &Changes) {
    if changes.values.is_empty() {
        return;
    }
    html.push_str("<h3>Values</h3>\n<table>\n<tr><th>Value</th><th>Before</th><th>Now</th></tr>\n");
    let rows = changes.values.iter().map(|value| {
        let cell = |text: &Option<String>, mark: fn(&str) -> String| {
            text.as_deref().map_or_else(|| "nothing".to_owned(), |text| mark(&cut(text, NAME)))
        };
        let (old, new) = (cell(&value.old, from), cell(&value.new, to));
        format!("<tr><td><code>{}</code></td><td>{old}</td><td>{new}</td></tr>\n", name(&value.key))
    });
    let more = fill(html, LIST, rows);
    if more > 0 {
        let _ = writeln!(html, "<tr><td colspan=\"3\">and {more} more</td></tr>");
    }
    html.push_str("</table>\n");
}

fn list(html: &mut String, title: &str, items: impl ExactSizeIterator<Item = String>) {
    if items.len() == 0 {
        return;
    }
    let _ = writeln!(html, "<h3>{title}</h3>\n<ul>");
    let more = fill(html, LIST, items.map(|item| format!("<li>{item}</li>\n")));
    if more > 0 {
        let _ = writeln!(html, "<li>and {more} more</li>");
    }
    html.push_str("</ul>\n");
}

/// Adds pieces as long as there is room for them, and returns how many were left out.
fn fill(html: &mut String, mut room: usize, mut pieces: impl Iterator<Item = String>) -> usize {
    for piece in &mut pieces {
        if piece.len() > room {
            return 1 + pieces.count();
        }
        room -= piece.len();
        html.push_str(&piece);
    }
    0
}

fn pages(html: &mut String, changed: &[PageChange]) {
    if changed.is_empty() {
        return;
    }
    html.push_str("<h3>Pages changed</h3>\n");
    let room = WHOLE.saturating_sub(html.len() + LIST);
    let open = if changed.len() <= OPEN { " open" } else { "" };
    let more = fill(html, room, changed.iter().map(|change| page(change, open)));
    let others = changed[changed.len() - more..].iter().map(|change| named(&change.page));
    list(html, "And more pages, whose words there is no room for", others);
}

fn page(change: &PageChange, open: &str) -> String {
    let mut html = format!("<details{open}>\n<summary>{}</summary>\n", named(&change.page));
    let front =
        change.front.iter().map(|front| format!("<p>{}: {}</p>\n", front.field, runs(&front.runs, false)));
    let shown = shown(&change.lines);
    let lines = shown.iter().enumerate().map(|(place, (number, moved))| {
        let is_gap = place > 0 && shown[place - 1].0 + 1 < *number;
        format!("{}{}", if is_gap { "<p>…</p>\n" } else { "" }, line(&change.lines[*number], *moved))
    });
    let gathered = change.gathered.iter().map(|row| line(row, false));
    let more = fill(&mut html, PAGE, front.chain(gathered).chain(lines));
    if more > 0 {
        let _ = writeln!(html, "<p>and {more} more lines</p>");
    }
    html + "</details>\n"
}

fn line(line: &Line, moved: bool) -> String {
    // The beginning of a row says what it is about.
    let words = runs(&line.runs, line.kind == "row");
    let words = if line.kind == "heading" { format!("<strong>{words}</strong>") } else { words };
    let moved = if moved { "<em>moved here:</em> " } else { "" };
    let relinked = if line.relinked { " <em>(a link leads elsewhere now)</em>" } else { "" };
    let sign = if line.kind == "item" { "• " } else { "" };
    format!("<p>{sign}{moved}{words}{relinked}</p>\n")
}

/// Returns what changed with some words around it, and with those at the beginning if asked for.
fn runs(runs: &[Run], with_beginning: bool) -> String {
    let mut html = String::new();
    for (number, run) in runs.iter().enumerate() {
        if html.len() > LINE {
            return html + " …";
        }
        html.push_str(terminal::gap(runs, number));
        html.push_str(&match run.mark {
            "removed" => from(&cut(&run.text, CHANGED)),
            "added" => to(&cut(&run.text, CHANGED)),
            _ if runs.len() == 1 => quiet(&cut(&run.text, 2 * BESIDE)),
            _ => {
                let is_first = number == 0 && !with_beginning;
                quiet(&edges(&run.text, BESIDE, is_first, number + 1 == runs.len()))
            }
        });
    }
    html
}

fn named(page: &PageName) -> String {
    format!("{} <code>{}</code>", name(&page.title), name(&page.address))
}

fn name(text: &str) -> String {
    quiet(&cut(text, NAME))
}

fn from(text: &str) -> String {
    marked("<del>", text, "</del>")
}

fn to(text: &str) -> String {
    marked("<ins><strong>", text, "</strong></ins>")
}

/// Returns words in an element; the blanks around them stay outside.
fn marked(open: &str, text: &str, close: &str) -> String {
    let words = text.trim();
    let (before, behind) = text.split_once(words).unwrap_or(("", ""));
    let blank = |around: &str| if around.is_empty() { "" } else { " " };
    format!("{}{open}{}{close}{}", blank(before), quiet(words), blank(behind))
}
