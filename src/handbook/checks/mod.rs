//! Checks of pages in their place, one file each.
//!
//! What one file alone shows is checked in `content`; what a name leads to, in `resolve`.

mod aliases;
mod amounts;
mod audience;
mod blocks;
mod cap;
mod fields;
mod identity;
mod names;
mod orphan;
mod protected;
mod retired;
mod review;
mod satisfies;
mod sections;
mod tree_loop;
mod unreadable;

use rayon::prelude::*;

use super::Handbook;
use super::page::{Origin, Page, PageId};
use crate::diag::{Diagnostic, Location, Rule};
use crate::source::Snapshot;

pub use sections::keys as section_keys;

/// Runs every check of the whole.
pub fn all(handbook: &Handbook, snapshot: &Snapshot) -> Vec<Diagnostic> {
    let pages = handbook.pages.par_iter().enumerate();
    let authored = pages.filter(|(_, page)| page.origin == Origin::Content);
    let of_pages: Vec<Vec<Diagnostic>> = authored.map(|(number, _)| of_page(handbook, number)).collect();
    let mut diagnostics: Vec<Diagnostic> = of_pages.into_iter().flatten().collect();
    diagnostics.extend(identity::check(&handbook.pages));
    diagnostics.extend(tree_loop::check(handbook));
    diagnostics.extend(audience::check_data(handbook));
    diagnostics.extend(names::check(snapshot));
    diagnostics.extend(unreadable::check(snapshot));
    diagnostics
}

fn of_page(handbook: &Handbook, number: PageId) -> Vec<Diagnostic> {
    let page = &handbook.pages[number];
    let mut found = fields::check(handbook, page);
    found.extend(audience::check(handbook, number));
    found.extend(retired::check(page));
    if page.is_retired() {
        return found;
    }
    found.extend(sections::check(handbook, page));
    found.extend(cap::check(page));
    found.extend(aliases::check(page));
    found.extend(amounts::check(page));
    found.extend(orphan::check(page));
    found.extend(review::check(handbook, page));
    found.extend(blocks::check(handbook, page));
    found.extend(satisfies::check(handbook, page));
    found.extend(protected::check(handbook, number));
    found
}

/// Returns a noun with its article.
fn a(noun: &str) -> String {
    let article = if noun.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {noun}")
}

/// Returns a finding about a page as a whole.
fn about(page: &Page, rule: &'static Rule, message: String) -> Diagnostic {
    Diagnostic::new(rule, Location::new(&page.path, page.front().place()), message)
}
