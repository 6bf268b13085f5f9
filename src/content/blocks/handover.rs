//! `::: handover to=team-leader within=handover.reply`: when to pass a case on, to whom, how soon.

use super::{Block, Definition};
use crate::content::document::{Document, Name, NodeId, Reference};
use crate::fields::{Field, Located, Record, Type};

pub(super) const DEFINITION: Definition = Definition { name: "handover", fields: FIELDS, read };

const FIELDS: &[Field] = &[
    Field::needed("to", Type::Text, "the role that takes over, or several with commas between"),
    Field::new("within", Type::Text, "the key of the value that says how soon; its contact's where missing"),
];

/// A case that is passed on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handover {
    /// The roles that may take over.
    pub to: Vec<Located<String>>,
    /// The key of the value that says how soon.
    pub within: Option<Located<String>>,
}

fn read(record: &Record) -> Option<Block> {
    Some(Block::Handover(Handover { to: record.parts("to"), within: record.text("within") }))
}

/// Notes the roles and the value that the block names.
pub fn shape(document: &mut Document, node: NodeId) {
    let Some(Block::Handover(Handover { to, within })) = document.block(node).cloned() else { return };
    let roles = to.into_iter().map(|role| Reference { name: Name::Role(role.value), span: role.span });
    document.references.extend(roles);
    if let Some(within) = within {
        document.references.push(Reference { name: Name::Value(within.value), span: within.span });
    }
}
