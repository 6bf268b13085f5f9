//! The leak check: whether a finished site holds anything that was left out of it.
//!
//! In go the handbooks of a site (today's, and one for each edition), each whole and with what was left
//! out of it, and the finished files; out comes a finding for each text of which a file holds something.
//! Leaving out happens long before, in `handbook`. This looks at the bytes that readers get, as a reader's
//! programs read them, and trusts nothing between.
//!
//! A leak is an address, an id, a code, an alias, a key of data or a file that exists only in what was
//! left out; six words in a row of left-out text that stand in no kept text; a word that stands only in
//! left-out text, in what readers read and in the search. What everybody gets anyway is no secret: the
//! settings, the words of the interface, the built-in theme.

mod gram;
mod said;
mod secret;
mod text;

use std::collections::BTreeMap;
use std::sync::Arc;

use bytes::Bytes;
use rayon::prelude::*;

pub use secret::Secrets;
pub use text::Book;

use crate::diag::{Diagnostic, Location, rules};
use crate::editions::Ledger;
use crate::handbook::Handbook;
use crate::output::{Content, Output};
use crate::source::{OutPath, Snapshot};
use crate::theme::Layers;
use said::Tone;
use secret::Hit;

/// Endings of copied files that are texts, and are looked into.
const TEXTS: &[&str] = &[
    "css",
    "csv",
    "htm",
    "html",
    "ics",
    "js",
    "json",
    "md",
    "mjs",
    "svg",
    "toml",
    "tsv",
    "txt",
    "vcf",
    "vtt",
    "webmanifest",
    "xhtml",
    "xml",
    "yaml",
    "yml",
];

/// Returns whether a file that is copied is looked into, and not only at its name.
pub fn is_read(path: &OutPath) -> bool {
    let name = path.as_str().rsplit('/').next().unwrap_or_default();
    let ending = name.rsplit_once('.').map_or(name, |(_, ending)| ending).to_ascii_lowercase();
    TEXTS.contains(&ending.as_str()) || !name.contains('.')
}

/// The texts of a site that are neither pages nor data.
#[derive(Clone, Debug)]
pub struct Around {
    /// Those of its theme. Whoever wrote them wrote for all readers, so a word of theirs is no secret; a
    /// name or a run of words is one all the same.
    theme: Vec<Arc<str>>,
    /// What the records of editions say, which is shown to all.
    records: Vec<String>,
}

impl Around {
    /// Gathers them.
    pub fn read(snapshot: &Snapshot, handbook: &Handbook, ledger: &Ledger) -> Self {
        let layers = Layers::read(snapshot, &handbook.shared.config).value;
        let mut records = Vec::new();
        for edition in ledger.iter() {
            records.extend(std::iter::once(&edition.id).chain(&edition.note).cloned());
            records.extend(edition.accepted.iter().map(|accepted| accepted.reason.clone()));
            records.extend(edition.withdrawn.iter().map(|withdrawn| withdrawn.reason.clone()));
        }
        Self { theme: texts(&layers), records }
    }
}

fn texts(layers: &Layers) -> Vec<Arc<str>> {
    FOLDERS.iter().flat_map(|folder| layers.texts(folder).map(|(.., text)| text)).collect()
}

/// The folders of a theme that have texts.
const FOLDERS: &[&str] = &["templates", "css", "js", "pages"];

impl Secrets {
    /// Reports what the files of a finished site hold that was left out of it. Files that are copied
    /// from the project are known by name and hash alone; see [`Secrets::leaks_in_copies`].
    pub fn leaks(&self, output: &Output) -> Vec<Diagnostic> {
        let files: Vec<_> = output.files().collect();
        let hits = files.into_par_iter().map(|(path, content)| {
            let mut hits = self.named(path);
            match content {
                Content::Copy(_, blob) => hits.extend(self.copied(&blob.sha256)),
                made => hits.extend(made.bytes().iter().flat_map(|bytes| self.heard(path, bytes, false))),
            }
            (path, hits)
        });
        self.findings(hits.collect())
    }

    /// Reports what copied files hold that was left out of the site, of those that [`is_read`] says are
    /// texts.
    pub fn leaks_in_copies(&self, copies: &[(OutPath, Bytes)]) -> Vec<Diagnostic> {
        let hits = copies.par_iter().map(|(path, bytes)| (path, self.heard(path, bytes, true)));
        self.findings(hits.collect())
    }

    fn named(&self, path: &OutPath) -> Vec<Hit> {
        let mut hits: Vec<Hit> = self.at(path.as_str()).into_iter().collect();
        hits.extend(self.in_text(Tone::Name, path.as_str()));
        hits
    }

    /// Returns what a file says that was left out. What is copied as it is was written by an author, who
    /// may use words that others use in secret: there only names and runs of words count.
    fn heard(&self, path: &OutPath, bytes: &[u8], is_copy: bool) -> Vec<Hit> {
        let mut hits = Vec::new();
        said::read(path.as_str(), bytes, &mut |tone, text| match tone {
            Tone::Prose if is_copy => hits.extend(self.in_text(Tone::Name, text)),
            Tone::Address => hits.extend(self.led_to(path.as_str(), text)),
            tone => hits.extend(self.in_text(tone, text)),
        });
        hits
    }

    /// Makes a finding of each text that leaked, with the first file that holds something of it.
    fn findings(&self, files: Vec<(&OutPath, Vec<Hit>)>) -> Vec<Diagnostic> {
        let mut leaks: BTreeMap<usize, (Hit, &OutPath, usize)> = BTreeMap::new();
        for (path, mut hits) in files {
            hits.sort_unstable();
            hits.dedup_by_key(|hit| hit.text);
            for hit in hits {
                let leak = leaks.entry(hit.text).or_insert((hit, path, 0));
                leak.2 += 1;
            }
        }
        leaks.into_values().map(|(hit, path, files)| self.finding(hit, path, files)).collect()
    }

    fn finding(&self, hit: Hit, path: &OutPath, files: usize) -> Diagnostic {
        let text = &self.texts[hit.text];
        let (words, span) = text.place(hit);
        let whose = text.edition.as_ref().map_or(String::new(), |id| format!(" of edition {id}"));
        let held = match files - 1 {
            0 => format!("`{path}` holds it"),
            1 => format!("`{path}` and another file hold it"),
            others => format!("`{path}` and {others} other files hold it"),
        };
        let message = format!("`{words}`{whose} is left out of this build, and {held}");
        // The files of an edition are not those that lie in the folder now.
        let location = match (text.edition.is_none(), span) {
            (true, Some(span)) => Location::new(&text.file, span),
            _ => Location::whole(&text.file),
        };
        Diagnostic::new(&rules::LEAK, location, message).help(
            "take it out of what prints it (a template, a script, a file in `static/`), let everybody read it here, \
             or excuse it with `allow leak` if it is chance",
        )
    }
}
