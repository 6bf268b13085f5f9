//! `authority.toml`: who may decide what, and up to where.
//!
//! One table for each action; its grants stand in the order of their limits, the lowest first, so
//! that a reader who may not decide finds the next one who may. Exclusions stand with the limit:
//! a limit that is read without them is read wrong.

use std::collections::BTreeSet;

use super::known::Known;
use super::{AUDIENCE, entries, file};
use crate::content::Phrase;
use crate::diag::{Checked, Diagnostic, Location, closest, rules};
use crate::fields::{Field, Located, Record, Type};
use crate::source::{SitePath, Snapshot, Span};

const FILE: &str = "authority.toml";

const GRANT: &[Field] = &[
    Field::needed("role", Type::List(&Type::Text), "the role or roles that may decide"),
    Field::new("limit", Type::Text, "the key of the value up to which it may; no limit where missing"),
    Field::new("conditions", Type::Text, "what must be so before it decides"),
    Field::new("exclusions", Type::Text, "what it may not decide all the same"),
    Field::new("requires", Type::Text, "the training that it needs"),
    Field::new("next", Type::List(&Type::Text), "the role or roles that decide above the limit"),
];

/// The fields of an action.
pub const FIELDS: &[Field] = &[
    Field::needed("title", Type::Text, "what is decided, in the words of staff"),
    Field::new("conditions", Type::Text, "what must be so, whoever decides"),
    Field::new("exclusions", Type::Text, "what nobody may decide in this way"),
    Field::needed("grants", Type::List(&Type::Table(GRANT)), "who may decide, the lowest limit first"),
    AUDIENCE,
];

/// Something that is decided, and by whom.
#[derive(Clone, Debug, PartialEq)]
pub struct Action {
    /// Its id.
    pub id: String,
    /// What is decided.
    pub title: String,
    /// What must be so, whoever decides.
    pub conditions: Option<Phrase>,
    /// What nobody may decide in this way.
    pub exclusions: Option<Phrase>,
    /// Who may decide, the lowest limit first.
    pub grants: Vec<Grant>,
    /// Who may read it, where it says so.
    pub audience: Option<Located<String>>,
}

/// What one role may decide.
#[derive(Clone, Debug, PartialEq)]
pub struct Grant {
    /// The roles.
    pub roles: Vec<String>,
    /// The key of the value up to which it may; `None` where there is no limit.
    pub limit: Option<String>,
    /// What must be so before it decides.
    pub conditions: Option<Phrase>,
    /// What it may not decide all the same.
    pub exclusions: Option<Phrase>,
    /// The training that it needs.
    pub requires: Option<Phrase>,
    /// The roles that decide above it.
    pub next: Vec<String>,
}

/// Every action, in the order of the file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Authority(Vec<Action>);

impl Authority {
    /// Reads `authority.toml`.
    pub fn read(snapshot: &Snapshot, known: Known) -> Checked<Self> {
        let mut diagnostics = Vec::new();
        let file = file(FILE);
        let mut actions = Vec::new();
        for entry in entries(snapshot, FILE, "action", FIELDS).collect(&mut diagnostics) {
            let record = &entry.record;
            let Some(title) = record.text("title") else { continue };
            let rows: Vec<(Span, Grant)> = record
                .tables("grants")
                .filter_map(|table| {
                    let record = Record::checked(table, GRANT);
                    Some((table.span, grant(&file, &record, known, &mut diagnostics)?))
                })
                .collect();
            diagnostics.extend(check(&file, &title, &rows, known));
            let mut phrase = |field| known.phrase(&file, record, field, &mut diagnostics);
            actions.push(Action {
                audience: record.text("audience"),
                conditions: phrase("conditions"),
                exclusions: phrase("exclusions"),
                title: title.value,
                id: entry.id,
                grants: rows.into_iter().map(|(_, grant)| grant).collect(),
            });
        }
        Checked { value: Self(actions), diagnostics }
    }

    /// Returns the actions but for those with these ids.
    pub fn without(&self, ids: &BTreeSet<String>) -> Self {
        Self(self.0.iter().filter(|action| !ids.contains(&action.id)).cloned().collect())
    }

    /// Returns the action with this id.
    pub fn get(&self, id: &str) -> Option<&Action> {
        self.0.iter().find(|action| action.id == id)
    }

    /// Returns every action, in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = &Action> {
        self.0.iter()
    }

    /// Returns the finding for an action that does not exist.
    pub fn unknown(&self, used_in: &SitePath, id: &str, span: Span) -> Diagnostic {
        let location = Location::new(used_in, span);
        let finding = Diagnostic::new(&rules::UNKNOWN_ACTION, location, format!("there is no action `{id}`"));
        match closest(id, self.0.iter().map(|action| action.id.as_str())) {
            Some(near) => finding.help(format!("did you mean `{near}`?")),
            None => finding.help(format!("add `[{id}]` to `{}`, with who may decide it", file(FILE))),
        }
    }
}

fn grant(file: &SitePath, record: &Record, known: Known, found: &mut Vec<Diagnostic>) -> Option<Grant> {
    record.get("role")?;
    Some(Grant {
        roles: known.roles(file, record, "role", found),
        limit: known.value(file, record, "limit", found),
        conditions: known.phrase(file, record, "conditions", found),
        exclusions: known.phrase(file, record, "exclusions", found),
        requires: known.phrase(file, record, "requires", found),
        next: known.roles(file, record, "next", found),
    })
}

fn name(grant: &Grant) -> String {
    grant.roles.join(", ")
}

/// Reports limits that fall or change their unit from one grant to the next, and a next role that
/// has decided already.
fn check(file: &SitePath, title: &str, rows: &[(Span, Grant)], known: Known) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut report = |span: Span, message: String, help: &str| {
        found.push(Diagnostic::new(&rules::AUTHORITY_LIMITS, Location::new(file, span), message).help(help));
    };
    let limit = |grant: &Grant| known.values.get(grant.limit.as_ref()?);
    for (number, (span, grant)) in rows.iter().enumerate() {
        let seen = rows[..=number].iter().flat_map(|(_, grant)| grant.roles.iter());
        for next in grant.next.iter().filter(|next| seen.clone().any(|role| role == *next)) {
            let message = format!("`{title}` sends `{}` to `{next}`, who may decide no more", name(grant));
            report(*span, message, "name a role with a higher limit, or leave `next` out");
        }
        let Some((_, before)) = number.checked_sub(1).map(|before| &rows[before]) else { continue };
        let (Some(lower), Some(higher)) = (limit(before), limit(grant)) else {
            if before.limit.is_none() && grant.limit.is_some() {
                let message = format!(
                    "`{title}` limits `{}`, which stands above `{}`, who has no limit",
                    name(grant),
                    name(before)
                );
                report(*span, message, "put the grants in order, the lowest limit first");
            }
            continue;
        };
        if lower.unit != higher.unit {
            let message = format!("the limits of `{title}` are not in one unit");
            report(*span, message, "give all limits of an action the same `unit`");
        } else if higher.hundredths < lower.hundredths {
            let message =
                format!("`{title}` allows `{}` less than `{}`, who comes before", name(grant), name(before));
            report(*span, message, "put the grants in order, the lowest limit first, or mend the value");
        }
    }
    found
}
