//! [`Value`]: what stands behind a key, with its position.

use crate::source::Span;

/// A value and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Value {
    /// Its text in the file.
    pub span: Span,
    /// What it is.
    pub content: Content,
}

/// What a value is.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// A text, a number, a date, yes or no.
    Scalar(Scalar),
    /// Values in order.
    List(Vec<Value>),
    /// Values by key.
    Table(Table),
}

/// A single value as it was written, without its quotes.
#[derive(Clone, Debug, PartialEq)]
pub struct Scalar {
    /// The text.
    pub text: String,
    /// What the notation says that it is.
    pub kind: ScalarKind,
}

/// What the notation says of a scalar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScalarKind {
    /// Bare text, as in YAML: it is whatever its field expects.
    Bare,
    /// A text in quotes.
    Text,
    /// A whole number.
    Whole,
    /// A number with decimals.
    Decimal,
    /// Yes or no.
    Flag,
    /// A date.
    Date,
}

/// Values by key, in the order in which they were written.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Table {
    /// The text of the whole table.
    pub span: Span,
    /// Its keys and values; a key occurs once.
    pub entries: Vec<Entry>,
}

/// One key and its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// Where the key stands.
    pub key_span: Span,
    /// What it leads to.
    pub value: Value,
}

impl Table {
    /// Returns the value behind a key.
    pub fn get(&self, key: &str) -> Option<&Value> {
        let entry = self.entries.iter().find(|entry| entry.key == key)?;
        Some(&entry.value)
    }
}

impl Value {
    /// Returns what the value is, in words that finish the sentence "expected …, found …".
    pub fn describe(&self) -> String {
        match &self.content {
            Content::List(_) => "a list".into(),
            Content::Table(_) => "a table".into(),
            Content::Scalar(scalar) if scalar.text.is_empty() => "nothing".into(),
            Content::Scalar(scalar) => format!("`{}`", shortened(&scalar.text)),
        }
    }
}

fn shortened(text: &str) -> String {
    const LONGEST: usize = 40;
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    let start: String = text.chars().take(LONGEST).collect();
    format!("{start}…")
}
