//! Reviews that are overdue for longer than a release lets pass.

use jiff::ToSpan;

use crate::diag::{Diagnostic, Location, rules};
use crate::editions::words;
use crate::handbook::{Handbook, Page};

pub fn check(handbook: &Handbook) -> Vec<Diagnostic> {
    words::published(handbook).filter_map(|page| overdue(handbook, page)).collect()
}

fn overdue(handbook: &Handbook, page: &Page) -> Option<Diagnostic> {
    let due = page.review.filter(|_| !page.is_retired())?.next?;
    let grace = handbook.shared.config.review_grace_days;
    if due.checked_add(grace.days()).ok()? >= handbook.date {
        return None;
    }
    let owner = page.owner.as_ref().and_then(|id| handbook.shared.data.roles.get(id));
    let who = owner.map_or("its owner".to_owned(), |role| format!("the {}", role.title));
    let location = Location::new(&page.path, page.front().place());
    let message = format!("the review of this page was due on {due}, more than {grace} days ago");
    let help = format!("ask {who} whether it still holds, then run `deskbook reviewed {}`", page.path);
    Some(Diagnostic::new(&rules::NEGLECTED_REVIEW, location, message).help(help))
}
