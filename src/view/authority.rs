//! [`AuthorityView`]: who may decide what, as a table in one of three orders.

use serde::Serialize;

use super::contact;
use crate::content::Phrase;
use crate::content::blocks::Slice;
use crate::data::{Action, Grant, Unit, Value};
use crate::handbook::Handbook;

/// A table of who may decide what.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AuthorityView {
    /// What the table is called.
    pub caption: String,
    /// Whether a row begins with an action; else it begins with a role.
    pub rows_are_actions: bool,
    /// Whether the groups have headings of their own.
    pub grouped: bool,
    /// Rows that belong together.
    pub groups: Vec<Group>,
}

/// The rows of one action or of one role.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[expect(missing_docs, reason = "the names are those that templates use")]
pub struct Group {
    pub id: String,
    pub title: String,
    pub conditions: Option<String>,
    pub exclusions: Option<String>,
    pub rows: Vec<Row>,
    /// In a redline: what became of it as a whole, `added` or `removed`.
    pub mark: Option<&'static str>,
}

/// One grant.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[expect(missing_docs, reason = "the names are those that templates use")]
pub struct Row {
    pub head: String,
    /// Up to what the role decides, in words; without one it decides whatever the amount.
    pub limit: Option<String>,
    pub sample: bool,
    pub conditions: Vec<String>,
    pub exclusions: Vec<String>,
    pub requires: Option<String>,
    pub next: Option<String>,
    pub reply: Option<String>,
    /// In a redline: what became of it as a whole, `added` or `removed`.
    pub mark: Option<&'static str>,
}

/// Returns the slice that a block asks for.
pub fn slice(handbook: &Handbook, slice: &Slice) -> AuthorityView {
    match (&slice.action, &slice.role) {
        (None, None) => by_action(handbook),
        (Some(action), None) => of_action(handbook, action),
        (action, Some(role)) => of_role(handbook, role, action.as_ref().map(|action| action.value.as_str())),
    }
}

/// Returns everything, an action a group.
pub fn by_action(handbook: &Handbook) -> AuthorityView {
    let group = |action: &Action| Group {
        id: format!("may-{}", action.id),
        title: action.title.clone(),
        conditions: fill(handbook, action.conditions.as_ref()),
        exclusions: fill(handbook, action.exclusions.as_ref()),
        rows: action.grants.iter().map(|grant| row(handbook, role_title(handbook, grant), grant)).collect(),
        mark: None,
    };
    AuthorityView {
        caption: word(handbook, "caption_all").to_owned(),
        rows_are_actions: false,
        grouped: true,
        groups: handbook.shared.data.authority.iter().map(group).collect(),
    }
}

/// Returns everything, a role a group, in the order in which roles first decide.
pub fn by_role(handbook: &Handbook) -> AuthorityView {
    let mut roles: Vec<&str> = Vec::new();
    let grants = handbook.shared.data.authority.iter().flat_map(|action| &action.grants);
    for role in grants.flat_map(|grant| &grant.roles) {
        if !roles.contains(&role.as_str()) {
            roles.push(role);
        }
    }
    AuthorityView {
        caption: word(handbook, "caption_all").to_owned(),
        rows_are_actions: true,
        grouped: true,
        groups: roles.into_iter().map(|role| role_group(handbook, role, None)).collect(),
    }
}

fn of_action(handbook: &Handbook, id: &str) -> AuthorityView {
    let mut view = by_action(handbook);
    view.groups.retain(|group| group.id == format!("may-{id}"));
    let title = view.groups.first().map_or("", |group| group.title.as_str());
    view.caption = word(handbook, "caption").replace("{title}", title);
    view
}

fn of_role(handbook: &Handbook, role: &str, action: Option<&str>) -> AuthorityView {
    let group = role_group(handbook, role, action);
    AuthorityView {
        caption: word(handbook, "caption_role").replace("{title}", &group.title),
        rows_are_actions: true,
        grouped: false,
        groups: vec![group],
    }
}

fn role_group(handbook: &Handbook, role: &str, only: Option<&str>) -> Group {
    let actions = handbook.shared.data.authority.iter();
    let actions = actions.filter(|action| only.is_none_or(|only| action.id == only));
    let rows = actions.flat_map(|action| {
        let grants = action.grants.iter().filter(|grant| grant.roles.iter().any(|known| known == role));
        grants.map(|grant| with_action(handbook, action, row(handbook, action.title.clone(), grant)))
    });
    Group {
        id: format!("role-{role}"),
        title: title(handbook, role),
        conditions: None,
        exclusions: None,
        rows: rows.collect(),
        mark: None,
    }
}

/// Returns a row that says what its action says of all its rows.
fn with_action(handbook: &Handbook, action: &Action, mut row: Row) -> Row {
    row.conditions.splice(0..0, fill(handbook, action.conditions.as_ref()));
    row.exclusions.splice(0..0, fill(handbook, action.exclusions.as_ref()));
    row
}

fn row(handbook: &Handbook, head: String, grant: &Grant) -> Row {
    let shared = &handbook.shared;
    let value = grant.limit.as_ref().and_then(|key| shared.data.values.get(key));
    let contact = grant.next.first().and_then(|role| shared.data.contacts.of_role(role));
    let next: Vec<String> = grant.next.iter().map(|role| title(handbook, role)).collect();
    Row {
        head,
        limit: value.map(|value| limit(handbook, value)),
        sample: value.is_some_and(|value| !value.confirmed),
        conditions: fill(handbook, grant.conditions.as_ref()).into_iter().collect(),
        exclusions: fill(handbook, grant.exclusions.as_ref()).into_iter().collect(),
        requires: fill(handbook, grant.requires.as_ref()),
        next: shared.language.either(&next),
        reply: contact.and_then(|contact| contact::reply(handbook, contact)),
        mark: None,
    }
}

fn limit(handbook: &Handbook, value: &Value) -> String {
    let shared = &handbook.shared;
    let amount = value.text(&shared.language, &shared.config.currency);
    match value.per.as_ref().filter(|_| value.unit == Unit::Money) {
        Some(per) => word(handbook, "up_to_per").replace("{limit}", &amount).replace("{per}", per),
        None => word(handbook, "up_to").replace("{limit}", &amount),
    }
}

fn fill(handbook: &Handbook, phrase: Option<&Phrase>) -> Option<String> {
    phrase.map(|phrase| handbook.fill(phrase))
}

fn role_title(handbook: &Handbook, grant: &Grant) -> String {
    let titles: Vec<String> = grant.roles.iter().map(|role| title(handbook, role)).collect();
    handbook.shared.language.either(&titles).unwrap_or_default()
}

fn title(handbook: &Handbook, role: &str) -> String {
    handbook.shared.data.roles.get(role).map_or_else(|| role.to_owned(), |role| role.title.clone())
}

fn word<'a>(handbook: &'a Handbook, key: &'a str) -> &'a str {
    handbook.shared.language.word(&["authority", key])
}
