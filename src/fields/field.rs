//! [`Field`]: what may stand behind a key, and the check against it.

use jiff::civil::Date;

use super::{Content, Record, Scalar, ScalarKind, Table, Value};
use crate::diag::{Checked, Diagnostic, Location, closest, rules};
use crate::source::{SitePath, Span};

/// One key that may be given: its type, and a sentence on what it is for.
#[derive(Debug)]
pub struct Field {
    /// The key.
    pub name: &'static str,
    /// What its value must be.
    pub expects: Type,
    /// Whether the table is of no use without it.
    pub needed: bool,
    /// What holds where it is missing, if that can be said in a word.
    pub default: Option<&'static str>,
    /// What it is for, in a sentence; the reference is made of these.
    pub doc: &'static str,
}

impl Field {
    /// Returns a field that may be left out.
    pub const fn new(name: &'static str, expects: Type, doc: &'static str) -> Self {
        Self { name, expects, needed: false, default: None, doc }
    }

    /// Returns a field that must be given.
    pub const fn needed(name: &'static str, expects: Type, doc: &'static str) -> Self {
        Self { name, expects, needed: true, default: None, doc }
    }

    /// Returns the field with what holds where it is missing.
    pub const fn otherwise(self, default: &'static str) -> Self {
        Self { default: Some(default), ..self }
    }
}

/// Returns what holds where a field is missing; empty where nothing does.
pub fn default_of(fields: &[Field], name: &str) -> &'static str {
    let field = fields.iter().find(|field| field.name == name);
    field.and_then(|field| field.default).unwrap_or("")
}

/// What a value must be.
#[derive(Debug)]
pub enum Type {
    /// Any text.
    Text,
    /// A text of which readers see no more than so many characters.
    Short(usize),
    /// Yes or no.
    Flag,
    /// A whole number from the first to the second.
    Whole(i64, i64),
    /// A number with at most two decimals.
    Number,
    /// A day, as `2026-12-01`.
    Date,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// A list of such values; one such value alone is a list too.
    List(&'static Type),
    /// A table with these fields.
    Table(&'static [Field]),
    /// A table with any keys, each with such a value.
    Map(&'static Type),
}

impl Type {
    /// Returns what is expected, in words that finish the sentence "expected …".
    pub fn describe(&self) -> String {
        match self {
            Self::Text => "text".into(),
            Self::Short(most) => format!("text of at most {most} characters"),
            Self::Flag => "`true` or `false`".into(),
            Self::Whole(least, most) => format!("a whole number from {least} to {most}"),
            Self::Number => "a number with at most two decimals".into(),
            Self::Date => "a date such as `2026-12-01`".into(),
            Self::OneOf(words) => format!("one of {}", list(words)),
            Self::List(of) => format!("a list of {}", of.describe()),
            Self::Table(_) | Self::Map(_) => "a table".into(),
        }
    }
}

fn list(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    quoted.join(", ")
}

/// Checks a table against its fields and keeps what fits.
///
/// `whose` finishes the sentence "… has no field `x`".
pub fn check(file: &SitePath, whose: &str, table: Table, fields: &'static [Field]) -> Checked<Record> {
    let mut diagnostics = Vec::new();
    let mut record = Record { span: table.span, ..Record::default() };
    for entry in table.entries {
        let Some(field) = fields.iter().find(|field| field.name == entry.key) else {
            let names = fields.iter().map(|field| field.name);
            diagnostics.push(unknown(file, whose, &entry.key, entry.key_span, names));
            continue;
        };
        let before = diagnostics.len();
        let value = conform(file, field.name, entry.value, &field.expects, &mut diagnostics);
        match value {
            Some(value) => record.values.push((field.name, value)),
            None if diagnostics.len() > before => record.misfits.push(field.name),
            // Nothing stands behind the key, which is the same as leaving it out.
            None => {}
        }
    }
    for field in fields.iter().filter(|field| field.needed) {
        if !record.is_given(field.name) {
            let location = Location::new(file, record.span);
            diagnostics.push(
                Diagnostic::new(
                    &rules::MISSING_FIELD,
                    location,
                    format!("{whose} has no `{}`, which is {}", field.name, field.expects.describe()),
                )
                .help(format!("add `{}`: {}", field.name, field.doc)),
            );
        }
    }
    Checked { value: record, diagnostics }
}

/// Returns the finding for a key that nothing knows.
pub fn unknown<'a>(
    file: &SitePath,
    whose: &str,
    key: &str,
    span: Span,
    names: impl IntoIterator<Item = &'a str>,
) -> Diagnostic {
    let message = format!("{whose} has no field `{key}`");
    let finding = Diagnostic::new(&rules::UNKNOWN_KEY, Location::new(file, span), message);
    match closest(key, names) {
        Some(name) => finding.help(format!("did you mean `{name}`?")).fix(span, name),
        None => finding.help("take it out; `deskbook explain unknown-key` lists what there is"),
    }
}

/// Returns the value when it fits; reports what does not. Empty values are as good as none.
fn conform(
    file: &SitePath,
    name: &str,
    value: Value,
    expects: &Type,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Value> {
    let span = value.span;
    let fits = match (expects, value.content) {
        (_, Content::Scalar(scalar)) if scalar.text.is_empty() && scalar.kind == ScalarKind::Bare => {
            return None;
        }
        (Type::List(of), Content::List(values)) => {
            let mut kept = Vec::new();
            for value in values {
                kept.extend(conform(file, name, value, of, diagnostics));
            }
            Ok(Content::List(kept))
        }
        (Type::List(of), content)
            if !matches!(content, Content::Table(_)) || matches!(of, Type::Table(_)) =>
        {
            let only = conform(file, name, Value { span, content }, of, diagnostics)?;
            Ok(Content::List(vec![only]))
        }
        (Type::Table(fields), Content::Table(table)) => {
            let record = check(file, &format!("`{name}`"), table, fields).collect(diagnostics);
            Ok(Content::Table(record.into_table()))
        }
        (Type::Map(of), Content::Table(mut table)) => {
            table.entries = table
                .entries
                .into_iter()
                .filter_map(|mut entry| {
                    entry.value = conform(file, &entry.key, entry.value, of, diagnostics)?;
                    Some(entry)
                })
                .collect();
            Ok(Content::Table(table))
        }
        (_, Content::Scalar(scalar)) if scalar_fits(&scalar, expects) => {
            report_length(file, name, &scalar, span, expects, diagnostics);
            Ok(Content::Scalar(scalar))
        }
        (_, content) => Err(content),
    };
    match fits {
        Ok(content) => Some(Value { span, content }),
        Err(content) => {
            let value = Value { span, content };
            diagnostics.push(misfit(file, name, &value, expects));
            None
        }
    }
}

fn scalar_fits(scalar: &Scalar, expects: &Type) -> bool {
    let text = scalar.text.as_str();
    let is = |kind| scalar.kind == kind || scalar.kind == ScalarKind::Bare;
    match expects {
        Type::Text | Type::Short(_) => is(ScalarKind::Text),
        Type::Flag => is(ScalarKind::Flag) && matches!(text, "true" | "false"),
        Type::Whole(least, most) => {
            is(ScalarKind::Whole) && text.parse().is_ok_and(|number| (*least..=*most).contains(&number))
        }
        Type::Number => {
            (is(ScalarKind::Whole) || is(ScalarKind::Decimal)) && super::record::hundredths(text).is_some()
        }
        Type::Date => {
            (is(ScalarKind::Date) || is(ScalarKind::Text)) && text.parse::<Date>().is_ok() && text.len() == 10
        }
        Type::OneOf(words) => is(ScalarKind::Text) && words.contains(&text),
        Type::List(_) | Type::Table(_) | Type::Map(_) => false,
    }
}

fn report_length(
    file: &SitePath,
    name: &str,
    scalar: &Scalar,
    span: Span,
    expects: &Type,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let Type::Short(most) = expects else { return };
    let length = scalar.text.chars().count();
    if length > *most {
        let message = format!("`{name}` has {length} characters; readers see {most}");
        diagnostics.push(
            Diagnostic::new(&rules::TOO_LONG, Location::new(file, span), message)
                .help("say it shorter; the rest belongs on the page"),
        );
    }
}

fn misfit(file: &SitePath, name: &str, value: &Value, expects: &Type) -> Diagnostic {
    let message = format!("`{name}` expects {}, and {} was found", expects.describe(), value.describe());
    let finding = Diagnostic::new(&rules::WRONG_TYPE, Location::new(file, value.span), message);
    let finding = finding.help(match expects {
        Type::Whole(..) => "write the number alone, in figures and without quotes".into(),
        Type::Number => "write the number alone, such as `50` or `12.50`, without quotes or a sign".into(),
        Type::OneOf(_) => "choose one of these".into(),
        Type::List(_) => "write `[first, second]`, or each on a line of its own behind `- `".into(),
        Type::Table(_) | Type::Map(_) => format!("write the fields of `{name}` below it, each with its key"),
        Type::Text | Type::Short(_) => "write one text, without brackets".into(),
        Type::Flag | Type::Date => format!("write {}", expects.describe()),
    });
    let Content::Scalar(scalar) = &value.content else { return finding };
    match expects {
        Type::OneOf(words) => match closest(&scalar.text, words.iter().copied()) {
            Some(word) => finding.help(format!("did you mean `{word}`?")),
            None => finding,
        },
        Type::Flag if matches!(scalar.text.as_str(), "yes" | "on") => {
            finding.help("write `true`").fix(value.span, "true")
        }
        Type::Flag if matches!(scalar.text.as_str(), "no" | "off") => {
            finding.help("write `false`").fix(value.span, "false")
        }
        Type::Date => finding.help("write the year, the month and the day: `2026-12-01`"),
        Type::Text | Type::Short(_) => finding.help(format!("put it in quotes: `\"{}\"`", scalar.text)),
        _ => finding,
    }
}
