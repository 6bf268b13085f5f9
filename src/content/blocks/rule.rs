//! `::: rule level=must waiver=ROLE`: a sentence that says what must, should or may be done.
//!
//! A paragraph that opens with "Because" gives the reason. Where something must or must not be
//! done, the reason is needed, and so is the role that may waive it, or `none`.

use super::{Block, Definition, Listed, incomplete, labels};
use crate::content::document::{Document, Kind, Name, NodeId, Reference};
use crate::content::slug::slug;
use crate::diag::Diagnostic;
use crate::fields::{Field, Located, Record, Type};
use crate::language::Labels;
use crate::source::SitePath;

pub(super) const DEFINITION: Definition = Definition { name: "rule", fields: FIELDS, read };

const FIELDS: &[Field] = &[
    Field::needed(
        "level",
        Type::OneOf(&["must", "must-not", "should", "should-not", "may"]),
        "how binding it is",
    ),
    Field::new("waiver", Type::Text, "the role that may waive it, or `none`"),
];

/// A rule's fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// How binding it is.
    pub level: Level,
    /// The role that may waive it; `None` where the rule does not say.
    pub waiver: Option<Located<String>>,
    /// Its address on the page.
    pub id: String,
}

/// How binding a rule is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// There is no other way.
    Must,
    /// There is no way.
    MustNot,
    /// There may be a reason not to.
    Should,
    /// There may be a reason to.
    ShouldNot,
    /// It is left to whoever acts.
    May,
}

impl Level {
    /// Every level, the most binding first.
    pub const ALL: [Self; 5] = [Self::Must, Self::MustNot, Self::Should, Self::ShouldNot, Self::May];

    /// Returns the name that fields and language files use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Must => "must",
            Self::MustNot => "must-not",
            Self::Should => "should",
            Self::ShouldNot => "should-not",
            Self::May => "may",
        }
    }
}

/// What stands in `waiver` when nobody may waive a rule.
pub const NOBODY: &str = "none";

fn read(record: &Record) -> Option<Block> {
    let level = record.text("level")?;
    Some(Block::Rule(Rule {
        level: Level::ALL.into_iter().find(|known| known.name() == level.value)?,
        waiver: record.text("waiver"),
        id: String::new(),
    }))
}

/// Marks the reason, gives the rule an address, and reports what a binding rule lacks.
pub fn shape(file: &SitePath, document: &mut Document, node: NodeId, words: &Labels) -> Vec<Diagnostic> {
    let Some(Block::Rule(mut rule)) = document.block(node).cloned() else { return Vec::new() };
    let children: Vec<NodeId> = document.children(node).collect();
    let reason = children.iter().skip(1).copied().find(|child| is_reason(document, *child, &words.because));
    if let Some(reason) = reason {
        document.nodes[reason].kind = Kind::Because;
    }
    let span = document.nodes[node].span;
    rule.id = document.anchors.insert_free(&address(document, children.first().copied()), span);
    if let Some(waiver) = rule.waiver.as_ref().filter(|waiver| waiver.value != NOBODY) {
        document.references.push(Reference { name: Name::Role(waiver.value.clone()), span: waiver.span });
    }
    let binding = matches!(rule.level, Level::Must | Level::MustNot);
    let level = rule.level.name();
    let lacks = [
        (children.is_empty(), "a sentence", "write what holds"),
        (
            binding && reason.is_none(),
            "a paragraph that opens with \"Because\"",
            "say why: people keep rules that they understand",
        ),
        (
            binding && rule.waiver.is_none(),
            "a `waiver`",
            "name the role that may waive it, or write `waiver=none`",
        ),
    ];
    document.listed.push(Listed::Rule(node, rule.clone()));
    document.nodes[node].kind = Kind::Block(Box::new(Block::Rule(rule)));
    let lacks = lacks.into_iter().filter(|(lacks, ..)| *lacks);
    let report = |(_, what, help): (bool, &str, &str)| {
        incomplete(file, document, node, format!("this `{level}` rule lacks {what}"), help.to_owned())
    };
    lacks.map(report).collect()
}

fn is_reason(document: &Document, node: NodeId, because: &str) -> bool {
    let first = document.children(node).next();
    let text = first.and_then(|first| document.text(&document.nodes[first]));
    text.is_some_and(|text| labels::opens_with(text, because))
}

/// Returns an id made of the rule's first words.
fn address(document: &Document, sentence: Option<NodeId>) -> String {
    const WORDS: usize = 6;
    let text = sentence.map_or_else(String::new, |node| super::super::outline::plain_text(document, node));
    let slug = slug(&text);
    let words: Vec<&str> = slug.split('-').take(WORDS).collect();
    format!("rule-{}", words.join("-"))
}
