//! What was found lately, in `.deskbook/external.json` of the project's folder.
//!
//! The folder tells git to leave it alone, so nobody has to. It may be deleted at any moment.

use std::fs;
use std::io::Write;
use std::path::Path;

use crate::edge::Error;
use crate::external::Memory;

const FOLDER: &str = ".deskbook";
const FILE: &str = "external.json";

/// Reads what a former run remembered; nothing where there was none.
pub fn read(root: &Path) -> Memory {
    fs::read_to_string(root.join(FOLDER).join(FILE))
        .map_or_else(|_| Memory::default(), |text| Memory::read(&text))
}

/// Writes what the next run may use, whole or not at all.
pub fn write(root: &Path, memory: &Memory) -> Result<(), Error> {
    let folder = root.join(FOLDER);
    fs::create_dir_all(&folder).map_err(Error::io("make", &folder))?;
    let ignore = folder.join(".gitignore");
    if !ignore.exists() {
        fs::write(&ignore, "*\n").map_err(Error::io("write", &ignore))?;
    }
    let file = folder.join(FILE);
    let mut new = tempfile::NamedTempFile::new_in(&folder).map_err(Error::io("write into", &folder))?;
    new.write_all(memory.text().as_bytes()).map_err(Error::io("write", &file))?;
    new.persist(&file).map_err(|error| Error::io("write", &file)(error.error)).map(|_| ())
}
