//! [`ContactView`]: how to reach somebody, and how soon they answer.

use serde::Serialize;

use crate::content::blocks::Handover;
use crate::data::Contact;
use crate::fields::Located;
use crate::handbook::Handbook;

/// Somebody to reach.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the names are those that templates use")]
pub struct ContactView {
    pub id: String,
    pub title: String,
    pub how: String,
    pub phone: Option<String>,
    /// The phone number as an address.
    pub tel: Option<String>,
    pub hours: Option<String>,
    pub reply: Option<String>,
    pub cover: Option<String>,
    pub urgent: bool,
    /// In a redline: what became of it as a whole, `added` or `removed`.
    pub mark: Option<&'static str>,
}

/// To whom a case is passed on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the names are those that templates use")]
pub struct HandoverView {
    pub to: String,
    pub within: Option<String>,
    pub contacts: Vec<ContactView>,
    /// Whether each contact is named, since there are several.
    pub named: bool,
}

/// Returns every contact, those for a crisis first, or those alone.
pub fn all(handbook: &Handbook, only_urgent: bool) -> Vec<ContactView> {
    let contacts = || handbook.shared.data.contacts.iter();
    let urgent = contacts().filter(|contact| contact.urgent);
    let rest = contacts().filter(|contact| !contact.urgent && !only_urgent);
    urgent.chain(rest).map(|contact| one(handbook, contact)).collect()
}

/// Returns to whom a block passes a case on.
pub fn handover(handbook: &Handbook, handover: &Handover) -> HandoverView {
    let data = &handbook.shared.data;
    let contacts: Vec<&Contact> = handover.to.iter().filter_map(|role| data.contacts.of_role(role)).collect();
    let title = |role: &Located<String>| data.roles.get(role).map(|role| role.title.clone());
    let titles: Vec<String> = handover.to.iter().filter_map(title).collect();
    let within = handover.within.as_ref().and_then(|key| time(handbook, key));
    HandoverView {
        to: handbook.shared.language.either(&titles).unwrap_or_default(),
        within: within.or_else(|| reply(handbook, contacts.first()?)),
        named: contacts.len() > 1,
        contacts: contacts.into_iter().map(|contact| one(handbook, contact)).collect(),
    }
}

/// Returns how soon a contact answers.
pub fn reply(handbook: &Handbook, contact: &Contact) -> Option<String> {
    time(handbook, contact.reply.as_ref()?)
}

fn time(handbook: &Handbook, key: &str) -> Option<String> {
    let shared = &handbook.shared;
    Some(shared.data.values.get(key)?.text(&shared.language, &shared.config.currency))
}

fn one(handbook: &Handbook, contact: &Contact) -> ContactView {
    let roles = &handbook.shared.data.roles;
    let role = contact.role.as_ref().and_then(|role| roles.get(role));
    let title = contact.title.clone().or_else(|| role.map(|role| capital(&role.title)));
    let dialled = |phone: &String| phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    ContactView {
        id: contact.id.clone(),
        title: title.unwrap_or_else(|| contact.id.clone()),
        how: handbook.fill(&contact.how),
        tel: contact.phone.as_ref().map(dialled),
        phone: contact.phone.clone(),
        hours: contact.hours.as_ref().map(|hours| handbook.fill(hours)),
        reply: reply(handbook, contact),
        cover: role.and_then(|role| Some(roles.get(role.cover.as_ref()?)?.title.clone())),
        urgent: contact.urgent,
        mark: None,
    }
}

/// Returns a title as it stands at the beginning of a line.
fn capital(title: &str) -> String {
    let mut letters = title.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}
