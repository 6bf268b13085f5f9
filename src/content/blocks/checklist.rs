//! Checklists: a task list, at most nine items; `::: checklist mode=do-confirm` changes how it is used.
//!
//! Nine is the limit of the Checklist for Checklists (Gawande and others, 2010): a list that is
//! read at a pause in the work has fewer than ten items. A list is done step by step as it is read,
//! or from memory and then confirmed.

use super::{Block, Definition, Listed, incomplete};
use crate::content::document::{Document, Kind, NodeId};
use crate::diag::{Diagnostic, Location, rules};
use crate::fields::{Field, Record, Type};
use crate::source::SitePath;

/// The most items of a list that is read at a pause in the work.
const MOST: usize = 9;

pub(super) const DEFINITION: Definition = Definition { name: "checklist", fields: FIELDS, read };

const FIELDS: &[Field] = &[Field::new(
    "mode",
    Type::OneOf(&["read-do", "do-confirm"]),
    "whether each item is done as it is read, or ticked when all is done",
)];

/// How a checklist is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Checklist {
    /// When items are ticked.
    pub mode: Mode,
}

/// When the items of a checklist are ticked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Each as it is read.
    ReadDo,
    /// When it has been done from memory.
    DoConfirm,
}

impl Mode {
    /// Returns the name that fields and language files use.
    pub fn name(self) -> &'static str {
        match self {
            Self::ReadDo => "read-do",
            Self::DoConfirm => "do-confirm",
        }
    }
}

fn read(record: &Record) -> Option<Block> {
    let confirm = record.text("mode").is_some_and(|mode| mode.value == "do-confirm");
    let mode = if confirm { Mode::DoConfirm } else { Mode::ReadDo };
    Some(Block::Checklist(Checklist { mode }))
}

/// Reports a checklist block without a task list in it.
pub fn shape(file: &SitePath, document: &mut Document, node: NodeId) -> Vec<Diagnostic> {
    let inside = document.nodes[node + 1..document.nodes[node].end()].iter();
    if inside.clone().any(|node| matches!(node.kind, Kind::Task(_))) {
        return Vec::new();
    }
    let message = "this checklist has nothing to tick".to_owned();
    vec![incomplete(file, document, node, message, "write its items as `- [ ] what to do`".into())]
}

/// Notes a task list for the list of checklists, and reports one that is too long.
pub fn shape_list(file: &SitePath, document: &mut Document, node: NodeId) -> Vec<Diagnostic> {
    let items = document.children(node).filter(|item| matches!(document.nodes[*item].kind, Kind::Task(_)));
    let count = items.count();
    if count == 0 {
        return Vec::new();
    }
    document.listed.push(Listed::Checklist(node));
    if count <= MOST {
        return Vec::new();
    }
    let location = Location::new(file, document.nodes[node].span);
    vec![
        Diagnostic::new(
            &rules::LONG_CHECKLIST,
            location,
            format!("this checklist has {count} items; people keep to {MOST}"),
        )
        .help("split it where the work pauses"),
    ]
}
