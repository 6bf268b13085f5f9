//! One side of a merged document, taken out again.

use crate::content::{Document, Kind, Mark, Node, NodeId};

/// Returns a merged document as it was before (`Mark::Removed`) or as it is now (`Mark::Added`):
/// without what the other side has alone, and with what has moved where this side has it.
pub fn side(merged: &Document, side: Mark) -> Document {
    let mut taken = Taken { merged, side, nodes: Vec::new() };
    taken.between(0, merged.nodes.len());
    Document { nodes: taken.nodes, redline: None, headings: Vec::new(), title: None, ..merged.clone() }
}

struct Taken<'a> {
    merged: &'a Document,
    side: Mark,
    nodes: Vec<Node>,
}

impl Taken<'_> {
    fn between(&mut self, from: NodeId, to: NodeId) {
        let mut node = from;
        while node < to {
            let moved = self.merged.nodes[node].mark == Mark::Moved && self.side == Mark::Removed;
            if !moved {
                self.node(node);
            }
            node = self.merged.nodes[node].end();
        }
    }

    fn node(&mut self, node: NodeId) {
        let at = &self.merged.nodes[node];
        if matches!((at.mark, self.side), (Mark::Added, Mark::Removed) | (Mark::Removed, Mark::Added)) {
            return;
        }
        if let Kind::MovedAway(moved) = &at.kind {
            return moved.iter().for_each(|node| self.node(*node));
        }
        let number = self.nodes.len();
        let mut taken = Node::new(at.kind.clone(), at.span, number);
        taken.mark = Mark::Same;
        self.nodes.push(taken);
        self.between(node + 1, at.end());
        let count = self.nodes.len();
        self.nodes[number].end_before(count);
    }
}
