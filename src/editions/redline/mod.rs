//! Redlines: two editions of a page as one document, in which each node is the same, added, removed
//! or moved.
//!
//! In go two documents and what their references read as; out comes a [`Merged`] document that the
//! renderer writes like any other, with `<ins>` and `<del>` where marks change. Blocks are matched
//! first and words second: tables by row and cell, lists by item, blocks by the parts that they are
//! made of, so that a new limit is one marked cell. Typography (quotation marks, dashes, white
//! space, emphasis) makes no mark. It knows no handbook, no address and no HTML.
//!
//! Every node of the new document is in the merged one, in its order; so is every node of the old
//! one that is gone. [`fn@side`] takes either out again, and the tests hold the two to be the words
//! that went in.

mod align;
mod build;
mod gathered;
mod line;
mod part;
mod read;
mod side;
mod table;
mod view;

pub use gathered::words as marked;
pub use side::side;
pub use view::{page, reads, view};

use serde::Serialize;

use crate::content::blocks::Block;
use crate::content::{Document, Kind, Mark, NodeId};
use crate::source::Span;
use align::{Pairs, Place, Sides, pair};
use build::{Builder, From};
use part::{Part, Sort};
use read::{Numbers, Reading};

/// One edition of a page.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// Its document.
    pub document: &'a Document,
    /// What each of its references reads as (a value's amount, a role's title) or, for links and
    /// pictures, a name of what it leads to that is the same in both editions.
    pub reads: &'a [String],
}

/// Two editions of a page as one.
#[derive(Clone, Debug)]
pub struct Merged {
    /// The document; its references are the new ones with the old ones behind them.
    pub document: Document,
    /// For each old node: the one that stands for it. Of text in a line nothing is said.
    pub from_old: Vec<Option<NodeId>>,
    /// The same for each new node.
    pub from_new: Vec<Option<NodeId>>,
}

impl Merged {
    /// Returns whether a reader of the new edition reads anything else.
    pub fn is_changed(&self) -> bool {
        let redline = self.document.redline.as_ref();
        let nodes = &self.document.nodes;
        // Blanks alone are typography.
        let counts = |node: &crate::content::Node| {
            node.mark != Mark::Same && self.document.text(node).is_none_or(|text| !text.trim().is_empty())
        };
        nodes.iter().any(counts)
            || redline.is_some_and(|redline| !redline.before.is_empty() || !redline.relinked.is_empty())
    }
}

/// A run of a line of text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Run {
    /// What became of it: `same`, `added` or `removed`.
    pub mark: &'static str,
    /// Its text.
    pub text: String,
}

/// Merges two editions of a page.
pub fn merge(old: Side, new: Side) -> Merged {
    let mut numbers = Numbers::default();
    let old = Reading::new(old, &mut numbers);
    let new = Reading::new(new, &mut numbers);
    let mut merger =
        Merger { numbers: numbers.count(), builder: Builder::new(&old, &new), old: &old, new: &new };
    let (olds, news) = (part::outermost(&old), part::outermost(&new));
    merger.parts(&olds, &news, Place { moves: true, ..Place::default() }, In::Blocks);
    merger.builder.finish()
}

/// Merges two lines of plain text, such as titles.
pub fn line(old: &str, new: &str) -> Vec<Run> {
    let document = |text: &str| {
        let mut document = Document::of(text.into());
        let span = Span::new(0, text.len());
        let mut paragraph = crate::content::Node::new(Kind::Paragraph, span, 0);
        paragraph.end_before(2);
        document.nodes.push(paragraph);
        document.nodes.push(crate::content::Node::new(Kind::Verbatim, span, 1));
        document
    };
    let (old, new) = (document(old), document(new));
    let mut numbers = Numbers::default();
    let old = Reading::new(Side { document: &old, reads: &[] }, &mut numbers);
    let new = Reading::new(Side { document: &new, reads: &[] }, &mut numbers);
    let mut builder = Builder::new(&old, &new);
    line::merge(&mut builder, 1..2, 1..2, numbers.count());
    let document = builder.document;
    let runs = document.nodes.iter().map(|node| Run {
        mark: match node.mark {
            Mark::Added => "added",
            Mark::Removed => "removed",
            Mark::Same | Mark::Moved => "same",
        },
        text: document.text(node).unwrap_or("").to_owned(),
    });
    runs.filter(|run| !run.text.is_empty()).collect()
}

/// Where parts stand, as far as a note about one that moved away has to fit in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum In {
    Blocks,
    List,
    /// With so many columns.
    Table(usize),
}

/// What is shown next.
enum Step {
    /// A part of both sides.
    Both(usize, usize, Mark),
    /// A part that is gone.
    Old(usize),
    /// A part that is new.
    New(usize),
    /// The place of old parts that stand elsewhere now.
    Away(Vec<usize>),
}

struct Merger<'a, 'b> {
    builder: Builder<'a, 'b>,
    old: &'b Reading<'a>,
    new: &'b Reading<'a>,
    numbers: u32,
}

impl<'a> Merger<'a, '_> {
    /// Merges the parts of two places.
    fn parts(&mut self, olds: &[Part<'a>], news: &[Part<'a>], place: Place, within: In) {
        let pairs = pair(&Sides { old: self.old, new: self.new }, olds, news, place);
        self.steps(olds, news, &pairs, within, |merger, old, new, mark| match (old, new) {
            (Some(old), Some(new)) => merger.both(&olds[old], &news[new], mark),
            (Some(old), None) => merger.builder.copy(From::Old, olds[old].nodes.clone(), mark),
            (None, Some(new)) => merger.builder.copy(From::New, news[new].nodes.clone(), mark),
            (None, None) => {}
        });
    }

    /// Shows the parts of two places in order, each as `show` does; what has moved away leaves a note.
    fn steps(
        &mut self,
        olds: &[Part<'a>],
        news: &[Part<'a>],
        pairs: &Pairs,
        within: In,
        mut show: impl FnMut(&mut Self, Option<usize>, Option<usize>, Mark),
    ) {
        let mut notes: Vec<(NodeId, Vec<usize>)> = Vec::new();
        for step in steps(pairs) {
            match step {
                Step::Both(old, new, mark) => show(self, Some(old), Some(new), mark),
                // A line across the page is typography.
                Step::Old(old) if olds[old].sort == Sort::Rule => {}
                Step::New(new) if news[new].sort == Sort::Rule => show(self, None, Some(new), Mark::Same),
                Step::Old(old) => show(self, Some(old), None, Mark::Removed),
                Step::New(new) => show(self, None, Some(new), Mark::Added),
                Step::Away(moved) => notes.push((self.away(within), moved)),
            }
        }
        for (note, moved) in notes {
            let places = moved.into_iter().filter_map(|old| self.builder.made(olds[old].nodes.start));
            self.builder.document.nodes[note].kind = Kind::MovedAway(places.collect());
        }
    }

    /// Leaves a note where something stood, and returns its node.
    fn away(&mut self, within: In) -> NodeId {
        let builder = &mut self.builder;
        let leaf = |builder: &mut Builder, kind: Kind| builder.push(kind, Span::default(), Mark::Removed);
        let empty = || Kind::MovedAway([].into());
        match within {
            In::Blocks => leaf(builder, empty()),
            In::List => {
                let item = leaf(builder, Kind::Item);
                let note = leaf(builder, empty());
                builder.close(item);
                note
            }
            In::Table(columns) => {
                let row = leaf(builder, Kind::TableRow);
                let first = leaf(builder, Kind::TableCell);
                let note = leaf(builder, empty());
                builder.close(first);
                for _ in 1..columns {
                    leaf(builder, Kind::TableCell);
                }
                builder.close(row);
                note
            }
        }
    }

    /// Merges two parts that are one.
    fn both(&mut self, old: &Part<'a>, new: &Part<'a>, mark: Mark) {
        let text = |part: &Part| part.nodes.start + usize::from(!part.is_line)..part.nodes.end;
        if old.is_line && new.is_line {
            return line::merge(&mut self.builder, text(old), text(new), self.numbers);
        }
        if old.is_line || new.is_line {
            let made = (!new.is_line).then(|| self.builder.open(From::New, new.nodes.start, mark));
            line::merge(&mut self.builder, text(old), text(new), self.numbers);
            return made.into_iter().for_each(|made| self.builder.close(made));
        }
        let (from, to) = (old.nodes.start, new.nodes.start);
        let made = self.builder.open_both(from, to, mark);
        match new.sort {
            Sort::Table => self.table(from, to, made),
            Sort::Code | Sort::Html => {
                self.builder.copy(From::New, new.nodes.start + 1..new.nodes.end, Mark::Same);
            }
            _ => self.children(from, to, new.sort),
        }
        self.builder.close(made);
    }

    /// Merges what stands in two nodes.
    fn children(&mut self, old: NodeId, new: NodeId, sort: Sort) {
        let (olds, news) = (part::inside(self.old, old), part::inside(self.new, new));
        let is_list = matches!(sort, Sort::List | Sort::SayList);
        let block = self.new.document.block(new);
        let place = Place {
            keeps_singles: !is_list,
            moves: is_list,
            has_heading: matches!(block, Some(Block::Card(_))),
        };
        self.parts(&olds, &news, place, if is_list { In::List } else { In::Blocks });
    }
}

/// Returns what is shown in order: what is gone before what is new.
fn steps(pairs: &Pairs) -> Vec<Step> {
    let mut steps = Vec::new();
    let (mut old, mut new) = (0, 0);
    let ends = (pairs.of_old.len(), pairs.of_new.len());
    let stays = |new: usize| pairs.of_new[new].filter(|old| !pairs.moved[*old]);
    loop {
        let next = (new..ends.1).find_map(|new| Some((stays(new)?, new)));
        let (next_old, next_new) = next.unwrap_or(ends);
        for old in old..next_old {
            match (pairs.of_old[old], steps.last_mut()) {
                (None, _) => steps.push(Step::Old(old)),
                (Some(_), Some(Step::Away(moved))) => moved.push(old),
                (Some(_), _) => steps.push(Step::Away(vec![old])),
            }
        }
        for new in new..next_new {
            steps.push(match pairs.of_new[new] {
                Some(old) => Step::Both(old, new, Mark::Moved),
                None => Step::New(new),
            });
        }
        if next.is_none() {
            return steps;
        }
        steps.push(Step::Both(next_old, next_new, Mark::Same));
        (old, new) = (next_old + 1, next_new + 1);
    }
}
