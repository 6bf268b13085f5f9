//! Addresses and places on pages that the last edition had and that lead nowhere now.
//!
//! Bookmarks, printed codes and links in mails point at them. What counts is whether something
//! answers: a page, a file, or a way on from `old_paths`, `old_anchors` or a retired page.

use std::collections::{BTreeMap, BTreeSet};

use crate::content::slug;
use crate::diag::{Diagnostic, Location, rules};
use crate::editions::Comparison;
use crate::editions::compare::Pair;
use crate::fields::{Content, Table};
use crate::handbook::{Handbook, Page, PageId};
use crate::source::{SitePath, Url};

/// Reports the addresses that nothing answers.
pub fn addresses(old: &Handbook, new: &Handbook, comparison: &Comparison) -> Vec<Diagnostic> {
    let answered: BTreeSet<String> = all(new).into_keys().map(|url| url.file().folded()).collect();
    let now: BTreeMap<PageId, PageId> = comparison.pairs.iter().map(|pair| (pair.old, pair.new)).collect();
    let vanished = all(old).into_iter().filter(|(url, _)| !answered.contains(&url.file().folded()));
    let finding = |(url, from): (Url, From)| {
        let moved = match &from {
            From::Page(page) => now.get(page).map(|number| &new.pages[*number]),
            From::File(_) => None,
        };
        let (location, help) = match (moved, from) {
            (Some(page), _) => (
                Location::new(&page.path, page.front().place()),
                format!("add `/{url}` to `old_paths:` of this page, which stood there"),
            ),
            (None, From::Page(number)) => (
                Location::whole(&old.pages[number].path),
                format!(
                    "add `/{url}` to `old_paths:` of the page that answers it now, or bring the page back with \
                     `status: retired` and `replaced_by:`"
                ),
            ),
            (None, From::File(path)) => (
                Location::whole(&path),
                "bring the file back, or add its address to `old_paths:` of the page that offers it now"
                    .into(),
            ),
        };
        let message = format!("`/{url}` leads nowhere since the last edition");
        Diagnostic::new(&rules::VANISHED_ADDRESS, location, message).help(help)
    };
    vanished.map(finding).collect()
}

/// What stands at an address.
enum From {
    /// A page, or a way to it.
    Page(PageId),
    /// A download.
    File(SitePath),
}

/// Returns every address that a reader may have kept; pictures are looked at in pages only.
fn all(handbook: &Handbook) -> BTreeMap<Url, From> {
    let downloads = handbook.files.iter().filter(|(_, _, blob)| blob.pixels.is_none());
    let mut all: BTreeMap<Url, From> =
        downloads.map(|(path, url, _)| (url.clone(), From::File(path.clone()))).collect();
    all.extend(handbook.redirects.iter().map(|(url, number)| (url.clone(), From::Page(*number))));
    let pages = handbook.pages.iter().enumerate();
    all.extend(pages.map(|(number, page)| (page.url.clone(), From::Page(number))));
    all
}

/// Reports the headings and other places that links no longer find.
pub fn anchors(old: &Handbook, new: &Handbook, comparison: &Comparison) -> Vec<Diagnostic> {
    comparison.pairs.iter().flat_map(|pair| anchors_of(old, new, pair)).collect()
}

fn anchors_of(old: &Handbook, new: &Handbook, pair: &Pair) -> Vec<Diagnostic> {
    let (before, after) = (&old.pages[pair.old], &new.pages[pair.new]);
    let former = former(after);
    if after.is_retired() {
        return Vec::new();
    }
    let lost = before.document.headings.iter().filter(|heading| {
        let id = heading.id.as_str();
        Some(heading.node) != before.document.title
            && !after.document.anchors.contains(id)
            && !former.iter().any(|former| former == id)
    });
    let near = |text: &str| {
        let headings = after.document.headings.iter();
        let ids: Vec<&str> = headings.map(|heading| heading.id.as_str()).collect();
        crate::diag::closest(&slug(text), ids).map(str::to_owned)
    };
    let finding = |heading: &crate::content::Heading| {
        let id = &heading.id;
        let new = near(&heading.text).unwrap_or_else(|| "THE-NEW-ID".into());
        let message = format!("links to `/{}#{id}` no longer find \"{}\"", after.url, heading.text.trim());
        Diagnostic::new(&rules::VANISHED_ANCHOR, Location::new(&after.path, after.front().place()), message)
            .help(format!("add `{{ old: {id}, new: {new} }}` to `old_anchors:` of this page"))
    };
    lost.map(finding).collect()
}

/// Returns the ids that headings of a page had before, as it says itself.
fn former(page: &Page) -> Vec<String> {
    let old = |table: &Table| match &table.get("old")?.content {
        Content::Scalar(scalar) => Some(scalar.text.clone()),
        _ => None,
    };
    page.front().record.tables("old_anchors").filter_map(old).collect()
}
