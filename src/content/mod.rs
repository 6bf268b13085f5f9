//! One Markdown file as a value.
//!
//! In go the bytes of one file and the [`Options`] of the site; out comes a [`Document`]: front
//! matter, a small tree in which every node knows its bytes, the references that it makes, and the
//! findings that one file alone can give. No other file is looked at, so a document is parsed once
//! for as long as its bytes stay the same. What a link leads to, what a value amounts to and
//! whether a section is missing is for `handbook` to say.

mod anchors;
pub mod blocks;
mod document;
mod fence;
mod front_matter;
mod html;
mod markdown;
mod outline;
mod phrase;
mod prose;
mod raw;
mod reviewed;
mod slug;
mod unwritten;
mod without;
mod words;

use std::sync::Arc;

pub use anchors::Anchors;
pub use document::{
    Alert, Alignment, Document, Element, Heading, Kind, Mark, Name, Node, NodeId, Redline, Reference,
    TreePart,
};
pub use front_matter::{FIELDS as FRONT_MATTER, FrontMatter, Status};
pub use markdown::placeholder;
pub use phrase::{Phrase, Piece};
pub use prose::{Avoid, count};
pub use reviewed::{Unsettable, set_reviewed};
pub use slug::slug;
pub use unwritten::{blank, prompt};
pub use words::{Context, Passage, STAND_IN, passages};

use crate::diag::{Checked, Diagnostic, Location, rules};
use crate::language::Labels;
use crate::source::{SitePath, Span};

/// What the site decides about reading Markdown; part of what a parsed document depends on.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Default)]
pub struct Options {
    /// The labels that authors write inside blocks.
    pub labels: Labels,
    /// The words by which the language counts days and weeks, for amounts typed by hand.
    pub day_words: Vec<String>,
    /// The words to avoid.
    pub avoid: Arc<Avoid>,
    /// Whether anything beyond `CommonMark` is read.
    pub plain: bool,
    /// What happens to HTML.
    pub raw_html: RawHtml,
}

/// What happens to HTML in Markdown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum RawHtml {
    /// It is an error and left out.
    #[default]
    Refuse,
    /// It is sanitised and read into the tree; what would be missing is an error.
    Sanitise,
    /// It is passed through as it is. Sites cannot ask for this; only the library offers it.
    Verbatim,
}

/// Reads one file.
pub fn parse(file: &SitePath, text: impl Into<Arc<str>>, options: &Options) -> Checked<Document> {
    let text: Arc<str> = text.into();
    let mut diagnostics = Vec::new();
    let (front, body) = front_matter::read(file, &text).collect(&mut diagnostics);
    let mut document = markdown::read(file, &text, body, options).collect(&mut diagnostics);
    document.front = front;
    blocks::shape(file, &mut document, &options.labels).collect(&mut diagnostics);
    outline::read(file, &mut document).collect(&mut diagnostics);
    prose::check(file, &mut document, options).collect(&mut diagnostics);
    if text.trim_start_matches('\u{feff}').trim().is_empty() {
        diagnostics.push(empty_page(file));
    }
    Checked { value: document, diagnostics }
}

/// Reads a text without front matter and checks nothing: the body alone.
pub fn parse_body(file: &SitePath, text: impl Into<Arc<str>>, options: &Options) -> Checked<Document> {
    markdown::read(file, &text.into(), 0, options)
}

fn empty_page(file: &SitePath) -> Diagnostic {
    Diagnostic::new(&rules::EMPTY_PAGE, Location::new(file, Span::default()), "this page has no text")
        .help("write it, mark it `status: draft`, or delete the file")
}
