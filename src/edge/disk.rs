//! A folder as a [`Snapshot`].
//!
//! Reads `handbook.toml` and everything below `content/`, `static/` and `themes/`; a folder that has
//! neither settings nor `content/` is itself the content. Texts are read, everything else is
//! hashed and stays where it is. What cannot be read as what it should be is a finding; nothing
//! outside the folder is ever read.

use std::fs;
use std::io::{Read, Seek};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use sha2::{Digest, Sha256};
use walkdir::{DirEntry, WalkDir};

use super::Error;
use crate::config;
use crate::diag::{Checked, Diagnostic, Location, rules};
use crate::handbook::{CONTENT, STATIC};
use crate::source::{Blob, File, SitePath, Snapshot, hex, is_text};

/// The largest text that is read: fifty times a long page.
const LARGEST_TEXT: u64 = 4 << 20;
/// The most files that are read.
const MOST_FILES: usize = 300_000;
/// Folders of a plain folder of Markdown that hold something else.
const NOT_CONTENT: &[&str] = &["node_modules", "site", STATIC, "target", "themes"];

/// Reads a folder.
pub fn read(root: &Path) -> Result<Checked<Snapshot>, Error> {
    let real_root = fs::canonicalize(root).map_err(Error::io("open", root))?;
    let plain = !root.join(config::FILE).exists() && !root.join(CONTENT).exists();
    let mut found = Vec::new();
    let mut files = Vec::new();
    let folders: &[&str] = if plain { &["", STATIC, "themes"] } else { &[CONTENT, STATIC, "themes"] };
    for folder in folders {
        let walk = Walk { root, real_root: &real_root, folder, plain };
        walk.files(&mut files, &mut found)?;
    }
    let settings = root.join(config::FILE);
    if settings.exists() {
        files.push((SitePath::new(config::FILE).unwrap_or_default(), settings));
    }
    let mut snapshot = Snapshot::default();
    snapshot.set_plain(plain);
    let read: Vec<_> = files.into_par_iter().map(|(path, disk)| (read_one(&path, &disk), path)).collect();
    for (file, path) in read {
        match file? {
            Ok(file) => snapshot.insert(path, file),
            Err(finding) => found.push(*finding),
        }
    }
    Ok(Checked { value: snapshot, diagnostics: found })
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
    fn files(&self, files: &mut Vec<(SitePath, PathBuf)>, found: &mut Vec<Diagnostic>) -> Result<(), Error> {
        let top = self.root.join(self.folder);
        if !top.exists() {
            return Ok(());
        }
        let walk = WalkDir::new(&top).follow_links(true).sort_by_file_name();
        for entry in walk.into_iter().filter_entry(|entry| self.is_read(entry)) {
            match entry {
                Ok(entry) if entry.file_type().is_dir() => found.extend(self.leads_out(&entry)),
                Ok(entry) => match self.leads_out(&entry) {
                    Some(finding) => found.push(finding),
                    None => self.file(&entry, files, found),
                },
                Err(error) => found.push(self.unreadable(error)?),
            }
            if files.len() > MOST_FILES {
                return Err(Error::Refused(format!("there are more than {MOST_FILES} files below `{}`", top.display())));
            }
        }
        Ok(())
    }

    fn file(&self, entry: &DirEntry, files: &mut Vec<(SitePath, PathBuf)>, found: &mut Vec<Diagnostic>) {
        match self.site_path(entry.path()) {
            Some(path) => files.push((path, entry.path().to_owned())),
            None => found.push(
                Diagnostic::new(
                    &rules::UNREADABLE_FILE,
                    Location::whole(&SitePath::new(&entry.path().to_string_lossy()).unwrap_or_default()),
                    "the name of this file is not Unicode",
                )
                .help("rename it"),
            ),
        }
    }

    /// Returns whether a file or folder is read: not one that is hidden, private or a left-over.
    fn is_read(&self, entry: &DirEntry) -> bool {
        if entry.depth() == 0 {
            return true;
        }
        let name = entry.file_name().to_string_lossy();
        let other = self.plain && self.folder.is_empty() && entry.depth() == 1 && NOT_CONTENT.contains(&&*name);
        let is_data = name == "_data" && entry.depth() == 1;
        !(name.starts_with('.') || name.ends_with('~') || name.starts_with('_') && !is_data || other)
    }

    /// Returns the finding for a symbolic link whose target stands outside the project.
    fn leads_out(&self, entry: &DirEntry) -> Option<Diagnostic> {
        if !entry.path_is_symlink() {
            return None;
        }
        let real = fs::canonicalize(entry.path()).ok()?;
        if real.starts_with(self.real_root) {
            return None;
        }
        let path = self.site_path(entry.path()).unwrap_or_default();
        Some(
            Diagnostic::new(
                &rules::UNREADABLE_FILE,
                Location::whole(&path),
                "this symbolic link leads out of the handbook",
            )
            .help("put the file itself here"),
        )
    }

    /// Returns the finding for a link that leads nowhere or in a circle; other trouble is the machine's.
    fn unreadable(&self, error: walkdir::Error) -> Result<Diagnostic, Error> {
        let path = error.path().map(Path::to_owned).unwrap_or_default();
        let is_link = fs::symlink_metadata(&path).is_ok_and(|data| data.is_symlink());
        let message = match (error.loop_ancestor(), is_link) {
            (Some(_), _) => "this symbolic link leads in a circle",
            (None, true) => "this symbolic link leads nowhere",
            (None, false) => {
                let error = error.into_io_error().unwrap_or_else(|| std::io::ErrorKind::Other.into());
                return Err(Error::Io("read", path, error));
            }
        };
        let location = Location::whole(&self.site_path(&path).unwrap_or_default());
        Ok(Diagnostic::new(&rules::UNREADABLE_FILE, location, message).help("delete it, or put the file itself here"))
    }

    fn site_path(&self, path: &Path) -> Option<SitePath> {
        let below = path.strip_prefix(self.root).ok()?;
        let parts: Option<Vec<&str>> = below.iter().map(|part| part.to_str()).collect();
        let path = parts?.join("/");
        match self.plain && self.folder.is_empty() {
            true => SitePath::new(&format!("{CONTENT}/{path}")),
            false => SitePath::new(&path),
        }
    }
}

/// Reads a text, or hashes anything else.
fn read_one(path: &SitePath, disk: &Path) -> Result<Result<File, Box<Diagnostic>>, Error> {
    if !is_text(path) {
        return Ok(Ok(File::Blob(blob(disk)?)));
    }
    let finding = |message: String, help: &str| {
        let location = Location::whole(path);
        Ok(Err(Box::new(Diagnostic::new(&rules::UNREADABLE_FILE, location, message).help(help))))
    };
    let size = fs::metadata(disk).map_err(Error::io("read", disk))?.len();
    if size > LARGEST_TEXT {
        let message = format!("this file has {} MB; a text may have {}", size >> 20, LARGEST_TEXT >> 20);
        return finding(message, "split it, or move what is no text out of it");
    }
    let bytes = fs::read(disk).map_err(Error::io("read", disk))?;
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Ok(File::Text(text.into()))),
        Err(error) => {
            let good = error.utf8_error().valid_up_to();
            let line = error.as_bytes()[..good].iter().filter(|byte| **byte == b'\n').count() + 1;
            finding(format!("line {line} of this file is not UTF-8"), "save it as UTF-8")
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
