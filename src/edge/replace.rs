//! Texts of files replaced by others: each file as a whole, and all of them or none.
//!
//! Every new text is staged beside its file before the first file is touched. Should one of the
//! moves fail all the same, those before it are taken back.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::Error;

/// A file, what stands in it, and what should stand there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replacement {
    /// The file; of a symbolic link, the file that it leads to is replaced.
    pub file: PathBuf,
    /// The text now.
    pub old: String,
    /// The text afterwards.
    pub new: String,
}

/// Replaces the text of every file, or of none.
pub fn replace(replacements: &[Replacement]) -> Result<(), Error> {
    let mut staged = Vec::with_capacity(replacements.len());
    for replacement in replacements {
        let file = fs::canonicalize(&replacement.file).map_err(Error::io("open", &replacement.file))?;
        let back = stage(&file, &replacement.old)?;
        staged.push((stage(&file, &replacement.new)?, back, file));
    }
    let mut done: Vec<(NamedTempFile, PathBuf)> = Vec::new();
    for (new, back, file) in staged {
        match new.persist(&file) {
            Ok(_) => done.push((back, file)),
            Err(error) => {
                for (back, file) in done {
                    back.persist(&file).map_err(|error| Error::Io("restore", file, error.error))?;
                }
                return Err(Error::Io("replace", file, error.error));
            }
        }
    }
    Ok(())
}

/// Writes a text beside a file, with the file's permissions.
fn stage(file: &Path, text: &str) -> Result<NamedTempFile, Error> {
    let folder = file.parent().unwrap_or(file);
    let mut staged = NamedTempFile::new_in(folder).map_err(Error::io("write into", folder))?;
    staged.write_all(text.as_bytes()).map_err(Error::io("write", file))?;
    let permissions = fs::metadata(file).map_err(Error::io("read", file))?.permissions();
    fs::set_permissions(staged.path(), permissions).map_err(Error::io("write", file))?;
    Ok(staged)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn replacement(file: PathBuf) -> Replacement {
        Replacement { file, old: "old".into(), new: "new".into() }
    }

    fn texts(folder: &Path) -> Vec<(String, String)> {
        let names = fs::read_dir(folder).expect("the folder").map(|entry| entry.expect("a name").file_name());
        let mut names: Vec<String> = names.map(|name| name.to_string_lossy().into_owned()).collect();
        names.sort();
        let text = |name: &String| fs::read_to_string(folder.join(name)).unwrap_or_default();
        names.iter().map(|name| (name.clone(), text(name))).collect()
    }

    #[test]
    fn all_files_are_replaced_and_nothing_is_left_beside_them() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let files = ["a.md", "b.md"].map(|name| folder.path().join(name));
        for file in &files {
            fs::write(file, "old").expect("the file can be written");
        }
        replace(&files.map(replacement)).expect("both can be replaced");
        assert_eq!(texts(folder.path()), [("a.md".into(), "new".into()), ("b.md".into(), "new".into())]);
    }

    #[test]
    fn one_file_that_cannot_be_replaced_keeps_all_as_they_were() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = folder.path().join("a.md");
        fs::write(&file, "old").expect("the file can be written");
        // The first is found before anything is moved, the second when the file stands already.
        let in_the_way = folder.path().join("folder");
        fs::create_dir(&in_the_way).expect("the folder can be made");
        for other in [folder.path().join("gone.md"), in_the_way] {
            assert!(replace(&[replacement(file.clone()), replacement(other)]).is_err());
            assert_eq!(
                texts(folder.path()),
                [("a.md".into(), "old".into()), ("folder".into(), String::new())]
            );
        }
    }
}
