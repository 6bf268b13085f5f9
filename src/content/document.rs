//! [`Document`]: the tree of one Markdown file.
//!
//! Nodes stand in one vector in reading order, each with the index behind its last descendant. So
//! a walk is a loop, a node is named by its number, and dropping a deep tree needs no stack.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::anchors::Anchors;
use super::blocks::{Block, Listed};
use super::front_matter::FrontMatter;
use crate::diag::Excuse;
use crate::source::Span;

/// The number of a node in its document.
pub type NodeId = usize;

/// One Markdown file.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// The whole file.
    pub source: Arc<str>,
    /// What stands between the `---` lines.
    pub front: FrontMatter,
    /// The tree, in reading order.
    pub nodes: Vec<Node>,
    /// What the text refers to; links, pictures and placeholders hold an index into this.
    pub references: Vec<Reference>,
    /// The headings, in order.
    pub headings: Vec<Heading>,
    /// The title in the text, where the front matter has none; its heading is not shown again.
    pub title: Option<NodeId>,
    /// Every id that a link may name.
    pub anchors: Anchors,
    /// The opening fence of each block, by its node.
    pub fences: BTreeMap<NodeId, Span>,
    /// What lists on other pages show of this one.
    pub listed: Vec<Listed>,
    /// The comments that excuse a finding.
    pub excuses: Vec<Excuse>,
    /// How many words a reader reads.
    pub words: usize,
    /// Amounts and day counts typed by hand; whether that matters depends on the page's kind.
    pub typed_amounts: Vec<Span>,
    /// What a document shows beside its marks when it was merged from two editions of a page.
    pub redline: Option<Box<Redline>>,
}

/// What a merged document knows beside the marks of its nodes; `editions::redline` makes it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Redline {
    /// What a block was whose fields have changed, by its node.
    pub before: BTreeMap<NodeId, Block>,
    /// The links whose words stayed and that lead elsewhere now.
    pub relinked: BTreeSet<NodeId>,
}

/// The signs by which a change in the text of a template's field passes through the template. They
/// are no characters, and no text that is exchanged may hold them.
impl Redline {
    /// Here begins what was taken out.
    pub const DELETE: char = '\u{fdd0}';
    /// Here it ends.
    pub const DELETED: char = '\u{fdd1}';
    /// Here begins what was put in.
    pub const INSERT: char = '\u{fdd2}';
    /// Here it ends.
    pub const INSERTED: char = '\u{fdd3}';
    /// All four; they take equally many bytes.
    pub const SIGNS: [char; 4] = [Self::DELETE, Self::DELETED, Self::INSERT, Self::INSERTED];

    /// Returns a changed text, the former before the present one, as it passes through a template.
    pub fn change(was: Option<&str>, now: Option<&str>) -> String {
        let was = was.map_or(String::new(), |was| format!("{}{was}{}", Self::DELETE, Self::DELETED));
        let now = now.map_or(String::new(), |now| format!("{}{now}{}", Self::INSERT, Self::INSERTED));
        let gap = if was.is_empty() || now.is_empty() { "" } else { " " };
        format!("{was}{gap}{now}")
    }
}

/// What became of a node between two editions; in a document of one edition all are the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// It stands in both.
    #[default]
    Same,
    /// It stands in the new one only.
    Added,
    /// It stands in the old one only.
    Removed,
    /// It stands in both, at another place; where it stood is a [`Kind::MovedAway`].
    Moved,
}

/// One node: what it is, its text in the file, and where its descendants end.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// What it is.
    pub kind: Kind,
    /// Its text in the file, markup included.
    pub span: Span,
    /// What became of it between two editions.
    pub mark: Mark,
    end: u32,
}

impl Node {
    /// Returns a node without descendants; `number` is its own.
    pub(crate) fn new(kind: Kind, span: Span, number: NodeId) -> Self {
        let mut node = Self { kind, span, mark: Mark::Same, end: 0 };
        node.end_before(number + 1);
        node
    }

    /// Returns the number behind its last descendant.
    pub fn end(&self) -> NodeId {
        self.end as usize
    }

    /// Says which number comes behind its last descendant.
    pub(crate) fn end_before(&mut self, number: NodeId) {
        self.end = u32::try_from(number).unwrap_or(u32::MAX);
    }
}

/// What a node is.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// A paragraph.
    Paragraph,
    /// A heading of level 1 to 6, with the id that it asks for.
    Heading(u8, Option<Box<str>>),
    /// A quotation.
    Quote,
    /// A quotation that calls for attention.
    Alert(Alert),
    /// A block of code and the words behind its fence.
    CodeBlock(Box<str>),
    /// A block of HTML that is passed through.
    Html(Box<str>),
    /// HTML in a line that is passed through.
    InlineHtml(Box<str>),
    /// An element that came from sanitised HTML, for which there is no node of its own.
    Element(Box<Element>),
    /// A list, with its first number when it is ordered.
    List(Option<u64>),
    /// A list whose items all open with a label for words to say or to avoid.
    SayList,
    /// An item of a list.
    Item,
    /// An item with a box to tick.
    Task(bool),
    /// An item with words to say, or, if so marked, to avoid.
    SayItem {
        /// Whether these are words to avoid.
        avoid: bool,
    },
    /// The text behind a footnote's label.
    Footnote(Box<str>),
    /// A table, with the alignment of its columns.
    Table(Box<[Alignment]>),
    /// The first row of a table.
    TableHead,
    /// A further row.
    TableRow,
    /// A cell.
    TableCell,
    /// A list of terms.
    DefinitionList,
    /// A term in such a list.
    DefinitionTerm,
    /// What the term means.
    Definition,
    /// A line across the page.
    Rule,
    /// A fenced block.
    Block(Box<Block>),
    /// An item of a decision tree.
    TreeItem(TreePart),
    /// A paragraph that opens with one of a block's labels.
    Labelled(&'static str),
    /// The label itself, which is shown by the block and not by the text.
    Label,
    /// The place from which an item gives its reason.
    Because,
    /// Text as it stands in the file, where the node stands.
    Verbatim,
    /// Text that stands otherwise in the file, such as an entity, or in another file.
    Text(Box<str>),
    /// Code in a line.
    Code(Box<str>),
    /// A line end in a paragraph.
    SoftBreak,
    /// A line end that is kept.
    HardBreak,
    /// Emphasis.
    Emphasis,
    /// Strong emphasis.
    Strong,
    /// Text that no longer holds.
    Strikethrough,
    /// A link, by the number of its reference, with its title.
    Link(u32, Box<str>),
    /// A picture, by the number of its reference, with its title; its children are the words for
    /// those who cannot see it.
    Image(u32, Box<str>),
    /// A footnote's label in the text.
    FootnoteReference(Box<str>),
    /// `{{ … }}`, by the number of its reference.
    Placeholder(u32),
    /// `[[…]]` in a letter: what is filled in by hand, by its name.
    Blank(Box<str>),
    /// The place in the old edition of what stands elsewhere in the new one: the nodes that moved.
    MovedAway(Box<[NodeId]>),
}

/// An element of HTML, sanitised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element {
    /// Its name.
    pub name: &'static str,
    /// What it says of itself, as it is written behind its name; the sanitiser wrote it.
    pub attributes: Box<str>,
    /// Whether it stands in a line.
    pub is_inline: bool,
}

impl Kind {
    /// Returns whether a node stands in a line of text, and is no block of its own.
    pub fn is_inline(&self) -> bool {
        if let Self::Element(element) = self {
            return element.is_inline;
        }
        matches!(
            self,
            Self::Verbatim
                | Self::Text(_)
                | Self::Code(_)
                | Self::InlineHtml(_)
                | Self::SoftBreak
                | Self::HardBreak
                | Self::Emphasis
                | Self::Strong
                | Self::Strikethrough
                | Self::Link(..)
                | Self::Image(..)
                | Self::FootnoteReference(_)
                | Self::Placeholder(_)
                | Self::Blank(_)
                | Self::Label
        )
    }
}

/// How much attention a quotation calls for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alert {
    /// Worth knowing.
    Note,
    /// Worth trying.
    Tip,
    /// Worth remembering.
    Important,
    /// Worth a pause.
    Warning,
    /// Worth a stop.
    Caution,
}

impl Alert {
    /// Returns the name by which language files and style sheets know it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Tip => "tip",
            Self::Important => "important",
            Self::Warning => "warning",
            Self::Caution => "caution",
        }
    }
}

/// What an item of a decision tree is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TreePart {
    /// A question, with its answers in it.
    Question,
    /// An answer, with a question or an outcome in it.
    Answer,
    /// Where a branch ends.
    Outcome,
}

/// Where the text of a table's column stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alignment {
    /// Where the language begins.
    Start,
    /// Left, since the author says so.
    Left,
    /// In the middle.
    Center,
    /// Right.
    Right,
}

/// Something that the text names and that stands elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Reference {
    /// What is named.
    pub name: Name,
    /// The name in the text.
    pub span: Span,
}

/// What a reference names.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Name {
    /// A page, file or address, as the link has it.
    Link(String),
    /// A picture.
    Image(String),
    /// A value by its key.
    Value(String),
    /// A role by its id.
    Role(String),
    /// A term by its id.
    Term(String),
    /// An action of the authority matrix by its id.
    Action(String),
    /// A reading path by its id.
    Path(String),
}

/// A heading, as the outline of the page sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// Its node.
    pub node: NodeId,
    /// From 1 to 6.
    pub level: u8,
    /// Its id, unique on the page.
    pub id: String,
    /// Its words, with the keys of values in place of their amounts.
    pub text: String,
}

impl Default for Document {
    fn default() -> Self {
        Self::of("".into())
    }
}

impl Document {
    /// Returns a document of which nothing has been read yet.
    pub(crate) fn of(source: Arc<str>) -> Self {
        Self {
            source,
            front: FrontMatter::default(),
            nodes: Vec::new(),
            references: Vec::new(),
            headings: Vec::new(),
            title: None,
            anchors: Anchors::default(),
            fences: BTreeMap::new(),
            listed: Vec::new(),
            excuses: Vec::new(),
            words: 0,
            typed_amounts: Vec::new(),
            redline: None,
        }
    }

    /// Returns the heading at a node.
    pub fn heading(&self, node: NodeId) -> Option<&Heading> {
        let found = self.headings.binary_search_by_key(&node, |heading| heading.node);
        found.ok().map(|number| &self.headings[number])
    }

    /// Returns the last heading before a node.
    pub fn heading_above(&self, node: NodeId) -> Option<&Heading> {
        let behind = self.headings.partition_point(|heading| heading.node < node);
        self.headings.get(behind.checked_sub(1)?)
    }

    /// Returns the words that a node itself holds: those of text and of code in a line.
    pub fn text<'a>(&'a self, node: &'a Node) -> Option<&'a str> {
        match &node.kind {
            Kind::Verbatim => self.source.get(node.span.range()),
            Kind::Text(text) | Kind::Code(text) => Some(text),
            _ => None,
        }
    }

    /// Returns the children of a node.
    pub fn children(&self, node: NodeId) -> Children<'_> {
        Children { nodes: &self.nodes, next: node + 1, end: self.nodes[node].end() }
    }

    /// Returns the outermost nodes.
    pub fn roots(&self) -> Children<'_> {
        Children { nodes: &self.nodes, next: 0, end: self.nodes.len() }
    }
}

/// The nodes that stand directly inside another.
#[derive(Clone)]
pub struct Children<'a> {
    nodes: &'a [Node],
    next: NodeId,
    end: NodeId,
}

impl Iterator for Children<'_> {
    type Item = NodeId;

    fn next(&mut self) -> Option<NodeId> {
        let node = self.next;
        if node >= self.end {
            return None;
        }
        self.next = self.nodes[node].end();
        Some(node)
    }
}
