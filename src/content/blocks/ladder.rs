//! `::: ladder`: steps that grow in weight, each with its limits and its way back.
//!
//! An ordered list. A rung opens with its bold name and holds a list of labelled lines. Every rung
//! has a review, a letter and an appeal, as fair process asks (Local Government and Social Care
//! Ombudsman, guide on unreasonable actions, part 6); only danger is met at once. Whoever signs a
//! rung is not whoever acts.

use super::tree::first_line;
use super::{Block, Definition, incomplete, labels};
use crate::content::document::{Document, Kind, Name, NodeId};
use crate::content::slug::slug;
use crate::diag::{Diagnostic, Location, rules};
use crate::language::Labels;
use crate::source::{SitePath, Span};

pub(super) const DEFINITION: Definition =
    Definition { name: "ladder", fields: &[], read: |_| Some(Block::Ladder(Ladder::default())) };

/// Steps that grow in weight.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ladder {
    /// The rungs, lowest first.
    pub rungs: Vec<Rung>,
}

/// One step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rung {
    /// Its item in the list.
    pub item: NodeId,
    /// Its address on the page.
    pub id: String,
}

const NEEDED: [&str; 3] = ["review", "letter", "appeal"];
const DANGER: &str = "danger";

/// Marks the labelled lines, gives each rung an address, and reports what fair process lacks.
pub fn shape(file: &SitePath, document: &mut Document, node: NodeId, words: &Labels) -> Vec<Diagnostic> {
    let is_ordered = |child: &NodeId| matches!(document.nodes[*child].kind, Kind::List(Some(_)));
    let Some(list) = document.children(node).find(is_ordered) else {
        let help = "write its rungs as a numbered list, the mildest first";
        return vec![incomplete(file, document, node, "this ladder has no rungs".into(), help.into())];
    };
    let items: Vec<NodeId> = document.children(list).collect();
    let mut rungs = Vec::new();
    let mut found = Vec::new();
    for item in items {
        let name = labels::opening(document, item).map(|(_, name)| name);
        found.extend(mark_lines(file, document, item, name.as_deref(), words));
        let place = document.nodes[item].span;
        let id = format!("rung-{}", slug(name.as_deref().unwrap_or("")));
        rungs.push(Rung { item, id: document.anchors.insert_free(id.trim_end_matches('-'), place) });
    }
    document.nodes[node].kind = Kind::Block(Box::new(Block::Ladder(Ladder { rungs })));
    found
}

fn mark_lines(
    file: &SitePath,
    document: &mut Document,
    item: NodeId,
    name: Option<&str>,
    words: &Labels,
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut report = |document: &Document, message: String, help: String| {
        let location = Location::new(file, first_line(document, item));
        found.push(Diagnostic::new(&rules::INCOMPLETE_BLOCK, location, message).help(help));
    };
    let Some(name) = name else {
        report(document, "this rung has no name".into(), "open it with its name in bold".into());
        return found;
    };
    let mut lines: Vec<(&'static str, NodeId)> = Vec::new();
    for line in lines_of(document, item) {
        let Some((label, text)) = labels::opening(document, line) else { continue };
        let known = words.ladder.iter().find(|(_, label)| labels::is(&text, label));
        let Some((part, _)) = known.filter(|(part, _)| lines.iter().all(|(seen, _)| seen != part)) else {
            continue;
        };
        labels::mark(document, label);
        document.nodes[line].kind = Kind::Labelled(part);
        lines.push((part, line));
    }
    let has = |part: &str| lines.iter().any(|(known, _)| *known == part);
    if !has(DANGER) {
        for part in NEEDED.into_iter().filter(|part| !has(part)) {
            let label = words.ladder.iter().find(|(known, _)| *known == part).map_or(part, |(_, l)| l);
            report(
                document,
                format!("the rung `{name}` has no **{label}**"),
                format!("add a line that opens with **{label}**; only **Danger** does without"),
            );
        }
    }
    found.extend(same_signer(file, document, &lines));
    found
}

/// Returns the lines of a rung: the items of its list, and paragraphs behind the first.
fn lines_of(document: &Document, item: NodeId) -> Vec<NodeId> {
    let mut lines = Vec::new();
    for (position, child) in document.children(item).enumerate() {
        match document.nodes[child].kind {
            Kind::List(_) => lines.extend(document.children(child)),
            Kind::Paragraph if position > 0 => lines.push(child),
            _ => {}
        }
    }
    lines
}

fn same_signer(file: &SitePath, document: &Document, lines: &[(&str, NodeId)]) -> Vec<Diagnostic> {
    let roles = |part: &str| -> Vec<(String, Span)> {
        let line = lines.iter().find(|(known, _)| *known == part).map(|(_, line)| *line);
        line.map_or_else(Vec::new, |line| roles_in(document, line))
    };
    let may = roles("who-may");
    let both = roles("who-signs").into_iter().filter(|(role, _)| may.iter().any(|(doer, _)| doer == role));
    let report = |(role, span): (String, Span)| {
        let message = format!("`{role}` may act on this rung and signs it as well");
        Diagnostic::new(&rules::SAME_SIGNER, Location::new(file, span), message)
            .help("let a role sign that takes no part, so that somebody looks twice")
    };
    both.map(report).collect()
}

fn roles_in(document: &Document, node: NodeId) -> Vec<(String, Span)> {
    let inside = &document.nodes[node..document.nodes[node].end()];
    let role = |node: &crate::content::Node| match node.kind {
        Kind::Placeholder(reference) => match &document.references[reference as usize].name {
            Name::Role(role) => Some((role.clone(), node.span)),
            _ => None,
        },
        _ => None,
    };
    inside.iter().filter_map(role).collect()
}
