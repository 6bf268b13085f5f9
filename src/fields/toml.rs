//! TOML into a [`Table`].

use toml::de::{DeTable, DeValue};

use super::{Content, Entry, Scalar, ScalarKind, Table, Value};
use crate::diag::{Checked, Diagnostic, Location, rules};
use crate::source::{SitePath, Span};

/// Reads a TOML text as a table, with every key and value at its place.
pub fn read(file: &SitePath, text: &str) -> Checked<Table> {
    let (table, errors) = DeTable::parse_recoverable(text);
    let span = Span::new(0, text.len());
    let diagnostics = errors.iter().map(|error| {
        let at = error.span().map_or(span, Span::from);
        Diagnostic::new(
            &rules::SYNTAX_ERROR,
            Location::new(file, at),
            format!("this cannot be read as TOML: {}", error.message().to_lowercase()),
        )
        .help("write `key = value`, text in straight quotes, tables under `[name]`")
    });
    Checked { diagnostics: diagnostics.collect(), value: convert(table.get_ref(), span) }
}

fn convert(table: &DeTable, span: Span) -> Table {
    let entries = table.iter().map(|(key, value)| Entry {
        key: key.get_ref().to_string(),
        key_span: key.span().into(),
        value: Value { span: value.span().into(), content: content(value.get_ref(), value.span().into()) },
    });
    let mut entries: Vec<Entry> = entries.collect();
    entries.sort_by_key(|entry| entry.key_span);
    Table { span, entries }
}

fn content(value: &DeValue, span: Span) -> Content {
    let scalar = |text: String, kind| Content::Scalar(Scalar { text, kind });
    match value {
        DeValue::String(text) => scalar(text.to_string(), ScalarKind::Text),
        DeValue::Integer(number) => scalar(number.to_string(), ScalarKind::Whole),
        DeValue::Float(number) => scalar(number.to_string(), ScalarKind::Decimal),
        DeValue::Boolean(flag) => scalar(flag.to_string(), ScalarKind::Flag),
        DeValue::Datetime(date) => scalar(date.to_string(), ScalarKind::Date),
        DeValue::Table(table) => Content::Table(convert(table, span)),
        DeValue::Array(values) => Content::List(
            values
                .iter()
                .map(|value| Value {
                    span: value.span().into(),
                    content: content(value.get_ref(), value.span().into()),
                })
                .collect(),
        ),
    }
}
