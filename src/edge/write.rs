//! An [`Output`] into a folder, so that a kill at any moment leaves every file whole.
//!
//! Into a folder that is absent or empty the site is written beside it and moved in one step. Into
//! one that a former build wrote goes only what differs: each file is staged in `.deskbook/` and
//! then moved into place (assets first, then pages, then lists, so that no reader meets a page
//! without its style), then what is gone is removed, and `build.json` comes last. A plan in the
//! staging folder says which files are ours even when a run was killed, so the next one finishes.
//! A folder that holds anything else is refused.

use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::Error;
use crate::output::{Content, Output};
use crate::publish::{RECORD, Record};
use crate::source::{Snapshot, hex};

/// Where files are staged.
const STAGING: &str = ".deskbook";
/// The list of files that an unfinished run meant to write.
const PLAN: &str = "plan.json";

/// What was done to the folder.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Files that are new or have new bytes.
    pub written: usize,
    /// Files that were as they should be.
    pub unchanged: usize,
    /// Files that a former build wrote and this one does not have.
    pub removed: usize,
}

/// Writes an output into the folder `out`; pictures are copied from the project in `root`.
pub fn write(output: &Output, snapshot: &Snapshot, root: &Path, out: &Path) -> Result<Written, Error> {
    let files = Files { output, snapshot, root };
    match contents(out)? {
        Contents::Nothing => fresh(&files, out),
        Contents::Build(former) => update(&files, out, &former),
        Contents::Foreign(file) => Err(Error::Refused(format!(
            "`{}` holds `{file}`, which no build wrote; choose another folder with `--out`, or empty this one",
            out.display()
        ))),
    }
}

/// The files to write, and where those that are copied come from.
struct Files<'a> {
    output: &'a Output,
    snapshot: &'a Snapshot,
    root: &'a Path,
}

impl Files<'_> {
    fn put(&self, content: &Content, to: &Path) -> Result<(), Error> {
        match content {
            Content::Copy(path, _) => {
                let from = self.root.join(self.snapshot.on_disk(path));
                fs::copy(&from, to).map(drop).map_err(Error::io("copy", &from))
            }
            content => fs::write(to, content.bytes().unwrap_or_default()).map_err(Error::io("write", to)),
        }
    }
}

/// What stands in the output folder.
enum Contents {
    Nothing,
    /// What a build wrote: the files of its record, and those of a plan that was not finished.
    Build(BTreeSet<String>),
    /// Something else; the name of one of its files.
    Foreign(String),
}

fn contents(out: &Path) -> Result<Contents, Error> {
    let mut entries = match fs::read_dir(out) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Contents::Nothing),
        Err(error) => return Err(Error::Io("open", out.to_owned(), error)),
    };
    let Some(first) = entries.next() else { return Ok(Contents::Nothing) };
    let first = first.map_err(Error::io("read", out))?;
    let record =
        fs::read(out.join(RECORD)).ok().and_then(|json| serde_json::from_slice::<Record>(&json).ok());
    let plan = fs::read(out.join(STAGING).join(PLAN)).ok();
    let plan = plan.and_then(|json| serde_json::from_slice::<BTreeSet<String>>(&json).ok());
    match (record, plan) {
        (None, None) => Ok(Contents::Foreign(first.file_name().to_string_lossy().into_owned())),
        (record, plan) => {
            let mut ours: BTreeSet<String> = plan.unwrap_or_default();
            ours.extend(record.into_iter().flat_map(|record| record.files.into_keys()));
            ours.insert(RECORD.to_owned());
            Ok(Contents::Build(ours))
        }
    }
}

/// Writes a whole site beside its place and moves it there.
fn fresh(files: &Files, out: &Path) -> Result<Written, Error> {
    let parent = out.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(parent).map_err(Error::io("create", parent))?;
    let beside = tempfile::Builder::new().prefix(".deskbook-").tempdir_in(parent);
    let beside = beside.map_err(Error::io("create a folder in", parent))?;
    let all: Vec<_> = files.output.files().collect();
    all.par_iter().try_for_each(|(path, content)| {
        let to = beside.path().join(path.as_str());
        let folder = to.parent().unwrap_or(beside.path());
        fs::create_dir_all(folder).map_err(Error::io("create", folder))?;
        files.put(content, &to)
    })?;
    open_to_readers(beside.path())?;
    match fs::remove_dir(out) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            return Err(Error::Io("replace", out.to_owned(), error));
        }
        _ => {}
    }
    let beside = beside.keep();
    fs::rename(&beside, out).map_err(Error::io("create", out))?;
    Ok(Written { written: all.len(), ..Written::default() })
}

/// Gives the folder the permissions of an ordinary one: temporary folders are private.
fn open_to_readers(folder: &Path) -> Result<(), Error> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let inside = folder.join("assets");
        let ordinary = fs::metadata(if inside.is_dir() { &inside } else { folder });
        let mode = ordinary.map_err(Error::io("read", folder))?.permissions().mode();
        fs::set_permissions(folder, fs::Permissions::from_mode(mode)).map_err(Error::io("open", folder))?;
    }
    Ok(())
}

/// Puts what differs into a folder that a former build wrote.
fn update(files: &Files, out: &Path, former: &BTreeSet<String>) -> Result<Written, Error> {
    let all: Vec<_> = files.output.files().map(|(path, content)| (path.as_str(), content)).collect();
    let differing: Vec<(&str, &Content)> =
        all.par_iter().copied().filter(|(path, content)| !is_there(content, &out.join(path))).collect();
    let foreign = differing.iter().find(|(path, _)| !former.contains(*path) && out.join(path).is_file());
    if let Some((path, _)) = foreign {
        return Err(Error::Refused(format!(
            "`{}` was written by no build, and a page would replace it; move it away first",
            out.join(path).display()
        )));
    }
    let wanted: BTreeSet<&str> = all.iter().map(|(path, _)| *path).collect();
    let gone: Vec<&str> = former.iter().map(String::as_str).filter(|path| !wanted.contains(path)).collect();
    let staging = out.join(STAGING);
    remove_folder(&staging)?;
    if !differing.is_empty() {
        stage(files, &staging, former, &differing)?;
        for number in in_order(&differing) {
            let (path, _) = differing[number];
            place(&staging.join(number.to_string()), out, path, &gone)?;
        }
    }
    let removed = gone.iter().map(|path| remove(out, path)).sum::<Result<usize, Error>>()?;
    remove_folder(&staging)?;
    Ok(Written { written: differing.len(), unchanged: all.len() - differing.len(), removed })
}

/// Returns whether these bytes stand there already.
fn is_there(content: &Content, at: &Path) -> bool {
    let same_size = fs::metadata(at).is_ok_and(|data| data.is_file() && data.len() == content.size());
    let is_it = |there: Vec<u8>| match content.bytes() {
        Some(bytes) => bytes == there,
        None => hex(&Sha256::digest(&there)) == content.sha256(),
    };
    same_size && fs::read(at).is_ok_and(is_it)
}

fn stage(
    files: &Files,
    staging: &Path,
    former: &BTreeSet<String>,
    differing: &[(&str, &Content)],
) -> Result<(), Error> {
    fs::create_dir_all(staging).map_err(Error::io("create", staging))?;
    let mut ours = former.clone();
    ours.extend(differing.iter().map(|(path, _)| (*path).to_owned()));
    let plan = serde_json::to_vec(&ours).expect("paths are plain data");
    let plan_file = staging.join(PLAN);
    fs::write(&plan_file, plan).map_err(Error::io("write", &plan_file))?;
    let numbered: Vec<(usize, &Content)> =
        differing.iter().map(|(_, content)| *content).enumerate().collect();
    numbered
        .par_iter()
        .try_for_each(|(number, content)| files.put(content, &staging.join(number.to_string())))
}

/// Returns the order in which files are moved: assets, pages, lists, and the record at last.
fn in_order(differing: &[(&str, &Content)]) -> Vec<usize> {
    let rank = |path: &str| match path {
        RECORD => 3,
        path if path.starts_with("assets/") => 0,
        path if path.ends_with(".html") || path.contains('/') => 1,
        _ => 2,
    };
    let mut order: Vec<usize> = (0..differing.len()).collect();
    order.sort_by_key(|number| rank(differing[*number].0));
    order
}

/// Moves a staged file to its place; what is gone and stands in the way is removed first.
fn place(staged: &Path, out: &Path, path: &str, gone: &[&str]) -> Result<(), Error> {
    let to = out.join(path);
    let below = format!("{path}/");
    let in_the_way = |gone: &&&str| gone.starts_with(&below) || path.starts_with(&format!("{gone}/"));
    for gone in gone.iter().filter(in_the_way) {
        remove(out, gone)?;
    }
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder).map_err(Error::io("create", folder))?;
    }
    fs::rename(staged, &to).map_err(Error::io("replace", &to))
}

/// Removes a file and the folders that it leaves empty; returns how many files that were.
fn remove(out: &Path, path: &str) -> Result<usize, Error> {
    let file = out.join(path);
    match fs::remove_file(&file) {
        Ok(()) => {}
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => return Ok(0),
        Err(error) => return Err(Error::Io("remove", file, error)),
    }
    let mut folder: PathBuf = file;
    while folder.pop() && folder != out && fs::remove_dir(&folder).is_ok() {}
    Ok(1)
}

fn remove_folder(folder: &Path) -> Result<(), Error> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(Error::Io("remove", folder.to_owned(), error))
        }
        _ => Ok(()),
    }
}
