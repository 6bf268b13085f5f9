//! Reports: what an owner, an auditor or an editor asks of the whole handbook.
//!
//! Each takes a linked [`Handbook`] and returns a [`Table`], which
//! writes itself as text, JSON or CSV. [`affected()`] asks another question: which pages would read
//! otherwise if one thing changed.

mod affected;
mod aliases;
mod coverage;
mod owners;
mod table;
mod values;

pub use affected::{Affected, Mention, affected, names};
pub use aliases::aliases;
pub use coverage::coverage;
pub use owners::owners;
pub use table::Table;
pub use values::values;

use crate::handbook::{Handbook, Origin, Page};

/// Returns the pages in force that people wrote.
fn in_force(handbook: &Handbook) -> impl Iterator<Item = &Page> {
    let pages = handbook.pages.iter().map(AsRef::as_ref);
    pages.filter(|page: &&Page| page.origin == Origin::Content && !page.is_retired())
}

/// Returns the shortest name by which readers know a page: its code, or else its title.
fn name(page: &Page) -> String {
    page.code.clone().unwrap_or_else(|| page.title.clone())
}
