//! `contacts.toml`: how to reach whoever decides or helps, and how soon they answer.

use std::collections::BTreeSet;

use super::known::Known;
use super::{AUDIENCE, entries, file};
use crate::content::Phrase;
use crate::diag::Checked;
use crate::fields::{Field, Located, Type};
use crate::source::Snapshot;

const FILE: &str = "contacts.toml";

/// The fields of a contact.
pub const FIELDS: &[Field] = &[
    Field::new("title", Type::Text, "what the contact is called; the role's title where missing"),
    Field::new("role", Type::Text, "the role that answers"),
    Field::needed("how", Type::Text, "how to reach it, such as the radio channel or where to go"),
    Field::new("phone", Type::Text, "the number to call, which readers can tap"),
    Field::new("hours", Type::Text, "when it answers"),
    Field::new("reply", Type::Text, "the key of the value that says how soon"),
    Field::new("urgent", Type::Flag, "whether it belongs among the first on Help now"),
    AUDIENCE,
];

/// Somebody to reach.
#[derive(Clone, Debug, PartialEq)]
pub struct Contact {
    /// Its id.
    pub id: String,
    /// What it is called, where that is not its role's title.
    pub title: Option<String>,
    /// The role that answers.
    pub role: Option<String>,
    /// How to reach it.
    pub how: Phrase,
    /// The number to call.
    pub phone: Option<String>,
    /// When it answers.
    pub hours: Option<Phrase>,
    /// The key of the value that says how soon.
    pub reply: Option<String>,
    /// Whether it belongs among the first on Help now.
    pub urgent: bool,
    /// Who may read it, where it says so.
    pub audience: Option<Located<String>>,
}

/// Every contact, in the order of the file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Contacts(Vec<Contact>);

impl Contacts {
    /// Reads `contacts.toml`.
    pub fn read(snapshot: &Snapshot, known: Known) -> Checked<Self> {
        let mut diagnostics = Vec::new();
        let file = file(FILE);
        let mut contacts = Vec::new();
        for entry in entries(snapshot, FILE, "contact", FIELDS).collect(&mut diagnostics) {
            let record = &entry.record;
            let text = |field| record.text(field).map(|text| text.value);
            let Some(how) = known.phrase(&file, record, "how", &mut diagnostics) else { continue };
            contacts.push(Contact {
                title: text("title"),
                role: known.role(&file, record, "role", &mut diagnostics),
                how,
                phone: text("phone"),
                hours: known.phrase(&file, record, "hours", &mut diagnostics),
                reply: known.value(&file, record, "reply", &mut diagnostics),
                urgent: record.flag("urgent").unwrap_or(false),
                audience: record.text("audience"),
                id: entry.id,
            });
        }
        Checked { value: Self(contacts), diagnostics }
    }

    /// Returns the contacts but for those with these ids.
    pub fn without(&self, ids: &BTreeSet<String>) -> Self {
        Self(self.0.iter().filter(|contact| !ids.contains(&contact.id)).cloned().collect())
    }

    /// Returns every contact, in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = &Contact> {
        self.0.iter()
    }

    /// Returns the first contact of a role.
    pub fn of_role(&self, role: &str) -> Option<&Contact> {
        self.0.iter().find(|contact| contact.role.as_deref() == Some(role))
    }
}
