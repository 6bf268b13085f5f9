//! The list of editions: for readers (by day, with and without script) and for programs.

use jiff::civil::Date;
use serde::Serialize;

use super::days::{self, Says};
use super::{CHANGES, Shelf, from_here, said, summary};
use crate::diag::Checked;
use crate::editions::ledger::Withdrawn;
use crate::language::Language;
use crate::output::Content;
use crate::render;
use crate::site::Site;
use crate::source::{OutPath, Url};
use crate::view::Days;

/// An edition in the list.
#[derive(Serialize)]
struct Entry {
    id: String,
    published: String,
    effective: String,
    /// The last day on which it holds.
    until: Option<String>,
    note: Option<String>,
    /// What may not be shown any more.
    withdrawn: Option<Gone>,
    status: &'static str,
    /// The span in words.
    held: String,
    url: String,
    /// Whether all of its pages stand there.
    in_full: bool,
    /// What changed with it.
    changes: String,
    /// What its pages say, whatever it is on the day.
    says: Says,
}

/// What of an edition may not be shown any more.
#[derive(Serialize)]
pub(super) struct Gone {
    date: String,
    reason: String,
    /// How many pages; nothing when it is all of them.
    pages: Option<usize>,
    /// That in words.
    pub said: String,
}

/// Where the list for programs stands.
pub const LIST: &str = "editions.json";

/// Returns the pages and files that list the editions.
pub fn all(shelf: &Shelf, root: &Site) -> Checked<Vec<(OutPath, Content)>> {
    let json = serde_json::to_string_pretty(&entries(shelf, "")).expect("a list of editions is plain data");
    let mut files = vec![(OutPath::new(LIST), Content::Bytes((json + "\n").into_bytes().into()))];
    let mut found = Vec::new();
    for here in ["as-of/", "editions/", "changes/"] {
        let up = from_here(here, "");
        let list = List {
            as_of: here == "as-of/",
            today: shelf.day.to_string(),
            days: days::days(shelf, &up),
            next: next(shelf, here),
            entries: entries(shelf, here),
        };
        let page = render::special(&root.setting, "editions.html", &up, "list", &list).collect(&mut found);
        files.push((Url::new(here.to_owned()).file(), Content::Bytes(page.into_bytes().into())));
    }
    Checked { value: files, diagnostics: found }
}

#[derive(Serialize)]
struct List {
    /// Whether a day is asked for.
    as_of: bool,
    today: String,
    days: Option<Days>,
    next: Option<NextEntry>,
    entries: Vec<Entry>,
}

/// What is being written, above the list.
#[derive(Serialize)]
struct NextEntry {
    url: String,
    changes: String,
    /// What the second is called.
    title: String,
}

fn next(shelf: &Shelf, here: &str) -> Option<NextEntry> {
    let (address, number) = (shelf.next?, shelf.in_force?);
    let id = shelf.volumes[number].edition.id.as_str();
    Some(NextEntry {
        url: from_here(here, address),
        changes: from_here(here, CHANGES),
        title: said(shelf.language(number), "what_changed_next", &[("id", id)]),
    })
}

/// Returns every edition, the latest first; addresses are written as a page at `here` writes them.
fn entries(shelf: &Shelf, here: &str) -> Vec<Entry> {
    let entry = |number: usize| {
        let volume = &shelf.volumes[number];
        let (edition, language) = (&volume.edition, shelf.language(number));
        let until = until(shelf, number);
        Entry {
            id: edition.id.clone(),
            published: edition.published.to_string(),
            effective: edition.effective.to_string(),
            until: until.map(|until| until.to_string()),
            note: edition.note.clone(),
            withdrawn: edition.withdrawn.as_ref().map(|withdrawn| gone(language, withdrawn)),
            status: shelf.status(number),
            held: held(shelf, number),
            url: from_here(here, &volume.address()),
            in_full: volume.in_full,
            changes: from_here(here, &summary::address(edition)),
            says: days::says(shelf, number),
        }
    };
    (0..shelf.volumes.len()).rev().map(entry).collect()
}

/// Returns the last day on which an edition holds, if one is known.
fn until(shelf: &Shelf, number: usize) -> Option<Date> {
    shelf.volumes.get(number + 1)?.edition.effective.yesterday().ok()
}

/// Returns from when to when an edition holds.
pub(super) fn held(shelf: &Shelf, number: usize) -> String {
    let language = shelf.language(number);
    let since = language.date(shelf.volumes[number].edition.effective);
    match until(shelf, number) {
        Some(until) => said(language, "held", &[("from", &since), ("until", &language.date(until))]),
        None => said(language, "held_since", &[("from", &since)]),
    }
}

pub(super) fn gone(language: &Language, withdrawn: &Withdrawn) -> Gone {
    let key = match withdrawn.pages.len() {
        0 => "withdrawn_all",
        1 => "withdrawn_one",
        _ => "withdrawn_some",
    };
    let (date, pages) = (language.date(withdrawn.date), withdrawn.pages.len());
    let blanks = [("date", date.as_str()), ("reason", &withdrawn.reason), ("n", &pages.to_string())];
    Gone {
        date: withdrawn.date.to_string(),
        reason: withdrawn.reason.clone(),
        pages: (pages > 0).then_some(pages),
        said: said(language, key, &blanks),
    }
}
