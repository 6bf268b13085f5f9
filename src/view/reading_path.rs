//! [`PathView`]: a reading path as a list, and a page's place on the paths that hold it.

use serde::Serialize;

use super::neighbourhood::{self, Entry, Link};
use crate::handbook::{Handbook, PageId};

/// The pages of a reading path.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the names are those that templates use")]
pub struct PathView {
    pub id: String,
    pub title: String,
    pub summary: Option<String>,
    pub pages: Vec<Entry>,
}

/// A page's place on a reading path.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the names are those that templates use")]
pub struct PathStep {
    pub title: String,
    pub number: usize,
    pub total: usize,
    pub previous: Option<Link>,
    pub next: Option<Link>,
    /// The addresses of its pages, by which a script counts those that were opened; none of a path
    /// that is too long for every one of its pages to name all of them.
    pub pages: Vec<String>,
}

/// So many pages may a path have for each of them to name all.
const NAMED: usize = 60;

/// Returns the path with this id; one that does not exist was reported and is empty.
pub fn path(handbook: &Handbook, id: &str) -> PathView {
    let path = handbook.paths.iter().find(|path| path.id == id);
    path.map_or_else(PathView::default, |path| PathView {
        id: path.id.clone(),
        title: path.title.clone(),
        summary: path.summary.clone(),
        pages: path.pages.iter().map(|page| neighbourhood::entry(handbook, *page)).collect(),
    })
}

/// Returns the places of a page on the paths that hold it.
pub fn steps(handbook: &Handbook, page: PageId) -> Vec<PathStep> {
    let steps = handbook.paths.iter().filter_map(|path| {
        let place = path.pages.iter().position(|other| *other == page)?;
        let link =
            |place: usize| path.pages.get(place).map(|page| neighbourhood::link(&handbook.pages[*page]));
        Some(PathStep {
            title: path.title.clone(),
            number: place + 1,
            total: path.pages.len(),
            previous: place.checked_sub(1).and_then(link),
            next: link(place + 1),
            pages: match path.pages.len() {
                0..=NAMED => (0..path.pages.len()).filter_map(link).map(|page| page.url).collect(),
                _ => Vec::new(),
            },
        })
    });
    steps.collect()
}
