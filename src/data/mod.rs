//! The data files of a handbook, `content/_data/*.toml`: what is written once and shown anywhere.
//!
//! One file each; every entry knows where it stands, so that a finding about its use can point at
//! it too. Data does not know pages.

mod authority;
mod contacts;
mod known;
mod paths;
mod requirements;
mod roles;
mod search;
mod style;
mod terms;
mod values;

pub use authority::{Action, Authority, Grant};
pub use contacts::{Contact, Contacts};
pub use paths::{FILE as PATHS, Path, Paths};
pub use requirements::{Requirement, Requirements};
pub use roles::{Role, Roles};
pub use search::{FILE as SEARCH, Promise, SearchWords};
pub use style::read as read_style;
pub use terms::{Term, Terms};
pub use values::{FILE as VALUES, Unit, Value, Values};

use crate::diag::{Checked, Diagnostic, Location, closest, rules};
use crate::fields::{Content, Field, Record, Table, Type, check, read_toml};
use crate::source::{SitePath, Snapshot, Span};
use known::Known;

/// Everything that stands in data files, but for what only the reading of prose needs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Data {
    /// Roles by id.
    pub roles: Roles,
    /// Values by key.
    pub values: Values,
    /// Terms by id.
    pub terms: Terms,
    /// Who may decide what.
    pub authority: Authority,
    /// Whom to reach.
    pub contacts: Contacts,
    /// Reading paths.
    pub paths: Paths,
    /// What the handbook has to answer.
    pub requirements: Requirements,
    /// What readers type and what they mean by it.
    pub search: SearchWords,
}

impl Data {
    /// Reads the data files of a snapshot.
    pub fn read(snapshot: &Snapshot) -> Checked<Self> {
        let mut diagnostics = Vec::new();
        let roles = Roles::read(snapshot).collect(&mut diagnostics);
        let values = Values::read(snapshot, &roles).collect(&mut diagnostics);
        let terms = Terms::read(snapshot).collect(&mut diagnostics);
        let known = Known { roles: &roles, values: &values, terms: &terms };
        let authority = Authority::read(snapshot, known).collect(&mut diagnostics);
        let contacts = Contacts::read(snapshot, known).collect(&mut diagnostics);
        let paths = Paths::read(snapshot, known).collect(&mut diagnostics);
        let requirements = Requirements::read(snapshot).collect(&mut diagnostics);
        let search = SearchWords::read(snapshot).collect(&mut diagnostics);
        for (path, _, _) in snapshot.below("content/_data") {
            if FILES.iter().all(|known| known.name != path) {
                diagnostics.push(unknown_file(path));
            }
        }
        let value = Self { roles, values, terms, authority, contacts, paths, requirements, search };
        Checked { value, diagnostics }
    }

    /// Returns whether all that can be named is as it was under the same name, but for what values say.
    pub fn differs_in_values_alone(&self, before: &Self) -> bool {
        let Self { roles, values, terms, authority, contacts, paths, requirements, search } = self;
        values.have_same_names(&before.values)
            && (roles, terms, authority, contacts)
                == (&before.roles, &before.terms, &before.authority, &before.contacts)
            && (paths, requirements, search) == (&before.paths, &before.requirements, &before.search)
    }
}

/// Who may read an entry, of files whose entries stand on pages that somebody else wrote.
const AUDIENCE: Field = Field::new(
    "audience",
    Type::Text,
    "who may read it, one of the settings' audiences; where missing, whoever may read a text that names it",
);

/// A data file: what it is for, and what may stand in it.
#[derive(Debug)]
pub struct DataFile {
    /// Its name below `content/_data/`.
    pub name: &'static str,
    /// What it is for, in a sentence.
    pub about: &'static str,
    /// How its entries are laid out.
    pub layout: Layout,
    /// The fields of an entry.
    pub fields: &'static [Field],
}

/// How the entries of a data file are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// The file is the one entry.
    Whole,
    /// One table for each entry, by its id.
    ById,
    /// Tables in tables to any depth; one that holds anything but tables is an entry.
    Nested,
}

/// The data files that are read.
pub const FILES: &[DataFile] = &[
    DataFile {
        name: "authority.toml",
        about: "Who may decide what, up to where: one table for each action, by its id, with one `[[id.grants]]` \
                table for each role, the lowest limit first.",
        layout: Layout::ById,
        fields: authority::FIELDS,
    },
    DataFile {
        name: "contacts.toml",
        about: "Whom to reach and how: one table for each contact, by its id.",
        layout: Layout::ById,
        fields: contacts::FIELDS,
    },
    DataFile {
        name: "paths.toml",
        about: "Reading paths: one table for each path, by its id.",
        layout: Layout::ById,
        fields: paths::FIELDS,
    },
    DataFile {
        name: "requirements.toml",
        about: "What the handbook has to answer: one table for each requirement, by its id.",
        layout: Layout::ById,
        fields: requirements::FIELDS,
    },
    DataFile {
        name: "roles.toml",
        about: "One table for each role, by its id. Roles, never names.",
        layout: Layout::ById,
        fields: roles::FIELDS,
    },
    DataFile {
        name: "search.toml",
        about: "What readers type and what they mean by it.",
        layout: Layout::Whole,
        fields: search::FIELDS,
    },
    DataFile { name: "style.toml", about: "Words to avoid.", layout: Layout::Whole, fields: style::FIELDS },
    DataFile {
        name: "terms.toml",
        about: "One table for each term of the glossary, by its id.",
        layout: Layout::ById,
        fields: terms::FIELDS,
    },
    DataFile {
        name: "values.toml",
        about: "One table for each value; the names of the tables that lead to it, joined by dots, are its key, \
                as in `{{ value.refund.agent }}`.",
        layout: Layout::Nested,
        fields: values::FIELDS,
    },
];

fn unknown_file(path: &str) -> Diagnostic {
    let location = Location::whole(&file(path));
    let finding = Diagnostic::new(&rules::UNKNOWN_KEY, location, format!("there is no data file `{path}`"));
    let names: Vec<&str> = FILES.iter().map(|known| known.name).collect();
    match closest(path, names.iter().copied()) {
        Some(near) => finding.help(format!("did you mean `{near}`?")),
        None => finding.help(format!("there are {}", names.join(", "))),
    }
}

/// Returns where the value of an entry stands, by the names of the tables that lead to it and its own.
pub fn entry_span(snapshot: &Snapshot, name: &str, keys: &[&str]) -> Option<Span> {
    let (last, tables) = keys.split_last()?;
    let mut table = table(snapshot, name).value;
    for key in tables {
        let entry = table.entries.into_iter().find(|entry| entry.key == *key)?;
        let Content::Table(inner) = entry.value.content else { return None };
        table = inner;
    }
    table.entries.into_iter().find(|entry| entry.key == *last).map(|entry| entry.value.span)
}

/// Returns the path of a data file.
pub fn file(name: &str) -> SitePath {
    SitePath::new(&format!("content/_data/{name}")).unwrap_or_default()
}

/// Reads a data file as a table; one that is not there is empty.
fn table(snapshot: &Snapshot, name: &str) -> Checked<Table> {
    let file = file(name);
    let text = snapshot.text(file.as_str()).unwrap_or_default();
    read_toml(&file, &text)
}

/// One entry of a file in which each table is a thing with an id.
struct Entry {
    id: String,
    id_span: Span,
    record: Record,
}

/// Reads a file in which each table is a thing with an id and the same fields.
fn entries(snapshot: &Snapshot, name: &str, what: &str, fields: &'static [Field]) -> Checked<Vec<Entry>> {
    let mut diagnostics = Vec::new();
    let path = file(name);
    let mut entries = Vec::new();
    for entry in table(snapshot, name).collect(&mut diagnostics).entries {
        let Content::Table(table) = entry.value.content else {
            diagnostics.push(
                Diagnostic::new(
                    &rules::WRONG_TYPE,
                    Location::new(&path, entry.value.span),
                    format!("`{}` expects a table, and {} was found", entry.key, entry.value.describe()),
                )
                .help(format!("write `[{}]` on a line of its own, and its fields below", entry.key)),
            );
            continue;
        };
        let whose = format!("{what} `{}`", entry.key);
        let mut table = table;
        table.span = entry.key_span;
        let record = check(&path, &whose, table, fields).collect(&mut diagnostics);
        entries.push(Entry { id: entry.key, id_span: entry.key_span, record });
    }
    Checked { value: entries, diagnostics }
}
