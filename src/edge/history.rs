//! The editions of a project, read from its repository.
//!
//! Without a ledger nothing is asked of git. Each edition is read from the commit that its record
//! names, without a checkout; of pictures only those are fetched that the working tree does not hold.

use std::collections::BTreeSet;
use std::path::Path;

use super::Error;
use super::git::{Objects, Repository};
use crate::editions::{History, Ledger};
use crate::source::{File, Snapshot};

/// Reads every edition that the ledger of a working tree records.
pub fn read(root: &Path, today: &Snapshot) -> Result<History, Error> {
    let mut history = History { ledger: Ledger::read(today).value, ..History::default() };
    if history.is_empty() {
        return Ok(history);
    }
    let repository = Repository::open(root)?;
    let mut objects = Objects::default();
    for edition in history.ledger.iter() {
        let snapshot = repository.snapshot(&edition.commit, &mut objects)?;
        history.snapshots.insert(edition.id.clone(), snapshot);
    }
    let here: BTreeSet<_> = today
        .files()
        .filter_map(|(_, file)| match file {
            File::Blob(blob) => Some(blob.sha256.clone()),
            _ => None,
        })
        .collect();
    let mut blobs = std::collections::BTreeMap::new();
    for blob in history.pictures().filter(|blob| !here.contains(&blob.sha256)) {
        if let (false, Some(object)) = (blobs.contains_key(&blob.sha256), objects.object(blob)) {
            blobs.insert(blob.sha256.clone(), repository.bytes(object)?.into());
        }
    }
    history.blobs = blobs;
    Ok(history)
}
