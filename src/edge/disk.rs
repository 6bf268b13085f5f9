//! A folder as a [`Snapshot`].
//!
//! Reads `handbook.toml` and everything below `content/`, `static/` and `themes/`; a folder that has
//! neither settings nor `content/` is itself the content. Texts are read, everything else is
//! hashed and stays where it is. What cannot be read as what it should be is noted as such;
//! nothing outside the folder is ever read.

use std::fs;
use std::io::{Read, Seek};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use sha2::{Digest, Sha256};
use walkdir::{DirEntry, WalkDir};

use super::Error;
use crate::config;
use crate::editions::ledger as editions;
use crate::handbook::{CONTENT, STATIC};
use crate::source::{Blob, File, SitePath, Snapshot, Unreadable, hex, is_text};

/// The largest text that is read: fifty times a long page.
pub(super) const LARGEST_TEXT: u64 = 4 << 20;
/// The most files that are read.
pub(super) const MOST_FILES: usize = 300_000;
/// The folders that are read, of a project that is no plain folder of Markdown.
pub(super) const FOLDERS: [&str; 4] = [CONTENT, editions::FOLDER, STATIC, "themes"];
/// Folders of a plain folder of Markdown that hold something else.
pub(super) const NOT_CONTENT: &[&str] = &["node_modules", "site", STATIC, "target", "themes"];

/// Reads a folder.
pub fn read(root: &Path) -> Result<Snapshot, Error> {
    let Listing { files, unreadable: mut snapshot, .. } = list(root)?;
    let read: Vec<_> = files.into_par_iter().map(|(path, disk)| (read_one(&path, &disk), path)).collect();
    for (file, path) in read {
        snapshot.insert(path, file?);
    }
    Ok(snapshot)
}

/// The files of a folder before they are read.
#[derive(Default)]
pub(super) struct Listing {
    /// Those that are to be read, and where each stands.
    pub files: Vec<(SitePath, PathBuf)>,
    /// Those that cannot be.
    pub unreadable: Snapshot,
    /// The folders that were looked into.
    pub folders: Vec<PathBuf>,
    /// Files and folders that are links to others.
    pub links: Vec<PathBuf>,
}

/// Lists the files of a folder that are to be read.
pub(super) fn list(root: &Path) -> Result<Listing, Error> {
    let real_root = fs::canonicalize(root).map_err(Error::io("open", root))?;
    let plain = !root.join(config::FILE).exists() && !root.join(CONTENT).exists();
    let mut listing = Listing::default();
    listing.unreadable.set_plain(plain);
    let folders: &[&str] = if plain { &["", STATIC, "themes"] } else { &FOLDERS };
    for folder in folders {
        let walk = Walk { root, real_root: &real_root, folder, plain };
        walk.files(&mut listing)?;
    }
    let settings = root.join(config::FILE);
    if settings.exists() {
        listing.files.push((SitePath::new(config::FILE).unwrap_or_default(), settings));
    }
    Ok(listing)
}

/// One folder being walked.
struct Walk<'a> {
    root: &'a Path,
    real_root: &'a Path,
    folder: &'a str,
    /// Whether the folder is content without being called so.
    plain: bool,
}

impl Walk<'_> {
    /// Gathers the files that are to be read, and notes those that cannot be.
    fn files(&self, listing: &mut Listing) -> Result<(), Error> {
        let Listing { files, unreadable: snapshot, folders, links } = listing;
        let top = self.root.join(self.folder);
        if !top.exists() {
            return Ok(());
        }
        let walk = WalkDir::new(&top).follow_links(true).sort_by_file_name();
        for entry in walk.into_iter().filter_entry(|entry| self.is_read(entry)) {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    let (path, reason) = self.unreadable(error)?;
                    snapshot.insert(path, File::Unreadable(reason));
                    continue;
                }
            };
            if entry.path_is_symlink() && entry.depth() > 0 {
                links.push(entry.path().to_owned());
            }
            match (self.site_path(entry.path()), self.leads_out(&entry)) {
                (Some(path), true) => snapshot.insert(path, File::Unreadable(Unreadable::LeadsOut)),
                (_, true) => {}
                _ if entry.file_type().is_dir() => folders.push(entry.into_path()),
                // Whoever opens a pipe waits until somebody writes into it.
                _ if !entry.file_type().is_file() => {}
                (Some(path), false) => files.push((path, entry.into_path())),
                (None, false) => {
                    let lossy = self.lossy_path(entry.path());
                    snapshot.insert(lossy, File::Unreadable(Unreadable::Name));
                }
            }
            if files.len() > MOST_FILES {
                return Err(Error::Refused(format!(
                    "there are more than {MOST_FILES} files below `{}`",
                    top.display()
                )));
            }
        }
        Ok(())
    }

    /// Returns whether a file or folder is read: not one that is hidden, private or a left-over, and
    /// nothing below a link that leads out.
    fn is_read(&self, entry: &DirEntry) -> bool {
        if entry.depth() == 0 {
            return true;
        }
        let name = entry.file_name().to_string_lossy();
        let other =
            self.plain && self.folder.is_empty() && entry.depth() == 1 && NOT_CONTENT.contains(&&*name);
        let is_data = name == "_data" && entry.depth() == 1;
        let below_link = entry.path().parent().is_some_and(|folder| self.is_outside(folder));
        !(name.starts_with('.')
            || name.ends_with('~')
            || name.starts_with('_') && !is_data
            || other
            || below_link)
    }

    /// Returns whether an entry is a symbolic link whose target stands outside the project.
    fn leads_out(&self, entry: &DirEntry) -> bool {
        entry.path_is_symlink() && self.is_outside(entry.path())
    }

    fn is_outside(&self, path: &Path) -> bool {
        fs::symlink_metadata(path).is_ok_and(|data| data.is_symlink())
            && fs::canonicalize(path).is_ok_and(|real| !real.starts_with(self.real_root))
    }

    /// Says why a link cannot be followed; other trouble is the machine's.
    fn unreadable(&self, error: walkdir::Error) -> Result<(SitePath, Unreadable), Error> {
        let path = error.path().map(Path::to_owned).unwrap_or_default();
        let is_link = fs::symlink_metadata(&path).is_ok_and(|data| data.is_symlink());
        let reason = match (error.loop_ancestor(), is_link) {
            (Some(_), _) => Unreadable::Circle,
            (None, true) => Unreadable::Nowhere,
            (None, false) => {
                let error = error.into_io_error().unwrap_or_else(|| std::io::ErrorKind::Other.into());
                return Err(Error::Io("read", path, error));
            }
        };
        Ok((self.lossy_path(&path), reason))
    }

    fn site_path(&self, path: &Path) -> Option<SitePath> {
        let below = path.strip_prefix(self.root).ok()?;
        let parts: Option<Vec<&str>> = below.iter().map(|part| part.to_str()).collect();
        self.below_content(&parts?.join("/"))
    }

    /// Returns a path that names a file to people, whatever its name is made of.
    fn lossy_path(&self, path: &Path) -> SitePath {
        let below = path.strip_prefix(self.root).unwrap_or(path);
        let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
        self.below_content(&parts.join("/")).unwrap_or_default()
    }

    fn below_content(&self, path: &str) -> Option<SitePath> {
        match self.plain && self.folder.is_empty() {
            true => SitePath::new(&format!("{CONTENT}/{path}")),
            false => SitePath::new(path),
        }
    }
}

/// Reads a text, or hashes anything else.
pub(super) fn read_one(path: &SitePath, disk: &Path) -> Result<File, Error> {
    if !is_text(path) {
        return Ok(File::Blob(blob(disk)?));
    }
    let size = fs::metadata(disk).map_err(Error::io("read", disk))?.len();
    if size > LARGEST_TEXT {
        return Ok(File::Unreadable(Unreadable::TooLarge(size, LARGEST_TEXT)));
    }
    let bytes = fs::read(disk).map_err(Error::io("read", disk))?;
    Ok(text_file(bytes))
}

/// Returns bytes as a text, or the line that is none.
pub(super) fn text_file(bytes: Vec<u8>) -> File {
    match String::from_utf8(bytes) {
        Ok(text) => File::Text(text.into()),
        Err(error) => {
            let good = error.utf8_error().valid_up_to();
            let lines = error.as_bytes()[..good].iter().filter(|byte| **byte == b'\n').count();
            File::Unreadable(Unreadable::NotUtf8(lines + 1))
        }
    }
}

fn blob(disk: &Path) -> Result<Blob, Error> {
    let mut file = fs::File::open(disk).map_err(Error::io("open", disk))?;
    let mut hasher = Sha256::new();
    let mut bytes = 0;
    let mut buffer = vec![0; 64 << 10];
    loop {
        let read = file.read(&mut buffer).map_err(Error::io("read", disk))?;
        if read == 0 {
            break;
        }
        hasher.update(&buffer[..read]);
        bytes += read as u64;
    }
    file.rewind().map_err(Error::io("read", disk))?;
    let size = imagesize::reader_size(std::io::BufReader::new(file)).ok();
    let pixels = size.and_then(|size| Some((size.width.try_into().ok()?, size.height.try_into().ok()?)));
    Ok(Blob { sha256: hex(&hasher.finalize()).into(), bytes, pixels })
}
