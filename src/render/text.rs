//! The words in a node as plain text: for labels, titles and pictures. Of a merged document it is
//! the new edition's words.

use crate::content::{Document, Kind, Mark, NodeId};
use crate::view::Shown;

/// Returns the words in a node, with references as a reader reads them.
pub fn of(document: &Document, shown: &[Shown], node: NodeId) -> String {
    let mut text = String::new();
    let gone = document.nodes[node].mark == Mark::Removed;
    for inside in &document.nodes[node + 1..document.nodes[node].end()] {
        if inside.mark == Mark::Removed && !gone {
            continue;
        }
        match &inside.kind {
            Kind::Verbatim | Kind::Text(_) | Kind::Code(_) => {
                text.push_str(document.text(inside).unwrap_or(""));
            }
            Kind::SoftBreak | Kind::HardBreak => text.push('\n'),
            Kind::Placeholder(reference) => match &shown[*reference as usize] {
                Shown::Value(words, _) | Shown::Role(words) | Shown::Term(words) => text.push_str(words),
                _ => {}
            },
            _ => {}
        }
    }
    text
}
