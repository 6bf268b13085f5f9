//! That a page came or changed not long ago, as lists and the page itself show it.

use serde::Serialize;

use super::neighbourhood::{Entry, entry};
use crate::editions::redline::Run;
use crate::handbook::{Handbook, PageId};

/// How many pages the home page names.
const ON_HOME: usize = 8;

/// The mark in lists.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RecentView {
    /// Whether the page was not there before.
    pub is_new: bool,
    /// The day from which it is no news any more.
    pub until: String,
}

/// The line on the page itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RecentLine {
    /// Since when it is there, or reads as it does.
    pub said: String,
    /// The day from which it is no news any more.
    pub until: String,
    /// What changed; nothing for a page that is new.
    pub changes: Option<String>,
}

/// Where all that changed with an edition that took effect not long ago is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RecentChanges {
    /// The edition.
    pub id: String,
    /// The page.
    pub url: String,
    /// The day from which it is no news any more.
    pub until: String,
}

/// A correction, above the text of a page that was corrected not long ago.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CorrectionView {
    /// When and why.
    pub said: String,
    /// The day from which it is no news any more.
    pub until: String,
    /// What was and what is, where a few words say it.
    pub lines: Vec<Vec<Run>>,
    /// What changed, word by word.
    pub changes: String,
}

/// Returns the mark of a page, where it came or changed not long ago.
pub fn recent(handbook: &Handbook, page: PageId) -> Option<RecentView> {
    let recent = handbook.recent.get(&page)?;
    Some(RecentView { is_new: recent.is_new, until: recent.until.to_string() })
}

/// Returns the pages that came or changed not long ago, the latest first, as many as home names.
pub fn recent_pages(handbook: &Handbook) -> Vec<Entry> {
    let mut pages: Vec<_> = handbook.recent.iter().collect();
    pages.sort_by_key(|(_, news)| std::cmp::Reverse(news.since));
    pages.into_iter().take(ON_HOME).map(|(page, _)| entry(handbook, *page)).collect()
}
