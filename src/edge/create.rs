//! A file that was not there before. One that is there is never touched.

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::Path;

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
