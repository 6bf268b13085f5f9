//! The owner's worksheet: which pages each role must look at in the coming days.

use jiff::ToSpan;

use super::{Table, in_force, name};
use crate::handbook::Handbook;

/// Returns the pages whose review is due within so many days of the handbook's day, or overdue.
pub fn owners(handbook: &Handbook, days: i64) -> Table {
    let until = handbook.date.checked_add(days.days()).unwrap_or(handbook.date);
    let roles = &handbook.shared.data.roles;
    let due = in_force(handbook).filter_map(|page| {
        let review = page.review?;
        let next = review.next.filter(|next| *next <= until)?;
        let owner = page.owner.as_deref().and_then(|id| roles.get(id)).map_or("nobody", |role| &role.title);
        Some(vec![
            owner.to_owned(),
            next.to_string(),
            if next < handbook.date { "overdue" } else { "due" }.to_owned(),
            name(page),
            page.title.clone(),
            review.last.to_string(),
            page.path.to_string(),
        ])
    });
    let mut rows: Vec<Vec<String>> = due.collect();
    rows.sort();
    let overdue = rows.iter().filter(|row| row[2] == "overdue").count();
    let summary = match rows.len() {
        0 => format!("No review is due before {until}."),
        count => format!("{count} reviews until {until}, {overdue} of them overdue."),
    };
    Table { columns: &["owner", "due_on", "state", "page", "title", "last_reviewed", "file"], rows, summary }
}
