//! Pages with more words than their kind allows.

use super::about;
use crate::diag::{Diagnostic, rules};
use crate::handbook::Page;

pub fn check(page: &Page) -> Option<Diagnostic> {
    let (has, cap) = (page.document.words, page.kind.cap?);
    if has <= cap {
        return None;
    }
    let message = format!("this {} has {has} words; {cap} are read in a hurry", page.kind.name);
    Some(
        about(page, &rules::OVER_CAP, message)
            .help("cut what is said elsewhere and link to it, or make two pages of it"),
    )
}
