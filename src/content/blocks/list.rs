//! `::: list of=urgent`: something gathered from the whole handbook.
//!
//! What stands in the block is shown above the list.

use super::{Block, Definition, incomplete};
use crate::content::document::{Document, Name, NodeId, Reference};
use crate::diag::Diagnostic;
use crate::fields::{Field, Located, Record, Type};
use crate::source::SitePath;

pub(super) const DEFINITION: Definition = Definition { name: "list", fields: FIELDS, read };

const FIELDS: &[Field] = &[
    Field::needed(
        "of",
        Type::OneOf(&[
            "urgent",
            "contacts",
            "pages",
            "aliases",
            "terms",
            "rules",
            "authority",
            "cards",
            "checklists",
            "scenarios",
            "path",
        ]),
        "what is gathered",
    ),
    Field::new("name", Type::Text, "for `of=path`: the reading path"),
    Field::new("only", Type::OneOf(&["urgent"]), "for `of=contacts`: leaves out all but those for a crisis"),
    Field::new("by", Type::OneOf(&["action", "role"]), "for `of=authority`: how it is sorted"),
];

/// A list's fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// What is gathered.
    pub of: Of,
    /// The reading path.
    pub name: Option<Located<String>>,
    /// Whether only contacts for a crisis are shown.
    pub only_urgent: bool,
    /// Whether authority is sorted by role.
    pub by_role: bool,
}

/// What a list gathers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// Pages for the moment in which something goes wrong.
    Urgent,
    /// All pages, by area.
    Pages,
    /// Titles and aliases from A to Z.
    Aliases,
    /// The glossary.
    Terms,
    /// Every must, should and may.
    Rules,
    /// Misconceptions.
    Cards,
    /// Checklists.
    Checklists,
    /// Scenarios.
    Scenarios,
    /// Whom to reach.
    Contacts,
    /// Who may decide what.
    Authority,
    /// The pages of a reading path.
    Path,
}

impl Of {
    /// Returns the name that the field uses, which is that of the template too.
    pub fn name(self) -> &'static str {
        match self {
            Self::Urgent => "urgent",
            Self::Pages => "pages",
            Self::Aliases => "aliases",
            Self::Terms => "terms",
            Self::Rules => "rules",
            Self::Cards => "cards",
            Self::Checklists => "checklists",
            Self::Scenarios => "scenarios",
            Self::Contacts => "contacts",
            Self::Authority => "authority",
            Self::Path => "path",
        }
    }

    const ALL: [Self; 11] = [
        Self::Urgent,
        Self::Pages,
        Self::Aliases,
        Self::Terms,
        Self::Rules,
        Self::Cards,
        Self::Checklists,
        Self::Scenarios,
        Self::Contacts,
        Self::Authority,
        Self::Path,
    ];
}

fn read(record: &Record) -> Option<Block> {
    let wanted = record.text("of")?;
    let of = Of::ALL.into_iter().find(|of| of.name() == wanted.value)?;
    let by_role = record.text("by").is_some_and(|by| by.value == "role");
    let only_urgent = record.get("only").is_some();
    Some(Block::List(List { of, name: record.text("name"), only_urgent, by_role }))
}

/// Notes the reading path that the block names, and reports a list of a path without a name.
pub fn shape(file: &SitePath, document: &mut Document, node: NodeId) -> Vec<Diagnostic> {
    match document.block(node).cloned() {
        Some(Block::List(List { name: Some(name), .. })) => {
            document.references.push(Reference { name: Name::Path(name.value), span: name.span });
            Vec::new()
        }
        Some(Block::List(List { of: Of::Path, .. })) => {
            let message = "this list does not say of which path".to_owned();
            let help = "add `name=` with the id of a path from `paths.toml`".to_owned();
            vec![incomplete(file, document, node, message, help)]
        }
        _ => Vec::new(),
    }
}
