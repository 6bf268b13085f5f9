//! A release: what speaks against it, the record, and the tag.
//!
//! [`prepare`] reads the commit, the edition whose place it takes and what both say, and writes
//! nothing. [`record()`] then writes one file and makes one tag; when it cannot make the tag, it takes
//! the file back. Both can be run again: an edition that is recorded as it would be is done, and only
//! a tag that is missing is made.

use std::path::{Path, PathBuf};

use jiff::civil::Date;

use super::git::{Objects, Repository};
use super::{Error, record};
use crate::build::{Built, Options, Progress, rebuild};
use crate::cache::Cache;
use crate::diag::{Diagnostic, Level};
use crate::editions::changes::Two;
use crate::editions::ledger::{self, Edition, Ledger};
use crate::editions::release::{self, Candidate, Last, Terms};
use crate::editions::{Changes, Comparison, History, compare};
use crate::handbook::Handbook;
use crate::site::Site;
use crate::source::Snapshot;

/// An edition that can be recorded, unless an error speaks against it.
#[derive(Debug)]
pub struct Prepared {
    /// Its record.
    pub edition: Edition,
    /// Whether it is recorded already, just so.
    pub is_recorded: bool,
    /// Its files, into which the findings point.
    pub snapshot: Snapshot,
    /// What speaks against it: errors of the handbook, and all that a release asks.
    pub findings: Vec<Diagnostic>,
    /// What differs for readers; nothing for a first edition.
    pub changes: Option<Changes>,
    /// Whether its commit is only here.
    pub is_unpushed: bool,
}

/// A handbook beside the edition whose place it would take.
#[derive(Debug)]
pub struct Beside {
    /// Its record.
    pub edition: Edition,
    /// Its handbook, read with today's settings and parser.
    pub old: Handbook,
    /// How the two compare.
    pub comparison: Comparison,
    /// Where it is a correction: the edition that was corrected, and how the two compare.
    pub corrected: Option<(Handbook, Comparison)>,
}

/// Reads what would be released, or says why it cannot be.
///
/// `today` holds the files of the folder, `commit` names what is released if not what is checked out.
pub fn prepare(
    root: &Path,
    today: &Snapshot,
    terms: &Terms,
    commit: Option<&str>,
) -> Result<Prepared, Error> {
    let ledger = Ledger::read(today).value;
    possible(today, terms)?;
    let repository = Repository::open(root)?;
    let commit = match commit {
        Some(commit) => repository.commit(commit)?,
        None => {
            clean(&repository, terms)?;
            repository.head()?
        }
    };
    let mut objects = Objects::default();
    let mut snapshot = repository.snapshot(&commit, &mut objects)?;
    with_ledger(&mut snapshot, today);
    let recorded = recorded(&repository, &ledger, &snapshot, terms, &commit, &mut objects)?;
    let commit = recorded.as_ref().map_or(commit, |edition| edition.commit.clone());
    untaken(&repository, &terms.id, &commit)?;
    if let Some(edition) = recorded {
        return Ok(Prepared {
            edition,
            is_recorded: true,
            snapshot,
            findings: Vec::new(),
            changes: None,
            is_unpushed: repository.is_unpushed(&commit)?,
        });
    }
    let options = Options::on(terms.published).whole();
    let (handbook, mut findings) = checked(&snapshot, &options);
    let edition = release::record(terms, &commit, &handbook);
    would_hold(&ledger, &edition)?;
    let last = beside(&repository, &ledger, &handbook, &snapshot, (terms.effective, &options), &mut objects)?;
    let last = last.as_ref();
    findings.extend(release::check(Candidate { new: &handbook, last: last.map(Beside::last) }));
    let changes = last.map(|last| {
        let names = [last.edition.id.as_str(), terms.id.as_str()];
        Changes::of(Two { old: &last.old, new: &handbook, names, comparison: &last.comparison })
    });
    let is_unpushed = repository.is_unpushed(&commit)?;
    Ok(Prepared { edition, is_recorded: false, snapshot, findings, changes, is_unpushed })
}

impl Beside {
    fn last(&self) -> Last<'_> {
        Last {
            edition: Some(&self.edition),
            handbook: &self.old,
            comparison: &self.comparison,
            corrected: self.corrected.as_ref().map(|(base, since)| (base, since)),
        }
    }
}

/// Writes the record and makes the tag, where they are missing; returns the file.
pub fn record(root: &Path, prepared: &Prepared, with_tag: bool) -> Result<PathBuf, Error> {
    let edition = &prepared.edition;
    let file = match prepared.is_recorded {
        true => record::path(root, &edition.id),
        false => record::add(root, edition)?,
    };
    if with_tag && let Err(trouble) = tag(root, edition) {
        if !prepared.is_recorded {
            record::take_back(root, edition)?;
        }
        return Err(Error::Refused(format!(
            "{trouble}; nothing was recorded; mend that, or leave the tag out with `--no-tag`"
        )));
    }
    Ok(file)
}

/// Returns a handbook as it is in the folder, beside the edition that holds on a day.
pub fn beside_the_last(
    root: &Path,
    today: &Snapshot,
    handbook: &Handbook,
    day: Date,
    options: &Options,
) -> Result<Option<Beside>, Error> {
    let ledger = Ledger::read(today).value;
    if ledger.in_force(day).is_none() {
        return Ok(None);
    }
    let repository = Repository::open(root)?;
    beside(&repository, &ledger, handbook, today, (day, options), &mut Objects::default())
}

/// Reads an edition's handbook with today's settings and theme.
pub fn handbook(snapshot: &Snapshot, options: &Options) -> Handbook {
    Site::read(snapshot, options, &mut Cache::forgetful(), &Progress::default()).value.handbook
}

/// Refuses what no repository need be asked about.
fn possible(today: &Snapshot, terms: &Terms) -> Result<(), Error> {
    let Terms { id, published, effective, .. } = terms;
    let refused = |reason: String| Err(Error::Refused(reason));
    if !ledger::is_id(id) {
        return refused(format!(
            "`{id}` cannot be the id of an edition; write letters, digits, dots, hyphens and underscores, such as \
             `{}.1`",
            published.year()
        ));
    }
    if effective < published {
        return refused(format!(
            "this edition would take effect on {effective}, before it is published on {published}; nobody can keep to \
             what is not published"
        ));
    }
    if today.is_plain() {
        return refused(
            "a plain folder of pages has no editions; add a `handbook.toml`, which may be empty, and move the pages \
             into `content/`"
                .into(),
        );
    }
    Ok(())
}

/// Refuses files that differ from what is checked out, the new record excepted.
fn clean(repository: &Repository, terms: &Terms) -> Result<(), Error> {
    /// So many files are named.
    const MOST: usize = 10;
    let own = format!("{}/{}.toml", ledger::FOLDER, terms.id);
    let left_over = format!("{}/.deskbook-", ledger::FOLDER);
    let mut changes = repository.changes()?;
    changes.retain(|path| *path != own && !path.starts_with(&left_over));
    if changes.is_empty() {
        return Ok(());
    }
    let names: Vec<&str> = changes.iter().take(MOST).map(String::as_str).collect();
    let more = match changes.len() - names.len() {
        0 => String::new(),
        more => format!("\n  and {more} more"),
    };
    Err(Error::Refused(format!(
        "an edition is a commit, and these files differ from the last one; commit them, or set them aside with `git \
         stash -u`; what git should never see belongs into `.gitignore`\n  {}{more}",
        names.join("\n  ")
    )))
}

/// Puts the ledger of the folder into a commit's files: a record is younger than what it records.
fn with_ledger(snapshot: &mut Snapshot, today: &Snapshot) {
    let own: Vec<_> = snapshot.below(ledger::FOLDER).map(|(_, path, _)| path.clone()).collect();
    for path in own {
        snapshot.remove(path.as_str());
    }
    for (_, path, file) in today.below(ledger::FOLDER) {
        snapshot.insert(path.clone(), file.clone());
    }
}

/// Returns the record of this edition where it says the same already; one that says something else
/// is a refusal.
fn recorded(
    repository: &Repository,
    ledger: &Ledger,
    snapshot: &Snapshot,
    terms: &Terms,
    commit: &str,
    objects: &mut Objects,
) -> Result<Option<Edition>, Error> {
    let Some(edition) = ledger.get(&terms.id) else { return Ok(None) };
    let is_own = |path: &crate::source::SitePath| path.below(ledger::FOLDER).is_none();
    let same_words = edition.commit == commit
        || !repository.snapshot(&edition.commit, objects)?.differing(snapshot).iter().any(is_own);
    if same_words && edition.effective == terms.effective && edition.note == terms.note {
        return Ok(Some(edition.clone()));
    }
    let what = if same_words { "with another date or note" } else { "with other pages" };
    Err(Error::Refused(format!(
        "edition {} is recorded already, {what}: commit {}, in force from {}; records never change, so choose another \
         id, or mend it with `deskbook correct {}`",
        edition.id, edition.commit, edition.effective, edition.id
    )))
}

/// Refuses an id that is the name of a tag on another commit.
fn untaken(repository: &Repository, id: &str, commit: &str) -> Result<(), Error> {
    match repository.tagged(id)? {
        Some(other) if other != commit => Err(Error::Refused(format!(
            "there is a tag `{id}` on another commit, {other}; choose another id, or look with `git show {id}` whether \
             that tag is still needed"
        ))),
        _ => Ok(()),
    }
}

/// Refuses an edition that would not hold on the day on which it takes effect.
fn would_hold(ledger: &Ledger, edition: &Edition) -> Result<(), Error> {
    let with = Ledger::of(ledger.iter().cloned().chain([edition.clone()]).collect());
    match with.in_force(edition.effective) {
        Some(other) if other.id != edition.id => Err(Error::Refused(format!(
            "on {} edition {} would hold all the same, since it counts as the later one; choose a later id or day",
            edition.effective, other.id
        ))),
        _ => Ok(()),
    }
}

/// Returns a handbook with its errors.
pub(super) fn checked(snapshot: &Snapshot, options: &Options) -> (Handbook, Vec<Diagnostic>) {
    let built = rebuild(snapshot, options, &mut Cache::forgetful(), &Progress::default());
    let Built { handbook, .. } = built.value;
    let errors = built.diagnostics.into_iter().filter(|finding| finding.level == Level::Error);
    (handbook, errors.collect())
}

fn beside(
    repository: &Repository,
    ledger: &Ledger,
    handbook_now: &Handbook,
    snapshot: &Snapshot,
    (day, options): (Date, &Options),
    objects: &mut Objects,
) -> Result<Option<Beside>, Error> {
    let Some(last) = ledger.in_force(day) else { return Ok(None) };
    let mut read = |edition: &Edition| -> Result<Handbook, Error> {
        let own = repository.snapshot(&edition.commit, objects)?;
        let mut history = History::default();
        history.snapshots.insert(edition.id.clone(), own);
        Ok(handbook(&history.dressed(&edition.id, snapshot).unwrap_or_default(), options))
    };
    let old = read(last)?;
    let corrected = ledger.corrected(&last.id).map(&mut read).transpose()?;
    let corrected = corrected.map(|base| {
        let since = compare(&base, &old);
        (base, since)
    });
    let comparison = compare(&old, handbook_now);
    Ok(Some(Beside { edition: last.clone(), old, comparison, corrected }))
}

/// Makes the tag of an edition, where it is missing.
pub(super) fn tag(root: &Path, edition: &Edition) -> Result<(), super::git::Trouble> {
    let repository = Repository::open(root)?;
    if repository.tagged(&edition.id)?.is_some_and(|commit| commit == edition.commit) {
        return Ok(());
    }
    let note = edition.note.as_ref().map_or(String::new(), |note| format!("{note}\n\n"));
    let message = format!("Edition {}\n\n{note}In force from {}.", edition.id, edition.effective);
    repository.tag(&edition.id, &edition.commit, &message)
}
