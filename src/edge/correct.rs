//! A correction: the edition that holds, with a few files as they are now, in force at once.
//!
//! A wrong telephone number must not wait for the next release, nor drag unfinished work along. The
//! correction is a commit on a branch of the edition's own, `editions/BASE`; what somebody works on
//! is not touched. It is not held to what a release asks: only errors in the files that it takes, and
//! errors that the edition did not have before, can stop it.

use std::path::{Path, PathBuf};

use jiff::civil::Date;

use super::git::{Objects, Repository};
use super::release::{checked, tag};
use super::{Error, editions, record};
use crate::build::Options;
use crate::diag::{Diagnostic, closest};
use crate::editions::changes::Two;
use crate::editions::ledger::{self, Edition, Ledger};
use crate::editions::release::{self, Terms};
use crate::editions::{Changes, History, compare, withdrawn, words};
use crate::handbook::{CONTENT, Handbook};
use crate::source::Snapshot;

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// The edition to correct.
    pub base: &'a str,
    /// The files, or folders of files, that are taken as they are in the last commit.
    pub take: &'a [String],
    /// Why, as readers see it.
    pub reason: &'a str,
    /// The day.
    pub date: Date,
}

/// A correction that can be recorded, unless an error speaks against it.
#[derive(Debug)]
pub struct Prepared {
    /// Its record.
    pub edition: Edition,
    /// The branch that keeps it, and where that stands now.
    pub branch: (String, Option<String>),
    /// The files that it takes.
    pub files: Vec<String>,
    /// Its files, into which the findings point.
    pub snapshot: Snapshot,
    /// What speaks against it.
    pub findings: Vec<Diagnostic>,
    /// What differs for readers.
    pub changes: Changes,
    /// The editions that take effect later, were released before, and take it back.
    pub lost_in: Vec<Edition>,
}

/// Makes the commit of a correction, which nothing names yet; `today` holds the files of the folder.
pub fn prepare(root: &Path, today: &Snapshot, request: &Request) -> Result<Prepared, Error> {
    let ledger = Ledger::read(today).value;
    let base = editions::edition(&ledger, request.base)?;
    let (line, parent, number) = line_of(&ledger, base);
    holds(&ledger, parent, &line, request.date)?;
    let repository = Repository::open(root)?;
    let files = files(&repository, parent, request.take)?;
    let branch = format!("{}/{line}", ledger::FOLDER);
    let seen = repository.branch(&branch)?;
    let message = format!("Correct {line}: {}", request.reason);
    let Some(commit) = repository.graft(&parent.commit, "HEAD", &files, &message)? else {
        return Err(Error::Refused(format!(
            "edition {} has these files just so, and there is nothing to correct",
            parent.id
        )));
    };

    let options = Options::on(request.date).whole();
    let mut objects = Objects::default();
    let mut dressed = |commit: &str| -> Result<Snapshot, Error> {
        let mut history = History::default();
        history.snapshots.insert(line.clone(), repository.snapshot(commit, &mut objects)?);
        Ok(history.dressed(&line, today).unwrap_or_default())
    };
    let (before, snapshot) = (dressed(&parent.commit)?, dressed(&commit)?);
    let (old, known) = checked(&before, &options);
    let (new, findings) = checked(&snapshot, &options);
    let touched = |finding: &Diagnostic| files.iter().any(|file| file == finding.location.file.as_str());
    let findings = findings.into_iter().filter(|finding| touched(finding) || !is_known(&known, finding));
    let terms = Terms {
        id: format!("{line}.{number}"),
        published: request.date,
        effective: parent.effective.max(request.date),
        note: Some(request.reason.to_owned()),
    };
    let mut edition = release::record(&terms, &commit, &new);
    // What had to go does not come back with a page that has nothing to do with it.
    edition.withdrawn = withdrawn::carried(parent, &words::hashes(&old), &edition.pages);
    Ok(Prepared {
        lost_in: ledger
            .upcoming(request.date)
            .iter()
            .filter(|next| takes_back(next, parent, &edition))
            .cloned()
            .collect(),
        edition,
        branch: (branch, seen),
        findings: findings.collect(),
        changes: changes(&old, &new, [&parent.id, &terms.id]),
        snapshot,
        files,
    })
}

/// Keeps the commit on its branch, writes the record and makes the tag; none of it when one fails.
pub fn record(root: &Path, prepared: &Prepared, with_tag: bool) -> Result<PathBuf, Error> {
    let (edition, (branch, seen)) = (&prepared.edition, &prepared.branch);
    let repository = Repository::open(root)?;
    repository.move_branch(branch, seen.as_deref(), Some(&edition.commit))?;
    let recorded = record::add(root, edition).and_then(|file| match with_tag.then(|| tag(root, edition)) {
        Some(Err(trouble)) => {
            record::take_back(root, edition)?;
            Err(trouble.into())
        }
        _ => Ok(file),
    });
    if recorded.is_err() {
        repository.move_branch(branch, Some(&edition.commit), seen.as_deref())?;
    }
    recorded
}

/// Returns the edition that is corrected first and last, and the number of the next correction.
///
/// A second correction follows the first one: it must not take it back.
fn line_of<'a>(ledger: &'a Ledger, base: &'a Edition) -> (String, &'a Edition, u32) {
    let correction = |id: &str, line: &str| id.strip_prefix(line)?.strip_prefix('.')?.parse::<u32>().ok();
    let line = ledger.corrected(&base.id).unwrap_or(base).id.clone();
    let all = ledger.iter().filter_map(|edition| Some((correction(&edition.id, &line)?, edition)));
    match all.max_by_key(|(number, _)| *number) {
        Some((number, last)) => (line, last, number + 1),
        None => (line, base, 1),
    }
}

/// Returns whether a page that was corrected stands in another edition as it was before.
fn takes_back(other: &Edition, before: &Edition, after: &Edition) -> bool {
    let corrected = before.pages.iter().filter(|(page, hash)| after.pages.get(*page) != Some(hash));
    other.id != before.id && corrected.into_iter().any(|(page, hash)| other.pages.get(page) == Some(hash))
}

/// Refuses to correct what no longer holds: the correction would take the place of what does.
fn holds(ledger: &Ledger, parent: &Edition, line: &str, date: Date) -> Result<(), Error> {
    match ledger.in_force(date) {
        Some(other) if parent.effective <= date && other.id != parent.id => Err(Error::Refused(format!(
            "edition {line} no longer holds on {date}, and a correction is in force at once; correct {} instead",
            other.id
        ))),
        _ => Ok(()),
    }
}

/// Returns the files that are taken, each of which the last commit or the edition has.
fn files(repository: &Repository, parent: &Edition, take: &[String]) -> Result<Vec<String>, Error> {
    let refused = |reason: String| Err(Error::Refused(reason));
    let mut files = Vec::new();
    for path in take {
        let path = path.replace('\\', "/");
        let path = path.trim_start_matches("./").trim_end_matches('/').to_owned();
        if !path.starts_with(&format!("{CONTENT}/")) {
            return refused(format!(
                "`{path}` is not below `{CONTENT}/`; settings and theme are those of today in every edition already"
            ));
        }
        let mut found = repository.files_at("HEAD", std::slice::from_ref(&path))?;
        found.extend(repository.files_at(&parent.commit, std::slice::from_ref(&path))?);
        if found.is_empty() {
            let all = repository.files_at("HEAD", &[CONTENT.to_owned()])?;
            let near = closest(&path, all.iter().map(String::as_str));
            let help = near.map_or("name a file as the last commit has it".into(), |near| {
                format!("did you mean `{near}`?")
            });
            return refused(format!("there is no `{path}` in the last commit; {help}"));
        }
        files.extend(found);
    }
    files.sort();
    files.dedup();
    let unsaved: Vec<String> =
        repository.changes()?.into_iter().filter(|path| files.binary_search(path).is_ok()).collect();
    if !unsaved.is_empty() {
        return refused(format!(
            "these files differ from the last commit, which is what a correction takes; commit them first\n  {}",
            unsaved.join("\n  ")
        ));
    }
    Ok(files)
}

/// Returns whether the edition had an error before, wherever in its file that stands now.
fn is_known(known: &[Diagnostic], finding: &Diagnostic) -> bool {
    let same = |known: &Diagnostic| {
        (known.rule, &known.location.file, &known.message)
            == (finding.rule, &finding.location.file, &finding.message)
    };
    known.iter().any(same)
}

fn changes(old: &Handbook, new: &Handbook, names: [&str; 2]) -> Changes {
    let comparison = compare(old, new);
    Changes::of(Two { old, new, names, comparison: &comparison })
}
