//! The files of the ledger: one that was not there before, and text behind what stands in one.
//!
//! A file appears whole or not at all, and one that is there is never replaced: of two people who
//! record an edition at once, one is told that the other was first.

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use super::Error;
use super::replace::{Replacement, replace};
use crate::editions::Edition;
use crate::editions::ledger::FOLDER;

/// Returns where an edition is recorded.
pub fn path(root: &Path, id: &str) -> PathBuf {
    root.join(FOLDER).join(format!("{id}.toml"))
}

/// Writes the record of an edition; one of this name that is there already is refused.
pub fn add(root: &Path, edition: &Edition) -> Result<PathBuf, Error> {
    let (folder, file) = (root.join(FOLDER), path(root, &edition.id));
    fs::create_dir_all(&folder).map_err(Error::io("create", &folder))?;
    // A name that neither the build nor the next release looks at, should it be left over.
    let mut staged = tempfile::Builder::new();
    staged.prefix(".deskbook-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // As a file that anybody else makes: what the system takes off is taken off.
        staged.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut staged = staged.tempfile_in(&folder).map_err(Error::io("write into", &folder))?;
    staged.write_all(edition.toml().as_bytes()).map_err(Error::io("write", &file))?;
    staged.as_file().sync_all().map_err(Error::io("write", &file))?;
    match staged.persist_noclobber(&file) {
        Ok(_) => Ok(file),
        Err(error) if error.error.kind() == ErrorKind::AlreadyExists => Err(Error::Refused(format!(
            "`{}` is there already: somebody has recorded this edition meanwhile; look at it, then run this again",
            file.display()
        ))),
        Err(error) => Err(Error::Io("write", file, error.error)),
    }
}

/// Takes back a record that was just written and that nothing else knows yet.
pub fn take_back(root: &Path, edition: &Edition) -> Result<(), Error> {
    let file = path(root, &edition.id);
    if fs::read_to_string(&file).is_ok_and(|text| text == edition.toml()) {
        fs::remove_file(&file).map_err(Error::io("remove", &file))?;
    }
    Ok(())
}

/// Puts text behind what stands in a record.
pub fn append(root: &Path, id: &str, text: &str) -> Result<PathBuf, Error> {
    let file = path(root, id);
    let old = fs::read_to_string(&file).map_err(Error::io("read", &file))?;
    let end = if old.ends_with('\n') { "" } else { "\n" };
    replace(&[Replacement { file: file.clone(), new: format!("{old}{end}{text}"), old }])?;
    Ok(file)
}
