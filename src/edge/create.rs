//! Files that were not there before. One that is there is never touched.

use std::collections::BTreeMap;
use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use super::Error;

/// Writes a new file; one of this name that is there already is refused.
pub fn create(file: &Path, text: &str) -> Result<(), Error> {
    let folder = file.parent().unwrap_or(file);
    fs::create_dir_all(folder).map_err(Error::io("create", folder))?;
    let mut new = fs::File::create_new(file).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => Error::Refused(format!(
            "`{}` is there already; choose another title, or edit that file",
            file.display()
        )),
        _ => Error::Io("create", file.to_owned(), error),
    })?;
    new.write_all(text.as_bytes()).map_err(Error::io("write", file))
}

/// Writes new files below a folder, which is made where it is not there: all of them, or none. One
/// that is there already is refused.
///
/// A new folder appears in one step, with everything in it. Into one that is there files go one by
/// one when all are written beside, and what went wrong takes them away again.
pub fn create_all(folder: &Path, files: &BTreeMap<String, String>) -> Result<(), Error> {
    if let Some(taken) = files.keys().map(|path| folder.join(path)).find(|file| file.exists()) {
        return Err(Error::Refused(format!(
            "`{}` is there already; move it away, or do without what would replace it",
            taken.display()
        )));
    }
    let is_new = !folder.exists();
    let parent = folder.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let staged = staging(if is_new { parent } else { folder })?;
    for (path, text) in files {
        let file = staged.path().join(path);
        let within = file.parent().unwrap_or(staged.path());
        fs::create_dir_all(within).map_err(Error::io("create", within))?;
        fs::write(&file, text).map_err(Error::io("write", &file))?;
    }
    if is_new {
        fs::rename(staged.path(), folder).map_err(Error::io("create", folder))?;
        return Ok(());
    }
    let mut placed = Placed { folder, files: Vec::new(), folders: Vec::new() };
    for path in files.keys() {
        if let Err(error) = placed.put(&staged.path().join(path), path) {
            placed.take_back();
            return Err(error);
        }
    }
    Ok(())
}

/// Makes a folder to write in, which goes when it is not needed.
fn staging(near: &Path) -> Result<tempfile::TempDir, Error> {
    fs::create_dir_all(near).map_err(Error::io("create", near))?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(".deskbook-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // As a folder that anybody else makes: what the system takes off is taken off.
        builder.permissions(fs::Permissions::from_mode(0o777));
    }
    builder.tempdir_in(near).map_err(Error::io("create a folder in", near))
}

/// What has been put into a folder so far.
struct Placed<'a> {
    folder: &'a Path,
    files: Vec<PathBuf>,
    folders: Vec<PathBuf>,
}

impl Placed<'_> {
    fn put(&mut self, staged: &Path, path: &str) -> Result<(), Error> {
        let file = self.folder.join(path);
        let mut missing: Vec<&Path> =
            file.ancestors().skip(1).take_while(|folder| !folder.exists()).collect();
        while let Some(folder) = missing.pop() {
            fs::create_dir(folder).map_err(Error::io("create", folder))?;
            self.folders.push(folder.to_owned());
        }
        // A link does not replace what somebody has put there meanwhile, as a move would.
        fs::hard_link(staged, &file).or_else(|_| copied(staged, &file)).map_err(Error::io("write", &file))?;
        self.files.push(file);
        Ok(())
    }

    /// Takes everything away again; what cannot be taken away stays, since somebody uses it.
    fn take_back(&self) {
        for file in &self.files {
            let _ = fs::remove_file(file);
        }
        for folder in self.folders.iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}

/// Copies a file to where none is, on disks that know no links.
fn copied(from: &Path, to: &Path) -> std::io::Result<()> {
    let mut new = fs::File::create_new(to)?;
    new.write_all(&fs::read(from)?)
}

/// Returns a file or folder that stands in a folder; none where there is nothing but a repository.
pub fn found_in(folder: &Path) -> Result<Option<String>, Error> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(Error::Io("open", folder.to_owned(), error)),
    };
    let mut names = Vec::new();
    for entry in entries {
        names.push(entry.map_err(Error::io("read", folder))?.file_name().to_string_lossy().into_owned());
    }
    names.retain(|name| name != ".git");
    names.sort();
    Ok(names.into_iter().next())
}
