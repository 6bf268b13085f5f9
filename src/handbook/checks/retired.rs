//! Retired pages that leave their readers without a next page or a reason.

use super::about;
use crate::diag::{Diagnostic, rules};
use crate::handbook::Page;

pub fn check(page: &Page) -> Option<Diagnostic> {
    if !page.is_retired() {
        return None;
    }
    let record = &page.front().record;
    let explained = record.get("retired_on").is_some() && record.get("retired_because").is_some();
    let help = match record.text("replaced_by") {
        Some(none) if none.value == "none" && explained => return None,
        Some(none) if none.value == "none" => {
            "add `retired_on:` and `retired_because:`, which readers of the old address are told"
        }
        Some(_) => return None,
        None => {
            "add `replaced_by:` with the page that holds now, or `none` with `retired_on:` and `retired_because:`"
        }
    };
    let message = "this page is retired, and its readers are not told what holds now".to_owned();
    Some(about(page, &rules::RETIRED_WITHOUT_REPLACEMENT, message).help(help))
}
