//! `::: authority action=refund` or `role=adviser`: a slice of who may decide what.

use super::{Block, Definition};
use crate::content::document::{Document, Name, NodeId, Reference};
use crate::fields::{Field, Located, Record, Type};

pub(super) const DEFINITION: Definition = Definition { name: "authority", fields: FIELDS, read };

const FIELDS: &[Field] = &[
    Field::new("action", Type::Text, "the action to show; all of them where missing"),
    Field::new("role", Type::Text, "the role to show; all of them where missing"),
];

/// A slice of who may decide what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Slice {
    /// The action to show.
    pub action: Option<Located<String>>,
    /// The role to show.
    pub role: Option<Located<String>>,
}

fn read(record: &Record) -> Option<Block> {
    Some(Block::Authority(Slice { action: record.text("action"), role: record.text("role") }))
}

/// Notes the action and the role that the block names.
pub fn shape(document: &mut Document, node: NodeId) {
    let Some(Block::Authority(Slice { action, role })) = document.block(node).cloned() else { return };
    if let Some(action) = action {
        document.references.push(Reference { name: Name::Action(action.value), span: action.span });
    }
    if let Some(role) = role {
        document.references.push(Reference { name: Name::Role(role.value), span: role.span });
    }
}
