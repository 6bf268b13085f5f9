//! What a page shows of the edition that it belongs to, and of what changed on it.

use std::sync::Arc;

use serde::Serialize;

use super::{CorrectionView, RecentChanges, RecentLine};

/// The edition that a page belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the names are those that templates use")]
pub struct EditionView {
    pub id: String,
    /// `in-force`, `replaced` or `upcoming`.
    pub status: &'static str,
    /// The line above the page, where there is one.
    pub banner: Option<String>,
    /// That the page may not be shown any more, since when and why.
    pub withdrawn: Option<String>,
    /// The page as it holds on the day of the build, where that is another.
    pub current: Option<String>,
    /// The line at the foot: which edition this is and since when it holds.
    pub label: String,
    /// The code of the page's words, for whoever signs to have read them.
    pub code: Option<String>,
    /// When and why its words were accepted, where they are read otherwise than they were released.
    pub accepted: Vec<String>,
    /// The same page in the editions that have it.
    pub twins: Vec<Twin>,
    /// Where all of them are named, where it is not here.
    pub all_twins: Option<AllTwins>,
    /// What changed on this page with this edition.
    pub changes: Option<String>,
    /// All that changed with each edition that took effect not long ago.
    pub all_changes: Vec<RecentChanges>,
    /// That the page came or changed not long ago.
    pub recent: Option<RecentLine>,
    /// What was corrected on it not long ago.
    pub corrections: Vec<CorrectionView>,
    /// The edition that takes effect next, and when.
    pub next: Option<String>,
    /// The list of all editions, and the way to a day.
    pub as_of: String,
    /// On which days all this is so; nothing where the page is made anew each day.
    pub days: Option<Days>,
}

/// The days on which a page says what is so, and where a script reads what is so on others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Days {
    /// Since when, if anything is in force.
    pub from: Option<String>,
    /// The day from which it is otherwise, if one is known.
    pub until: Option<String>,
    /// Whose calendar counts.
    pub zone: Option<String>,
    /// Every edition, for programs.
    pub list: String,
}

/// A page in another edition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the names are those that templates use")]
pub struct Twin {
    pub id: Arc<str>,
    pub since: Arc<str>,
    pub url: String,
    pub here: bool,
}

/// The way to a page that names every edition that has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the names are those that templates use")]
pub struct AllTwins {
    pub url: String,
    pub label: String,
}

/// What changed on a page between two editions, beside its text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the names are those that templates use")]
pub struct RedlineView {
    /// The line above the page.
    pub banner: String,
    /// Whether the newer side is still being written.
    pub is_next: bool,
    /// The page as it was and as it is.
    pub before: String,
    pub after: String,
    /// All that changed between the two editions, and what that page is called.
    pub all: String,
    pub all_title: String,
    /// The title and the summary, where they changed: with the signs of changes, to be shown in place.
    pub title: Option<String>,
    pub summary: Option<String>,
    /// What else the page says of itself and stands far below.
    pub front: Vec<FrontView>,
}

/// Something that a page says of itself and that reads differently.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the names are those that templates use")]
pub struct FrontView {
    pub label: String,
    pub old: Option<String>,
    pub new: Option<String>,
}
