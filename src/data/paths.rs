//! `paths.toml`: reading paths, each an ordered list of pages for somebody who begins.

use std::collections::BTreeSet;

use super::known::Known;
use super::{AUDIENCE, entries, file};
use crate::diag::{Checked, Diagnostic, Location, closest, rules};
use crate::fields::{Field, Located, Type};
use crate::source::{SitePath, Snapshot, Span};

/// The file of reading paths.
pub const FILE: &str = "paths.toml";

/// The fields of a reading path.
pub const FIELDS: &[Field] = &[
    Field::needed("title", Type::Text, "who or what the path is for"),
    Field::new("summary", Type::Text, "what a reader knows at its end"),
    Field::new("for", Type::List(&Type::Text), "the roles that read it"),
    Field::needed("pages", Type::List(&Type::Text), "the pages in reading order, as paths below `content/`"),
    AUDIENCE,
];

/// Pages in reading order, as the file names them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    /// Its id.
    pub id: String,
    /// Who or what it is for.
    pub title: String,
    /// What a reader knows at its end.
    pub summary: Option<String>,
    /// The roles that read it.
    pub roles: Vec<String>,
    /// The pages, as paths below `content/`.
    pub pages: Vec<Located<String>>,
    /// Who may read it, where it says so.
    pub audience: Option<Located<String>>,
}

/// Every reading path, in the order of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paths(Vec<Path>);

impl Paths {
    /// Reads `paths.toml`; whether its pages exist is for the join to say.
    pub fn read(snapshot: &Snapshot, known: Known) -> Checked<Self> {
        let mut diagnostics = Vec::new();
        let file = file(FILE);
        let mut paths = Vec::new();
        for entry in entries(snapshot, FILE, "path", FIELDS).collect(&mut diagnostics) {
            let roles = known.roles(&file, &entry.record, "for", &mut diagnostics);
            let Some(title) = entry.record.text("title") else { continue };
            paths.push(Path {
                title: title.value,
                summary: entry.record.text("summary").map(|text| text.value),
                roles,
                pages: entry.record.texts("pages"),
                audience: entry.record.text("audience"),
                id: entry.id,
            });
        }
        Checked { value: Self(paths), diagnostics }
    }

    /// Returns the paths but for those with these ids.
    pub fn without(&self, ids: &BTreeSet<String>) -> Self {
        Self(self.0.iter().filter(|path| !ids.contains(&path.id)).cloned().collect())
    }

    /// Returns every path, in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = &Path> {
        self.0.iter()
    }

    /// Returns the path with this id.
    pub fn get(&self, id: &str) -> Option<&Path> {
        self.0.iter().find(|path| path.id == id)
    }

    /// Returns the finding for a path that does not exist.
    pub fn unknown(&self, used_in: &SitePath, id: &str, span: Span) -> Diagnostic {
        let location = Location::new(used_in, span);
        let finding =
            Diagnostic::new(&rules::UNKNOWN_PATH, location, format!("there is no reading path `{id}`"));
        match closest(id, self.0.iter().map(|path| path.id.as_str())) {
            Some(near) => finding.help(format!("did you mean `{near}`?")),
            None => finding.help(format!("add `[{id}]` to `{}`, with its title and pages", file(FILE))),
        }
    }
}
