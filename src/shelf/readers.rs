//! Who may read an old edition: those whom it was for, as far as today's pages are still for them.
//!
//! A page that is for managers today was perhaps for everybody once. Nobody who may not read it now
//! finds it in an edition of last year. Which page it was then is known by what both are without
//! anything left out.

use std::collections::BTreeMap;

use crate::audience::Audience;
use crate::editions::compare;
use crate::handbook::{Bounds, Handbook, PageId};
use crate::site::Site;

/// Returns what today's handbook says of who may read each of these editions, the earliest first.
pub fn bounds(editions: &[&Site], today: &Site) -> Vec<Bounds> {
    if today.withheld().is_none() {
        return editions.iter().map(|_| Bounds::default()).collect();
    }
    let now = today.whole();
    let mut later: Audiences = (0..now.pages.len()).map(|page| (page, now.pages[page].audience)).collect();
    let mut next = now;
    let mut bounds = Vec::with_capacity(editions.len());
    for edition in editions.iter().rev().map(|site| site.whole()) {
        // A page that moved twice is followed step by step; one that was gone for a while, at once.
        let mut pages = through(edition, next, &later);
        let today: Audiences = (0..now.pages.len()).map(|page| (page, now.pages[page].audience)).collect();
        for (page, audience) in through(edition, now, &today) {
            let known = pages.entry(page).or_default();
            *known = audience.max(*known);
        }
        bounds.push(Bounds { pages: pages.clone(), data: Some(now.shared.data.clone()) });
        (later, next) = (pages, edition);
    }
    bounds.reverse();
    bounds
}

/// Audiences by page.
type Audiences = BTreeMap<PageId, Audience>;

/// Returns for the pages of one handbook what is known of the same pages of another.
fn through(old: &Handbook, new: &Handbook, known: &Audiences) -> Audiences {
    let pairs = compare(old, new).pairs;
    pairs.iter().filter_map(|pair| Some((pair.old, *known.get(&pair.new)?))).collect()
}
