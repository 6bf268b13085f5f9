//! `::: tree`: a decision, one question at a time.
//!
//! A list in a list: a question holds its answers, an answer holds one further question or one
//! link, which is where the branch ends. Readers lose the thread beyond four questions in a row.

use super::{Block, Definition, incomplete};
use crate::content::document::{Document, Kind, NodeId, TreePart};
use crate::diag::{Diagnostic, Location, rules};
use crate::source::{SitePath, Span};

/// The most questions in a row.
const DEEPEST: usize = 4;

pub(super) const DEFINITION: Definition =
    Definition { name: "tree", fields: &[], read: |_| Some(Block::Tree(Tree::default())) };

/// A decision tree.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tree {
    /// Its address on the page; a position in it is this and the numbers of the answers.
    pub id: String,
}

/// Marks questions, answers and outcomes, gives each answer an address, and reports branches that
/// end nowhere.
pub fn shape(file: &SitePath, document: &mut Document, node: NodeId) -> Vec<Diagnostic> {
    let span = document.nodes[node].span;
    let id = document.anchors.insert_free("decide", span);
    document.nodes[node].kind = Kind::Block(Box::new(Block::Tree(Tree { id: id.clone() })));
    let mut walk = Walk { file, document, found: Vec::new() };
    let questions = match walk.list_in(node) {
        Some(list) => walk.items(list),
        None => Vec::new(),
    };
    match questions.as_slice() {
        [question] => walk.question(*question, 1, &id),
        several => {
            let message = match several {
                [] => "this tree has no question",
                _ => "this tree begins with more than one question",
            };
            let help = "begin it with one item that asks, and put the answers below it, moved in";
            let finding = incomplete(file, walk.document, node, message.to_owned(), help.to_owned());
            walk.found.push(finding);
        }
    }
    walk.found
}

struct Walk<'a> {
    file: &'a SitePath,
    document: &'a mut Document,
    found: Vec<Diagnostic>,
}

impl Walk<'_> {
    fn question(&mut self, item: NodeId, depth: usize, id: &str) {
        if depth == DEEPEST + 1 {
            let message = format!("this is question {depth} in a row");
            self.report(
                &rules::DEEP_TREE,
                item,
                message,
                "end the branch here with a link to a tree of its own",
            );
        }
        self.document.nodes[item].kind = Kind::TreeItem(TreePart::Question);
        let answers = self.list_in(item).map(|list| self.items(list)).unwrap_or_default();
        if answers.len() < 2 {
            let message = "this question has fewer than two answers".to_owned();
            self.report(
                &rules::DEAD_BRANCH,
                item,
                message,
                "add the other answer, or leave the question out",
            );
        }
        for (number, answer) in answers.into_iter().enumerate() {
            self.answer(answer, depth, &format!("{id}-{}", number + 1));
        }
    }

    fn answer(&mut self, item: NodeId, depth: usize, id: &str) {
        let span = self.document.nodes[item].span;
        self.document.anchors.insert(id, span);
        self.document.nodes[item].kind = Kind::TreeItem(TreePart::Answer);
        let next = self.list_in(item).map(|list| self.items(list)).unwrap_or_default();
        match next.as_slice() {
            [only] if self.list_in(*only).is_some() => self.question(*only, depth + 1, id),
            [only] => self.outcome(*only),
            [] => self.report(
                &rules::DEAD_BRANCH,
                item,
                "this answer leads nowhere".to_owned(),
                "put one further question or one link below it, moved in",
            ),
            [_, second, ..] => self.report(
                &rules::DEAD_BRANCH,
                *second,
                "an answer leads to one question or one link, and this is a second".to_owned(),
                "ask a question that tells the two apart",
            ),
        }
    }

    fn outcome(&mut self, item: NodeId) {
        self.document.nodes[item].kind = Kind::TreeItem(TreePart::Outcome);
        let inside = &self.document.nodes[item + 1..self.document.nodes[item].end()];
        if !inside.iter().any(|node| matches!(node.kind, Kind::Link(..))) {
            let message = "this branch ends without a link".to_owned();
            self.report(&rules::DEAD_BRANCH, item, message, "link to the page that says what to do");
        }
    }

    fn report(&mut self, rule: &'static crate::diag::Rule, item: NodeId, message: String, help: &str) {
        let location = Location::new(self.file, first_line(self.document, item));
        self.found.push(Diagnostic::new(rule, location, message).help(help));
    }

    fn list_in(&self, node: NodeId) -> Option<NodeId> {
        let mut children = self.document.children(node);
        children.find(|child| matches!(self.document.nodes[*child].kind, Kind::List(_)))
    }

    fn items(&self, list: NodeId) -> Vec<NodeId> {
        self.document.children(list).collect()
    }
}

/// Returns the first line of a node, where a finding about it is read best.
pub(super) fn first_line(document: &Document, node: NodeId) -> Span {
    let span = document.nodes[node].span;
    let text = document.source.get(span.range()).unwrap_or("");
    let line = text.lines().next().map_or(0, |line| line.trim_end().len());
    Span::new(span.start as usize, span.start as usize + line)
}
