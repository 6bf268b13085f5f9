//! The bytes of files that a site copies from the project, for whoever must look into them.

use std::fs;
use std::path::Path;

use bytes::Bytes;
use rayon::prelude::*;

use super::Error;
use crate::output::{Content, Output};
use crate::source::{OutPath, Snapshot};

/// Returns the bytes of the copied files that are wanted, by public path.
pub fn read(
    output: &Output,
    snapshot: &Snapshot,
    root: &Path,
    is_wanted: fn(&OutPath) -> bool,
) -> Result<Vec<(OutPath, Bytes)>, Error> {
    let files: Vec<_> = output.files().filter(|(path, _)| is_wanted(path)).collect();
    let copies = files.into_par_iter().filter_map(|(path, content)| match content {
        Content::Copy(from, _) => Some((path, root.join(snapshot.on_disk(from)))),
        _ => None,
    });
    let read = |(path, from): (&OutPath, std::path::PathBuf)| {
        let bytes = fs::read(&from).map_err(Error::io("read", &from))?;
        Ok((path.clone(), bytes.into()))
    };
    copies.map(read).collect()
}
