//! Linking again after an edit of what pages say, when nothing changed of what others know of them.
//!
//! Most edits touch a page's text and neither its front matter nor its title nor its ids. Then every
//! other page keeps its place, its address and its references, and only those of the edited pages
//! are looked up again. The result is that of [`link`](super::link), finding for finding; whatever
//! else changed is left to it.

use std::sync::Arc;

use super::resolve::{Index, lists_authority, lists_terms, of_page};
use super::{Handbook, Page, PageId, Source, Target, checked, page};
use crate::content::Document;
use crate::diag::Checked;
use crate::source::Snapshot;

/// Links the edited documents into the handbook as it was; `None` when that is not enough.
///
/// All else (data, settings, theme, files, the day) must be as it was.
pub fn relink(before: &Handbook, snapshot: &Snapshot, edited: &[Source]) -> Option<Checked<Handbook>> {
    let mut changed: Vec<(PageId, Page)> = Vec::with_capacity(edited.len());
    for source in edited {
        let number = before.pages.iter().position(|page| page.path == source.path)?;
        let mut page = Page::clone(&before.pages[number]);
        page.document = source.document.clone();
        if page.origin != source.origin || !has_same_face(before, &before.pages[number], &page) {
            return None;
        }
        changed.push((number, page));
    }
    let pages = before.pages.iter().map(Arc::as_ref);
    let index = Index::new(pages, &before.files, &before.drafts, &before.shared);
    for (_, page) in &mut changed {
        let resolved = of_page(page, &index);
        page.take(resolved);
    }
    drop(index);
    let mut handbook = before.clone();
    for (number, page) in changed {
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
    Some(checked(handbook, snapshot))
}

/// Returns whether other pages, navigation and addresses see the same of a page as before.
fn has_same_face(handbook: &Handbook, before: &Page, after: &Page) -> bool {
    let (old, new) = (&before.document, &after.document);
    let ids = |document: &Document| document.anchors.iter().map(|(id, _)| id.to_owned()).collect::<Vec<_>>();
    let title =
        |document: &Document| document.title.map(|node| page::text_of(document, node, &handbook.shared));
    old.front == new.front
        && title(old) == title(new)
        && ids(old) == ids(new)
        && lists_terms(before) == lists_terms(after)
        && lists_authority(before) == lists_authority(after)
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
