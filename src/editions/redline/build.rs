//! [`Builder`]: the merged document, node by node.
//!
//! Its source is the new file with the old one behind it, and its references are the new ones with
//! the old ones behind them. So a node that is taken from the old side keeps its text and what it
//! refers to by moving two numbers, and nothing is copied letter by letter.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use super::Merged;
use super::read::Reading;
use crate::content::blocks::{Block, Ladder, Rung};
use crate::content::{Document, Heading, Kind, Mark, Node, NodeId, Redline, Reference};
use crate::fields::Located;
use crate::source::Span;

/// Where a node comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum From {
    /// The old document.
    Old,
    /// The new document.
    New,
}

/// A merged document being made.
pub struct Builder<'a, 'b> {
    /// The old side.
    pub old: &'b Reading<'a>,
    /// The new side.
    pub new: &'b Reading<'a>,
    /// What has been made.
    pub document: Document,
    redline: Redline,
    from_old: Vec<Option<NodeId>>,
    from_new: Vec<Option<NodeId>>,
    /// Where the text of the old side begins.
    text: usize,
    /// Where the references of the old side begin.
    references: u32,
    /// The ladders that stand in both, by node: the old one and the new one.
    ladders: Vec<(NodeId, NodeId, NodeId)>,
}

impl<'a, 'b> Builder<'a, 'b> {
    /// Begins a document.
    pub fn new(old: &'b Reading<'a>, new: &'b Reading<'a>) -> Self {
        let text = new.document.source.len();
        // Two signs that stand for changes in templates may not come from a text.
        let source = clean(&format!("{}{}", new.document.source, old.document.source));
        let mut document = Document::of(source.into());
        document.front = new.document.front.clone();
        document.anchors = new.document.anchors.clone();
        document.words = new.document.words;
        document.references.clone_from(&new.document.references);
        let shifted = old.document.references.iter();
        document
            .references
            .extend(shifted.map(|one| Reference { name: one.name.clone(), span: one.span.shifted(text) }));
        Self {
            document,
            redline: Redline::default(),
            from_old: vec![None; old.document.nodes.len()],
            from_new: vec![None; new.document.nodes.len()],
            text,
            references: u32::try_from(new.document.references.len()).unwrap_or(u32::MAX),
            ladders: Vec::new(),
            old,
            new,
        }
    }

    /// Returns the document of a side.
    pub fn side(&self, from: From) -> &'a Document {
        match from {
            From::Old => self.old.document,
            From::New => self.new.document,
        }
    }

    /// Opens a node like one of a side.
    pub fn open(&mut self, from: From, node: NodeId, mark: Mark) -> NodeId {
        let kind = self.kind(from, node);
        let span = self.span(from, self.side(from).nodes[node].span);
        let made = self.push(kind, span, mark);
        match from {
            From::Old => self.from_old[node] = Some(made),
            From::New => self.from_new[node] = Some(made),
        }
        made
    }

    /// Opens a node that stands on both sides, as it is on the new one.
    pub fn open_both(&mut self, old: NodeId, new: NodeId, mark: Mark) -> NodeId {
        let made = self.open(From::New, new, mark);
        self.from_old[old] = Some(made);
        let (before, after) = (&self.old.document.nodes[old].kind, &self.new.document.nodes[new].kind);
        if let (Kind::Block(before), Kind::Block(after)) = (before, after) {
            if matches!(**after, Block::Ladder(_)) {
                self.ladders.push((made, old, new));
            } else if shown_fields(before, self.old) != shown_fields(after, self.new) {
                let block = (**before).clone().shifted(self.text);
                self.redline.before.insert(made, block);
            }
        }
        made
    }

    /// Adds a node that stands on neither side.
    pub fn push(&mut self, kind: Kind, span: Span, mark: Mark) -> NodeId {
        let number = self.document.nodes.len();
        let mut node = Node::new(kind, span, number);
        node.mark = mark;
        self.document.nodes.push(node);
        number
    }

    /// Ends a node behind what was made last.
    pub fn close(&mut self, node: NodeId) {
        let count = self.document.nodes.len();
        self.document.nodes[node].end_before(count);
    }

    /// Ends a node that stands around others; when one mark is on all of them, it is its own.
    pub fn close_around(&mut self, node: NodeId) {
        self.close(node);
        let mut marks = self.document.children(node).map(|child| self.document.nodes[child].mark);
        if let Some(mark) = marks.next().filter(|mark| marks.all(|other| other == *mark)) {
            self.document.nodes[node].mark = mark;
        }
    }

    /// Adds nodes of a side with everything in them.
    pub fn copy(&mut self, from: From, nodes: Range<NodeId>, mark: Mark) {
        let mut open: Vec<(NodeId, NodeId)> = Vec::new();
        for node in nodes {
            while let Some((end, made)) = open.last().copied().filter(|(end, _)| *end <= node) {
                debug_assert!(end <= node);
                self.close(made);
                open.pop();
            }
            let made = self.open(from, node, mark);
            open.push((self.side(from).nodes[node].end(), made));
        }
        for (_, made) in open.into_iter().rev() {
            self.close(made);
        }
    }

    /// Adds a part of a text.
    pub fn text(&mut self, from: From, node: NodeId, range: Range<usize>, mark: Mark) {
        let at = &self.side(from).nodes[node];
        match &at.kind {
            Kind::Text(text) => {
                let kind = Kind::Text(clean(&text[range]).into());
                self.push(kind, self.span(from, at.span), mark);
            }
            _ => {
                let start = at.span.start as usize;
                let span = self.span(from, Span::new(start + range.start, start + range.end));
                self.push(Kind::Verbatim, span, mark);
            }
        }
    }

    /// Returns the node that stands for an old one.
    pub fn made(&self, old: NodeId) -> Option<NodeId> {
        self.from_old[old]
    }

    /// Says that a link leads elsewhere now.
    pub fn relinked(&mut self, link: NodeId) {
        self.redline.relinked.insert(link);
    }

    /// Says that an open node is the new side's, where the old side opened it.
    pub fn adopt(&mut self, made: NodeId, new: NodeId) {
        self.document.nodes[made].kind = self.kind(From::New, new);
    }

    fn span(&self, from: From, span: Span) -> Span {
        match from {
            From::Old => span.shifted(self.text),
            From::New => span,
        }
    }

    /// Returns what a node is, in terms of the merged document.
    ///
    /// Removed blocks get ids of their own, since the new page may have given theirs away.
    pub fn kind(&mut self, from: From, node: NodeId) -> Kind {
        let mut kind = self.side(from).nodes[node].kind.clone();
        if let Kind::Text(text) | Kind::Code(text) = &mut kind {
            *text = clean(text).into();
        }
        if from == From::New {
            return kind;
        }
        match &mut kind {
            Kind::Link(reference, _) | Kind::Image(reference, _) | Kind::Placeholder(reference) => {
                *reference += self.references;
            }
            Kind::Block(block) => {
                let shifted = std::mem::replace(&mut **block, Block::Unknown).shifted(self.text);
                **block = shifted;
                let anchors = &mut self.document.anchors;
                let mut rename =
                    |id: &mut String| *id = anchors.insert_free(&format!("was-{id}"), Span::default());
                match &mut **block {
                    Block::Rule(rule) => rename(&mut rule.id),
                    Block::Tree(tree) => rename(&mut tree.id),
                    Block::Ladder(ladder) => ladder.rungs.iter_mut().for_each(|rung| rename(&mut rung.id)),
                    _ => {}
                }
            }
            _ => {}
        }
        kind
    }

    /// Ends the document.
    pub fn finish(mut self) -> Merged {
        self.headings();
        self.ladders();
        let title = self.new.document.title.and_then(|node| self.from_new[node]);
        let old_title = self.old.document.title.and_then(|node| self.from_old[node]);
        self.document.title = title.or(old_title);
        self.document.redline = Some(Box::new(self.redline));
        Merged { document: self.document, from_old: self.from_old, from_new: self.from_new }
    }

    /// Takes over the headings of the new page; removed ones have no id that could be linked to.
    fn headings(&mut self) {
        for heading in &self.new.document.headings {
            let Some(node) = self.from_new[heading.node] else { continue };
            self.document.headings.push(Heading { node, ..heading.clone() });
        }
    }

    /// Says where the rungs of ladders stand now; those of both sides are in one list.
    fn ladders(&mut self) {
        let rungs = |document: &Document, node: NodeId| match &document.nodes[node].kind {
            Kind::Block(block) => match &**block {
                Block::Ladder(ladder) => ladder.rungs.clone(),
                _ => Vec::new(),
            },
            _ => Vec::new(),
        };
        let mut made: BTreeMap<NodeId, (Option<NodeId>, Option<NodeId>)> = BTreeMap::new();
        for (node, old, new) in &self.ladders {
            made.insert(*node, (Some(*old), Some(*new)));
        }
        for (from, all) in [(From::New, &self.from_new), (From::Old, &self.from_old)] {
            for (node, at) in all.iter().enumerate() {
                let Some(at) = at.filter(|at| matches!(self.document.block(*at), Some(Block::Ladder(_))))
                else {
                    continue;
                };
                made.entry(at).or_insert(match from {
                    From::New => (None, Some(node)),
                    From::Old => (Some(node), None),
                });
            }
        }
        for (node, (old, new)) in made {
            let mut merged: BTreeMap<NodeId, String> = BTreeMap::new();
            for rung in new.map(|new| rungs(self.new.document, new)).unwrap_or_default() {
                if let Some(item) = self.from_new[rung.item] {
                    merged.insert(item, rung.id);
                }
            }
            for rung in old.map(|old| rungs(self.old.document, old)).unwrap_or_default() {
                let item = self.from_old[rung.item].filter(|item| !merged.contains_key(item));
                if let Some(item) = item {
                    let id = format!("was-{}", rung.id);
                    merged.insert(item, self.document.anchors.insert_free(&id, Span::default()));
                }
            }
            let rungs = merged.into_iter().map(|(item, id)| Rung { item, id }).collect();
            self.document.nodes[node].kind = Kind::Block(Box::new(Block::Ladder(Ladder { rungs })));
        }
    }
}

/// Returns the fields of a block that its template shows as words, roles by their titles.
fn shown_fields<'a>(block: &'a Block, reading: &Reading<'a>) -> Vec<Cow<'a, str>> {
    let title =
        |field: &'a Located<String>| Cow::Borrowed(reading.named_at(field.span).unwrap_or(&field.value));
    match block {
        Block::Rule(rule) => {
            let waiver = rule.waiver.as_ref().map(title);
            [rule.level.name().into()].into_iter().chain(waiver).collect()
        }
        Block::Letter(letter) => letter.signs.iter().map(title).collect(),
        Block::Law(law) => {
            let ask = law.ask.as_ref().map(title);
            let checked = law.checked.value.to_string().into();
            [Cow::from(&law.jurisdiction), checked, Cow::from(&law.source)].into_iter().chain(ask).collect()
        }
        Block::Card(card) => vec![card.about.name().into()],
        _ => Vec::new(),
    }
}

/// Returns a text without the signs by which changes pass through templates; both take as many bytes.
fn clean(text: &str) -> String {
    text.replace(Redline::SIGNS, "\u{fffd}")
}
