//! Whether the words of released editions still are those that were released.
//!
//! In go the ledger, the text of its files and each edition as a handbook that is read today; out
//! comes a finding for each page whose words no longer have the hash that was recorded or accepted.
//! Of the former words there is only that hash. What can be shown truly is how the page reads now,
//! and which of its words stand in no file of the edition.

use std::collections::BTreeSet;

use super::ledger::{Edition, quoted};
use super::words::Hashes;
use super::{History, text, words};
use crate::diag::{Diagnostic, Location, rules};
use crate::handbook::{CONTENT, Handbook, Page};
use crate::source::{File, SitePath, Snapshot, Span};

/// A page of an edition that no longer reads as it did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// Its key in the record.
    pub page: String,
    /// The hash of its words now; nothing when there is no such page any more.
    pub hash: Option<String>,
    /// Its file, where there is one.
    pub file: Option<SitePath>,
    /// What it reads now, as far as it helps to see what is different.
    pub reads: String,
}

/// Reports every page of every edition that no longer reads as it did.
///
/// `today` holds the files of the ledger, to point into; `read` makes an edition's handbook with
/// today's parser, and nothing where it cannot be made, which is reported elsewhere.
pub fn verify(
    history: &History,
    today: &Snapshot,
    mut read: impl FnMut(&Edition) -> Option<Handbook>,
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut hashes = Hashes::default();
    // A record without hashes promises no words.
    for edition in history.ledger.iter().filter(|edition| !edition.pages.is_empty()) {
        if let (Some(handbook), Some(own)) = (read(edition), history.snapshots.get(&edition.id)) {
            found.extend(report(edition, &moved_of(edition, &handbook, own, &mut hashes), today));
        }
    }
    found
}

/// Returns the pages of an edition that no longer read as they did. `own` holds the edition's files.
/// Withdrawn pages are not asked: they are not shown, and no finding may quote them.
pub fn moved(edition: &Edition, handbook: &Handbook, own: &Snapshot) -> Vec<Moved> {
    moved_of(edition, handbook, own, &mut Hashes::default())
}

fn moved_of(edition: &Edition, handbook: &Handbook, own: &Snapshot, hashes: &mut Hashes) -> Vec<Moved> {
    let mut moved = Vec::new();
    let mut seen = BTreeSet::new();
    let mut known = None;
    for page in words::published(handbook) {
        let key = words::key(page);
        let hash = hashes.of(handbook, page);
        if edition.hash(&key) != Some(&hash) && !edition.withdraws(&key) {
            let known = known.get_or_insert_with(|| written(own));
            let reads = excerpt(&words::of(handbook, page), known);
            moved.push(Moved { page: key.clone(), hash: Some(hash), file: Some(file(page)), reads });
        }
        seen.insert(key);
    }
    let gone = edition.pages.keys().filter(|page| !seen.contains(*page) && !edition.withdraws(page));
    moved.extend(gone.map(|page| Moved { page: page.clone(), hash: None, file: None, reads: String::new() }));
    moved.sort_by(|a, b| a.page.cmp(&b.page));
    moved
}

/// Returns a finding for each page that no longer reads as it did.
pub fn report(edition: &Edition, moved: &[Moved], today: &Snapshot) -> Vec<Diagnostic> {
    let path = Edition::path(&edition.id).unwrap_or_default();
    let text = today.text(path.as_str()).unwrap_or_default();
    let finding = |moved: &Moved| {
        let (id, page) = (&edition.id, &moved.page);
        let location = match place(&text, page) {
            Some(span) => Location::new(&path, span),
            None => Location::whole(&path),
        };
        let message = match (&moved.file, edition.pages.contains_key(page)) {
            (Some(file), true) => {
                format!(
                    "`{page}` of edition {id} (`{file}`) no longer reads as it was released: {}",
                    moved.reads
                )
            }
            (Some(file), false) => {
                format!("`{page}` of edition {id} (`{file}`) was not recorded when it was released")
            }
            (None, _) => format!("edition {id} no longer has its page `{page}`"),
        };
        let help = match moved.hash {
            Some(_) => format!(
                "if the words are right, run `deskbook editions accept {id} --reason \"…\"`; if not, use the Deskbook \
                 that read them rightly, or restore `{path}`"
            ),
            None => format!("use the Deskbook that still reads it, or restore `{path}` as it was released"),
        };
        Diagnostic::new(&rules::EDITION_WORDS, location, message).help(help)
    };
    moved.iter().map(finding).collect()
}

fn file(page: &Page) -> SitePath {
    page.path.clone()
}

/// Returns where a record names a page.
fn place(text: &str, page: &str) -> Option<Span> {
    let key = quoted(page);
    let bare = format!("\n{page} = ");
    let at = text.find(&format!("\n{key} = ")).or_else(|| text.find(&bare))? + 1;
    let end = text[at..].find('\n').map_or(text.len(), |end| at + end);
    Some(Span::new(at, end))
}

/// Returns every word that stands in the pages and data of an edition.
fn written(own: &Snapshot) -> BTreeSet<String> {
    let texts = own.below(CONTENT).filter_map(|(_, _, file)| match file {
        File::Text(text) => Some(text),
        _ => None,
    });
    texts.flat_map(|text| text::words(text).map(std::borrow::Cow::into_owned).collect::<Vec<_>>()).collect()
}

/// So many words stand around one that is shown.
const AROUND: usize = 4;
/// So many places are shown of a page.
const MOST: usize = 3;
/// So many words are shown of a page of which nothing stands out.
const START: usize = 12;

/// Returns the words of a page around those that stand in no file, or else how it begins.
fn excerpt(now: &[String], written: &BTreeSet<String>) -> String {
    let is_strange = |word: &String| !written.contains(word) && word.parse::<i64>().is_err();
    let mut shown = Vec::new();
    let mut behind = 0;
    for (at, _) in now.iter().enumerate().filter(|(_, word)| is_strange(word)) {
        if at >= behind && shown.len() < MOST {
            behind = (at + AROUND + 1).min(now.len());
            shown.push(format!("\"… {} …\"", now[at.saturating_sub(AROUND)..behind].join(" ")));
        }
    }
    if shown.is_empty() {
        let end = START.min(now.len());
        let more = if end < now.len() { " …" } else { "" };
        return format!("it has {} words now and begins \"{}{more}\"", now.len(), now[..end].join(" "));
    }
    format!("{} now holds words that no file of the edition has", shown.join(", "))
}
