//! [`Part`]: what stands side by side in a document, and can be matched with what stood there.
//!
//! A part is a block, or a run of text that stands in an item or a cell without a paragraph.

use std::hash::{Hash, Hasher};
use std::mem::{Discriminant, discriminant};
use std::ops::Range;

use rustc_hash::FxHasher;

use super::read::Reading;
use crate::content::blocks::Block;
use crate::content::{Alert, Document, Kind, NodeId, TreePart};

/// One part.
#[derive(Clone, Debug)]
pub struct Part<'a> {
    /// Its nodes.
    pub nodes: Range<NodeId>,
    /// Whether it is text without a block around it.
    pub is_line: bool,
    /// What it can be matched with.
    pub sort: Sort<'a>,
    /// The same for all that read alike.
    pub key: u64,
}

/// What a part can be matched with: another of the same sort.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sort<'a> {
    Title,
    Text,
    Heading,
    List,
    SayList,
    Item,
    SayItem(bool),
    TreeItem(Tree),
    Quote,
    Alert(&'static str),
    Code,
    Html,
    Element(&'static str),
    Table,
    Head,
    Row,
    Cell,
    Rule,
    Block(Discriminant<Block>, &'static str),
    Terms,
    Term,
    Meaning,
    Footnote(&'a str),
    Labelled(&'static str),
    Because,
    Away,
}

/// The parts of a tree, which hashes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tree {
    Question,
    Answer,
    Outcome,
}

/// Returns the parts that stand directly in a node.
pub fn inside<'a>(reading: &Reading<'a>, node: NodeId) -> Vec<Part<'a>> {
    between(reading, node + 1..reading.document.nodes[node].end())
}

/// Returns the outermost parts.
pub fn outermost<'a>(reading: &Reading<'a>) -> Vec<Part<'a>> {
    between(reading, 0..reading.document.nodes.len())
}

fn between<'a>(reading: &Reading<'a>, nodes: Range<NodeId>) -> Vec<Part<'a>> {
    let all = &reading.document.nodes;
    let mut parts: Vec<Part> = Vec::new();
    let mut node = nodes.start;
    while node < nodes.end {
        let end = all[node].end();
        let is_line = all[node].kind.is_inline();
        match parts.last_mut().filter(|part| part.is_line && is_line) {
            Some(line) => line.nodes.end = end,
            None => {
                let sort = if is_line { Sort::Text } else { sort(reading.document, node) };
                parts.push(Part { nodes: node..end, is_line, sort, key: 0 });
            }
        }
        node = end;
    }
    for part in &mut parts {
        part.key = key(reading, part);
    }
    parts
}

fn sort(document: &Document, node: NodeId) -> Sort<'_> {
    match &document.nodes[node].kind {
        Kind::Heading(..) if document.title == Some(node) => Sort::Title,
        Kind::Heading(..) => Sort::Heading,
        Kind::Quote => Sort::Quote,
        Kind::Alert(alert) => Sort::Alert(Alert::name(*alert)),
        Kind::CodeBlock(_) => Sort::Code,
        Kind::Html(_) => Sort::Html,
        Kind::Element(element) => Sort::Element(element.name),
        Kind::List(_) => Sort::List,
        Kind::SayList => Sort::SayList,
        Kind::Item | Kind::Task(_) => Sort::Item,
        Kind::SayItem { avoid } => Sort::SayItem(*avoid),
        Kind::TreeItem(part) => Sort::TreeItem(match part {
            TreePart::Question => Tree::Question,
            TreePart::Answer => Tree::Answer,
            TreePart::Outcome => Tree::Outcome,
        }),
        Kind::Footnote(label) => Sort::Footnote(label),
        Kind::Table(_) => Sort::Table,
        Kind::TableHead => Sort::Head,
        Kind::TableRow => Sort::Row,
        Kind::TableCell => Sort::Cell,
        Kind::DefinitionList => Sort::Terms,
        Kind::DefinitionTerm => Sort::Term,
        Kind::Definition => Sort::Meaning,
        Kind::Rule => Sort::Rule,
        Kind::Block(block) => {
            // A warning is no apology, however alike the two read.
            let purpose = if let Block::Letter(letter) = &**block { letter.purpose } else { "" };
            Sort::Block(discriminant(block), purpose)
        }
        Kind::Labelled(label) => Sort::Labelled(label),
        Kind::Because => Sort::Because,
        Kind::MovedAway(_) => Sort::Away,
        _ => Sort::Text,
    }
}

fn key(reading: &Reading, part: &Part) -> u64 {
    let mut hasher = FxHasher::default();
    part.sort.hash(&mut hasher);
    let first = if part.is_line { part.nodes.start } else { part.nodes.start + 1 };
    for node in first..part.nodes.end {
        if !reading.document.nodes[node].kind.is_inline() {
            sort(reading.document, node).hash(&mut hasher);
        }
        for token in reading.tokens(node..node + 1) {
            token.number.hash(&mut hasher);
        }
    }
    if !part.is_line {
        for token in reading.tokens(part.nodes.start..part.nodes.start + 1) {
            token.number.hash(&mut hasher);
        }
    }
    hasher.finish()
}

impl Part<'_> {
    /// Returns how many words it has.
    pub fn words(&self, reading: &Reading) -> usize {
        reading.tokens(self.nodes.clone()).iter().filter(|token| token.is_word).count()
    }

    /// Returns its words, sorted.
    pub fn bag(&self, reading: &Reading) -> Vec<u32> {
        let words = reading.tokens(self.nodes.clone()).iter().filter(|token| token.is_word);
        let mut words: Vec<u32> = words.map(|token| token.number).collect();
        words.sort_unstable();
        words
    }

    /// Returns what it opens with, when more follows: the first cell of a row, the name of a rung.
    pub fn opening(&self, reading: &Reading) -> Vec<u32> {
        if self.is_line || matches!(self.sort, Sort::Text | Sort::Heading | Sort::Title) {
            return Vec::new();
        }
        let document = reading.document;
        let is_inline = |node: &NodeId| document.nodes[*node].kind.is_inline();
        let mut at = self.nodes.start;
        let first = loop {
            let Some(first) = document.children(at).next() else { return Vec::new() };
            if is_inline(&first) {
                break first;
            }
            at = first;
        };
        // In a tight item what stands below it follows its words directly.
        let below = document.children(at).find(|child| !is_inline(child));
        let end = below.unwrap_or(document.nodes[at].end());
        if end < self.nodes.end || self.sort == Sort::Row {
            return numbers(reading, first..end);
        }
        // It is all that there is, unless it stands in bold and more follows it.
        match document.nodes[first].kind {
            Kind::Strong | Kind::Label => numbers(reading, first..document.nodes[first].end()),
            _ => Vec::new(),
        }
    }
}

fn numbers(reading: &Reading, nodes: Range<NodeId>) -> Vec<u32> {
    reading.tokens(nodes).iter().filter(|token| token.is_word).map(|token| token.number).collect()
}
