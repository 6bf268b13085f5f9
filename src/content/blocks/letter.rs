//! `::: letter type=warning signs=ROLE fields="name, date"`: a letter with blanks.
//!
//! `[[name]]` in its text is a blank that is filled in on the page and kept nowhere. Each type of
//! letter has parts that the person concerned has a right to, as paragraphs that open with a label:
//! a letter without its appeal is refused before anybody sends it.

use super::{Block, Definition, incomplete, labels};
use crate::content::document::{Document, Kind, Name, NodeId, Reference};
use crate::diag::{Diagnostic, Location, closest, rules};
use crate::fields::{Field, Located, Record, Type};
use crate::language::Labels;
use crate::source::{SitePath, Span};

pub(super) const DEFINITION: Definition = Definition { name: "letter", fields: FIELDS, read };

const TYPES: [(&str, &[&str]); 5] = [
    ("apology", &["sorry", "will-do"]),
    ("reply", &["decision", "why", "will-do", "can-do"]),
    ("warning", &["happened", "effect", "change", "follow", "appeal"]),
    ("restriction", &["why", "limits", "how-long", "review", "appeal"]),
    ("ending", &["why", "from", "orders", "refunds", "rights", "appeal"]),
];

const FIELDS: &[Field] = &[
    Field::needed(
        "type",
        Type::OneOf(&["apology", "reply", "warning", "restriction", "ending"]),
        "what the letter is for; decides the parts that it needs",
    ),
    Field::new("signs", Type::Text, "the role that signs it, or several with commas between"),
    Field::new("fields", Type::Text, "the names of its blanks, with commas between"),
];

/// A letter with blanks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// What it is for.
    pub purpose: &'static str,
    /// The roles that may sign it.
    pub signs: Vec<Located<String>>,
    /// The names of its blanks, in the order in which they are filled in.
    pub fields: Vec<Located<String>>,
}

fn read(record: &Record) -> Option<Block> {
    let wanted = record.text("type")?;
    Some(Block::Letter(Letter {
        purpose: TYPES.iter().find(|(name, _)| *name == wanted.value)?.0,
        signs: record.parts("signs"),
        fields: record.parts("fields"),
    }))
}

/// Reports parts that the type of letter needs, and blanks that do not agree with those declared.
pub fn shape(file: &SitePath, document: &mut Document, node: NodeId, words: &Labels) -> Vec<Diagnostic> {
    let Some(Block::Letter(letter)) = document.block(node).cloned() else { return Vec::new() };
    let roles = letter.signs.iter();
    let roles = roles.map(|role| Reference { name: Name::Role(role.value.clone()), span: role.span });
    document.references.extend(roles);
    let mut found = missing_parts(file, document, node, &letter, words);
    let used = blanks(document, node);
    let declared = || letter.fields.iter().map(|field| field.value.as_str());
    for (name, span) in used.iter().filter(|(name, _)| !declared().any(|field| field == name)) {
        let message = format!("the blank `{name}` is not among the letter's fields");
        let finding = Diagnostic::new(&rules::LETTER_FIELD, Location::new(file, *span), message);
        found.push(match closest(name, declared()) {
            Some(near) => finding.help(format!("did you mean `[[{near}]]`?")),
            None => finding.help(format!("add `{name}` to `fields` in the line that opens the letter")),
        });
    }
    let unused = letter.fields.iter().filter(|field| used.iter().all(|(used, _)| *used != field.value));
    for field in unused {
        let name = &field.value;
        let place = field.span;
        let message = format!("the field `{name}` stands nowhere in the letter");
        let finding = Diagnostic::new(&rules::LETTER_FIELD, Location::new(file, place), message);
        found.push(finding.help(format!("write `[[{name}]]` where it belongs, or take it out of `fields`")));
    }
    found
}

fn missing_parts(
    file: &SitePath,
    document: &Document,
    node: NodeId,
    letter: &Letter,
    words: &Labels,
) -> Vec<Diagnostic> {
    let needed = TYPES.iter().find(|(name, _)| *name == letter.purpose).map_or(&[][..], |(_, parts)| *parts);
    let paragraphs = document.children(node).filter_map(|child| labels::opening(document, child));
    let has: Vec<String> = paragraphs.map(|(_, text)| text).collect();
    let label = |part: &str| words.letter.iter().find(|(known, _)| *known == part).map(|(_, label)| label);
    let missing = needed.iter().filter_map(|part| label(part));
    let missing = missing.filter(|label| !has.iter().any(|text| labels::is(text, label)));
    let report = |label: &String| {
        let message = format!("this {} letter has no part **{label}**", letter.purpose);
        let help = format!("add a paragraph that opens with **{label}**");
        incomplete(file, document, node, message, help)
    };
    missing.map(report).collect()
}

fn blanks(document: &Document, node: NodeId) -> Vec<(String, Span)> {
    let inside = &document.nodes[node..document.nodes[node].end()];
    let blank = |node: &crate::content::Node| match &node.kind {
        Kind::Blank(name) => Some((name.to_string(), node.span)),
        _ => None,
    };
    inside.iter().filter_map(blank).collect()
}
