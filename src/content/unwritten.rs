//! Blanks: places in a text that wait for words, as `deskbook new` leaves them.
//!
//! A blank is written `{{ write: what belongs here }}`. It says what is missing to whoever writes, is
//! shown as it is in a preview, and is reported until it is gone, so that no reader is left with it.

use crate::diag::{Diagnostic, Location, rules};
use crate::source::{SitePath, Span};

/// What a blank begins with, between its braces.
const SIGN: &str = "write:";

/// Returns a blank that asks for something.
pub fn blank(prompt: &str) -> String {
    format!("{{{{ {SIGN} {prompt} }}}}")
}

/// Returns what the inside of double braces asks for; `None` when it is no blank.
pub fn prompt(inside: &str) -> Option<&str> {
    Some(inside.strip_prefix(SIGN)?.trim())
}

/// Returns the finding for a blank.
pub(super) fn finding(file: &SitePath, prompt: &str, span: Span) -> Diagnostic {
    let words: Vec<&str> = prompt.split_whitespace().collect();
    let message = match words.as_slice() {
        [] => "this is still to be written".to_owned(),
        words => format!("this is still to be written: {}", words.join(" ")),
    };
    Diagnostic::new(&rules::UNWRITTEN, Location::new(file, span), message)
        .help("put your own words in place of the braces, or take out what the page does not need")
}
