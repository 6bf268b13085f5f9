//! [`Changes`]: what a reader of one edition finds different in another, as data.
//!
//! In go two handbooks and how they compare; out come pages, values and rules by the names that
//! readers know them by, and for each changed page its lines with the words that were taken out and
//! put in. It is what `deskbook diff` and a release show: [`terminal`] and [`html`] write it, as JSON
//! it is written as it is. It knows no file and no git.

mod gathered;
pub mod html;
mod lines;
mod quiet;
mod readers;
mod short;
pub mod terminal;

use serde::Serialize;

pub use lines::Line;
pub use readers::Reader;
pub use short::short;

use super::compare::{self, Comparison, Names, Pair};
use super::redline::{self, Merged, Run};
use crate::handbook::{Handbook, Page, PageId};
use crate::view;

/// What differs between two editions.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Changes {
    /// What the older one is called.
    pub from: String,
    /// What the newer one is called.
    pub to: String,
    /// The pages that are new.
    pub added: Vec<PageName>,
    /// The pages that are gone.
    pub removed: Vec<PageName>,
    /// The pages that stand at another address.
    pub moved: Vec<Moved>,
    /// The pages that read differently.
    pub changed: Vec<PageChange>,
    /// The values that read differently.
    pub values: Vec<ValueChange>,
    /// The rules that bind more or less.
    pub rules: Vec<RuleChange>,
    /// Who must read what again, by the pages' `for`.
    pub readers: Vec<Reader>,
}

/// A page, as readers know it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct PageName {
    /// Its title.
    pub title: String,
    /// Its address.
    pub address: String,
    /// Its file.
    pub file: String,
}

/// A page that stands at another address.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Moved {
    /// The page, as it is now.
    #[serde(flatten)]
    pub page: PageName,
    /// Where it stood.
    pub from: String,
}

/// A page that reads differently.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PageChange {
    /// The page, as it is now.
    #[serde(flatten)]
    pub page: PageName,
    /// What it says of itself.
    pub front: Vec<FrontChange>,
    /// Its lines, those that stayed included.
    pub lines: Vec<Line>,
    /// What changed of that which it gathers from data, such as a limit in the authority matrix.
    pub gathered: Vec<Line>,
}

/// A field of a page that reads differently.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FrontChange {
    /// The field.
    pub field: &'static str,
    /// Its words, with what was taken out and put in.
    pub runs: Vec<Run>,
}

/// A value that reads differently.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ValueChange {
    /// Its key.
    pub key: String,
    /// What it was; nothing when it is new.
    pub old: Option<String>,
    /// What it is; nothing when it is gone.
    pub new: Option<String>,
}

/// A rule that binds more or less.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RuleChange {
    /// The page that it stands on.
    pub page: PageName,
    /// Its sentence, as it is now.
    pub sentence: String,
    /// How binding it was.
    pub old: &'static str,
    /// How binding it is.
    pub new: &'static str,
}

/// Two handbooks, what each is called, and how they compare.
#[derive(Clone, Copy, Debug)]
pub struct Two<'a> {
    /// The older one.
    pub old: &'a Handbook,
    /// The newer one.
    pub new: &'a Handbook,
    /// What they are called.
    pub names: [&'a str; 2],
    /// How they compare.
    pub comparison: &'a Comparison,
}

impl Changes {
    /// Gathers what differs between two handbooks.
    pub fn of(two: Two) -> Self {
        let Two { old, new, names: [from, to], comparison } = two;
        let pages = |handbook: &Handbook, numbers: &[PageId]| -> Vec<PageName> {
            numbers.iter().map(|number| PageName::of(&handbook.pages[*number])).collect()
        };
        let moved = comparison.pairs.iter().filter(|pair| pair.moved).map(|pair| Moved {
            page: PageName::of(&new.pages[pair.new]),
            from: format!("/{}", old.pages[pair.old].url),
        });
        let values = comparison.values.iter().cloned();
        let rules = comparison.rules.iter().map(|rule| RuleChange {
            page: PageName::of(&new.pages[rule.page]),
            sentence: rule.sentence.clone(),
            old: rule.old.name(),
            new: rule.new.name(),
        });
        let changed = of_pages(two, comparison.pairs.iter());
        let touched = comparison.added.iter().copied().chain(changed.iter().map(|(number, _)| *number));
        Self {
            readers: readers::of(new, touched),
            from: from.to_owned(),
            to: to.to_owned(),
            added: pages(new, &comparison.added),
            removed: pages(old, &comparison.removed),
            moved: moved.collect(),
            values: values
                .map(|super::compare::ValueChange { key, old, new }| ValueChange { key, old, new })
                .collect(),
            rules: rules.collect(),
            changed: changed.into_iter().map(|(_, change)| change).collect(),
        }
    }

    /// Returns whether a reader finds nothing different.
    pub fn is_empty(&self) -> bool {
        let pages = self.added.len() + self.removed.len() + self.moved.len() + self.changed.len();
        pages + self.values.len() + self.rules.len() == 0
    }

    /// Keeps what is about one page only.
    pub fn only(mut self, address: &str) -> Self {
        let is_it = |page: &PageName| page.address == address;
        self.added.retain(is_it);
        self.removed.retain(is_it);
        self.moved.retain(|moved| is_it(&moved.page));
        self.changed.retain(|changed| is_it(&changed.page));
        self.rules.retain(|rule| is_it(&rule.page));
        self.values.clear();
        self.readers.clear();
        self
    }
}

impl PageName {
    /// Returns the name of a page.
    pub fn of(page: &Page) -> Self {
        Self { title: page.title.clone(), address: format!("/{}", page.url), file: page.path.to_string() }
    }
}

/// Returns how some pages of both editions read differently, without those that do not.
pub fn of_pages<'a>(two: Two, pairs: impl Iterator<Item = &'a Pair>) -> Vec<(PageId, PageChange)> {
    let names = two.comparison.names(two.old, two.new);
    pairs.filter_map(|pair| Some((pair.new, changed(two, &names, pair)?))).collect()
}

/// Returns the lines of a page as it is, none of which has changed.
pub fn lines_of(handbook: &Handbook, page: PageId) -> Vec<Line> {
    let page = &handbook.pages[page];
    let reads = redline::reads(handbook, page, |other| handbook.pages[other].title.clone());
    lines::of(&page.document, &reads, [handbook, handbook])
}

/// Returns how a page reads differently; nothing when it does not.
fn changed(two: Two, names: &Names, pair: &Pair) -> Option<PageChange> {
    let after = &two.new.pages[pair.new];
    let (merged, reads) = redline::page(two.old, two.new, names, pair);
    // A list has other addresses on a page that moved, which is no change of its own.
    let gathered = if pair.moved { Vec::new() } else { gathered_lines(two, pair, &merged) };
    if !merged.is_changed() && pair.front.is_empty() && gathered.is_empty() {
        return None;
    }
    let front = pair.front.iter().map(|front| FrontChange { field: front.field, runs: front_runs(front) });
    let lines = lines::of(&merged.document, &reads, [two.old, two.new]);
    Some(PageChange { page: PageName::of(after), front: front.collect(), lines, gathered })
}

/// Merges a field of the front matter: a title and a summary word by word, a role or a day as a whole.
fn front_runs(front: &compare::FrontChange) -> Vec<Run> {
    let [old, new] = [&front.old, &front.new].map(|text| text.as_deref().unwrap_or(""));
    if matches!(front.field, "title" | "summary") {
        return redline::line(old, new);
    }
    let runs = [("removed", old), ("added", new)].map(|(mark, text)| Run { mark, text: text.to_owned() });
    runs.into_iter().filter(|run| !run.text.is_empty()).collect()
}

fn gathered_lines(two: Two, pair: &Pair, merged: &Merged) -> Vec<Line> {
    let body =
        |handbook: &Handbook, page: PageId| view::body(handbook, page, handbook.pages[page].url.to_root());
    let (old, new) = (body(two.old, pair.old), body(two.new, pair.new));
    match redline::view(merged, &old, &new) {
        (view, true) => gathered::of(&view),
        (_, false) => Vec::new(),
    }
}
