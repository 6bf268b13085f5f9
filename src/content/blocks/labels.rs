//! Labels: the bold word with which a paragraph or an item opens.

use crate::content::document::{Document, Kind, NodeId};
use crate::source::Span;

/// Returns the node of the bold word with which a block of text opens, and that word.
pub fn opening(document: &Document, node: NodeId) -> Option<(NodeId, String)> {
    let mut first = document.children(node).next()?;
    if matches!(document.nodes[first].kind, Kind::Paragraph) {
        first = document.children(first).next()?;
    }
    if !matches!(document.nodes[first].kind, Kind::Strong) {
        return None;
    }
    let words = document.nodes[first + 1..document.nodes[first].end()].iter();
    let text = words.filter_map(|node| match &node.kind {
        Kind::SoftBreak => Some(" "),
        _ => document.text(node),
    });
    let text: String = text.collect();
    Some((first, text.trim().trim_end_matches([':', '.']).to_owned()))
}

/// Returns whether a text is this label, whatever its case.
pub fn is(text: &str, label: &str) -> bool {
    text.to_lowercase() == label.to_lowercase()
}

/// Returns whether a text opens with a label as a whole word.
pub fn opens_with(text: &str, label: &str) -> bool {
    let text = text.trim_start();
    let rest = match text.get(..label.len()) {
        Some(start) if is(start, label) => &text[label.len()..],
        _ => return false,
    };
    !label.is_empty() && !rest.starts_with(char::is_alphanumeric)
}

/// Marks a label as shown by its block, with the colon and the blank that follow it.
pub fn mark(document: &mut Document, label: NodeId) {
    document.nodes[label].kind = Kind::Label;
    let next = document.nodes[label].end();
    let Some(Kind::Verbatim) = document.nodes.get(next).map(|node| &node.kind) else { return };
    let span = document.nodes[next].span;
    let text = &document.source[span.range()];
    let blank = text.len() - text.trim_start_matches(|c: char| c.is_whitespace() || c == ':').len();
    document.nodes[next].span = Span::new(span.start as usize + blank, span.end as usize);
}
