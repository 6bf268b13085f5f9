//! [`Record`]: a checked table, read by name.

use std::ops::Deref;

use jiff::civil::Date;

use super::{Content, Entry, Table, Value};
use crate::source::Span;

/// A value and where it stands.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// Its text in the file.
    pub span: Span,
}

impl<T> Deref for Located<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}

/// What a table holds that fits its fields. A name that no field has is never there.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Record {
    /// The text of the whole table.
    pub span: Span,
    pub(super) values: Vec<(&'static str, Value)>,
    /// The fields that were given and do not fit.
    pub(super) misfits: Vec<&'static str>,
}

impl Record {
    /// Returns the value of a field.
    pub fn get(&self, name: &str) -> Option<&Value> {
        let (_, value) = self.values.iter().find(|(known, _)| *known == name)?;
        Some(value)
    }

    /// Returns whether a field is given, even if what is given does not fit.
    pub fn is_given(&self, name: &str) -> bool {
        self.get(name).is_some() || self.misfits.contains(&name)
    }

    /// Returns the text of a field.
    pub fn text(&self, name: &str) -> Option<Located<String>> {
        self.scalar(name, |text| Some(text.to_owned()))
    }

    /// Returns the day of a field.
    pub fn date(&self, name: &str) -> Option<Located<Date>> {
        self.scalar(name, |text| text.parse().ok())
    }

    /// Returns the whole number of a field.
    pub fn whole(&self, name: &str) -> Option<Located<i64>> {
        self.scalar(name, |text| text.parse().ok())
    }

    /// Returns the number of a field in hundredths.
    pub fn hundredths(&self, name: &str) -> Option<Located<i64>> {
        self.scalar(name, hundredths)
    }

    /// Returns yes or no.
    pub fn flag(&self, name: &str) -> Option<bool> {
        Some(self.scalar(name, |text| Some(text == "true"))?.value)
    }

    /// Returns the texts of a list; none when it is not given.
    pub fn texts(&self, name: &str) -> Vec<Located<String>> {
        let texts = self.list(name).iter().filter_map(|value| match &value.content {
            Content::Scalar(scalar) => Some(Located { value: scalar.text.clone(), span: value.span }),
            _ => None,
        });
        texts.collect()
    }

    /// Returns the parts of a text with commas between, each with its place.
    pub fn parts(&self, name: &str) -> Vec<Located<String>> {
        let Some(text) = self.text(name) else { return Vec::new() };
        let quote = text.span.range().len().saturating_sub(text.len()) / 2;
        let mut at = text.span.start as usize + quote;
        let mut parts = Vec::new();
        for part in text.split(',') {
            let word = part.trim();
            let start = at + (part.len() - part.trim_start().len());
            if !word.is_empty() {
                parts.push(Located { value: word.to_owned(), span: Span::new(start, start + word.len()) });
            }
            at += part.len() + 1;
        }
        parts
    }

    /// Returns the lists of texts in a list.
    pub fn text_lists(&self, name: &str) -> Vec<Vec<String>> {
        let texts = |value: &Value| match &value.content {
            Content::List(values) => values.iter().filter_map(text_of).collect(),
            _ => text_of(value).into_iter().collect(),
        };
        self.list(name).iter().map(texts).collect()
    }

    /// Returns the tables of a list, each of which was checked.
    pub fn tables(&self, name: &str) -> impl Iterator<Item = &Table> {
        self.list(name).iter().filter_map(|value| match &value.content {
            Content::Table(table) => Some(table),
            _ => None,
        })
    }

    /// Keeps of a list of tables those that are wanted.
    pub fn retain_tables(&mut self, name: &str, is_wanted: impl Fn(&Table) -> bool) {
        let found = self.values.iter_mut().find(|(known, _)| *known == name);
        if let Some((_, Value { content: Content::List(values), .. })) = found {
            values.retain(|value| !matches!(&value.content, Content::Table(table) if !is_wanted(table)));
        }
    }

    /// Takes a field as another record of the same kind has it.
    pub fn take(&mut self, name: &str, other: &Self) {
        self.values.retain(|(known, _)| *known != name);
        self.values.extend(other.values.iter().filter(|(known, _)| *known == name).cloned());
    }

    /// Returns the table of a field.
    pub fn table(&self, name: &str) -> Option<&Table> {
        match &self.get(name)?.content {
            Content::Table(table) => Some(table),
            _ => None,
        }
    }

    fn list(&self, name: &str) -> &[Value] {
        match self.get(name).map(|value| &value.content) {
            Some(Content::List(values)) => values,
            _ => &[],
        }
    }

    fn scalar<T>(&self, name: &str, read: impl Fn(&str) -> Option<T>) -> Option<Located<T>> {
        let value = self.get(name)?;
        match &value.content {
            Content::Scalar(scalar) => Some(Located { value: read(&scalar.text)?, span: value.span }),
            _ => None,
        }
    }

    /// Returns the record as a table again, to stand inside another.
    pub(super) fn into_table(self) -> Table {
        let entries = self.values.into_iter().map(|(key, value)| Entry {
            key: key.to_owned(),
            key_span: value.span,
            value,
        });
        Table { span: self.span, entries: entries.collect() }
    }

    /// Reads a table that was checked as part of another record.
    pub fn checked(table: &Table, fields: &'static [super::Field]) -> Self {
        let values = table.entries.iter().filter_map(|entry| {
            let field = fields.iter().find(|field| field.name == entry.key)?;
            Some((field.name, entry.value.clone()))
        });
        Self { span: table.span, values: values.collect(), misfits: Vec::new() }
    }
}

fn text_of(value: &Value) -> Option<String> {
    match &value.content {
        Content::Scalar(scalar) => Some(scalar.text.clone()),
        _ => None,
    }
}

/// Reads a number with at most two decimals as hundredths, without ever rounding.
pub(super) fn hundredths(text: &str) -> Option<i64> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, text),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let decimals = match part.len() {
        0 => 0,
        1 => part.parse::<i64>().ok()? * 10,
        2 => part.parse().ok()?,
        _ => return None,
    };
    let whole: i64 = whole.replace('_', "").parse().ok()?;
    Some(sign * whole.checked_mul(100)?.checked_add(decimals)?)
}

#[cfg(test)]
mod tests {
    use super::hundredths;

    #[test]
    fn amounts_are_exact() {
        assert_eq!(hundredths("100"), Some(10_000));
        assert_eq!(hundredths("12.5"), Some(1_250));
        assert_eq!(hundredths("0.125"), None);
        assert_eq!(hundredths("many"), None);
    }
}
