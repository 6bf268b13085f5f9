//! Values: what each amounts to, who set it, whether anybody confirmed it, and which pages name it.

use super::{Table, in_force, name};
use crate::data::Contact;
use crate::handbook::{Handbook, Target};

/// Returns every value with the pages and data files that name it.
pub fn values(handbook: &Handbook) -> Table {
    let shared = &handbook.shared;
    let values = shared.data.values.iter().map(|(key, value)| {
        let is_it = |target: &Target| matches!(target, Target::Value(known) if known == key);
        let pages = in_force(handbook).filter(|page| page.targets.iter().any(is_it)).map(name);
        let named: Vec<String> = pages.chain(data_files(handbook, key)).collect();
        let owner = value.owner.as_deref().and_then(|id| shared.data.roles.get(id));
        vec![
            key.to_owned(),
            value.text(&shared.language, &shared.config.currency),
            value.per.clone().unwrap_or_default(),
            if value.confirmed { "confirmed" } else { "sample" }.to_owned(),
            owner.map_or_else(String::new, |role| role.title.clone()),
            value.effective.map_or_else(String::new, |day| day.to_string()),
            named.join(", "),
        ]
    });
    let rows: Vec<Vec<String>> = values.collect();
    let samples = rows.iter().filter(|row| row[3] == "sample").count();
    let unused = rows.iter().filter(|row| row[6].is_empty()).count();
    let summary = format!("{} values, {samples} not confirmed, {unused} named nowhere.", rows.len());
    Table { columns: &["value", "amount", "per", "state", "owner", "effective", "named_in"], rows, summary }
}

/// Returns the data files that name a value.
fn data_files(handbook: &Handbook, key: &str) -> impl Iterator<Item = String> {
    let data = &handbook.shared.data;
    let mut grants = data.authority.iter().flat_map(|action| &action.grants);
    let limits = grants.any(|grant| grant.limit.as_deref() == Some(key));
    let replies = |contact: &Contact| contact.reply.as_deref() == Some(key);
    let contacts = data.contacts.iter().any(replies);
    let files = [(limits, "authority.toml"), (contacts, "contacts.toml")];
    files.into_iter().filter(|(names, _)| *names).map(|(_, file)| file.to_owned())
}
