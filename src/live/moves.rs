//! Where pages went between two versions, so that whoever reads one can be taken along.

use std::collections::{HashMap, HashSet};

use crate::handbook::{Handbook, Origin, Page};
use crate::source::Url;

/// The most former addresses that are remembered.
const MOST: usize = 1000;

/// Returns the new address of each page that left its own, by identity or by its unchanged text.
///
/// `known` are the moves before; those that go on are joined.
pub fn between(before: &Handbook, after: &Handbook, known: &HashMap<Url, Url>) -> HashMap<Url, Url> {
    let is_same = before.pages.len() == after.pages.len()
        && before.pages.iter().zip(&after.pages).all(|(old, new)| old.url == new.url);
    if is_same {
        return known.clone();
    }
    let taken: HashSet<&Url> = after.pages.iter().map(|page| &page.url).collect();
    let had: HashSet<&Url> = before.pages.iter().map(|page| &page.url).collect();
    let left = before.pages.iter().filter(|page| is_written(page) && !taken.contains(&page.url));
    let came: Vec<&Page> = after
        .pages
        .iter()
        .map(AsRef::as_ref)
        .filter(|page| is_written(page) && !had.contains(&page.url))
        .collect();
    let by_text: HashMap<&str, &Page> = came.iter().map(|page| (&*page.document.source, *page)).collect();
    let mut moved = HashMap::new();
    for page in left.take(MOST) {
        let id = page.id.as_deref().and_then(|id| after.page_with_id(id));
        if let Some(now) = id.or_else(|| by_text.get(&*page.document.source).copied()) {
            moved.insert(page.url.clone(), now.url.clone());
        }
    }
    let mut joined: Vec<(&Url, &Url)> = known.iter().filter(|(from, _)| !taken.contains(from)).collect();
    joined.sort();
    for (from, to) in joined.into_iter().take(MOST) {
        let now = moved.get(to).cloned().or_else(|| taken.contains(to).then(|| to.clone()));
        if let Some(now) = now.filter(|_| !moved.contains_key(from)) {
            moved.insert(from.clone(), now);
        }
    }
    moved
}

fn is_written(page: &Page) -> bool {
    page.origin == Origin::Content
}
