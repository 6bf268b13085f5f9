//! [`Live`]: a handbook while it is being written, one [`Version`] after another.
//!
//! In go snapshots of what is on disk now; out comes, for any address, the bytes that a build would
//! write there. A version is read and linked at once and rendered when somebody looks. A page whose
//! own file has an error is shown as it last was without one; so are all pages while the settings,
//! the data or the theme have an error. The index of the search follows behind, and so does what has
//! changed since the edition in force. It knows neither a disk nor a network, is told what time it is,
//! and asks an [`Archive`] for what was released.

mod editions;
mod moves;
mod notice;
mod search;
mod version;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use jiff::Timestamp;

pub use editions::{Archive, Since};
pub use notice::{Finding, Notice, tag};
pub use version::{Answer, Version};

use crate::build::{Options, Progress};
use crate::cache::Cache;
use crate::diag::Diagnostic;
use crate::handbook::CONTENT;
use crate::site::{Rendered, Site};
use crate::source::{File, SitePath, Snapshot, Url};
use editions::{Around, Editions};
use search::Search;

/// A handbook while it is being written.
#[derive(Debug)]
pub struct Live {
    reading: Mutex<Reading>,
    current: RwLock<Option<Arc<Version>>>,
    /// The pages that somebody looked at, as they were last made.
    looked_at: Arc<Mutex<HashMap<Url, Seen>>>,
    search: Search,
    editions: Editions,
}

/// What is needed to read the next version.
#[derive(Debug, Default)]
struct Reading {
    cache: Cache,
    /// The handbook as it was last read, and what stood around its content.
    last: Option<Arc<Site>>,
    around: Option<Arc<Around>>,
    options: Option<Options>,
}

/// A page that somebody looked at.
#[derive(Clone, Debug)]
struct Seen {
    page: Rendered,
    /// The version that it was made for.
    version: u64,
    at: Timestamp,
}

impl Default for Live {
    fn default() -> Self {
        Self {
            reading: Mutex::default(),
            current: RwLock::new(None),
            looked_at: Arc::default(),
            search: Search::default(),
            editions: Editions::default(),
        }
    }
}

impl Live {
    /// Returns a handbook whose editions an archive holds.
    pub fn with_editions(archive: Box<dyn Archive>) -> Self {
        Self { editions: Editions::of(archive), ..Self::default() }
    }

    /// Reads what is on disk now and makes it the current version.
    ///
    /// `changed` names every file that differs from the snapshot before; `None` when that is not
    /// known. `now` is when it was read.
    pub fn update(
        &self,
        snapshot: &Snapshot,
        changed: Option<&[SitePath]>,
        options: &Options,
        now: Timestamp,
    ) -> Arc<Version> {
        let mut reading = locked(&self.reading);
        let before = self.current();
        let (read, found) = reading.read(snapshot, changed, options);
        let files = texts_with_findings(snapshot, &found);
        let version = Version::after(before.as_deref(), read, found, files, self.looked_at.clone(), now);
        let version = Arc::new(version);
        self.forget(&version);
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = Some(version.clone());
        version
    }

    /// Returns the current version; `None` before the first is read.
    pub fn current(&self) -> Option<Arc<Version>> {
        self.current.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Returns what stands at an address, such as `refunds/`, `search/words.bin` or `editions/2026.1/`.
    pub fn answer(&self, url: &Url) -> Option<Answer> {
        let version = self.current()?;
        match self.search.file(&version, url) {
            Some(bytes) => Some(Answer::bytes(bytes)),
            None => version.answer(url).or_else(|| self.editions.answer(&version, url)),
        }
    }

    /// Returns whether a page stands at an address.
    pub fn has_page(&self, url: &Url) -> bool {
        let Some(version) = self.current() else { return false };
        version.has_page(url) || self.editions.answer(&version, url).is_some()
    }

    /// Holds the current version against the edition in force, unless that was done.
    pub fn hold_against_edition(&self) {
        if let Some(version) = self.current() {
            self.editions.follow(&version);
        }
    }

    /// Joins the words of the current version, unless that was done; returns what its promises find.
    pub fn index(&self) -> Vec<Diagnostic> {
        self.current().map(|version| self.search.follow(&version)).unwrap_or_default()
    }

    /// Leaves the pages that are no more to be forgotten.
    fn forget(&self, version: &Version) {
        locked(&self.looked_at).retain(|url, _| version.has_page(url));
    }
}

impl Reading {
    /// Reads the handbook: only what was edited when that is enough, else the whole.
    fn read(
        &mut self,
        snapshot: &Snapshot,
        changed: Option<&[SitePath]>,
        options: &Options,
    ) -> ((Arc<Site>, Arc<Around>), Vec<Diagnostic>) {
        let same_options = self.options.as_ref() == Some(options);
        let edited = match (&self.last, changed) {
            (Some(last), Some(changed)) if same_options && is_pages(snapshot, changed) => {
                last.edited(snapshot, changed, &mut self.cache)
            }
            _ => None,
        };
        let around = match self.around.as_ref().filter(|_| edited.is_some()) {
            Some(around) => around.clone(),
            None => Around::of(snapshot, options, self.around.as_ref()),
        };
        self.around = Some(around.clone());
        let read =
            edited.unwrap_or_else(|| Site::read(snapshot, options, &mut self.cache, &Progress::default()));
        let site = Arc::new(read.value);
        self.last = Some(site.clone());
        self.options = Some(options.clone());
        let found = site.settle(read.diagnostics);
        ((site, around), found)
    }
}

/// Returns whether all of these are pages that are there.
fn is_pages(snapshot: &Snapshot, paths: &[SitePath]) -> bool {
    let is_page = |path: &SitePath| {
        path.below(CONTENT).is_some() && matches!(snapshot.get(path.as_str()), Some(File::Text(_)))
    };
    paths.iter().all(is_page)
}

/// Returns the files that findings point into, so that they can be shown after the next edit too.
fn texts_with_findings(snapshot: &Snapshot, found: &[Diagnostic]) -> Snapshot {
    let mut texts = Snapshot::default();
    texts.set_plain(snapshot.is_plain());
    for finding in found {
        let related = finding.related.iter().map(|(location, _)| &location.file);
        for file in related.chain([&finding.location.file]) {
            if let Some(text) = snapshot.get(file.as_str()) {
                texts.insert(file.clone(), text.clone());
            }
        }
    }
    texts
}

/// Takes a lock; what a thread left behind that panicked is as good as any, since all is compared.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
