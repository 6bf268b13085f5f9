//! [`Watcher`]: which paths of a project were touched, in batches.
//!
//! Work starts with the first event. What comes within eight milliseconds of the one before belongs
//! to the same batch (a save by rename, a branch switch), up to a fifth of a second. Events say where
//! to look and never what is there, so a lost one costs nothing that the next look does not mend.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use notify::event::{EventKind, MetadataKind, ModifyKind};
use notify::{RecommendedWatcher, RecursiveMode, Watcher as _};

use super::Error;
use crate::handbook::{CONTENT, STATIC};

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
    /// The folders that are watched, and what each was when that began.
    watched: BTreeMap<PathBuf, Option<u64>>,
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
        Ok(Self { root: root.to_owned(), system, events, watched: BTreeMap::new() })
    }

    /// Watches what there is to watch now; returns whether something new is watched, which must be
    /// looked at once more, since it may have changed before.
    pub fn follow(&mut self, is_plain: bool, linked: &BTreeSet<PathBuf>) -> bool {
        let mut wanted: BTreeMap<PathBuf, RecursiveMode> = BTreeMap::new();
        match is_plain {
            true => {
                wanted.insert(self.root.clone(), RecursiveMode::Recursive);
            }
            false => {
                wanted.insert(self.root.clone(), RecursiveMode::NonRecursive);
                let folders = [CONTENT, STATIC, "themes"].map(|name| self.root.join(name));
                wanted.extend(folders.map(|folder| (folder, RecursiveMode::Recursive)));
            }
        }
        for place in linked {
            wanted.entry(place.clone()).or_insert(RecursiveMode::NonRecursive);
        }
        let gone: Vec<PathBuf> =
            self.watched.keys().filter(|path| !wanted.contains_key(*path)).cloned().collect();
        for path in gone {
            self.watched.remove(&path);
            let _ = self.system.unwatch(&path);
        }
        let mut is_new = false;
        for (path, mode) in wanted {
            let now = number(&path);
            if self.watched.get(&path) == Some(&now) || now.is_none() {
                continue;
            }
            if self.watched.remove(&path).is_some() {
                let _ = self.system.unwatch(&path);
            }
            if self.system.watch(&path, mode).is_ok() {
                self.watched.insert(path, now);
                is_new = true;
            }
        }
        is_new
    }

    /// Waits until something is touched and then is quiet, at most as long as given.
    pub fn wait(&self, at_most: Duration) -> Batch {
        let mut touched = BTreeSet::new();
        let mut anything = false;
        let mut first: Option<Instant> = None;
        loop {
            let patience = match first {
                None => at_most,
                Some(first) => QUIET.min(LONGEST.saturating_sub(first.elapsed())),
            };
            match self.events.recv_timeout(patience) {
                Ok(Ok(event)) if !is_change(event.kind) => {}
                Ok(Ok(event)) => {
                    anything |= event.need_rescan();
                    touched.extend(event.paths);
                    first.get_or_insert_with(Instant::now);
                }
                Ok(Err(_)) => {
                    anything = true;
                    first.get_or_insert_with(Instant::now);
                }
                Err(RecvTimeoutError::Disconnected) if first.is_none() => {
                    std::thread::sleep(at_most);
                    return Batch::Anything;
                }
                Err(_) => break,
            }
            if first.is_some_and(|first| first.elapsed() >= LONGEST) {
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

/// Returns what tells a folder from another that takes its place.
#[cfg(unix)]
fn number(path: &Path) -> Option<u64> {
    use std::os::unix::fs::MetadataExt;
    let data = std::fs::metadata(path).ok()?;
    // A number is given again soon after a folder is gone, the moment of its making is not.
    let made = data.created().ok().and_then(|made| made.duration_since(std::time::UNIX_EPOCH).ok());
    let made = made.map_or(0, |made| u64::from(made.subsec_nanos()) << 32 ^ made.as_secs());
    Some(data.ino() ^ made)
}

#[cfg(not(unix))]
fn number(path: &Path) -> Option<u64> {
    path.exists().then_some(0)
}

fn refused(root: &Path, error: &notify::Error) -> Error {
    Error::Refused(format!("cannot watch `{}`: {error}", root.display()))
}
