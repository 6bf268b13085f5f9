//! The data files of a handbook, `content/_data/*.toml`: what is written once and shown anywhere.
//!
//! One file each; every entry knows where it stands, so that a finding about its use can point at
//! it too. Data does not know pages.

mod roles;
mod style;
mod terms;
mod values;

pub use roles::{Role, Roles};
pub use style::read as read_style;
pub use terms::{Term, Terms};
pub use values::{Unit, Value, Values};

use crate::diag::{Checked, Diagnostic, Location, closest, rules};
use crate::fields::{Content, Field, Record, Table, check, read_toml};
use crate::source::{SitePath, Snapshot, Span};

/// Everything that stands in data files, but for what only the reading of prose needs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Data {
    /// Roles by id.
    pub roles: Roles,
    /// Values by key.
    pub values: Values,
    /// Terms by id.
    pub terms: Terms,
}

impl Data {
    /// Reads the data files of a snapshot.
    pub fn read(snapshot: &Snapshot) -> Checked<Self> {
        let mut diagnostics = Vec::new();
        let roles = Roles::read(snapshot).collect(&mut diagnostics);
        let values = Values::read(snapshot, &roles).collect(&mut diagnostics);
        let terms = Terms::read(snapshot).collect(&mut diagnostics);
        for (path, _, _) in snapshot.below("content/_data") {
            if FILES.iter().all(|(name, ..)| *name != path) {
                diagnostics.push(unknown_file(path));
            }
        }
        Checked { value: Self { roles, values, terms }, diagnostics }
    }
}

/// The data files that are read, with what they are for and the fields of an entry.
pub const FILES: &[(&str, &str, &[Field])] = &[
    ("roles.toml", "One table for each role, by its id. Roles, never names.", roles::FIELDS),
    ("style.toml", "Words to avoid.", style::FIELDS),
    ("terms.toml", "One table for each term of the glossary, by its id.", terms::FIELDS),
    (
        "values.toml",
        "One table for each value; the names of the tables that lead to it, joined by dots, are its key, as in \
         `{{ value.refund.agent }}`.",
        values::FIELDS,
    ),
];

fn unknown_file(path: &str) -> Diagnostic {
    let location = Location::whole(&file(path));
    let finding = Diagnostic::new(&rules::UNKNOWN_KEY, location, format!("there is no data file `{path}`"));
    let names: Vec<&str> = FILES.iter().map(|(name, ..)| *name).collect();
    match closest(path, names.iter().copied()) {
        Some(near) => finding.help(format!("did you mean `{near}`?")),
        None => finding.help(format!("there are {}", names.join(", "))),
    }
}

/// Returns the path of a data file.
fn file(name: &str) -> SitePath {
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
