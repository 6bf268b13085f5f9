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

use std::ops::Range;

use super::Options;
use super::blocks::Block;
use super::document::{Document, Name, NodeId};
use super::words::{Context, STAND_IN, passages};
use crate::diag::Checked;
use crate::source::SitePath;

/// Checks the prose of a document, counts its words and notes amounts typed by hand.
pub fn check(file: &SitePath, document: &mut Document, options: &Options) -> Checked<()> {
    let mut diagnostics = alt_text::check(file, document);
    let mut amounts = Vec::new();
    let exempt = exempt(document);
    let mut words = 0;
    for passage in passages(document, |_: &Name| "\u{fffc}") {
        personal_data::check(file, &passage, &mut diagnostics);
        if passage.context == Context::Picture {
            continue;
        }
        let count = count(&passage.text);
        words += count;
        if passage.context != Context::Quoted {
            avoid::check(file, &passage, &options.avoid, &mut diagnostics);
            if has_figures(&passage.text) && !may_hold_amounts(&exempt, passage.node) {
                amount::find(&passage, &options.day_words, &mut amounts);
            }
            sentence::check(file, &passage, count, &mut diagnostics);
        }
    }
    document.words = words;
    document.typed_amounts = amounts;
    Checked { value: (), diagnostics }
}

/// Returns how many words a document has.
pub fn words(document: &Document) -> usize {
    let passages = passages(document, |_: &Name| "\u{fffc}");
    let read = passages.iter().filter(|passage| passage.context != Context::Picture);
    read.map(|passage| count(&passage.text)).sum()
}

/// Returns the nodes of blocks in which amounts are typed by hand: laws and letters.
fn exempt(document: &Document) -> Vec<Range<NodeId>> {
    let blocks = document.fences.keys().copied();
    let exempt =
        blocks.filter(|node| matches!(document.block(*node), Some(Block::Law(_) | Block::Letter(_))));
    exempt.map(|node| node..document.nodes[node].end()).collect()
}

fn may_hold_amounts(exempt: &[Range<NodeId>], node: NodeId) -> bool {
    exempt.iter().any(|nodes| nodes.contains(&node))
}

/// Returns how many words a text has: runs without white space that hold a letter or a number.
pub fn count(text: &str) -> usize {
    if text.is_ascii() {
        return count_in(text.bytes(), u8::is_ascii_whitespace, u8::is_ascii_alphanumeric);
    }
    count_in(text.chars(), |c| c.is_whitespace(), |c| c.is_alphanumeric() || *c == STAND_IN)
}

fn count_in<T>(letters: impl Iterator<Item = T>, is_gap: fn(&T) -> bool, is_letter: fn(&T) -> bool) -> usize {
    let (mut words, mut is_word) = (0, false);
    for letter in letters {
        if is_gap(&letter) {
            words += usize::from(is_word);
            is_word = false;
        } else {
            is_word |= is_letter(&letter);
        }
    }
    words + usize::from(is_word)
}

/// Returns whether a text holds a figure, without which it holds neither amounts nor numbers.
fn has_figures(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit())
}
