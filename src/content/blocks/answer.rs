//! `::: answer`: what a scenario hides until it has been tried.
//!
//! How many a page must hide is for its kind to say.

use super::{Block, Definition};
use crate::content::document::{Document, NodeId};
use crate::diag::Diagnostic;

pub(super) const DEFINITION: Definition =
    Definition { name: "answer", fields: &[], read: |_| Some(Block::Answer) };

/// The id of the first answer on a page.
pub const ID: &str = "answer";

/// Gives the answer an address.
pub fn shape(document: &mut Document, node: NodeId) -> Vec<Diagnostic> {
    if !document.anchors.contains(ID) {
        let span = document.nodes[node].span;
        document.anchors.insert(ID, span);
    }
    Vec::new()
}
