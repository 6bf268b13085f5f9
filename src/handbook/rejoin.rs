//! Joining again after an edit of what pages and values say, when nothing changed of what others know
//! of them.
//!
//! Most edits leave a page where it is, under the names by which others know it: its address, its
//! identity, its ids. Then every other page keeps its place, its address and its references, and only
//! those of the edited pages are looked up again. A value that is another under its old name changes
//! what pages show, not what they lead to. The result is that of [`join`](super::join), and so are the
//! findings; whatever else changed is left to it.

use std::sync::Arc;

use super::page::{self, Inherited};
use super::resolve::{Index, lists_authority, lists_terms, of_page, old_anchors};
use super::{Handbook, Page, PageId, Shared, Source, Target};
use crate::content::Document;
use crate::data::Data;
use crate::diag::Diagnostic;

/// Joins the edited documents and values into the handbook as it was; `None` when that is not enough.
///
/// All else (settings, theme, files, the day) must be as it was.
pub fn rejoin(before: &Handbook, edited: &[Source], data: &Arc<Data>) -> Option<Handbook> {
    let is_same = Arc::ptr_eq(data, &before.shared.data);
    if !is_same && !data.differs_in_values_alone(&before.shared.data) {
        return None;
    }
    let shared = Shared { data: data.clone(), ..before.shared.clone() };
    let (plain, kinds) = (page::plain(&shared), page::kinds(&shared));
    let pages = before.pages.iter().map(Arc::as_ref);
    let index = Index::new(pages, &before.files, &before.drafts, &shared);
    let mut changed: Vec<(PageId, Page)> = Vec::with_capacity(edited.len());
    for source in edited {
        let number = index.page(&source.path)?;
        let known = &before.pages[number];
        let mut page = page::page(source.clone(), &shared, plain.clone());
        if page.origin != known.origin || !has_same_face(before, known, &page) {
            return None;
        }
        take_place(&mut page, known);
        let folder = page.parent.map(|folder| &*before.pages[folder]);
        Inherited::of(&page, folder).give(&mut page, &kinds);
        changed.push((number, page));
    }
    for (_, page) in &mut changed {
        let resolved = of_page(page, &index);
        page.take(resolved);
    }
    drop(index);
    let mut handbook = Handbook { shared, ..before.clone() };
    if !is_same {
        for page in &mut handbook.pages {
            if let Some(other) = page::with_values(page, &handbook.shared) {
                *page = Arc::new(other);
            }
        }
    }
    for (number, mut page) in changed {
        page.backlinks.clone_from(&handbook.pages[number].backlinks);
        let (old, new) = (led_to(number, &handbook.pages[number]), led_to(number, &page));
        handbook.pages[number] = Arc::new(page);
        for to in old.iter().filter(|to| !new.contains(to)) {
            Arc::make_mut(&mut handbook.pages[*to]).backlinks.retain(|from| *from != number);
        }
        for to in new.iter().filter(|to| !old.contains(to)) {
            let backlinks = &mut Arc::make_mut(&mut handbook.pages[*to]).backlinks;
            let place = backlinks.partition_point(|from| *from < number);
            backlinks.insert(place, number);
        }
    }
    Some(handbook)
}

/// Returns whether navigation, addresses and the references of other pages see the same of a page as
/// before. Its title and what else it says of itself they look up when they show it.
fn has_same_face(handbook: &Handbook, before: &Page, after: &Page) -> bool {
    let (old, new) = (&before.document, &after.document);
    let ids = |document: &Document| document.anchors.iter().map(|(id, _)| id.to_owned()).collect::<Vec<_>>();
    (old.front == new.front || has_same_names(handbook, before, after))
        && ids(old) == ids(new)
        && lists_terms(before) == lists_terms(after)
        && lists_authority(before) == lists_authority(after)
}

/// Returns whether front matter gives a page the same place and the same names as before.
fn has_same_names(handbook: &Handbook, before: &Page, after: &Page) -> bool {
    let old_paths = |page: &Page| -> Vec<String> {
        page.front().record.texts("old_paths").into_iter().map(|path| path.value).collect()
    };
    let inherited = |page: &Page| Inherited::FIELDS.map(|name| page.field(name));
    let audience = |page: &Page| (page.field("audience"), page.front().record.is_given("audience"));
    // Findings between pages point into front matter, where everything may have moved.
    let is_named = |finding: &Diagnostic| {
        let related = finding.related.iter().map(|(location, _)| &location.file);
        related.chain([&finding.location.file]).any(|file| *file == before.path)
    };
    before.front().status == after.front().status
        && before.hidden == after.hidden
        && audience(before) == audience(after)
        && before.id == after.id
        && before.code == after.code
        && before.front().record.whole("order").map(|order| order.value)
            == after.front().record.whole("order").map(|order| order.value)
        && old_paths(before) == old_paths(after)
        && old_anchors(before).eq(old_anchors(after))
        && (!before.is_index() || inherited(before) == inherited(after))
        && !handbook.between.iter().any(is_named)
}

/// Puts a page where it stood before.
fn take_place(page: &mut Page, before: &Page) {
    page.parent = before.parent;
    page.children.clone_from(&before.children);
    page.area = before.area;
    page.audience = before.audience;
    page.previous = before.previous;
    page.next = before.next;
}

/// Returns the pages that a page leads to, other than itself.
fn led_to(number: PageId, page: &Page) -> Vec<PageId> {
    let links = page.targets.iter().filter_map(|target| match target {
        Target::Page(to, _) => Some(*to),
        _ => None,
    });
    let mut pages: Vec<PageId> =
        links.chain(page.related.iter().copied()).filter(|to| *to != number).collect();
    pages.sort_unstable();
    pages.dedup();
    pages
}
