//! Corrections of the last edition that the next one takes back.
//!
//! What was put right in force has to stay right: the next edition holds it, or says why not. Held is
//! a line that stands there as corrected, and also one that was written anew since; taken back is one
//! that reads again as it did before. A release note that names the page or the value says why.

use std::collections::BTreeSet;

use super::Last;
use super::unnoted::Lines;
use crate::data;
use crate::diag::{Diagnostic, Location, rules};
use crate::editions::changes::{Line, PageChange, Two, lines_of, of_pages};
use crate::editions::compare::ValueChange;
use crate::editions::text;
use crate::handbook::{Handbook, PageId};

/// Reports what a correction put right and the new edition has again as it was.
pub fn check(last: &Last, new: &Handbook) -> Vec<Diagnostic> {
    let Some((base, corrected)) = last.corrected else { return Vec::new() };
    let notes = Lines::of(last.handbook, new);
    let two = Two { old: base, new: last.handbook, names: ["", ""], comparison: corrected };
    let mut found = Vec::new();
    for (page, change) in of_pages(two, corrected.pairs.iter()) {
        let Some(now) = last.comparison.pairs.iter().find(|pair| pair.old == page).map(|pair| pair.new)
        else {
            continue;
        };
        let title = &new.pages[now].title;
        if let Some(reads) = taken_back(last, page, &change, new, now)
            && !notes.name_page(new, now, title)
        {
            found.push(of_page(new, now, &reads));
        }
    }
    let is_back = |value: &&ValueChange| {
        let now = last.comparison.values.iter().find(|now| now.key == value.key);
        now.is_some_and(|now| now.new == value.old)
    };
    let values = corrected.values.iter().filter(is_back).filter(|value| {
        let now = ValueChange { key: value.key.clone(), old: value.new.clone(), new: value.old.clone() };
        !notes.name_value(&now)
    });
    found.extend(values.map(|value| of_value(new, value)));
    found
}

/// Returns what of a corrected page reads again as it did before, if anything does.
fn taken_back(last: &Last, page: PageId, change: &PageChange, new: &Handbook, now: PageId) -> Option<String> {
    let (base, corrected) = last.corrected?;
    let lines: BTreeSet<String> = lines_of(new, now).iter().map(|line| words(line, "added")).collect();
    let is_back = |line: &&Line| {
        let (was, is) = (words(line, "removed"), words(line, "added"));
        let is_held = !is.is_empty() && lines.contains(&is);
        was != is && !is_held && (was.is_empty() || lines.contains(&was))
    };
    let changed = change.lines.iter().filter(|line| line.kind != "field");
    if let Some(line) = changed.filter(|line| line.is_changed()).find(is_back) {
        let reads = side(line, if words(line, "removed").is_empty() { "added" } else { "removed" });
        return Some(format!("\"{}\"", reads.trim()));
    }
    let rule = corrected.rules.iter().filter(|rule| rule.page == page);
    let mut back = rule.filter(|rule| {
        let mut again = last.comparison.rules.iter().filter(|again| again.page == now);
        again.any(|again| again.id == rule.id && again.new == rule.old)
    });
    if let Some(rule) = back.next() {
        return Some(format!("its rule is `{}`", rule.old.name()));
    }
    let before = corrected.pairs.iter().find(|pair| pair.new == page)?;
    let again = last.comparison.pairs.iter().find(|pair| pair.new == now)?;
    let back = before.front.iter().find(|front| {
        let mut again = again.front.iter();
        again.any(|again| again.field == front.field && again.new == front.old)
    });
    back.map(|front| format!("its {} is that of `{}`", front.field, base.pages[before.old].path))
}

/// Returns one side of a line: `removed` for how it was, `added` for how it is.
fn side(line: &Line, mark: &str) -> String {
    let runs = line.runs.iter().filter(|run| run.mark == "same" || run.mark == mark);
    runs.map(|run| run.text.as_str()).collect()
}

/// Returns the words of one side of a line, with typography folded.
fn words(line: &Line, mark: &str) -> String {
    text::words(&side(line, mark)).collect::<Vec<_>>().join(" ")
}

const HELP: &str = "take the correction over, or say on a page of the kind `release` why it no longer holds, with the name of";

fn of_page(new: &Handbook, now: PageId, reads: &str) -> Diagnostic {
    let page = &new.pages[now];
    let location = Location::new(&page.path, page.front().place());
    let message = format!("this page was corrected, and reads again as it did before: {reads}");
    Diagnostic::new(&rules::LOST_CORRECTION, location, message).help(format!("{HELP} the page"))
}

fn of_value(new: &Handbook, value: &ValueChange) -> Diagnostic {
    let file = data::file(data::VALUES);
    let location = match new.shared.data.values.get(&value.key) {
        Some(value) => Location::new(&file, value.span),
        None => Location::whole(&file),
    };
    let text = |text: &Option<String>| text.clone().unwrap_or_else(|| "nothing".into());
    let (was, is) = (text(&value.old), text(&value.new));
    let message = format!("`{}` was corrected from {was} to {is}, and is {was} again", value.key);
    Diagnostic::new(&rules::LOST_CORRECTION, location, message).help(format!("{HELP} the value"))
}
