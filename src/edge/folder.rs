//! [`Folder`]: a project's folder as it is now, read again file by file.
//!
//! A watcher says which paths were touched. A known file is read at once; anything else (a new
//! file, a folder that came or went, a link) means looking at the whole tree, which costs a look at
//! each file's stamp and reads only what differs. What is known is always what a first reading of
//! the folder would give.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use rayon::prelude::*;

use super::{Error, disk};
use crate::source::{File, SitePath, Snapshot};

/// A project's folder, read.
#[derive(Debug)]
pub struct Folder {
    root: PathBuf,
    snapshot: Snapshot,
    files: HashMap<SitePath, (PathBuf, Option<Stamp>)>,
    by_disk: HashMap<PathBuf, SitePath>,
    places: Places,
    /// What came, went or differs since somebody last asked.
    changed: BTreeSet<SitePath>,
}

/// Where files stand: what must be watched to hear of every change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places {
    /// Whether the folder is content without being called so.
    pub is_plain: bool,
    /// The folders that were looked into, and what tells each from another that takes its place.
    pub folders: BTreeMap<PathBuf, Option<u64>>,
    /// Folders to which links lead from there, or in which files stand to which links lead.
    pub linked: BTreeSet<PathBuf>,
    /// Whether there are any links, so that one file may be known by several names.
    pub has_links: bool,
}

/// What a file system notes of a file; as long as it is the same, so are the bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Stamp {
    modified: SystemTime,
    bytes: u64,
    identity: (u64, u64, i64),
}

/// How old a stamp must be to be trusted. File systems count in steps, of two seconds at worst, and
/// within one step a file can be written again without another stamp.
const STEP: Duration = Duration::from_secs(2);

impl Folder {
    /// Reads a folder.
    pub fn open(root: &Path) -> Result<Self, Error> {
        let root = fs::canonicalize(root).map_err(Error::io("open", root))?;
        let mut folder = Self {
            root,
            snapshot: Snapshot::default(),
            files: HashMap::new(),
            by_disk: HashMap::new(),
            places: Places::default(),
            changed: BTreeSet::new(),
        };
        folder.rescan()?;
        folder.changed.clear();
        Ok(folder)
    }

    /// Returns the folder's real path.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Returns the files as they were when they were last looked at.
    pub fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    /// Returns where files stand.
    pub fn places(&self) -> &Places {
        &self.places
    }

    /// Returns the files that came, went or differ since this was last asked. What was found before
    /// an error stopped a look is among them.
    pub fn take_changed(&mut self) -> Vec<SitePath> {
        std::mem::take(&mut self.changed).into_iter().collect()
    }

    /// Reads what stands at these paths again.
    pub fn look(&mut self, touched: &BTreeSet<PathBuf>) -> Result<(), Error> {
        let mut known = Vec::new();
        for path in touched {
            match self.by_disk.get(path) {
                Some(site_path) if path.is_file() && !self.places.has_links => known.push(site_path.clone()),
                Some(_) => return self.rescan(),
                None if self.matters(path) => return self.rescan(),
                None => {}
            }
        }
        for path in known {
            let disk = self.files[&path].0.clone();
            let stamp = Stamp::of(&disk);
            let Some(file) = read(&path, &disk)? else { return self.rescan() };
            self.files.insert(path.clone(), (disk, stamp));
            if self.snapshot.get(path.as_str()) != Some(&file) {
                self.snapshot.insert(path.clone(), file);
                self.changed.insert(path);
            }
        }
        Ok(())
    }

    /// Looks at every file.
    pub fn rescan(&mut self) -> Result<(), Error> {
        let listing = disk::list(&self.root)?;
        let read: Vec<Result<Option<Found>, Error>> =
            listing.files.into_par_iter().map(|(path, disk)| self.find(path, disk)).collect();
        let mut snapshot = listing.unreadable;
        let mut files = HashMap::with_capacity(read.len());
        for found in read {
            let Some(Found { path, disk, stamp, file }) = found? else { continue };
            snapshot.insert(path.clone(), file);
            files.insert(path, (disk, stamp));
        }
        self.by_disk = files.iter().map(|(path, (disk, _))| (disk.clone(), path.clone())).collect();
        self.places = Places {
            is_plain: snapshot.is_plain(),
            folders: listing.folders.into_iter().map(|folder| (folder.clone(), number(&folder))).collect(),
            linked: listing.links.iter().filter_map(|link| target(link)).collect(),
            has_links: !listing.links.is_empty(),
        };
        self.files = files;
        self.changed.extend(snapshot.differing(&self.snapshot));
        self.snapshot = snapshot;
        Ok(())
    }

    /// Reads a file, unless it is known and its stamp is as it was; `None` for one that is gone by now.
    fn find(&self, path: SitePath, disk: PathBuf) -> Result<Option<Found>, Error> {
        let stamp = Stamp::of(&disk);
        if let (Some((_, known)), Some(file)) = (self.files.get(&path), self.snapshot.get(path.as_str()))
            && known.is_some()
            && *known == stamp
        {
            return Ok(Some(Found { path, disk, stamp, file: file.clone() }));
        }
        Ok(read(&path, &disk)?.map(|file| Found { path, disk, stamp, file }))
    }

    /// Returns whether something unknown is a reason to look at everything.
    fn matters(&self, path: &Path) -> bool {
        let Ok(below) = path.strip_prefix(&self.root) else { return true };
        let is_left_over = below.iter().any(|part| {
            let name = part.to_string_lossy();
            name.starts_with('.') || name.ends_with('~')
        });
        let is_known = self.places.folders.contains_key(path);
        self.places.has_links || !is_left_over && (is_known || fs::symlink_metadata(path).is_ok())
    }
}

/// Returns the folder that a link leads to, or in which the file stands that it leads to.
fn target(link: &Path) -> Option<PathBuf> {
    let real = fs::canonicalize(link).ok()?;
    if real.is_dir() { Some(real) } else { Some(real.parent()?.to_owned()) }
}

/// A file that was found.
struct Found {
    path: SitePath,
    disk: PathBuf,
    stamp: Option<Stamp>,
    file: File,
}

impl Stamp {
    /// Returns the stamp of a file; `None` while it is too young to tell the file from the next.
    fn of(disk: &Path) -> Option<Self> {
        let data = fs::metadata(disk).ok()?;
        let modified = data.modified().ok()?;
        let is_old = SystemTime::now().duration_since(modified).is_ok_and(|age| age > STEP);
        is_old.then(|| Self { modified, bytes: data.len(), identity: identity(&data) })
    }
}

#[cfg(unix)]
fn identity(data: &fs::Metadata) -> (u64, u64, i64) {
    use std::os::unix::fs::MetadataExt;
    (data.dev(), data.ino(), data.ctime_nsec() ^ (data.ctime() << 30))
}

#[cfg(not(unix))]
fn identity(_: &fs::Metadata) -> (u64, u64, i64) {
    (0, 0, 0)
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

/// Reads a file; `None` when it went while it was read.
fn read(path: &SitePath, disk: &Path) -> Result<Option<File>, Error> {
    match disk::read_one(path, disk) {
        Ok(file) => Ok(Some(file)),
        Err(Error::Io(_, _, error)) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}
