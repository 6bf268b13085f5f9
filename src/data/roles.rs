//! `roles.toml`: who decides and who answers. Roles, never names.

use std::collections::{BTreeMap, BTreeSet};

use super::{entries, file};
use crate::diag::{Checked, Diagnostic, Location, closest, rules};
use crate::fields::{Field, Located, Type};
use crate::source::{SitePath, Snapshot, Span};

const FILE: &str = "roles.toml";

/// The fields of a role.
pub const FIELDS: &[Field] = &[
    Field::needed("title", Type::Text, "what the role is called inside a sentence"),
    Field::new("cover", Type::Text, "the role that stands in for it"),
];

/// Someone who decides or answers.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Role {
    /// What the role is called inside a sentence.
    pub title: String,
    /// The role that stands in for it.
    pub cover: Option<String>,
    /// Where it stands.
    pub span: Span,
}

/// Roles by id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roles(BTreeMap<String, Role>);

impl Roles {
    /// Reads `roles.toml`.
    pub fn read(snapshot: &Snapshot) -> Checked<Self> {
        let mut diagnostics = Vec::new();
        let read = entries(snapshot, FILE, "role", FIELDS).collect(&mut diagnostics);
        let covers: Vec<Located<String>> =
            read.iter().filter_map(|entry| entry.record.text("cover")).collect();
        let roles = read.into_iter().filter_map(|entry| {
            let role = Role {
                title: entry.record.text("title")?.value,
                cover: entry.record.text("cover").map(|text| text.value),
                span: entry.id_span,
            };
            Some((entry.id, role))
        });
        let roles = Self(roles.collect());
        let unknown = covers.iter().filter(|cover| roles.get(&cover.value).is_none());
        diagnostics.extend(unknown.map(|cover| roles.unknown(&file(FILE), cover, cover.span)));
        Checked { value: roles, diagnostics }
    }

    /// Returns the roles but for those with these ids.
    pub fn without(&self, ids: &BTreeSet<String>) -> Self {
        Self(
            self.0
                .iter()
                .filter(|(id, _)| !ids.contains(*id))
                .map(|(id, role)| (id.clone(), role.clone()))
                .collect(),
        )
    }

    /// Returns the role with this id.
    pub fn get(&self, id: &str) -> Option<&Role> {
        self.0.get(id)
    }

    /// Returns every id.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// Returns the finding for a role that does not exist.
    pub fn unknown(&self, used_in: &SitePath, id: &str, span: Span) -> Diagnostic {
        let location = Location::new(used_in, span);
        let finding = Diagnostic::new(&rules::UNKNOWN_ROLE, location, format!("there is no role `{id}`"));
        match closest(id, self.0.keys().map(String::as_str)) {
            Some(near) => finding.help(format!("did you mean `{near}`?")),
            None => finding.help(format!("add it to `{}`, or use a role that stands there", file(FILE))),
        }
    }
}
