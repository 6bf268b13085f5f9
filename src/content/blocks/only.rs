//! `::: only audience=managers`: a part of a page that is not for everybody who reads the page.
//!
//! What it holds is Markdown like any other. In builds for others it is left out with everything in
//! it, and so are the footnotes that nothing else refers to.

use super::{Block, Definition};
use crate::fields::{Field, Located, Record, Type};

pub(super) const DEFINITION: Definition = Definition { name: "only", fields: FIELDS, read };

const FIELDS: &[Field] =
    &[Field::needed("audience", Type::Text, "who may read it, one of the settings' audiences")];

/// A part of a page that is not for everybody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Only {
    /// Who may read it.
    pub audience: Located<String>,
}

/// Reads the field. Where it is missing, that is an error; until it is mended, nobody reads the part.
fn read(record: &Record) -> Option<Block> {
    let nobody = || Located { value: String::new(), span: record.span };
    Some(Block::Only(Only { audience: record.text("audience").unwrap_or_else(nobody) }))
}
