//! `style.toml`: words to avoid, each with the better word.
//!
//! These decide how prose is checked, so they are read before any page is.

use super::{file, table};
use crate::content::Avoid;
use crate::diag::Checked;
use crate::fields::{Field, Record, Type, check};
use crate::source::Snapshot;

const FILE: &str = "style.toml";

const AVOID: &[Field] = &[
    Field::needed("word", Type::Text, "the word or words to avoid"),
    Field::needed("instead", Type::Text, "the better word, or what to do instead"),
];

/// The tables of `style.toml`.
pub const FIELDS: &[Field] =
    &[Field::new("avoid", Type::List(&Type::Table(AVOID)), "words to avoid, as `[[avoid]]` tables")];

/// Reads `style.toml`.
pub fn read(snapshot: &Snapshot) -> Checked<Avoid> {
    let mut diagnostics = Vec::new();
    let table = table(snapshot, FILE).collect(&mut diagnostics);
    let record = check(&file(FILE), "`style.toml`", table, FIELDS).collect(&mut diagnostics);
    let words = record.tables("avoid").filter_map(|table| {
        let entry = Record::checked(table, AVOID);
        Some((entry.text("word")?.value, entry.text("instead")?.value))
    });
    let words = Avoid::new(words.collect());
    Checked { value: words, diagnostics }
}
