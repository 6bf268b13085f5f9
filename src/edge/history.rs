//! The editions of a project, read from its repository.
//!
//! Without a ledger nothing is asked of git. Each edition is read from the commit that its record
//! names, without a checkout; of pictures only those are fetched that the working tree does not hold.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use bytes::Bytes;

use super::Error;
use super::git::{Objects, Repository, Trouble};
use crate::editions::{Edition, History, Ledger};
use crate::live;
use crate::source::{Blob, File, Snapshot};

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

/// The editions of a project, one at a time, as the live server asks for them.
#[derive(Debug)]
pub struct Archive {
    root: PathBuf,
    known: Mutex<Objects>,
}

impl Archive {
    /// Returns the archive of a project. Nothing is read, and no repository needs to be there.
    pub fn of(root: &Path) -> Self {
        Self { root: root.to_owned(), known: Mutex::default() }
    }

    fn read(&self, edition: &Edition) -> Result<Snapshot, Trouble> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        Repository::open(&self.root)?.snapshot(&edition.commit, &mut known)
    }
}

impl live::Archive for Archive {
    fn edition(&self, edition: &Edition) -> Result<Snapshot, String> {
        self.read(edition).map_err(|trouble| match trouble {
            // What a build could do without them is no help here.
            Trouble::NoRepository(_) => {
                "the folder is in no git repository; clone it instead of downloading its files".to_owned()
            }
            trouble => trouble.to_string(),
        })
    }

    fn bytes(&self, blob: &Blob) -> Option<Bytes> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let object = known.object(blob)?;
        Some(Repository::open(&self.root).ok()?.bytes(object).ok()?.into())
    }
}
