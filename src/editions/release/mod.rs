//! What an edition owes its readers before it is released, and what is recorded of it.
//!
//! In go the handbook that is to be released and the edition whose place it takes; out come findings
//! that no check of one handbook can make, since each needs both: an address that vanished, a limit
//! that changed and that no release note names. [`note()`] begins that note. It records nothing itself
//! and knows no git: `edge::release` does both.

mod note;
mod review;
mod unconfirmed;
mod unnoted;
mod vanished;

use jiff::civil::Date;

pub use note::note;

use super::ledger::Edition;
use super::{Comparison, words};
use crate::diag::{Diagnostic, Policy, settle};
use crate::handbook::Handbook;

/// What is to be released.
#[derive(Clone, Copy, Debug)]
pub struct Candidate<'a> {
    /// The handbook.
    pub new: &'a Handbook,
    /// The edition whose place it takes, and how the two compare; nothing for a first edition.
    pub last: Option<(&'a Handbook, &'a Comparison)>,
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
    if let Some((old, comparison)) = candidate.last {
        found.extend(vanished::addresses(old, candidate.new, comparison));
        found.extend(vanished::anchors(old, candidate.new, comparison));
        found.extend(unnoted::check(old, candidate.new, comparison));
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
