//! What an edition owes its readers before it is released, and what is recorded of it.
//!
//! In go the handbook that is to be released and the edition whose place it takes; out come findings
//! that no check of one handbook can make, since each needs both: an address that vanished, a limit
//! that changed and that no release note names. [`note()`] begins that note. It records nothing itself
//! and knows no git: `edge::release` does both.

mod corrected;
mod note;
mod review;
mod unconfirmed;
mod unnoted;
mod vanished;
mod withdrawn;

use jiff::civil::Date;

pub use note::note;
pub use withdrawn::check as withdrawn_words;

use super::ledger::Edition;
use super::{Comparison, words};
use crate::diag::{Diagnostic, Policy, settle};
use crate::handbook::Handbook;

/// What is to be released.
#[derive(Clone, Copy, Debug)]
pub struct Candidate<'a> {
    /// The handbook.
    pub new: &'a Handbook,
    /// The edition whose place it takes; nothing for a first edition.
    pub last: Option<Last<'a>>,
}

/// The edition whose place another takes.
#[derive(Clone, Copy, Debug)]
pub struct Last<'a> {
    /// Its record.
    pub edition: Option<&'a Edition>,
    /// Its handbook.
    pub handbook: &'a Handbook,
    /// How the new one compares with it.
    pub comparison: &'a Comparison,
    /// Where it is a correction: the edition that was corrected, and how the two compare.
    pub corrected: Option<(&'a Handbook, &'a Comparison)>,
}

/// What is said of an edition when it is released.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    /// Its name.
    pub id: String,
    /// When it is published.
    pub published: Date,
    /// Since when it holds.
    pub effective: Date,
    /// What changed, in a sentence.
    pub note: Option<String>,
}

/// Returns everything that speaks against a release, at the levels of the settings.
///
/// No page can excuse any of it: in an ordinary check nothing would be there to excuse.
pub fn check(candidate: Candidate) -> Vec<Diagnostic> {
    let mut found = unconfirmed::check(candidate.new);
    found.extend(review::check(candidate.new));
    if let Some(last) = &candidate.last {
        let (old, comparison) = (last.handbook, last.comparison);
        found.extend(vanished::addresses(old, candidate.new, comparison));
        found.extend(vanished::anchors(old, candidate.new, comparison));
        found.extend(unnoted::check(old, candidate.new, comparison));
        found.extend(corrected::check(last, candidate.new));
        found.extend(last.edition.into_iter().flat_map(|edition| withdrawn_words(edition, candidate.new)));
    }
    let levels = candidate.new.shared.config.levels.clone();
    settle(found, &Policy { levels, ..Policy::default() }, [])
}

/// Returns the record of an edition that a commit holds.
pub fn record(terms: &Terms, commit: &str, handbook: &Handbook) -> Edition {
    Edition {
        id: terms.id.clone(),
        commit: commit.to_owned(),
        published: terms.published,
        effective: terms.effective,
        note: terms.note.clone(),
        pages: words::hashes(handbook),
        accepted: Vec::new(),
        withdrawn: None,
    }
}
