//! What of an edition in force changes from day to day: what people call a page, what to read next, and
//! when its owner last confirmed it.
//!
//! In go an edition, the handbook as it is now, and which page of the one is which of the other; out
//! comes the edition with today's answers. No word that a page says, no value, rule or heading comes
//! from today. It does not know how pages are known again.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::ToSpan;

use super::{Handbook, Page, PageId, Review, backlinks};

/// What people call a page.
const ALIASES: &str = "aliases";
/// When its owner last confirmed it.
const REVIEWED: &str = "reviewed";

/// A page of an edition that is there now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Living {
    /// Its number in the edition.
    pub then: PageId,
    /// Its number in the handbook as it is now.
    pub now: PageId,
    /// Whether it still says the same; only then did who confirmed it read what the edition says.
    pub same_words: bool,
}

impl Handbook {
    /// Returns the handbook of an edition with what changes from day to day as it is now.
    pub fn living(&self, now: &Self, known: &[Living]) -> Self {
        let then: HashMap<PageId, PageId> = known.iter().map(|page| (page.now, page.then)).collect();
        let mut pages: Vec<Page> = self.pages.iter().map(|page| Page::clone(page)).collect();
        for living in known {
            let (page, today) = (&mut pages[living.then], &now.pages[living.now]);
            // A page that is not in the edition is nothing to read next.
            page.related = today.related.iter().filter_map(|page| then.get(page).copied()).collect();
            take(page, today, ALIASES);
            if living.same_words {
                take(page, today, REVIEWED);
                page.review = page.reviewed();
            }
        }
        backlinks::fill(&mut pages);
        let mut handbook = self.clone();
        handbook.pages = pages.into_iter().map(Arc::new).collect();
        // How people search is of today as well.
        Arc::make_mut(&mut handbook.shared.data).search = now.shared.data.search.clone();
        handbook
    }
}

impl Page {
    /// Returns when it was and will be reviewed, as its fields say.
    pub(super) fn reviewed(&self) -> Option<Review> {
        let last = self.front().date(REVIEWED)?.value;
        let next = self.review_every.and_then(|months| last.checked_add(months.months()).ok());
        Some(Review { last, next })
    }
}

/// Takes a field from the same page as it is now; a document that says the same stays the same.
fn take(page: &mut Page, today: &Page, name: &str) {
    let said = |page: &Page| {
        let record = &page.front().record;
        let texts = record.texts(name).into_iter().chain(record.text(name));
        texts.map(|text| text.value).collect::<Vec<_>>()
    };
    if said(page) != said(today) {
        Arc::make_mut(&mut page.document).front.record.take(name, &today.front().record);
    }
}
