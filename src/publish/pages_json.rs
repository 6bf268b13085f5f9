//! `pages.json`: title, address, owner and next review of each page, for programs that remind people.

use serde::Serialize;

use crate::handbook::{Handbook, Origin, Page};

#[derive(Serialize)]
struct Entry<'a> {
    title: &'a str,
    url: String,
    id: Option<&'a str>,
    code: Option<&'a str>,
    kind: &'a str,
    owner: Option<&'a str>,
    reviewed: Option<String>,
    next_review: Option<String>,
    source: &'a str,
}

/// Returns a JSON array with an object for each page that people wrote, in reading order.
pub fn pages_json(handbook: &Handbook) -> String {
    let pages = handbook.pages.iter();
    let written = pages.filter(|page| page.origin == Origin::Content && !page.is_retired());
    let entries: Vec<Entry> = written.map(|page| entry(page)).collect();
    serde_json::to_string(&entries).expect("pages are plain data") + "\n"
}

fn entry(page: &Page) -> Entry<'_> {
    Entry {
        title: &page.title,
        url: page.url.encoded(),
        id: page.id.as_deref(),
        code: page.code.as_deref(),
        kind: &page.kind.name,
        owner: page.owner.as_deref(),
        reviewed: page.review.map(|review| review.last.to_string()),
        next_review: page.review.and_then(|review| Some(review.next?.to_string())),
        source: page.path.as_str(),
    }
}
