//! Pages that nothing leads to: hidden from navigation, and linked by no other page.

use super::about;
use crate::diag::{Diagnostic, rules};
use crate::handbook::Page;

pub fn check(page: &Page) -> Option<Diagnostic> {
    if !page.hidden || !page.backlinks.is_empty() {
        return None;
    }
    let message = "this page is hidden from navigation, and no page links to it".to_owned();
    Some(about(page, &rules::ORPHAN_PAGE, message).help("link to it, or take `nav: hidden` out"))
}
