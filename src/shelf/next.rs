//! What is being written, beside the edition in force: what has changed since, and a copy of it that
//! says on each page that it does not hold.
//!
//! In go the two and how they compare; out come the pages below `changes/next/` and `next/`. It does
//! not ask which stands at the root of the site: a build has the edition there, the live server what
//! is being written.

use std::collections::BTreeSet;

use super::changes::{Standing, Step, reads_otherwise, redline, redlined, summary};
use super::{Shelf, copy};
use crate::build::Progress;
use crate::cache::Cache;
use crate::diag::Checked;
use crate::editions::compare::Pair;
use crate::editions::{Comparison, Edition, compare, words};
use crate::handbook::{Handbook, Origin, PageId};
use crate::output::{Content, Output};
use crate::search::{Index, shards};
use crate::site::{Place, Site};
use crate::source::OutPath;

/// Where a copy of what is being written stands, beside the edition in force.
pub const NEXT: &str = "next/";
/// Where it says what has changed since.
pub const CHANGES: &str = "changes/next/";

/// What is being written, held against the edition in force.
#[derive(Clone, Copy, Debug)]
pub struct Next<'a> {
    /// The record of the edition in force.
    pub edition: &'a Edition,
    /// Its pages.
    pub old: &'a Site,
    /// What is being written.
    pub new: &'a Site,
    /// Where that stands: [`NEXT`], or nothing for the root of the site.
    pub address: &'static str,
    /// How the two compare.
    pub since: &'a Comparison,
}

/// How a page differs from the edition in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Difference {
    /// It is not in it.
    New,
    /// By so many words, of which one that took another's place counts once.
    Words(usize),
    /// In what it says of itself, or in what it gathers from data.
    Otherwise,
}

impl Next<'_> {
    /// Returns how a page differs from the edition in force; nothing where it does not, or where nothing
    /// may be said of it.
    pub fn difference(&self, page: PageId) -> Option<Difference> {
        let (old, new) = (&self.old.handbook, &self.new.handbook);
        if new.pages[page].origin != Origin::Content {
            return None;
        }
        let Some(pair) = self.since.pairs.iter().find(|pair| pair.new == page) else {
            return Some(Difference::New);
        };
        let same_data = old.shared.data == new.shared.data;
        let names = self.since.names(old, new);
        if self.is_withdrawn(pair) || !reads_otherwise([old, new], &names, pair, same_data) {
            return None;
        }
        let words = |handbook: &Handbook, page: PageId| words::of(handbook, &handbook.pages[page]);
        match words::differing(&words(old, pair.old), &words(new, page)) {
            0 => Some(Difference::Otherwise),
            words => Some(Difference::Words(words)),
        }
    }

    /// Returns the pages that read otherwise than in the edition in force.
    pub fn redlined(&self) -> BTreeSet<PageId> {
        let mut redlined = redlined(&self.old.handbook, &self.new.handbook, self.since);
        for pair in self.since.pairs.iter().filter(|pair| self.is_withdrawn(pair)) {
            redlined.remove(&pair.new);
        }
        redlined
    }

    /// Returns whether a page of the edition in force may not be shown any more.
    fn is_withdrawn(&self, pair: &Pair) -> bool {
        let old = &self.old.handbook.pages[pair.old];
        self.edition.withdrawn.is_some() && self.edition.withdraws(&words::key(old))
    }

    /// Returns what has changed, on one page.
    pub fn summary(&self) -> Checked<(OutPath, Content)> {
        summary(&self.step(&self.redlined()))
    }

    /// Returns what has changed on a page; nothing for one that the edition in force does not have, or
    /// of which it may not be shown any more.
    pub fn redline(&self, page: PageId) -> Option<Checked<(OutPath, Content)>> {
        let pair = self.since.pairs.iter().find(|pair| pair.new == page)?;
        if self.is_withdrawn(pair) {
            return None;
        }
        let redlined = BTreeSet::new();
        let step = self.step(&redlined);
        Some(redline(&step, &step.names(), pair))
    }

    fn step<'s>(&'s self, redlined: &'s BTreeSet<PageId>) -> Step<'s> {
        Step {
            old: Standing {
                site: self.old,
                name: &self.edition.id,
                edition: Some(self.edition),
                address: format!("editions/{}/", self.edition.id),
                in_full: true,
            },
            new: Standing {
                site: self.new,
                name: "",
                edition: None,
                address: self.address.to_owned(),
                in_full: true,
            },
            since: self.since,
            redlined,
            address: CHANGES.to_owned(),
            leads_to_now: false,
        }
    }
}

impl Shelf {
    /// Adds a copy of what is being written, and what has changed since the edition in force; nothing
    /// while none is. `index` is that of what is being written.
    pub fn publish_next(
        &self,
        output: &mut Output,
        today: &Site,
        index: &Index,
        cache: &mut Cache,
    ) -> Checked<()> {
        let Some(number) = self.in_force else { return Checked::clean(()) };
        let volume = &self.volumes[number];
        let mut found = Vec::new();
        let since = compare(volume.handbook(), &today.handbook);
        let (edition, old) = (&volume.edition, &volume.site);
        let redlined = Next { edition, old, new: today, address: NEXT, since: &since }.redlined();
        let copy = today.clone().with_imprint(copy::imprint(self, number, today, &since, &redlined));
        let next = Next { edition, old, new: &copy, address: NEXT, since: &since };
        for (path, content) in next.step(&redlined).pages().collect(&mut found) {
            output.insert(path, content);
        }
        let mut add = |path: &str, content| output.insert(OutPath::new(format!("{NEXT}{path}")), content);
        for (page, content) in copy.framed_pages(cache, &Progress::default()).collect(&mut found).files {
            add(copy.handbook.pages[page].url.file().as_str(), content);
        }
        let plan = copy.plan().value;
        let files = plan.places().filter(|(_, place)| matches!(place, Place::File(_) | Place::Redirect(..)));
        for (path, place) in files {
            if let Some(file) = copy.file(place) {
                add(path.as_str(), file.collect(&mut found));
            }
        }
        for (path, bytes) in shards(index) {
            add(&path, Content::Bytes(bytes.into()));
        }
        Checked { value: (), diagnostics: found }
    }
}
