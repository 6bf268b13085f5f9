//! What may not be shown any more, taken out of an edition's files before anything reads them.
//!
//! In go the files of an edition and the record of a withdrawal; out come the same files, in which a
//! page that must go is reduced to its address: no title, no words, no names, and no picture or
//! download to which only such pages lead. Whatever is made of the files afterwards (a page, a
//! redline, a list, an index, a feed) cannot show what it never read. The commit stays as it is; what
//! git must forget is not for a generator to say.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::sync::Arc;

use super::ledger::{Edition, Ledger, Withdrawn, quoted};
use super::{Comparison, compare, words};
use crate::content::{self, Document, Name, Options};
use crate::fields::{Content, Value};
use crate::handbook::{CONTENT, Handbook, PageId, address_of, file_address, split_address};
use crate::source::{File, SitePath, Snapshot, Url};

/// The fields that are no words of a page: how it is reached, and who may know of it.
const KEPT: &[&str] = &["id", "code", "old_paths", "audience"];

/// Takes out of an edition's files what was withdrawn.
pub fn take_out(files: &mut Snapshot, withdrawn: &Withdrawn) {
    let pages = pages(files);
    let must_go = |page: &Page| withdrawn.covers(&page.key());
    let beside = beside(files);
    let led_to = |page: &Page| page.files(&beside).collect::<Vec<_>>();
    let mut lost: BTreeSet<SitePath> = pages.iter().filter(|page| must_go(page)).flat_map(led_to).collect();
    for kept in pages.iter().filter(|page| !must_go(page)).flat_map(led_to) {
        lost.remove(&kept);
    }
    if withdrawn.is_whole() {
        lost.extend(files.below(CONTENT).map(|(_, path, _)| path.clone()));
    }
    for path in lost {
        files.remove(path.as_str());
    }
    for page in pages.into_iter().filter(must_go) {
        let stub = page.stub().into();
        files.insert(page.path, File::Text(stub));
    }
}

/// Compares two editions without a word of what was withdrawn from either: such pages neither
/// changed, came nor went, and of an edition that is withdrawn as a whole there is nothing to say.
///
/// Returns the comparison, and the pages of the new edition about which nothing may be said.
pub fn compare_shown(
    old: (&Edition, &Handbook),
    new: (&Edition, &Handbook),
) -> (Comparison, BTreeSet<PageId>) {
    let mut since = compare(old.1, new.1);
    if [old.0, new.0].iter().any(|edition| edition.withdrawn.as_ref().is_some_and(Withdrawn::is_whole)) {
        since.values.clear();
        since.rules.clear();
    }
    let is_gone = |(edition, handbook): (&Edition, &Handbook), page: PageId| {
        edition.withdrawn.is_some() && edition.withdraws(&words::key(&handbook.pages[page]))
    };
    let mut unsaid = BTreeSet::new();
    for pair in &mut since.pairs {
        if is_gone(old, pair.old) || is_gone(new, pair.new) {
            (pair.changed, pair.moved) = (false, false);
            pair.front.clear();
            unsaid.insert(pair.new);
        }
    }
    since.added.retain(|page| !is_gone(new, *page));
    since.removed.retain(|page| !is_gone(old, *page));
    (since, unsaid)
}

/// Returns what stays withdrawn in an edition that was made of another: the pages that read as they
/// did there. `before` and `now` are the hashes of both, by today's parser.
pub fn carried(
    from: &Edition,
    before: &BTreeMap<String, String>,
    now: &BTreeMap<String, String>,
) -> Option<Withdrawn> {
    let withdrawn = from.withdrawn.as_ref()?;
    let same = now.iter().filter(|(page, hash)| from.withdraws(page) && before.get(*page) == Some(hash));
    let pages: Vec<String> = same.map(|(page, _)| page.clone()).collect();
    (!pages.is_empty()).then(|| Withdrawn { pages, ..withdrawn.clone() })
}

/// Returns the pages that other editions show with the same words, by edition.
pub fn elsewhere(ledger: &Ledger, id: &str, pages: &[String]) -> Vec<(String, Vec<String>)> {
    let Some(own) = ledger.get(id) else { return Vec::new() };
    let hashes: BTreeSet<&String> = pages.iter().filter_map(|page| own.pages.get(page)).collect();
    let others = ledger.iter().filter(|other| other.id != id);
    let shown = others.map(|other| {
        let same = other.pages.iter().filter(|(page, hash)| hashes.contains(hash) && !other.withdraws(page));
        (other.id.clone(), same.map(|(page, _)| page.clone()).collect::<Vec<_>>())
    });
    shown.filter(|(_, pages)| !pages.is_empty()).collect()
}

impl Edition {
    /// Returns whether a page, by its key, may not be shown any more.
    pub fn withdraws(&self, page: &str) -> bool {
        self.withdrawn.as_ref().is_some_and(|withdrawn| withdrawn.covers(page))
    }
}

impl Withdrawn {
    /// Returns whether all of the edition must go.
    pub fn is_whole(&self) -> bool {
        self.pages.is_empty()
    }

    fn covers(&self, page: &str) -> bool {
        self.is_whole() || self.pages.iter().any(|known| known == page)
    }
}

/// A page's file, and what it says.
struct Page {
    path: SitePath,
    document: Document,
}

/// Returns the pictures and downloads beside pages, by address.
fn beside(files: &Snapshot) -> BTreeMap<Url, SitePath> {
    let files = files.below(CONTENT).filter(|(_, _, file)| matches!(file, File::Blob(_)));
    files.filter_map(|(_, path, _)| Some((file_address(path)?, path.clone()))).collect()
}

fn pages(files: &Snapshot) -> Vec<Page> {
    let texts: Vec<(SitePath, Arc<str>)> = files
        .below(CONTENT)
        .filter(|(_, path, _)| path.extension() == "md")
        .filter_map(|(_, path, _)| Some((path.clone(), files.text(path.as_str())?)))
        .collect();
    let read = |(path, text)| {
        let document = content::parse(&path, text, &Options::default()).value;
        Page { path, document }
    };
    texts.into_iter().map(read).collect()
}

impl Page {
    /// Returns the name by which records know the page.
    fn key(&self) -> String {
        let id = self.document.front.text("id").map(|id| id.value);
        id.unwrap_or_else(|| format!("/{}", address_of(&self.path)))
    }

    /// Returns the files to which it leads, by path or by address.
    fn files<'a>(&'a self, beside: &'a BTreeMap<Url, SitePath>) -> impl Iterator<Item = SitePath> + 'a {
        let addresses = self.document.references.iter().filter_map(|reference| match &reference.name {
            Name::Link(address) | Name::Image(address) => Some(split_address(address).0),
            _ => None,
        });
        addresses
            .filter_map(|address| match address.strip_prefix('/') {
                Some(rest) => match beside.get(&Url::new(rest.to_owned())) {
                    Some(path) => Some(path.clone()),
                    None => SitePath::new(CONTENT)?.join(rest),
                },
                None => self.path.parent().join(&address),
            })
            .filter(|path| path.extension() != "md")
    }

    /// Returns the text of a page that says nothing and stands at the same addresses.
    fn stub(&self) -> String {
        let mut text = "---\nstatus: retired\nreplaced_by: none\n".to_owned();
        for name in KEPT {
            if let Some(value) = self.document.front.record.get(name) {
                let _ = writeln!(text, "{name}: {}", yaml(value));
            }
        }
        text + "---\n"
    }
}

fn yaml(value: &Value) -> String {
    match &value.content {
        Content::Scalar(scalar) => quoted(&scalar.text),
        Content::List(values) => {
            let values: Vec<String> = values.iter().map(yaml).collect();
            format!("[{}]", values.join(", "))
        }
        Content::Table(_) => "\"\"".to_owned(),
    }
}
