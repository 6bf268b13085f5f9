//! [`History`]: every edition with its files, as whoever can read a repository hands it over.

use std::collections::BTreeMap;
use std::sync::Arc;

use bytes::Bytes;

use super::{Ledger, withdrawn};
use crate::handbook::CONTENT;
use crate::source::{File, Snapshot};

/// Every edition with its files.
#[derive(Clone, Debug, Default)]
pub struct History {
    /// Which edition held when.
    pub ledger: Ledger,
    /// The files of each edition, by its id.
    pub snapshots: BTreeMap<String, Snapshot>,
    /// Whether what is being written is published as well, beside the edition in force.
    pub and_next: bool,
    /// The bytes of pictures and downloads that the working tree does not hold, by their SHA-256.
    pub blobs: BTreeMap<Arc<str>, Bytes>,
}

impl History {
    /// Returns whether nothing was ever released.
    pub fn is_empty(&self) -> bool {
        self.ledger.iter().next().is_none()
    }

    /// Returns what an edition is rendered from: its own pages and data, and today's settings and
    /// theme, so that a fix to either reaches every edition. What was withdrawn is not in it.
    pub fn dressed(&self, id: &str, today: &Snapshot) -> Option<Snapshot> {
        let own = self.snapshots.get(id)?;
        let mut dressed = Snapshot::default();
        dressed.set_plain(today.is_plain());
        for (path, file) in own.files().filter(|(path, _)| path.below(CONTENT).is_some()) {
            dressed.insert(path.clone(), file.clone());
        }
        for (path, file) in today.files().filter(|(path, _)| path.below(CONTENT).is_none()) {
            dressed.insert(path.clone(), file.clone());
        }
        if let Some(withdrawn) = self.ledger.get(id).and_then(|edition| edition.withdrawn.as_ref()) {
            withdrawn::take_out(&mut dressed, withdrawn);
        }
        Some(dressed)
    }

    /// Returns the pictures and downloads of all editions.
    pub fn pictures(&self) -> impl Iterator<Item = &crate::source::Blob> {
        let files = self.snapshots.values().flat_map(Snapshot::files);
        files.filter_map(|(_, file)| match file {
            File::Blob(blob) => Some(blob),
            _ => None,
        })
    }
}
