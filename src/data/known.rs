//! What other data files may name: roles, values and terms, each name looked up where it stands.

use super::{Roles, Terms, Values};
use crate::content::{Name, Phrase, Piece, placeholder};
use crate::diag::{Diagnostic, Location, rules};
use crate::fields::{Located, Record};
use crate::source::SitePath;

/// The data that other data refers to.
#[derive(Clone, Copy)]
pub struct Known<'a> {
    pub roles: &'a Roles,
    pub values: &'a Values,
    pub terms: &'a Terms,
}

impl Known<'_> {
    /// Returns the role that a field names, and reports one that does not exist.
    pub fn role(
        &self,
        file: &SitePath,
        record: &Record,
        field: &str,
        found: &mut Vec<Diagnostic>,
    ) -> Option<String> {
        let role = record.text(field)?;
        if self.roles.get(&role).is_none() {
            found.push(self.roles.unknown(file, &role, role.span));
        }
        Some(role.value)
    }

    /// Returns the roles that a field names, and reports each that does not exist.
    pub fn roles(
        &self,
        file: &SitePath,
        record: &Record,
        field: &str,
        found: &mut Vec<Diagnostic>,
    ) -> Vec<String> {
        let roles = record.texts(field);
        let unknown = roles.iter().filter(|role| self.roles.get(role).is_none());
        found.extend(unknown.map(|role| self.roles.unknown(file, role, role.span)));
        roles.into_iter().map(|role| role.value).collect()
    }

    /// Returns the key of the value that a field names, and reports one that does not exist.
    pub fn value(
        &self,
        file: &SitePath,
        record: &Record,
        field: &str,
        found: &mut Vec<Diagnostic>,
    ) -> Option<String> {
        let key = record.text(field)?;
        if self.values.get(&key).is_none() && !self.values.is_broken(&key) {
            found.push(self.values.unknown(file, &key, key.span));
        }
        Some(key.value)
    }

    /// Returns the text of a field, and reports each placeholder in it that names nothing.
    pub fn phrase(
        &self,
        file: &SitePath,
        record: &Record,
        field: &str,
        found: &mut Vec<Diagnostic>,
    ) -> Option<Phrase> {
        let text = record.text(field)?;
        let phrase = Phrase::read(&text);
        for piece in &phrase.pieces {
            let Piece::Placeholder(inside) = piece else { continue };
            found.extend(self.unknown(file, inside, &text));
        }
        Some(phrase)
    }

    fn unknown(&self, file: &SitePath, inside: &str, text: &Located<String>) -> Option<Diagnostic> {
        match placeholder(inside) {
            Some(Name::Value(key)) if self.values.get(&key).is_none() => {
                Some(self.values.unknown(file, &key, text.span))
            }
            Some(Name::Role(id)) if self.roles.get(&id).is_none() => {
                Some(self.roles.unknown(file, &id, text.span))
            }
            Some(Name::Term(id)) if self.terms.get(&id).is_none() => {
                Some(self.terms.unknown(file, &id, text.span))
            }
            Some(_) => None,
            None => {
                let message = format!("`{{{{ {inside} }}}}` is neither a value, a role nor a term");
                let location = Location::new(file, text.span);
                let finding = Diagnostic::new(&rules::UNKNOWN_PLACEHOLDER, location, message);
                Some(finding.help("begin it with `value.`, `role.` or `term.`"))
            }
        }
    }
}
