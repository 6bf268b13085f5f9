//! Changes for a person at a terminal: first what there is, then each page with the words that moved.
//!
//! What was taken out is red and stands between `[-` and `-]`, what was put in is green and stands
//! between `{+` and `+}`, so that neither a colour-blind reader nor a log without colours loses any.
//! Colours are always written; who prints them to something else than a terminal takes them out.

use std::fmt::Write;

use anstyle::{AnsiColor, Style};

use super::{Changes, Line, PageChange, PageName};
use crate::editions::redline::Run;

const REMOVED: Style = AnsiColor::Red.on_default();
const ADDED: Style = AnsiColor::Green.on_default();
const TITLE: Style = Style::new().bold();
const QUIET: Style = Style::new().dimmed();

/// Returns what changed, without the words of pages.
pub fn summary(changes: &Changes) -> String {
    let mut text = String::new();
    if changes.is_empty() {
        return format!("nothing differs for readers between {} and {}\n", changes.from, changes.to);
    }
    let _ = writeln!(text, "{TITLE}{} → {}{TITLE:#}", changes.from, changes.to);
    let values = changes.values.iter().map(|value| {
        let text = |value: &Option<String>| value.clone().unwrap_or_else(|| "nothing".into());
        format!("{}: {}", value.key, from_to(&text(&value.old), &text(&value.new)))
    });
    group(&mut text, "values", values);
    let rules = changes.rules.iter().map(|rule| {
        format!("{}: {} ({})", from_to(rule.old, rule.new), rule.sentence.trim(), rule.page.address)
    });
    group(&mut text, "rules", rules);
    group(&mut text, "pages added", changes.added.iter().map(named));
    group(&mut text, "pages removed", changes.removed.iter().map(named));
    let moved = changes.moved.iter();
    group(
        &mut text,
        "pages moved",
        moved.map(|moved| format!("{}: {}", moved.page.title, from_to(&moved.from, &moved.page.address))),
    );
    group(&mut text, "pages changed", changes.changed.iter().map(|change| named(&change.page)));
    let readers = changes.readers.iter().map(|reader| {
        let titles: Vec<&str> = reader.pages.iter().map(|page| page.title.as_str()).collect();
        listed(&reader.title, &titles)
    });
    group(&mut text, "must re-read", readers);
    text
}

/// Returns what changed, with the changed lines of each page and a line around them.
pub fn whole(changes: &Changes) -> String {
    let mut text = summary(changes);
    for change in &changes.changed {
        page(&mut text, change);
    }
    text
}

/// Returns words with what was taken out and put in.
pub fn runs(runs: &[Run]) -> String {
    let mut text = String::new();
    for (number, run) in runs.iter().enumerate() {
        // A sign stands at the words, not at the blanks around them.
        let words = run.text.trim();
        let (before, behind) = run.text.split_once(words).unwrap_or(("", ""));
        let words = match run.mark {
            "removed" => format!("{REMOVED}[-{words}-]{REMOVED:#}"),
            "added" => format!("{ADDED}{{+{words}+}}{ADDED:#}"),
            _ => words.to_owned(),
        };
        let _ = write!(text, "{}{before}{words}{behind}", gap(runs, number));
    }
    text
}

/// Returns the blank that stands before a run which takes another's place.
pub(super) fn gap(runs: &[Run], number: usize) -> &'static str {
    let touches = |last: &Run, run: &Run| {
        last.mark == "removed"
            && run.mark == "added"
            && !last.text.ends_with(char::is_whitespace)
            && !run.text.starts_with(char::is_whitespace)
    };
    let last = number.checked_sub(1).map(|last| &runs[last]);
    if last.is_some_and(|last| touches(last, &runs[number])) { " " } else { "" }
}

fn group(text: &mut String, title: &str, lines: impl ExactSizeIterator<Item = String>) {
    if lines.len() > 0 {
        let _ = writeln!(text, "\n{title}");
        lines.for_each(|line| text.push_str(&format!("  {line}\n")));
    }
}

/// Returns what is listed under a name, in lines that a terminal need not break.
fn listed(name: &str, items: &[&str]) -> String {
    const WIDTH: usize = 96;
    let whole = format!("{name}: {}", items.join(", "));
    if whole.chars().count() <= WIDTH {
        return whole;
    }
    let mut lines: Vec<String> = Vec::new();
    for (number, item) in items.iter().enumerate() {
        let sign = if number + 1 < items.len() { "," } else { "" };
        match lines.last_mut().filter(|line| line.chars().count() + item.chars().count() + 2 <= WIDTH) {
            Some(line) => line.push_str(&format!(" {item}{sign}")),
            None => lines.push(format!("  {item}{sign}")),
        }
    }
    format!("{name}\n  {}", lines.join("\n  "))
}

fn named(page: &PageName) -> String {
    format!("{} ({})", page.title, page.address)
}

fn from_to(old: &str, new: &str) -> String {
    format!("{REMOVED}{old}{REMOVED:#} → {ADDED}{new}{ADDED:#}")
}

fn page(text: &mut String, change: &PageChange) {
    let _ = writeln!(text, "\n{TITLE}{}{TITLE:#} {QUIET}{}{QUIET:#}", change.page.title, change.page.file);
    for front in &change.front {
        let _ = writeln!(text, "  {}: {}", front.field, runs(&front.runs));
    }
    change.gathered.iter().for_each(|row| line(text, row, false));
    let mut last: Option<usize> = None;
    for (number, moved) in shown(&change.lines) {
        if last.is_some_and(|last| last + 1 < number) {
            let _ = writeln!(text, "  {QUIET}…{QUIET:#}");
        }
        line(text, &change.lines[number], moved);
        last = Some(number);
    }
}

/// Returns the lines that are shown: changed ones, those beside them, and the heading above, each with
/// whether something that has moved begins with it; what goes on unchanged behind that is not shown.
pub fn shown(lines: &[Line]) -> Vec<(usize, bool)> {
    let begins =
        |number: usize| lines[number].moved && number.checked_sub(1).is_none_or(|above| !lines[above].moved);
    let mut shown = vec![false; lines.len()];
    let mut heading = None;
    for (number, line) in lines.iter().enumerate() {
        if line.kind == "heading" {
            heading = Some(number);
        }
        if line.says_otherwise() || begins(number) {
            let around = number.saturating_sub(1)..(number + 2).min(lines.len());
            around.chain(heading).for_each(|near| shown[near] = true);
        }
    }
    (0..lines.len()).filter(|number| shown[*number]).map(|number| (number, begins(number))).collect()
}

fn line(text: &mut String, line: &Line, moved: bool) {
    let sign = match line.kind {
        "heading" => "# ",
        "item" => "- ",
        "row" => "| ",
        _ => "",
    };
    let moved = if moved { "(moved here) " } else { "" };
    let relinked = if line.relinked { " (a link leads elsewhere now)" } else { "" };
    let words = runs(&line.runs);
    let _ = match line.says_otherwise() || !moved.is_empty() {
        true => writeln!(text, "  {sign}{moved}{words}{relinked}"),
        false => writeln!(text, "  {QUIET}{sign}{words}{QUIET:#}"),
    };
}
