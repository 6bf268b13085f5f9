//! Fixes, written into the files that they mend.

use std::collections::BTreeMap;
use std::path::Path;

use super::Error;
use super::replace::{Replacement, replace};
use crate::diag::{Diagnostic, Fix, apply};
use crate::source::{SitePath, Snapshot};

/// How much was mended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mended {
    /// How many findings.
    pub fixes: usize,
    /// In how many files.
    pub files: usize,
}

/// Applies every fix to its file. A file is replaced as a whole or not at all.
pub fn mend(root: &Path, snapshot: &Snapshot, diagnostics: &[Diagnostic]) -> Result<Mended, Error> {
    let mut by_file: BTreeMap<&SitePath, Vec<Fix>> = BTreeMap::new();
    for diagnostic in diagnostics {
        if let Some(fix) = &diagnostic.fix {
            by_file.entry(&diagnostic.location.file).or_default().push(fix.clone());
        }
    }
    let mut mended = Mended::default();
    for (file, fixes) in by_file {
        let Some(text) = snapshot.text(file.as_str()) else { continue };
        let (new, applied) = apply(&text, &fixes);
        let disk = root.join(snapshot.on_disk(file));
        replace(&[Replacement { file: disk, old: text.to_string(), new }])?;
        mended.fixes += applied;
        mended.files += 1;
    }
    Ok(mended)
}
