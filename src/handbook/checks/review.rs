//! Reviews that are overdue or due soon. These come with the calendar.

use jiff::ToSpan;

use super::about;
use crate::diag::{Diagnostic, rules};
use crate::handbook::{Handbook, Page};

pub fn check(handbook: &Handbook, page: &Page) -> Option<Diagnostic> {
    let due = page.review?.next?;
    let soon = handbook.date.checked_add(handbook.shared.config.review_soon_days.days()).ok()?;
    let owner = page.owner.as_ref().and_then(|id| handbook.shared.data.roles.get(id));
    let who = owner.map_or("its owner", |role| role.title.as_str());
    let help = format!("ask the {who} whether it still holds, then set `reviewed:` to the day of the answer");
    let help = help.replace("the its", "its");
    if due < handbook.date {
        let message = format!("the review of this page was due on {due}");
        return Some(about(page, &rules::REVIEW_OVERDUE, message).help(help));
    }
    if due <= soon {
        let message = format!("the review of this page is due on {due}");
        return Some(about(page, &rules::REVIEW_SOON, message).help(help));
    }
    None
}
