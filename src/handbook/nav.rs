//! Navigation: folders are areas, and the order of names is the order of reading.

use std::collections::HashMap;
use std::sync::Arc;

use super::page::{Origin, Page, PageId};
use super::{CONTENT, Frame, HOME, Shared, Source};
use crate::content::Document;
use crate::source::SitePath;

/// Returns whether a file is the page of its folder.
pub fn is_index(path: &SitePath) -> bool {
    matches!(path.file_name(), "index.md" | "README.md")
}

/// Returns a name without the number that only orders it: at most three digits and a separator.
pub fn without_number(name: &str) -> &str {
    let digits = name.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &name[digits..];
    match rest.strip_prefix(['-', '_', '.', ' ']) {
        Some(rest) if (1..=3).contains(&digits) && !rest.is_empty() => rest,
        _ => name,
    }
}

/// Puts pages into reading order, hangs each below its folder's page, and returns the areas.
///
/// Folders without a page get an empty one. Pages of the theme and retired ones come last and
/// stand outside navigation.
pub fn arrange(pages: &mut Vec<Page>, shared: &Shared) -> Vec<PageId> {
    demote_second_indexes(pages);
    add_folder_pages(pages, shared);
    let folder_orders = folder_orders(pages);
    pages.sort_by_cached_key(|page| (page.origin == Origin::Theme, sort_key(page, &folder_orders)));
    let folders: HashMap<SitePath, PageId> = pages
        .iter()
        .enumerate()
        .filter(|(_, page)| page.origin != Origin::Theme && page.is_index())
        .map(|(number, page)| (page.path.parent(), number))
        .collect();
    for number in 0..pages.len() {
        let parent = match (pages[number].origin, pages[number].is_index()) {
            (Origin::Theme, _) => Some(HOME),
            (_, true) => folders.get(&pages[number].path.parent().parent()).copied(),
            (_, false) => folders.get(&pages[number].path.parent()).copied(),
        };
        let parent = parent.filter(|_| number != HOME);
        pages[number].parent = parent;
        if let Some(parent) = parent.filter(|_| !pages[number].hidden) {
            pages[parent].children.push(number);
        }
        pages[number].area = match parent {
            Some(HOME) if pages[number].is_index() => Some(number),
            Some(parent) => pages[parent].area,
            None => None,
        };
    }
    chain(pages);
    let areas = pages[HOME].children.iter().copied();
    areas.filter(|area| pages[*area].is_index()).collect()
}

/// Where a folder has `index.md` and `README.md`, only the first is the folder's page.
fn demote_second_indexes(pages: &mut Vec<Page>) {
    let with_index: Vec<SitePath> = pages
        .iter()
        .filter(|page| page.path.file_name() == "index.md")
        .map(|page| page.path.parent())
        .collect();
    pages.retain(|page| page.path.file_name() != "README.md" || !with_index.contains(&page.path.parent()));
}

/// Adds a page for each folder that has pages below it and none of its own.
fn add_folder_pages(pages: &mut Vec<Page>, shared: &Shared) {
    let mut have: std::collections::BTreeSet<SitePath> = std::collections::BTreeSet::new();
    let mut wanted: std::collections::BTreeSet<SitePath> = SitePath::new(CONTENT).into_iter().collect();
    for page in pages.iter().filter(|page| page.origin != Origin::Theme) {
        let mut folder = page.path.parent();
        if page.is_index() {
            have.insert(folder.clone());
        }
        while folder.below(CONTENT).is_some() && wanted.insert(folder.clone()) {
            folder = folder.parent();
        }
    }
    let missing = wanted.into_iter().filter(|folder| !have.contains(folder));
    let sources = missing.filter_map(|folder| {
        Some(Source {
            path: folder.join("index.md")?,
            document: Arc::new(Document::default()),
            origin: Origin::Folder,
        })
    });
    let frame = Frame { date: jiff::civil::Date::ZERO, drafts: true };
    let added = super::page::gather(sources.collect(), shared, frame).pages;
    pages.extend(added);
}

/// A place among neighbours: a number first, then the name.
type Place = (u64, String);

fn place(name: &str, order: Option<u64>) -> Place {
    let bare = without_number(name);
    let number = name[..name.len() - bare.len()].trim_end_matches(|c: char| !c.is_ascii_digit());
    (order.or_else(|| number.parse().ok()).unwrap_or(u64::MAX), bare.to_owned())
}

fn order_field(page: &Page) -> Option<u64> {
    let order = page.front().record.whole("order")?;
    u64::try_from(order.value).ok()
}

fn folder_orders(pages: &[Page]) -> HashMap<SitePath, u64> {
    let indexes = pages.iter().filter(|page| page.is_index());
    indexes.filter_map(|page| Some((page.path.parent(), order_field(page)?))).collect()
}

/// Returns the places of a page's folders, from the outside in, and its own; a folder's page comes
/// before what stands in the folder.
fn sort_key(page: &Page, folder_orders: &HashMap<SitePath, u64>) -> Vec<Place> {
    let mut key = Vec::new();
    let mut folder = SitePath::default();
    for part in page.path.parent().parts() {
        folder = folder.join(part).unwrap_or_default();
        key.push(place(part, folder_orders.get(&folder).copied()));
    }
    if !page.is_index() {
        key.push(place(page.path.stem(), order_field(page)));
    }
    key
}

/// Links each page in navigation to the one before and the one after it.
pub fn chain(pages: &mut [Page]) {
    let mut before: Option<PageId> = None;
    for number in 0..pages.len() {
        if pages[number].hidden {
            continue;
        }
        if let Some(before) = before {
            pages[before].next = Some(number);
        }
        pages[number].previous = before;
        before = Some(number);
    }
}

#[cfg(test)]
mod tests {
    use super::{place, without_number};

    #[test]
    fn a_number_orders_and_is_not_shown() {
        assert_eq!(without_number("2-listening"), "listening");
        assert_eq!(without_number("2026-1"), "2026-1");
        assert_eq!(without_number("30"), "30");
        assert!(place("2-b", None) < place("10-a", None));
        assert!(place("10-a", None) < place("a", None));
        assert!(place("z", Some(1)) < place("2-b", None));
    }
}
