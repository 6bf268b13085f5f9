//! What changed not long ago in the edition in force: marks, and what was corrected.
//!
//! A reader who knew a page has two weeks to see that it reads otherwise. What counts is the day on
//! which an edition took effect, so that the same ledger says the same on the same day.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::Date;

use super::changes::{self, Step};
use super::{Shelf, said, summary};
use crate::editions::changes::{Two, of_pages, short};
use crate::editions::compare::Pair;
use crate::editions::words;
use crate::handbook::{PageId, Recent};
use crate::language::Language;
use crate::source::Url;
use crate::view::{CorrectionView, RecentChanges, RecentLine};

/// So many days what changed is pointed out.
pub const DAYS: i64 = 14;

/// What is told of a page.
pub struct Told {
    /// For lists.
    pub mark: Recent,
    /// For the page.
    pub line: Option<RecentLine>,
    /// What was corrected on it, the latest first.
    pub corrections: Vec<CorrectionView>,
}

/// Returns what is told of the pages of an edition: nothing unless it is in force. `up` leads from its
/// first page to that of the site.
pub fn recent(shelf: &Shelf, number: usize, up: &str) -> BTreeMap<PageId, Told> {
    let (mut told, now) = (BTreeMap::new(), &shelf.volumes[number]);
    for (earlier, until) in news(shelf, number) {
        let (edition, Some(step)) = (&shelf.volumes[earlier].edition, changes::step(shelf, earlier)) else {
            continue;
        };
        let is_correction = shelf.ledger.corrected(&edition.id).is_some();
        let corrections = if is_correction { corrections(&step, until, up) } else { BTreeMap::new() };
        let language = shelf.language(number);
        for page in 0..now.handbook().pages.len() {
            let Some(there) = shelf.twins.there(number, page, earlier) else { continue };
            if now.edition.withdraws(&words::key(&now.handbook().pages[page])) {
                continue;
            }
            let is_new = step.since.added.contains(&there);
            if !is_new && !step.redlined.contains(&there) {
                continue;
            }
            let mark = Recent { is_new, since: edition.effective, until };
            let correction = corrections.get(&there).cloned();
            let begin = || Told {
                mark,
                line: correction.is_none().then(|| line(language, &step, there, mark, up)),
                corrections: Vec::new(),
            };
            told.entry(page).or_insert_with(begin).corrections.extend(correction);
        }
    }
    told
}

/// Returns the pages that say all that changed with each of the editions that are news.
pub fn all_changes(shelf: &Shelf, number: usize, up: &str) -> Vec<RecentChanges> {
    let changes = |(number, until): (usize, Date)| {
        let edition = &shelf.volumes[number].edition;
        RecentChanges {
            id: edition.id.clone(),
            url: format!("{up}{}", summary::address(edition)),
            until: until.to_string(),
        }
    };
    news(shelf, number).map(changes).collect()
}

/// Returns the editions that took effect not long ago, the latest first, each with the day from which
/// it is no news any more; none unless the edition with this number is in force.
fn news(shelf: &Shelf, number: usize) -> impl Iterator<Item = (usize, Date)> + '_ {
    let latest = if shelf.in_force == Some(number) { number } else { 0 };
    let until = |number: usize| {
        let effective = shelf.volumes[number].edition.effective;
        (number, effective.checked_add(DAYS.days()).unwrap_or(Date::MAX))
    };
    (1..=latest).rev().map(until).take_while(|(_, until)| *until > shelf.day)
}

fn line(language: &Language, step: &Step, page: PageId, mark: Recent, up: &str) -> RecentLine {
    let key = if mark.is_new { "new_since" } else { "changed_on" };
    RecentLine {
        said: said(language, key, &[("date", &language.date(mark.since))]),
        until: mark.until.to_string(),
        changes: (!mark.is_new).then(|| redline(step, page, up)),
    }
}

/// Returns where it is shown what changed on a page, or else that it did.
fn redline(step: &Step, page: PageId, up: &str) -> String {
    let url = &step.new.handbook().pages[page].url;
    if !step.new.in_full {
        return format!("{up}{}", step.address);
    }
    Url::new(changes::place(&format!("{up}{}", step.address), url)).encoded()
}

/// Returns what a correction put right, by page.
fn corrections(step: &Step, until: Date, up: &str) -> BTreeMap<PageId, CorrectionView> {
    let Some(edition) = step.new.edition else { return BTreeMap::new() };
    let language = step.language();
    let date = language.date(edition.effective);
    let reason = edition.note.as_deref().unwrap_or_default();
    let names = [step.old.name, step.new.name];
    let two = Two { old: step.old.handbook(), new: step.new.handbook(), names, comparison: step.since };
    let is_corrected = |pair: &&Pair| step.redlined.contains(&pair.new);
    let changed = of_pages(two, step.since.pairs.iter().filter(is_corrected));
    let correction = |(page, change): &(PageId, _)| {
        let view = CorrectionView {
            said: said(language, "corrected", &[("date", &date), ("reason", reason)]).trim().to_owned(),
            until: until.to_string(),
            lines: short(change).unwrap_or_default(),
            changes: redline(step, *page, up),
        };
        (*page, view)
    };
    changed.iter().map(correction).collect()
}
