//! Where pages went between two versions, so that whoever reads one can be taken along.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::handbook::{Handbook, Origin, Page};
use crate::source::Url;

/// The most former addresses that are remembered.
const MOST: usize = 1000;

/// Where pages went, by their former address, and those that have left and not come back yet.
#[derive(Clone, Debug, Default)]
pub struct Moves {
    to: HashMap<Url, Url>,
    left: Vec<Left>,
}

/// A page that has left its address, as it can be known again.
#[derive(Clone, Debug)]
struct Left {
    url: Url,
    id: Option<String>,
    text: Arc<str>,
}

impl Moves {
    /// Returns where the page went that stood at an address.
    pub fn of(&self, url: &Url) -> Option<&Url> {
        self.to.get(url)
    }

    /// Returns the moves after another version: pages that left are known again by identity or by their
    /// unchanged text, also when a version between had them nowhere.
    pub fn after(&self, before: &Handbook, after: &Handbook) -> Self {
        let is_same = before.pages.len() == after.pages.len()
            && before.pages.iter().zip(&after.pages).all(|(old, new)| old.url == new.url);
        if is_same {
            return self.clone();
        }
        let taken: HashSet<&Url> = after.pages.iter().map(|page| &page.url).collect();
        let had: HashSet<&Url> = before.pages.iter().map(|page| &page.url).collect();
        let left = before.pages.iter().filter(|page| is_written(page)).map(|page| Left::of(page));
        let mut left: Vec<Left> = left
            .chain(self.left.iter().cloned())
            .filter(|page| !taken.contains(&page.url))
            .take(MOST)
            .collect();
        let came = after.pages.iter().filter(|page| is_written(page) && !had.contains(&page.url));
        let by_text: HashMap<&str, &Url> = came.map(|page| (&*page.document.source, &page.url)).collect();
        let now = |page: &Left| {
            let id = page.id.as_deref().and_then(|id| after.page_with_id(id)).map(|page| &page.url);
            id.or_else(|| by_text.get(&*page.text).copied()).cloned()
        };
        let mut to: HashMap<Url, Url> =
            left.iter().filter_map(|page| Some((page.url.clone(), now(page)?))).collect();
        left.retain(|page| !to.contains_key(&page.url));
        let mut known: Vec<(&Url, &Url)> = self.to.iter().filter(|(from, _)| !taken.contains(from)).collect();
        known.sort();
        for (from, then) in known.into_iter().take(MOST) {
            let now = to.get(then).cloned().or_else(|| taken.contains(then).then(|| then.clone()));
            if let Some(now) = now.filter(|_| !to.contains_key(from)) {
                to.insert(from.clone(), now);
            }
        }
        Self { to, left }
    }
}

impl Left {
    fn of(page: &Page) -> Self {
        Self { url: page.url.clone(), id: page.id.clone(), text: page.document.source.clone() }
    }
}

fn is_written(page: &Page) -> bool {
    page.origin == Origin::Content
}
