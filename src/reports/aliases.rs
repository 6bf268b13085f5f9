//! Aliases: the words of staff and customers, and the page that each leads to.

use std::collections::BTreeMap;

use super::{Table, in_force, name};
use crate::handbook::{Handbook, Page};

/// Returns every alias with its page; one that two pages claim says so.
pub fn aliases(handbook: &Handbook) -> Table {
    let mut claimed: BTreeMap<String, Vec<(String, &Page)>> = BTreeMap::new();
    for page in in_force(handbook) {
        for alias in page.aliases() {
            claimed.entry(alias.to_lowercase()).or_default().push((alias.value, page));
        }
    }
    let mut rows = Vec::new();
    for pages in claimed.values() {
        for (alias, page) in pages {
            let others =
                pages.iter().filter(|(_, other)| other.path != page.path).map(|(_, other)| name(other));
            let others: Vec<String> = others.collect();
            rows.push(vec![alias.clone(), name(page), page.title.clone(), others.join(", ")]);
        }
    }
    let shared = rows.iter().filter(|row| !row[3].is_empty()).count();
    let summary = format!("{} aliases, {shared} of them on more than one page.", rows.len());
    Table { columns: &["alias", "page", "title", "also_on"], rows, summary }
}
