//! Blocks: what Markdown has no sign for, one file each.
//!
//! A file holds the block's fields, what it reads them into, and the check of its shape: which
//! parts it needs and where. Shaping marks nodes in place (a label, a labelled paragraph, a
//! reason), so that renderers and searches find the parts without reading words again. What a
//! block refers to is pushed onto the document's references; `handbook` resolves them all alike.

mod answer;
mod authority;
mod card;
mod checklist;
mod handover;
mod labels;
mod ladder;
mod law;
mod letter;
mod list;
mod only;
mod rule;
mod say;
mod tree;

pub use authority::Slice;
pub use card::{Card, CardType};
pub use checklist::{Checklist, Mode};
pub use handover::Handover;
pub use ladder::{Ladder, Rung};
pub use law::Law;
pub use letter::Letter;
pub use list::{List, Of};
pub use only::Only;
pub use rule::{Level, NOBODY, Rule};
pub use tree::Tree;

use super::document::{Document, Kind, NodeId};
use super::fence::Opening;
use crate::diag::{Checked, Diagnostic, Location, closest, rules};
use crate::fields::{Field, Located, Record, check};
use crate::language::Labels;
use crate::source::SitePath;

/// A fenced block, with its fields read.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// A misconception and the fact beside it.
    Card(Card),
    /// A sentence that says what must, should or may be done.
    Rule(Rule),
    /// What a scenario hides until it has been tried.
    Answer,
    /// Steps to tick.
    Checklist(Checklist),
    /// A decision, one question at a time.
    Tree(Tree),
    /// Steps that grow in weight.
    Ladder(Ladder),
    /// A letter with blanks.
    Letter(Letter),
    /// What the law of one place says.
    Law(Law),
    /// A case that is passed on.
    Handover(Handover),
    /// A slice of who may decide what.
    Authority(Slice),
    /// Something gathered from the whole handbook.
    List(List),
    /// A part that is not for everybody who reads the page.
    Only(Only),
    /// A block that does not exist; its text is shown.
    Unknown,
}

impl Block {
    /// Returns the block as it is when its text stands `offset` bytes further on.
    pub(crate) fn shifted(mut self, offset: usize) -> Self {
        let shift = |field: &mut Located<String>| field.span = field.span.shifted(offset);
        match &mut self {
            Self::Rule(rule) => rule.waiver.iter_mut().for_each(shift),
            Self::Letter(letter) => letter.signs.iter_mut().chain(&mut letter.fields).for_each(shift),
            Self::Law(law) => {
                law.checked.span = law.checked.span.shifted(offset);
                law.ask.iter_mut().for_each(shift);
            }
            Self::Handover(handover) => handover.to.iter_mut().chain(&mut handover.within).for_each(shift),
            Self::Authority(slice) => slice.action.iter_mut().chain(&mut slice.role).for_each(shift),
            Self::List(list) => list.name.iter_mut().for_each(shift),
            Self::Only(only) => shift(&mut only.audience),
            Self::Card(_)
            | Self::Answer
            | Self::Checklist(_)
            | Self::Tree(_)
            | Self::Ladder(_)
            | Self::Unknown => {}
        }
        self
    }
}

/// What lists on other pages show of a document.
#[derive(Clone, Debug, PartialEq)]
pub enum Listed {
    /// A card, by its node.
    Card(NodeId, CardType),
    /// A rule, by its node.
    Rule(NodeId, Rule),
    /// A checklist, by its node.
    Checklist(NodeId),
}

/// What a block is called and how its fields are read.
struct Definition {
    name: &'static str,
    fields: &'static [Field],
    read: fn(&Record) -> Option<Block>,
}

/// Every block.
const DEFINITIONS: &[Definition] = &[
    answer::DEFINITION,
    authority::DEFINITION,
    card::DEFINITION,
    checklist::DEFINITION,
    handover::DEFINITION,
    ladder::DEFINITION,
    law::DEFINITION,
    letter::DEFINITION,
    list::DEFINITION,
    only::DEFINITION,
    rule::DEFINITION,
    tree::DEFINITION,
];

/// Returns the name and the fields of every block.
pub fn fields() -> impl Iterator<Item = (&'static str, &'static [Field])> {
    DEFINITIONS.iter().map(|definition| (definition.name, definition.fields))
}

/// Returns the name of a block that kinds ask for.
pub fn name(block: &Block) -> Option<&'static str> {
    match block {
        Block::Tree(_) => Some("tree"),
        Block::Ladder(_) => Some("ladder"),
        Block::Letter(_) => Some("letter"),
        Block::Card(_) => Some("card"),
        Block::Rule(_) => Some("rule"),
        Block::Answer => Some("answer"),
        Block::Checklist(_) => Some("checklist"),
        Block::Law(_) => Some("law"),
        Block::Handover(_) => Some("handover"),
        Block::Authority(_) => Some("authority"),
        Block::List(_) => Some("list"),
        Block::Only(_) => Some("only"),
        Block::Unknown => None,
    }
}

/// Reads an opening fence.
pub(super) fn read(file: &SitePath, opening: Opening) -> Checked<Block> {
    let Some(definition) = DEFINITIONS.iter().find(|definition| definition.name == opening.name) else {
        return Checked { value: Block::Unknown, diagnostics: vec![unknown(file, &opening)] };
    };
    let whose = format!("`{}`", definition.name);
    let mut fields = check(file, &whose, opening.fields, definition.fields);
    for finding in &mut fields.diagnostics {
        if finding.rule == &rules::UNKNOWN_KEY {
            finding.rule = &rules::UNKNOWN_BLOCK_FIELD;
            if finding.fix.is_none() {
                finding.help = Some(known_fields(definition));
            }
        }
    }
    fields.map(|record| (definition.read)(&record).unwrap_or(Block::Unknown))
}

fn known_fields(definition: &Definition) -> String {
    let names: Vec<String> = definition.fields.iter().map(|field| format!("`{}`", field.name)).collect();
    match names.as_slice() {
        [] => format!("`{}` has no fields; take it out", definition.name),
        names => format!("it has {}", names.join(", ")),
    }
}

fn unknown(file: &SitePath, opening: &Opening) -> Diagnostic {
    let names = || DEFINITIONS.iter().map(|definition| definition.name);
    let location = Location::new(file, opening.name_span);
    let finding =
        Diagnostic::new(&rules::UNKNOWN_BLOCK, location, format!("there is no block `{}`", opening.name));
    match closest(&opening.name, names()) {
        Some(name) => finding.help(format!("did you mean `{name}`?")).fix(opening.name_span, name),
        None => finding.help(format!("there are {}", names().collect::<Vec<_>>().join(", "))),
    }
}

/// Checks and marks the parts of every block in a document.
pub(super) fn shape(file: &SitePath, document: &mut Document, labels: &Labels) -> Checked<()> {
    let mut diagnostics = Vec::new();
    for node in 0..document.nodes.len() {
        if matches!(document.nodes[node].kind, Kind::List(_)) {
            diagnostics.extend(say::shape(file, document, node, labels));
            diagnostics.extend(checklist::shape_list(file, document, node));
        }
        let found = match document.block(node) {
            Some(Block::Card(_)) => card::shape(file, document, node, labels),
            Some(Block::Rule(_)) => rule::shape(file, document, node, labels),
            Some(Block::Answer) => answer::shape(document, node),
            Some(Block::Checklist(_)) => checklist::shape(file, document, node),
            Some(Block::Tree(_)) => tree::shape(file, document, node),
            Some(Block::Ladder(_)) => ladder::shape(file, document, node, labels),
            Some(Block::Letter(_)) => letter::shape(file, document, node, labels),
            Some(Block::List(_)) => list::shape(file, document, node),
            _ => Vec::new(),
        };
        diagnostics.extend(found);
        match document.block(node) {
            Some(Block::Law(_)) => law::shape(document, node),
            Some(Block::Handover(_)) => handover::shape(document, node),
            Some(Block::Authority(_)) => authority::shape(document, node),
            _ => {}
        }
    }
    Checked { value: (), diagnostics }
}

/// Returns the finding for a block that lacks a part.
fn incomplete(
    file: &SitePath,
    document: &Document,
    node: NodeId,
    message: String,
    help: String,
) -> Diagnostic {
    let location =
        Location::new(file, document.fences.get(&node).copied().unwrap_or(document.nodes[node].span));
    Diagnostic::new(&rules::INCOMPLETE_BLOCK, location, message).help(help)
}
