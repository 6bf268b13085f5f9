//! Too few of the words that staff and customers really use.
//!
//! Two people choose the same word for a thing less than one time in five (Furnas and others,
//! "The vocabulary problem", 1987), so a page that is looked for in a hurry needs several names.

use super::about;
use crate::diag::{Diagnostic, rules};
use crate::handbook::Page;

pub fn check(page: &Page) -> Option<Diagnostic> {
    let (has, wants) = (page.aliases().len(), page.kind.aliases);
    if has >= wants {
        return None;
    }
    let aliases = if has == 1 { "alias" } else { "aliases" };
    let message =
        format!("this {} has {has} {aliases}; staff find one with at least {wants}", page.kind.name);
    Some(
        about(page, &rules::FEW_ALIASES, message)
            .help("add `aliases:` with the words that people say when they need it"),
    )
}
