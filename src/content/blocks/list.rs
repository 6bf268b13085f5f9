//! `::: list of=urgent`: something gathered from the whole handbook.
//!
//! What stands in the block is shown above the list.

use super::{Block, Definition};
use crate::fields::{Field, Record, Type};

pub(super) const DEFINITION: Definition = Definition { name: "list", fields: FIELDS, read };

const FIELDS: &[Field] = &[Field::needed(
    "of",
    Type::OneOf(&["urgent", "pages", "aliases", "terms", "rules", "cards", "checklists", "scenarios"]),
    "what is gathered",
)];

/// A list's fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct List {
    /// What is gathered.
    pub of: Of,
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
        }
    }

    const ALL: [Self; 8] = [
        Self::Urgent,
        Self::Pages,
        Self::Aliases,
        Self::Terms,
        Self::Rules,
        Self::Cards,
        Self::Checklists,
        Self::Scenarios,
    ];
}

fn read(record: &Record) -> Option<Block> {
    let wanted = record.text("of")?;
    let of = Of::ALL.into_iter().find(|of| of.name() == wanted.value)?;
    Some(Block::List(List { of }))
}
