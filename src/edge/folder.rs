//! [`Folder`]: a project's folder as it is now, read again file by file.
//!
//! A watcher says which paths were touched. A known file is read at once; anything else (a new
//! file, a folder that came or went, a link) means looking at the whole tree, which costs a look at
//! each file's stamp and reads only what differs. What is known is always what a first reading of
//! the folder would give.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

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
    folders: HashSet<PathBuf>,
    /// Where files stand that are read through a link.
    linked: BTreeSet<PathBuf>,
}

/// What a file system notes of a file; as long as it is the same, so are the bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Stamp {
    modified: Option<SystemTime>,
    bytes: u64,
    identity: (u64, u64, i64),
}

impl Folder {
    /// Reads a folder.
    pub fn open(root: &Path) -> Result<Self, Error> {
        let root = fs::canonicalize(root).map_err(Error::io("open", root))?;
        let mut folder = Self {
            root,
            snapshot: Snapshot::default(),
            files: HashMap::new(),
            by_disk: HashMap::new(),
            folders: HashSet::new(),
            linked: BTreeSet::new(),
        };
        folder.rescan()?;
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

    /// Returns where files stand that are read through a link, so that their places can be watched too.
    pub fn linked_places(&self) -> &BTreeSet<PathBuf> {
        &self.linked
    }

    /// Reads what stands at these paths again; returns the files that differ from before.
    pub fn look(&mut self, touched: &BTreeSet<PathBuf>) -> Result<Vec<SitePath>, Error> {
        let mut known = Vec::new();
        for path in touched {
            match self.by_disk.get(path) {
                Some(site_path) if path.is_file() => known.push(site_path.clone()),
                Some(_) => return self.rescan(),
                None if self.matters(path) => return self.rescan(),
                None => {}
            }
        }
        let mut changed = Vec::new();
        for path in known {
            let disk = self.files[&path].0.clone();
            let stamp = Stamp::of(&disk);
            let Some(file) = read(&path, &disk)? else { return self.rescan() };
            self.files.insert(path.clone(), (disk, stamp));
            if self.snapshot.get(path.as_str()) != Some(&file) {
                self.snapshot.insert(path.clone(), file);
                changed.push(path);
            }
        }
        Ok(changed)
    }

    /// Looks at every file; returns those that came, went or differ.
    pub fn rescan(&mut self) -> Result<Vec<SitePath>, Error> {
        let listing = disk::list(&self.root)?;
        let read: Vec<Result<Option<Found>, Error>> =
            listing.files.into_par_iter().map(|(path, disk)| self.find(path, disk)).collect();
        let mut snapshot = listing.unreadable;
        let mut files = HashMap::with_capacity(read.len());
        self.linked.clear();
        for found in read {
            let Some(Found { path, disk, stamp, file }) = found? else { continue };
            self.linked.extend(target(&disk));
            snapshot.insert(path.clone(), file);
            files.insert(path, (disk, stamp));
        }
        self.by_disk = files.iter().map(|(path, (disk, _))| (disk.clone(), path.clone())).collect();
        let above = |disk: &PathBuf| disk.ancestors().skip(1).map(Path::to_owned).collect::<Vec<_>>();
        self.folders = self.by_disk.keys().filter_map(|disk| disk.parent()).map(Path::to_owned).collect();
        let all_above: Vec<PathBuf> = self.folders.iter().flat_map(above).collect();
        self.folders.extend(all_above);
        self.files = files;
        let changed = snapshot.differing(&self.snapshot);
        self.snapshot = snapshot;
        Ok(changed)
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
        !is_left_over && (self.folders.contains(path) || path.exists() || fs::symlink_metadata(path).is_ok())
    }
}

/// Returns the folder in which a file stands that a link leads to.
fn target(disk: &Path) -> Option<PathBuf> {
    let is_link = fs::symlink_metadata(disk).is_ok_and(|data| data.is_symlink());
    is_link.then(|| Some(fs::canonicalize(disk).ok()?.parent()?.to_owned())).flatten()
}

/// A file that was found.
struct Found {
    path: SitePath,
    disk: PathBuf,
    stamp: Option<Stamp>,
    file: File,
}

impl Stamp {
    fn of(disk: &Path) -> Option<Self> {
        let data = fs::metadata(disk).ok()?;
        Some(Self { modified: data.modified().ok(), bytes: data.len(), identity: identity(&data) })
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

/// Reads a file; `None` when it went while it was read.
fn read(path: &SitePath, disk: &Path) -> Result<Option<File>, Error> {
    match disk::read_one(path, disk) {
        Ok(file) => Ok(Some(file)),
        Err(Error::Io(_, _, error)) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}
