//! Findings as text, one format a file: for people, for programs, for code hosts.
//!
//! Each takes the findings in the order in which they should be read, and the snapshot whose text
//! they point into; each returns text and prints nothing.

mod github;
mod gitlab;
mod human;
mod json;
mod sarif;

pub use github::github;
pub use gitlab::gitlab;
pub use human::human;
pub use json::json;
pub use sarif::sarif;

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};

use super::{Diagnostic, Location};
use crate::source::{LineIndex, Position, SitePath, Snapshot, hex};

/// The texts that findings point into, with their lines counted once.
struct Texts<'a> {
    snapshot: &'a Snapshot,
    by_file: BTreeMap<&'a SitePath, LineIndex>,
}

impl<'a> Texts<'a> {
    fn of(diagnostics: &'a [Diagnostic], snapshot: &'a Snapshot) -> Self {
        let related = |finding: &'a Diagnostic| finding.related.iter().map(|(location, _)| &location.file);
        let files = diagnostics.iter().flat_map(|finding| related(finding).chain([&finding.location.file]));
        let files: BTreeSet<&SitePath> = files.collect();
        let texts =
            files.into_iter().filter_map(|file| Some((file, LineIndex::new(&snapshot.text(file.as_str())?))));
        Self { snapshot, by_file: texts.collect() }
    }

    /// Returns a file's path as people know it.
    fn path(&self, file: &'a SitePath) -> &'a str {
        self.snapshot.on_disk(file)
    }

    /// Returns where a location begins and ends, when its file is a text of the snapshot.
    fn positions(&self, location: &Location) -> Option<(Position, Position)> {
        let index = self.by_file.get(&location.file)?;
        let span = location.span?;
        Some((index.position(span.start), index.position(span.end)))
    }

    /// Returns a hash of what the finding is about, and which of those that are alike in its file it is.
    ///
    /// A finding is the same as one of an earlier run when its fingerprint is: it is made of the rule
    /// and of the text that is pointed at, and does not move with the lines above it.
    fn fingerprint(&self, found: &Diagnostic, seen: &mut Seen) -> String {
        let mut hash = Sha256::new();
        let place = found.location.span.zip(self.by_file.get(&found.location.file));
        let (line, text) = match place {
            Some((span, index)) => {
                let line = index.line(index.position(span.start).line).trim();
                let text = index.text().get(span.range()).unwrap_or_default();
                (line, text.lines().next().unwrap_or_default())
            }
            // About a whole file, only the words say which finding it is.
            None => ("", found.message.as_str()),
        };
        for part in [found.rule.name, line, text] {
            hash.update(part);
            hash.update([0]);
        }
        let hash = hex(&hash.finalize()[..16]);
        let count = seen.entry((found.location.file.to_string(), hash.clone())).or_default();
        *count += 1;
        format!("{hash}:{count}")
    }
}

/// How often a fingerprint has been met in a file.
type Seen = BTreeMap<(String, String), usize>;

/// Returns message and next step as one paragraph, for formats that have one field for both.
fn in_one_line(diagnostic: &Diagnostic) -> String {
    match &diagnostic.help {
        Some(help) => format!("{}; {help}", diagnostic.message),
        None => diagnostic.message.clone(),
    }
}
