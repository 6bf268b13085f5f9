//! `requirements.toml`: what the handbook has to answer, by id: clauses of a norm, promises, ideas.
//!
//! Pages say with `satisfies` which of them they meet; `deskbook report coverage` shows the rest.

use std::collections::BTreeSet;

use super::{entries, file};
use crate::diag::{Checked, Diagnostic, Location, closest, rules};
use crate::fields::{Field, Type};
use crate::source::{SitePath, Snapshot, Span};

const FILE: &str = "requirements.toml";

/// The fields of a requirement.
pub const FIELDS: &[Field] = &[
    Field::needed("text", Type::Text, "what is asked for"),
    Field::new("source", Type::Text, "who asks for it"),
];

/// Something that the handbook has to answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requirement {
    /// Its id.
    pub id: String,
    /// What is asked for.
    pub text: String,
    /// Who asks for it.
    pub source: Option<String>,
}

/// Every requirement, in the order of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Requirements(Vec<Requirement>);

impl Requirements {
    /// Reads `requirements.toml`.
    pub fn read(snapshot: &Snapshot) -> Checked<Self> {
        entries(snapshot, FILE, "requirement", FIELDS).map(|read| {
            let requirements = read.into_iter().filter_map(|entry| {
                Some(Requirement {
                    text: entry.record.text("text")?.value,
                    source: entry.record.text("source").map(|text| text.value),
                    id: entry.id,
                })
            });
            Self(requirements.collect())
        })
    }

    /// Returns the requirements but for those with these ids.
    pub fn without(&self, ids: &BTreeSet<String>) -> Self {
        Self(self.0.iter().filter(|requirement| !ids.contains(&requirement.id)).cloned().collect())
    }

    /// Returns every requirement, in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = &Requirement> {
        self.0.iter()
    }

    /// Returns the requirement with this id.
    pub fn get(&self, id: &str) -> Option<&Requirement> {
        self.0.iter().find(|requirement| requirement.id == id)
    }

    /// Returns the finding for a requirement that does not exist.
    pub fn unknown(&self, used_in: &SitePath, id: &str, span: Span) -> Diagnostic {
        let location = Location::new(used_in, span);
        let finding =
            Diagnostic::new(&rules::UNKNOWN_REQUIREMENT, location, format!("there is no requirement `{id}`"));
        match closest(id, self.0.iter().map(|requirement| requirement.id.as_str())) {
            Some(near) => finding.help(format!("did you mean `{near}`?")),
            None => finding.help(format!("add `[\"{id}\"]` to `{}`, with its text", file(FILE))),
        }
    }
}
