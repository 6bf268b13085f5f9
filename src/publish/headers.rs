//! `_headers`: what a host is to send with each file, for those that read this file (Netlify,
//! Cloudflare Pages).
//!
//! Where two rules hold for one file, these hosts join what both say. So pages get no rule of their
//! own about caches: asking anew each time is what both hosts do with everything unless told.

use std::fmt::Write;

use crate::config::Config;
use crate::headers::{CAREFUL, UNLISTED, kept};

/// Returns the rules for hosts.
pub fn headers(config: &Config) -> String {
    let mut rules = String::from("/*\n");
    let unlisted = (!config.public).then_some(&UNLISTED);
    for header in CAREFUL.iter().chain(unlisted) {
        let _ = writeln!(rules, "  {}: {}", header.name, header.value);
    }
    let _ = write!(rules, "/assets/*\n  Cache-Control: {}\n", kept(config.public));
    rules
}
