//! The words of a document: the one walk over readable text.
//!
//! Caps, sentence checks, search, hashes of editions, redlines and the leak check all read a page
//! through [`passages`]. A passage is the text of one block of text (a paragraph, a heading, an
//! item, a cell) with enough positions to find each word again in the file.

use super::document::{Document, Kind, Name, NodeId};
use crate::source::Span;

/// One run of text that reads on without a break.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// The node that holds it.
    pub node: NodeId,
    /// Where it stands.
    pub context: Context,
    /// Its text, with white space folded.
    pub text: String,
    /// Where its parts stand: an offset in the text, the bytes in the file, and whether the two
    /// agree byte for byte.
    pieces: Vec<(usize, Span, bool)>,
}

/// Where a passage stands, as far as checks need to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Context {
    /// In the page's own voice.
    Text,
    /// In a heading.
    Heading,
    /// In a cell of a table.
    Cell,
    /// In words that are quoted so that nobody says or believes them.
    Quoted,
    /// In the words for those who cannot see a picture.
    Picture,
}

impl Passage {
    /// Returns the bytes in the file of a range of the text.
    ///
    /// Where the text is not what stands in the file (an entity, a value), the whole of it counts.
    pub fn span(&self, start: usize, end: usize) -> Span {
        let (from, first, literal) = self.piece(start);
        let start = match literal {
            true => first.start as usize + (start - from),
            false => first.start as usize,
        };
        let (from, last, literal) = self.piece(end.saturating_sub(1));
        let end = match literal {
            true => last.start as usize + (end - from),
            false => last.end as usize,
        };
        Span::new(start, end)
    }

    fn piece(&self, offset: usize) -> (usize, Span, bool) {
        let after = self.pieces.partition_point(|(at, ..)| *at <= offset);
        self.pieces[after.saturating_sub(1)]
    }
}

/// Returns the passages of a document, in order; placeholders read as `fill` has them.
///
/// Code blocks and labels are not readable text; words for pictures are passages of their own.
pub fn passages<'a>(document: &'a Document, fill: impl Fn(&'a Name) -> &'a str) -> Vec<Passage> {
    let mut walk =
        Walk { document, passages: Vec::new(), current: None, context: Context::Text, quoted_until: 0 };
    let mut node = 0;
    while node < document.nodes.len() {
        node = walk.visit(node, &fill);
    }
    walk.finish();
    walk.passages
}

struct Walk<'a> {
    document: &'a Document,
    passages: Vec<Passage>,
    current: Option<Passage>,
    context: Context,
    quoted_until: NodeId,
}

impl<'a> Walk<'a> {
    /// Reads a node and returns the number of the next one to read.
    fn visit(&mut self, node: NodeId, fill: &impl Fn(&'a Name) -> &'a str) -> NodeId {
        let at = &self.document.nodes[node];
        match &at.kind {
            Kind::CodeBlock(_) | Kind::Label | Kind::Html(_) | Kind::InlineHtml(_) | Kind::MovedAway(_) => {
                return at.end();
            }
            Kind::SayItem { avoid: true } | Kind::Labelled("claim") => {
                self.finish();
                self.quoted_until = self.quoted_until.max(at.end());
            }
            Kind::Verbatim | Kind::Text(_) | Kind::Code(_) => {
                let text = self.document.text(at).unwrap_or("");
                self.add(node, text, at.span, at.kind == Kind::Verbatim);
            }
            Kind::Placeholder(reference) => {
                self.add(node, fill(&self.document.references[*reference as usize].name), at.span, false);
            }
            Kind::Blank(_) => self.add(node, "\u{fffc}", at.span, false),
            Kind::SoftBreak | Kind::HardBreak => self.add(node, " ", at.span, false),
            Kind::Image(..) => self.picture(node, fill),
            Kind::Emphasis
            | Kind::Strong
            | Kind::Strikethrough
            | Kind::Link(..)
            | Kind::FootnoteReference(_) => {}
            Kind::Element(element) if element.is_inline => {}
            kind => {
                self.finish();
                self.context = match kind {
                    Kind::Heading(..) => Context::Heading,
                    Kind::TableCell => Context::Cell,
                    Kind::Element(element) if matches!(element.name, "td" | "th") => Context::Cell,
                    _ => Context::Text,
                };
            }
        }
        match &at.kind {
            Kind::Image(..) => at.end(),
            _ => node + 1,
        }
    }

    fn picture(&mut self, node: NodeId, fill: &impl Fn(&'a Name) -> &'a str) {
        let outer = self.current.take();
        for inside in node + 1..self.document.nodes[node].end() {
            self.visit(inside, fill);
        }
        if let Some(mut passage) = self.current.take() {
            passage.context = Context::Picture;
            self.passages.push(passage);
        }
        self.current = outer;
    }

    fn add(&mut self, node: NodeId, text: &str, span: Span, literal: bool) {
        if self.current.is_none() {
            if text.trim().is_empty() {
                return;
            }
            self.current = Some(Passage {
                node,
                context: if node < self.quoted_until { Context::Quoted } else { self.context },
                text: String::new(),
                pieces: Vec::new(),
            });
        }
        if let Some(passage) = &mut self.current {
            passage.pieces.push((passage.text.len(), span, literal));
            passage.text.push_str(text);
        }
    }

    fn finish(&mut self) {
        self.passages.extend(self.current.take());
    }
}

/// The sign that stands for a placeholder where no amount is known.
pub const STAND_IN: char = '\u{fffc}';
