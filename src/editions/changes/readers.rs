//! Who must read what again: the roles that changed and new pages name in `for`.

use std::collections::BTreeMap;

use serde::Serialize;

use super::PageName;
use crate::handbook::{Handbook, PageId};

/// A role and what it must read again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reader {
    /// The role's id.
    pub role: String,
    /// What it is called.
    pub title: String,
    /// The pages, in reading order.
    pub pages: Vec<PageName>,
}

/// Returns the roles that some pages are for, each with its pages.
pub fn of(handbook: &Handbook, pages: impl Iterator<Item = PageId>) -> Vec<Reader> {
    let mut numbers: Vec<PageId> = pages.collect();
    numbers.sort_unstable();
    let mut by_role: BTreeMap<String, Vec<PageName>> = BTreeMap::new();
    for page in numbers.into_iter().map(|number| &handbook.pages[number]) {
        for role in page.front().record.texts("for") {
            by_role.entry(role.value).or_default().push(PageName::of(page));
        }
    }
    let roles = &handbook.shared.data.roles;
    let title = |id: &String| roles.get(id).map_or_else(|| id.clone(), |role| role.title.clone());
    by_role.into_iter().map(|(role, pages)| Reader { title: title(&role), role, pages }).collect()
}
