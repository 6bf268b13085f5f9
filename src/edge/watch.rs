//! [`Watcher`]: which paths of a project were touched, in batches.
//!
//! Work starts with the first event. What comes within eight milliseconds of the one before belongs
//! to the same batch (a save by rename, a branch switch), up to a fifth of a second. Events say where
//! to look and never what is there, so a lost one costs nothing that the next look does not mend.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use notify::event::{EventKind, MetadataKind, ModifyKind};
use notify::{RecommendedWatcher, RecursiveMode, Watcher as _};

use super::Error;
use super::disk::FOLDERS;
use super::folder::Places;

/// How long nothing must happen for a batch to be whole.
const QUIET: Duration = Duration::from_millis(8);
/// How long a batch may grow.
const LONGEST: Duration = Duration::from_millis(200);

/// What was touched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Batch {
    /// These paths, and whatever stands below them.
    Touched(BTreeSet<PathBuf>),
    /// Anything: the system lost count.
    Anything,
    /// Nothing, within the time that was given.
    Nothing,
}

/// Watches a project's folder.
pub struct Watcher {
    root: PathBuf,
    system: RecommendedWatcher,
    events: Receiver<notify::Result<notify::Event>>,
    /// The folders that are watched.
    watched: Vec<PathBuf>,
    /// What they were chosen by.
    places: Option<Places>,
}

impl Watcher {
    /// Begins to watch a project whose folder has this real path.
    pub fn new(root: &Path) -> Result<Self, Error> {
        let (sender, events) = channel();
        let system = notify::recommended_watcher(move |event| {
            // Nobody listens any more when the program ends.
            let _ = sender.send(event);
        })
        .map_err(|error| refused(root, &error))?;
        Ok(Self { root: root.to_owned(), system, events, watched: Vec::new(), places: None })
    }

    /// Watches what there is to watch now; returns whether that is new, and then everything must be
    /// looked at once more, since it may have changed before.
    ///
    /// A system that watches folders one by one learns of a new one too late for what was written into
    /// it at once, and not at all of one to which a link leads. So whenever folders came or went, all
    /// are watched anew.
    pub fn follow(&mut self, places: &Places) -> bool {
        if self.places.as_ref() == Some(places) {
            return false;
        }
        for path in std::mem::take(&mut self.watched) {
            let _ = self.system.unwatch(&path);
        }
        let tops = match places.is_plain {
            true => vec![(self.root.clone(), RecursiveMode::Recursive)],
            false => {
                let folders = FOLDERS.map(|name| self.root.join(name));
                let own = folders.into_iter().map(|folder| (folder, RecursiveMode::Recursive));
                std::iter::once((self.root.clone(), RecursiveMode::NonRecursive)).chain(own).collect()
            }
        };
        let mut covered: Vec<PathBuf> = Vec::new();
        for (path, mode) in tops {
            if mode == RecursiveMode::Recursive {
                covered.extend(std::fs::canonicalize(&path));
            }
            self.watch(path, mode);
        }
        for place in &places.linked {
            // A second watch of one folder would take the place of the first.
            if !covered.iter().any(|top| place.starts_with(top)) {
                self.watch(place.clone(), RecursiveMode::Recursive);
                covered.push(place.clone());
            }
        }
        self.places = Some(places.clone());
        true
    }

    /// Watches a folder. One that is not there or cannot be watched is looked at on patrol.
    fn watch(&mut self, path: PathBuf, mode: RecursiveMode) {
        if path.exists() && self.system.watch(&path, mode).is_ok() {
            self.watched.push(path);
        }
    }

    /// Waits until something is touched and then is quiet, at most as long as given.
    pub fn wait(&self, at_most: Duration) -> Batch {
        let mut touched = BTreeSet::new();
        let mut anything = false;
        let begun = Instant::now();
        // When the first and the last change came. That files are read is reported too, and neither
        // prolongs the wait nor the batch.
        let mut changes: Option<(Instant, Instant)> = None;
        loop {
            let patience = match changes {
                None => at_most.saturating_sub(begun.elapsed()),
                Some((first, last)) => {
                    QUIET.saturating_sub(last.elapsed()).min(LONGEST.saturating_sub(first.elapsed()))
                }
            };
            match self.events.recv_timeout(patience) {
                Ok(Ok(event)) if !is_change(event.kind) => continue,
                Ok(Ok(event)) => {
                    anything |= event.need_rescan();
                    touched.extend(event.paths);
                }
                Ok(Err(_)) => anything = true,
                Err(RecvTimeoutError::Disconnected) if changes.is_none() => {
                    std::thread::sleep(at_most);
                    return Batch::Anything;
                }
                Err(_) => break,
            }
            let now = Instant::now();
            let (first, _) = *changes.get_or_insert((now, now));
            changes = Some((first, now));
            if first.elapsed() >= LONGEST {
                break;
            }
        }
        match (anything, touched.is_empty()) {
            (true, _) => Batch::Anything,
            (false, true) => Batch::Nothing,
            (false, false) => Batch::Touched(touched),
        }
    }
}

/// Returns whether an event says that something changed; reading a file is one too.
fn is_change(kind: EventKind) -> bool {
    let was_read = EventKind::Modify(ModifyKind::Metadata(MetadataKind::AccessTime));
    !matches!(kind, EventKind::Access(_)) && kind != was_read
}

fn refused(root: &Path, error: &notify::Error) -> Error {
    Error::Refused(format!("cannot watch `{}`: {error}", root.display()))
}
