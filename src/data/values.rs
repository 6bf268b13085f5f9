//! `values.toml`: limits, times and amounts, each written once.
//!
//! A table with an `amount` is a value, and the names of the tables that lead to it, joined by
//! dots, are its key. Amounts are kept in hundredths, so that none is ever rounded.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::{AUDIENCE, Roles, file, table};
use crate::diag::{Checked, Diagnostic, Location, closest, rules};
use crate::fields::{Content, Field, Located, Record, Table, Type, check, default_of};
use crate::language::Language;
use crate::source::{SitePath, Snapshot, Span};

/// The file, below the folder of data.
pub const FILE: &str = "values.toml";

/// The fields of a value.
pub const FIELDS: &[Field] = &[
    Field::needed("amount", Type::Number, "how much or how many"),
    Field::needed(
        "unit",
        Type::OneOf(&[
            "money",
            "percent",
            "count",
            "minutes",
            "hours",
            "days",
            "working-days",
            "weeks",
            "months",
            "years",
        ]),
        "what the amount counts",
    ),
    Field::new("per", Type::Text, "for each of what, such as `case`"),
    Field::new("owner", Type::Text, "the role that sets it"),
    Field::new("effective", Type::Date, "since when it holds"),
    Field::new("reason", Type::Text, "why it is what it is"),
    Field::new("confirmed", Type::Flag, "`false` marks a sample figure that nobody has decided yet")
        .otherwise("true"),
    AUDIENCE,
];

/// A limit, a time or an amount.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Value {
    /// How much, in hundredths.
    pub hundredths: i64,
    /// Of what.
    pub unit: Unit,
    /// For each of what.
    pub per: Option<String>,
    /// The role that sets it.
    pub owner: Option<String>,
    /// Since when it holds.
    pub effective: Option<Date>,
    /// Why it is what it is.
    pub reason: Option<String>,
    /// Whether somebody has decided it.
    pub confirmed: bool,
    /// Who may read it, where it says so.
    pub audience: Option<Located<String>>,
    /// Where it stands.
    pub span: Span,
}

/// What a value counts.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Unit {
    /// The site's currency.
    Money,
    /// Hundredths of something.
    Percent,
    /// Things that the sentence names.
    Count,
    /// A length of time, by its name in language files.
    Time(String),
}

impl Value {
    /// Returns the value with its unit, as a reader reads it.
    pub fn text(&self, language: &Language, currency: &str) -> String {
        match &self.unit {
            Unit::Money => language.money(self.hundredths, currency),
            Unit::Percent => language.quantity(self.hundredths, "percent"),
            Unit::Count => language.number(self.hundredths, false),
            Unit::Time(unit) => language.quantity(self.hundredths, unit),
        }
    }
}

/// Values by key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Values {
    values: BTreeMap<String, Value>,
    /// The keys of values that cannot be read, which was reported where they stand.
    broken: BTreeSet<String>,
}

impl Values {
    /// Returns whether the same keys name a value, and the same ones one that cannot be read.
    pub fn have_same_names(&self, others: &Self) -> bool {
        self.values.keys().eq(others.values.keys()) && self.broken == others.broken
    }

    /// Reads `values.toml`.
    pub fn read(snapshot: &Snapshot, roles: &Roles) -> Checked<Self> {
        let mut diagnostics = Vec::new();
        let top = table(snapshot, FILE).collect(&mut diagnostics);
        let mut values = Self::default();
        values.gather(&file(FILE), "", top, roles, &mut diagnostics);
        Checked { value: values, diagnostics }
    }

    fn gather(
        &mut self,
        file: &SitePath,
        above: &str,
        group: Table,
        roles: &Roles,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        for entry in group.entries {
            let key = if above.is_empty() { entry.key.clone() } else { format!("{above}.{}", entry.key) };
            let Content::Table(mut table) = entry.value.content else {
                let message = format!("`{key}` belongs to no value");
                diagnostics.push(
                    Diagnostic::new(&rules::UNKNOWN_KEY, Location::new(file, entry.key_span), message)
                        .help("put it below a line `[name]` that also has an `amount`"),
                );
                continue;
            };
            if !is_value(&table) {
                self.gather(file, &key, table, roles, diagnostics);
                continue;
            }
            table.span = entry.key_span;
            let record = check(file, &format!("value `{key}`"), table, FIELDS).collect(diagnostics);
            if let Some(owner) = record.text("owner").filter(|owner| roles.get(owner).is_none()) {
                diagnostics.push(roles.unknown(file, &owner, owner.span));
            }
            match value(&record, entry.key_span) {
                Some(value) => {
                    self.values.insert(key, value);
                }
                None => {
                    self.broken.insert(key);
                }
            }
        }
    }

    /// Returns the value with this key.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.values.get(key)
    }

    /// Returns the values but for those with these keys.
    pub fn without(&self, keys: &BTreeSet<String>) -> Self {
        let mut kept = self.clone();
        kept.values.retain(|key, _| !keys.contains(key));
        kept
    }

    /// Returns whether a value has this key and cannot be read.
    pub fn is_broken(&self, key: &str) -> bool {
        self.broken.contains(key)
    }

    /// Returns every value by key.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.values.iter().map(|(key, value)| (key.as_str(), value))
    }

    /// Returns the finding for a value that does not exist.
    pub fn unknown(&self, used_in: &SitePath, key: &str, span: Span) -> Diagnostic {
        let location = Location::new(used_in, span);
        let finding = Diagnostic::new(&rules::UNKNOWN_VALUE, location, format!("there is no value `{key}`"));
        match closest(key, self.values.keys().map(String::as_str)) {
            Some(near) => finding.help(format!("did you mean `{near}`?")),
            None => finding.help(format!("add `[{key}]` to `{}`, with its amount and unit", file(FILE))),
        }
    }
}

/// A table is a value, and no group of values, when any of its entries is not a table.
fn is_value(table: &Table) -> bool {
    let is_table = |content: &Content| matches!(content, Content::Table(_));
    table.entries.is_empty() || table.entries.iter().any(|entry| !is_table(&entry.value.content))
}

fn value(record: &Record, span: Span) -> Option<Value> {
    let text = |name| record.text(name).map(|text| text.value);
    Some(Value {
        hundredths: record.hundredths("amount")?.value,
        unit: match text("unit")?.as_str() {
            "money" => Unit::Money,
            "percent" => Unit::Percent,
            "count" => Unit::Count,
            time => Unit::Time(time.to_owned()),
        },
        per: text("per"),
        owner: text("owner"),
        effective: record.date("effective").map(|date| date.value),
        reason: text("reason"),
        confirmed: record.flag("confirmed").unwrap_or(default_of(FIELDS, "confirmed") == "true"),
        audience: record.text("audience"),
        span,
    })
}
