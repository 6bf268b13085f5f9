//! The index of the search, which follows behind the pages.
//!
//! Joining the words of ten thousand pages takes a few hundred milliseconds, and nobody searches
//! while saving. So it is done after an edit has been shown. Until then the index before answers;
//! files of the two last ones are kept, since a reader may hold the list of either.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use bytes::Bytes;

use super::{Version, locked};
use crate::cache::Cache;
use crate::diag::{Checked, Diagnostic};
use crate::search::{WORDS, shards};
use crate::site::Site;
use crate::source::Url;

/// The index of the search, and the one before.
#[derive(Debug, Default)]
pub struct Search {
    /// Taken while an index is made, so that none is made twice.
    making: Mutex<Cache>,
    made: Mutex<Option<Made>>,
}

#[derive(Clone, Debug)]
struct Made {
    number: u64,
    site: Arc<Site>,
    files: Arc<HashMap<String, Bytes>>,
    before: Arc<HashMap<String, Bytes>>,
    found: Vec<Diagnostic>,
}

impl Search {
    /// Returns a file of the index; waits for the first index, and never for a further one.
    pub fn file(&self, version: &Version, url: &Url) -> Option<Bytes> {
        let path = url.as_str();
        if !path.starts_with("search/") || !path.ends_with(".bin") {
            return None;
        }
        if locked(&self.made).is_none() {
            self.follow(version);
        }
        let made = locked(&self.made).clone()?;
        let former = || made.before.get(path).filter(|_| path != WORDS);
        made.files.get(path).or_else(former).cloned()
    }

    /// Returns how many indexes were made.
    pub fn number(&self) -> u64 {
        locked(&self.made).as_ref().map_or(0, |made| made.number)
    }

    /// Returns what the promises of the last index find.
    pub fn found(&self) -> Vec<Diagnostic> {
        locked(&self.made).as_ref().map(|made| made.found.clone()).unwrap_or_default()
    }

    /// Makes the index of a version, unless it is made; returns what its promises find.
    pub fn follow(&self, version: &Version) -> Vec<Diagnostic> {
        let mut cache = locked(&self.making);
        let last = locked(&self.made).clone();
        if let Some(last) = last.as_ref().filter(|last| Arc::ptr_eq(&last.site, version.site())) {
            return last.found.clone();
        }
        let Checked { value: index, diagnostics } = version.site().index(&mut cache);
        let found = version.site().settle_late(diagnostics);
        let files: HashMap<String, Bytes> =
            shards(&index).into_iter().map(|(path, bytes)| (path, bytes.into())).collect();
        let number = last.as_ref().map_or(1, |last| last.number + 1);
        *locked(&self.made) = Some(Made {
            number,
            site: version.site().clone(),
            files: files.into(),
            before: last.map(|last| last.files).unwrap_or_default(),
            found: found.clone(),
        });
        found
    }
}
