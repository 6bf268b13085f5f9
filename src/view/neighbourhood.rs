//! The pages around a page: above, beside and below it.

use serde::Serialize;

use super::recent::{RecentView, recent};
use super::site::tab;
use crate::handbook::{HOME, Handbook, Origin, Page, PageId};

/// How many pages beside it a page shows at most; the rest stand on the folder's page.
const BESIDE: usize = 16;
/// How many pages of an area the home page shows at most.
const ON_HOME: usize = 40;
/// How many pages that lead here a page shows at most.
const LEADING_HERE: usize = 40;

/// A page by title and address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Link {
    /// Its title.
    pub title: String,
    /// Its address.
    pub url: String,
}

/// A page as lists show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the names are those that templates use")]
pub struct Entry {
    pub title: String,
    pub url: String,
    pub summary: Option<String>,
    pub code: Option<String>,
    pub kind_label: Option<String>,
    pub urgent: bool,
    pub recent: Option<RecentView>,
}

/// A page beside another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the names are those that templates use")]
pub struct Sibling {
    pub title: String,
    pub url: String,
    pub code: Option<String>,
    pub current: bool,
    pub recent: Option<RecentView>,
}

/// An area with its pages, as the home page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the names are those that templates use")]
pub struct AreaPages {
    pub title: String,
    pub summary: Option<String>,
    pub url: String,
    pub tab: usize,
    pub pages: Vec<Entry>,
}

/// Returns a page by title and address.
pub fn link(page: &Page) -> Link {
    Link { title: page.title.clone(), url: page.url.encoded() }
}

/// Returns a page as lists show it. Pages that are only pages do not say so.
pub fn entry(handbook: &Handbook, number: PageId) -> Entry {
    let page = &handbook.pages[number];
    let kind = &page.kind.name;
    let label = || handbook.shared.language.word(&["kinds", kind]).to_owned();
    Entry {
        title: page.title.clone(),
        url: page.url.encoded(),
        summary: page.summary.clone(),
        code: page.code.clone(),
        kind_label: (kind != "page").then(label),
        urgent: page.urgent,
        recent: recent(handbook, number),
    }
}

/// Returns the pages above a page, the home page first.
pub fn breadcrumbs(handbook: &Handbook, number: PageId) -> Vec<Link> {
    let mut above = Vec::new();
    let mut next = handbook.pages[number].parent;
    while let Some(parent) = next {
        let page = &handbook.pages[parent];
        above.push(Link { title: page.nav_title.clone(), url: page.url.encoded() });
        next = page.parent;
    }
    above.reverse();
    above
}

/// Returns the pages beside a page in its folder; for a folder's own page, those below it.
pub fn siblings(handbook: &Handbook, number: PageId) -> Vec<Sibling> {
    let page = &handbook.pages[number];
    let folder = if page.is_index() { Some(number) } else { page.parent };
    let Some(folder) = folder.filter(|folder| *folder != HOME) else { return Vec::new() };
    let beside = &handbook.pages[folder].children;
    let here = beside.iter().position(|other| *other == number).unwrap_or(0);
    let from = here.saturating_sub(BESIDE / 2).min(beside.len().saturating_sub(BESIDE));
    let window = &beside[from..beside.len().min(from + BESIDE)];
    let sibling = |other: &PageId| {
        let page = &handbook.pages[*other];
        Sibling {
            title: page.nav_title.clone(),
            url: page.url.encoded(),
            code: page.code.clone(),
            current: *other == number,
            recent: recent(handbook, *other),
        }
    };
    window.iter().map(sibling).collect()
}

/// Returns the pages below a folder's page; the home page shows its areas by themselves.
pub fn children(handbook: &Handbook, number: PageId) -> Vec<Entry> {
    let children = handbook.pages[number].children.iter();
    children
        .filter(|child| number != HOME || !handbook.areas.contains(child))
        .map(|child| entry(handbook, *child))
        .collect()
}

/// Returns the pages that link to a page; every page leads to those of the theme, so these say nothing.
pub fn linked_from(handbook: &Handbook, page: &Page) -> Vec<Link> {
    if page.origin == Origin::Theme {
        return Vec::new();
    }
    let pages = page.backlinks.iter().map(|other| &handbook.pages[*other]);
    pages.filter(|other| !other.is_retired()).take(LEADING_HERE).map(|other| link(other)).collect()
}

/// Returns the urgent pages, in reading order.
pub fn urgent(handbook: &Handbook) -> Vec<Entry> {
    let pages = handbook.pages.iter().enumerate();
    let urgent = pages.filter(|(_, page)| page.urgent && !page.is_retired());
    urgent.map(|(number, _)| entry(handbook, number)).collect()
}

/// Returns the areas with the pages in them.
pub fn areas(handbook: &Handbook) -> Vec<AreaPages> {
    let areas = handbook.areas.iter().enumerate();
    let view = |(number, area): (usize, &PageId)| {
        let page = &handbook.pages[*area];
        AreaPages {
            title: page.nav_title.clone(),
            summary: page.summary.clone(),
            url: page.url.encoded(),
            tab: tab(number + 1),
            pages: page.children.iter().take(ON_HOME).map(|child| entry(handbook, *child)).collect(),
        }
    };
    areas.map(view).collect()
}
