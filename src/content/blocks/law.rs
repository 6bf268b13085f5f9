//! `::: law jurisdiction=GB checked=2026-11-01 source="…"`: what the law of one place says.
//!
//! Law is a layer of its own, so that another country swaps these blocks and keeps the rest. Each
//! says where it holds and when somebody last looked.

use jiff::civil::Date;

use super::{Block, Definition};
use crate::content::document::{Document, Name, NodeId, Reference};
use crate::fields::{Field, Located, Record, Type};

pub(super) const DEFINITION: Definition = Definition { name: "law", fields: FIELDS, read };

const FIELDS: &[Field] = &[
    Field::needed("jurisdiction", Type::Text, "where it holds, such as `GB` or `GB-SCT`"),
    Field::needed("checked", Type::Date, "when it was last checked"),
    Field::needed("source", Type::Text, "where it can be read"),
    Field::new("ask", Type::Text, "the role to ask when unsure; the page's owner where missing"),
];

/// What the law of one place says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Law {
    /// Where it holds, as a code.
    pub jurisdiction: String,
    /// When it was last checked.
    pub checked: Located<Date>,
    /// Where it can be read.
    pub source: String,
    /// The role to ask when unsure.
    pub ask: Option<Located<String>>,
}

fn read(record: &Record) -> Option<Block> {
    Some(Block::Law(Law {
        jurisdiction: record.text("jurisdiction")?.value,
        checked: record.date("checked")?,
        source: record.text("source")?.value,
        ask: record.text("ask"),
    }))
}

/// Notes the role that the block names.
pub fn shape(document: &mut Document, node: NodeId) {
    let Some(Block::Law(Law { ask: Some(ask), .. })) = document.block(node).cloned() else { return };
    document.references.push(Reference { name: Name::Role(ask.value), span: ask.span });
}
