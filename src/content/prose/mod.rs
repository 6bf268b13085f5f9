//! Checks of the prose of one page, one file each.
//!
//! Each looks at a [`Passage`](super::Passage) and knows nothing of Markdown. What an amount typed
//! by hand means depends on the page's kind, so those are only noted here.

mod alt_text;
mod amount;
mod avoid;
mod personal_data;
mod sentence;

pub use avoid::Avoid;

use super::Options;
use super::document::{Document, Name};
use super::words::{Context, STAND_IN, passages};
use crate::diag::Checked;
use crate::source::SitePath;

/// Checks the prose of a document, counts its words and notes amounts typed by hand.
pub fn check(file: &SitePath, document: &mut Document, options: &Options) -> Checked<()> {
    let mut diagnostics = alt_text::check(file, document);
    let mut amounts = Vec::new();
    let mut words = 0;
    for passage in passages(document, |_: &Name| STAND_IN) {
        personal_data::check(file, &passage, &mut diagnostics);
        if passage.context == Context::Picture {
            continue;
        }
        words += count(&passage.text);
        if passage.context != Context::Quoted {
            avoid::check(file, &passage, &options.avoid, &mut diagnostics);
            amount::find(&passage, &options.day_words, &mut amounts);
            sentence::check(file, &passage, &mut diagnostics);
        }
    }
    document.words = words;
    document.typed_amounts = amounts;
    Checked { value: (), diagnostics }
}

/// Returns how many words a text has: runs without white space that hold a letter or a number.
pub fn count(text: &str) -> usize {
    text.split_whitespace().filter(|word| is_word(word)).count()
}

fn is_word(word: &str) -> bool {
    word.contains(|c: char| c.is_alphanumeric()) || word.contains(STAND_IN)
}
