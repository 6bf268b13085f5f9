//! Backlinks: who leads here.

use super::page::{Page, PageId};
use super::resolve::Target;

/// Notes on each page which others lead to it, in reading order and once each.
pub fn fill(pages: &mut [Page]) {
    let mut backlinks: Vec<Vec<PageId>> = vec![Vec::new(); pages.len()];
    for (from, page) in pages.iter().enumerate() {
        let links = page.targets.iter().filter_map(|target| match target {
            Target::Page(to, _) => Some(*to),
            _ => None,
        });
        for to in links.chain(page.related.iter().copied()).filter(|to| *to != from) {
            if backlinks[to].last() != Some(&from) {
                backlinks[to].push(from);
            }
        }
    }
    for (page, backlinks) in pages.iter_mut().zip(backlinks) {
        page.backlinks = backlinks;
    }
}
