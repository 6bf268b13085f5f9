//! Pages of protected areas: they restrict people or end service, so each has an approver who is
//! not its owner, a way to appeal, a review period, and the links that its area asks for.

use super::about;
use crate::diag::{Diagnostic, Location, rules};
use crate::handbook::{Handbook, Page, PageId, Target};

pub fn check(handbook: &Handbook, number: PageId) -> Vec<Diagnostic> {
    let page = &handbook.pages[number];
    let Some(folder) = folder_of(handbook, number) else { return Vec::new() };
    if handbook.pages[folder].front().record.flag("protected") != Some(true) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut lacks = |what: &str, help: &str| {
        let message = format!("this page restricts or ends service, and {what}");
        found.push(about(page, &rules::PROTECTED_PAGE, message).help(help));
    };
    match (&page.owner, &page.approver) {
        (_, None) => lacks("nobody approves it", "add `approver:` with a role that is not the owner"),
        (Some(owner), Some(approver)) if owner == approver => {
            lacks("its owner approves it", "let another role approve it: nobody judges their own rules");
        }
        _ => {}
    }
    if !page.front().record.is_given("appeal") && !page.is_index() {
        lacks("does not say how to appeal", "add `appeal:` with the page that says so");
    }
    if page.review_every.is_none() {
        lacks(
            "has no review period",
            "add `review_every:` with the months, here or in the folder's `index.md`",
        );
    }
    found.extend(absent_links(handbook, number, folder));
    found
}

/// Returns the page of the folder that a page stands in, which is itself for a folder's page.
fn folder_of(handbook: &Handbook, number: PageId) -> Option<PageId> {
    let page = &handbook.pages[number];
    if page.is_index() { Some(number) } else { page.parent }
}

/// Reports each page that the area says must be linked and that this one does not lead to.
fn absent_links(handbook: &Handbook, number: PageId, folder: PageId) -> Vec<Diagnostic> {
    let page = &handbook.pages[number];
    let leads_to = |wanted: PageId| {
        page.targets.iter().any(|target| matches!(target, Target::Page(page, _) if *page == wanted))
    };
    let wanted = handbook.pages[folder].must_link.iter().copied();
    let absent = wanted.filter(|wanted| *wanted != number && number != folder && !leads_to(*wanted));
    absent.map(|wanted| finding(page, &handbook.pages[wanted])).collect()
}

fn finding(page: &Page, wanted: &Page) -> Diagnostic {
    let message = format!("each page of this area leads to `{}`, and this one does not", wanted.title);
    let location = Location::new(&page.path, page.front().place());
    Diagnostic::new(&rules::PROTECTED_PAGE, location, message)
        .help(format!("link to `{}` where its reader needs it", wanted.path.file_name()))
}
