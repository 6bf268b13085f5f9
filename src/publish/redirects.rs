//! `_redirects`: old addresses and the new ones, for hosts that answer these themselves.
//!
//! Each old address has a page as well, which leads on without any host. A host is quicker, and
//! browsers keep the part after `#` with either.

use std::fmt::Write;

use crate::config::Config;
use crate::handbook::{Handbook, PageId};
use crate::source::Url;

/// The most rules that every host reads (GitLab Pages); pages lead on from the other addresses.
const MOST: usize = 1_000;

/// Returns one rule a line.
pub fn redirects(handbook: &Handbook, moved: &[(Url, PageId)]) -> String {
    let base = base_path(&handbook.shared.config);
    let mut rules = String::new();
    for (from, to) in moved.iter().take(MOST) {
        let to = handbook.pages[*to].url.encoded();
        let _ = writeln!(rules, "{base}{} {base}{to} 301", from.encoded());
    }
    rules
}

/// Returns the path below which the site stands on its host; `/` where that is not known.
pub fn base_path(config: &Config) -> String {
    let base = config.base_url.as_deref().unwrap_or("");
    let after_scheme = base.split_once("://").map_or("", |(_, rest)| rest);
    match after_scheme.find('/') {
        Some(slash) => after_scheme[slash..].to_owned(),
        None => "/".to_owned(),
    }
}
