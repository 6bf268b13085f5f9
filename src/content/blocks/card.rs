//! `::: card type=policy`: a misconception, told so that the fact sticks.
//!
//! The heading is the fact; then four labelled paragraphs: an acknowledgement, the claim, why it
//! misleads and how the truth helps. Naming the claim once, after the fact and a warning, and
//! filling the gap with an explanation follows the Debunking Handbook 2020 (Lewandowsky and others).

use super::{Block, Definition, Listed, incomplete, labels};
use crate::content::document::{Document, Kind, NodeId};
use crate::diag::Diagnostic;
use crate::fields::{Field, Record, Type};
use crate::language::Labels;
use crate::source::SitePath;

pub(super) const DEFINITION: Definition = Definition { name: "card", fields: FIELDS, read };

const FIELDS: &[Field] = &[Field::needed(
    "type",
    Type::OneOf(&["policy", "service", "expectation"]),
    "what is misread: a policy, a service, or what can be hoped for",
)];

/// A misconception and the fact beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Card {
    /// What is misread.
    pub about: CardType,
}

/// What a misconception is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CardType {
    /// A policy.
    Policy,
    /// A service.
    Service,
    /// What can be hoped for.
    Expectation,
}

impl CardType {
    /// Returns the name that fields and language files use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Policy => "policy",
            Self::Service => "service",
            Self::Expectation => "expectation",
        }
    }
}

fn read(record: &Record) -> Option<Block> {
    let about = match record.text("type")?.as_str() {
        "policy" => CardType::Policy,
        "service" => CardType::Service,
        _ => CardType::Expectation,
    };
    Some(Block::Card(Card { about }))
}

/// Marks the labelled paragraphs, and reports the parts that are missing.
pub fn shape(file: &SitePath, document: &mut Document, node: NodeId, words: &Labels) -> Vec<Diagnostic> {
    let parts: [(&'static str, &str); 4] = [
        ("acknowledge", &words.acknowledge),
        ("claim", &words.claim),
        ("misleads", &words.misleads),
        ("helps", &words.helps),
    ];
    let children: Vec<NodeId> = document.children(node).collect();
    let mut missing = Vec::new();
    let fact = children.first().is_some_and(|first| matches!(document.nodes[*first].kind, Kind::Heading(..)));
    if !fact {
        missing.push("a heading that states the fact, as the first thing in it".to_owned());
    }
    for child in children {
        let Some((label, text)) = labels::opening(document, child) else { continue };
        if let Some((part, _)) = parts.iter().find(|(_, label)| labels::is(&text, label)) {
            labels::mark(document, label);
            document.nodes[child].kind = Kind::Labelled(part);
        }
    }
    for (part, label) in parts {
        let has = document.children(node).any(|child| document.nodes[child].kind == Kind::Labelled(part));
        if !has {
            missing.push(format!("a paragraph that opens with **{label}**"));
        }
    }
    if let Some(Block::Card(card)) = document.block(node).cloned() {
        document.listed.push(Listed::Card(node, card.about));
    }
    let report = |part: String| {
        let message = format!("this card lacks {part}");
        incomplete(
            file,
            document,
            node,
            message,
            "write it; a reader believes a fact that comes with its reason".into(),
        )
    };
    missing.into_iter().map(report).collect()
}
