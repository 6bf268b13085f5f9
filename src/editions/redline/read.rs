//! One side of a redline as tokens: what a reader reads, numbered alike on both sides.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::Side;
use crate::content::{Document, Kind, NodeId};
use crate::editions::text::{self, Sort};
use crate::source::Span;

/// Numbers for what is read, shared by both sides.
#[derive(Default)]
pub struct Numbers(FxHashMap<Box<str>, u32>);

impl Numbers {
    fn of(&mut self, text: &str) -> u32 {
        if let Some(number) = self.0.get(text) {
            return *number;
        }
        let number = u32::try_from(self.0.len()).unwrap_or(u32::MAX);
        self.0.insert(text.into(), number);
        number
    }

    /// Returns how many there are.
    pub fn count(&self) -> u32 {
        u32::try_from(self.0.len()).unwrap_or(u32::MAX)
    }
}

/// A word, a sign, or something that stands in a line like one.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    /// The same for all that read alike.
    pub number: u32,
    /// The node that holds it.
    pub node: NodeId,
    /// Whether it is a word.
    pub is_word: bool,
}

/// One side, read.
pub struct Reading<'a> {
    /// The document.
    pub document: &'a Document,
    /// What each of its references reads as, or leads to.
    pub reads: &'a [String],
    /// The number of the reference at each place.
    references: FxHashMap<Span, u32>,
    tokens: Vec<Token>,
    /// The number of the first token at or behind each node.
    starts: Vec<u32>,
    /// Whether a word ended last, so that one which follows at once is a part of it.
    in_word: bool,
}

impl<'a> Reading<'a> {
    /// Reads a document.
    pub fn new(side: Side<'a>, numbers: &mut Numbers) -> Self {
        let document = side.document;
        let mut reading = Self {
            document,
            reads: side.reads,
            references: (0..).zip(&document.references).map(|(number, one)| (one.span, number)).collect(),
            tokens: Vec::new(),
            starts: Vec::with_capacity(document.nodes.len() + 1),
            in_word: false,
        };
        let mut silent_until = 0;
        for node in 0..document.nodes.len() {
            reading.starts.push(u32::try_from(reading.tokens.len()).unwrap_or(u32::MAX));
            if node >= silent_until {
                silent_until = reading.node(node, numbers);
            }
        }
        reading.starts.push(u32::try_from(reading.tokens.len()).unwrap_or(u32::MAX));
        reading
    }

    /// Returns the tokens in a range of nodes.
    pub fn tokens(&self, nodes: Range<NodeId>) -> &[Token] {
        &self.tokens[self.starts[nodes.start] as usize..self.starts[nodes.end] as usize]
    }

    /// Returns what a reference reads as.
    pub fn reads(&self, reference: u32) -> &'a str {
        self.reads.get(reference as usize).map_or("", String::as_str)
    }

    /// Returns what the reference at a place of the file reads as.
    pub fn named_at(&self, span: Span) -> Option<&'a str> {
        let reference = self.references.get(&span)?;
        Some(self.reads(*reference)).filter(|read| !read.is_empty())
    }

    /// Reads a node, and returns the number behind what was read with it.
    fn node(&mut self, node: NodeId, numbers: &mut Numbers) -> NodeId {
        let at = &self.document.nodes[node];
        match &at.kind {
            Kind::Verbatim | Kind::Text(_) => {
                self.text(node, self.document.text(at).unwrap_or(""), false, numbers);
            }
            Kind::Code(text) => self.text(node, text, true, numbers),
            Kind::Placeholder(reference) => {
                let read = self.reads(*reference);
                match read.trim().is_empty() {
                    true => {
                        let name = &self.document.references[*reference as usize].name;
                        self.whole(node, &format!("{name:?}"), numbers);
                    }
                    false => self.text(node, read, true, numbers),
                }
            }
            Kind::Image(reference, _) => {
                let mut words = format!("image {} ", self.reads(*reference));
                for inside in &self.document.nodes[node + 1..at.end()] {
                    words.push_str(self.document.text(inside).unwrap_or(" "));
                }
                self.whole(node, &words, numbers);
                return at.end();
            }
            Kind::FootnoteReference(label) => self.whole(node, &format!("note {label}"), numbers),
            Kind::Blank(name) => self.whole(node, &format!("blank {name}"), numbers),
            Kind::InlineHtml(html) | Kind::Html(html) => self.whole(node, &format!("html {html}"), numbers),
            Kind::CodeBlock(info) => {
                let mut code = format!("code {info} ");
                for inside in &self.document.nodes[node + 1..at.end()] {
                    code.push_str(self.document.text(inside).unwrap_or(""));
                }
                self.whole(node, &code, numbers);
                return at.end();
            }
            Kind::Label => return at.end(),
            Kind::Emphasis | Kind::Strong | Kind::Strikethrough | Kind::Link(..) => {}
            Kind::Element(element) if element.is_inline => {}
            _ => self.in_word = false,
        }
        node + 1
    }

    /// Adds what no text can be: it begins with a sign that no word has.
    fn whole(&mut self, node: NodeId, name: &str, numbers: &mut Numbers) {
        let number = numbers.of(&format!("\u{1}{name}"));
        self.tokens.push(Token { number, node, is_word: true });
    }

    fn text(&mut self, node: NodeId, text: &str, is_whole: bool, numbers: &mut Numbers) {
        let before = self.tokens.len();
        for piece in text::pieces(text) {
            let is_word = piece.sort == Sort::Word;
            let goes_on = std::mem::replace(&mut self.in_word, is_word) && is_word;
            if piece.sort == Sort::Glue {
                continue;
            }
            let word = text::folded(&text[piece.range.clone()]);
            // `un**do**` and `un **do**` are not the same words.
            let number = if goes_on { numbers.of(&format!("\u{2}{word}")) } else { numbers.of(&word) };
            self.tokens.push(Token { number, node, is_word });
        }
        if is_whole && self.tokens.len() == before {
            self.whole(node, text, numbers);
        }
    }
}
