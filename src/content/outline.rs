//! The outline of a page: its title, its headings and their ids.
//!
//! A heading's id is the slug of its words, with a value's key in place of its amount, so that an
//! address survives a new limit; an id that was asked for wins, and a second heading of the same
//! name gets a number.

use super::document::{Document, Heading, Kind, Name, NodeId};
use super::slug::slug;
use crate::diag::{Checked, Diagnostic, Location, rules};
use crate::source::SitePath;

/// Reads the headings of a document, and the title where the front matter has none.
pub fn read(file: &SitePath, document: &mut Document) -> Checked<()> {
    let mut diagnostics = Vec::new();
    find_title(document);
    let found: Vec<(NodeId, u8, Option<Box<str>>)> = headings(document);
    for (node, _, wanted) in &found {
        let Some(id) = wanted else { continue };
        let span = document.nodes[*node].span;
        if !document.anchors.insert(id, span) {
            let location = Location::new(file, span);
            diagnostics.push(
                Diagnostic::new(
                    &rules::DUPLICATE_ID,
                    location,
                    format!("the id `{id}` is taken on this page"),
                )
                .help("give one of the two another id"),
            );
        }
    }
    let mut before = 1;
    for (node, level, wanted) in found {
        let text = plain_text(document, node);
        let span = document.nodes[node].span;
        let id = match wanted {
            Some(wanted) => wanted.into(),
            None => document.anchors.insert_free(named(&slug(&text)), span),
        };
        if level > before + 1 {
            diagnostics.push(skipped(file, document, node, before, level));
        }
        before = level;
        document.headings.push(Heading { node, level, id, text });
    }
    Checked { value: (), diagnostics }
}

/// Takes a first heading of level 1 as the title, unless the front matter has another.
fn find_title(document: &mut Document) {
    let first = document.roots().next();
    let Some(node) = first.filter(|node| matches!(document.nodes[*node].kind, Kind::Heading(1, _))) else {
        return;
    };
    let text = plain_text(document, node);
    let given = document.front.title.as_ref().map(|title| title.fill(key_of));
    if given.is_none_or(|given| slug(&given) == slug(&text)) {
        document.title = Some(node);
    }
}

fn headings(document: &Document) -> Vec<(NodeId, u8, Option<Box<str>>)> {
    let nodes = document.nodes.iter().enumerate();
    let headings = nodes.filter_map(|(node, at)| match &at.kind {
        Kind::Heading(level, id) if document.title != Some(node) => Some((node, *level, id.clone())),
        _ => None,
    });
    headings.collect()
}

/// Returns the id of a heading with this slug; one without a word has a name all the same.
fn named(slug: &str) -> &str {
    if slug.is_empty() { "section" } else { slug }
}

/// Returns the words in a node; a value's key stands in place of its amount.
pub fn plain_text(document: &Document, node: NodeId) -> String {
    let mut text = String::new();
    for inside in &document.nodes[node..document.nodes[node].end()] {
        match &inside.kind {
            Kind::Verbatim | Kind::Text(_) | Kind::Code(_) => {
                text.push_str(document.text(inside).unwrap_or(""));
            }
            Kind::SoftBreak | Kind::HardBreak => text.push(' '),
            Kind::Placeholder(reference) => match &document.references[*reference as usize].name {
                Name::Value(key) | Name::Role(key) | Name::Term(key) => text.push_str(&key.replace('.', "-")),
                _ => {}
            },
            _ => {}
        }
    }
    text
}

fn key_of(placeholder: &str) -> String {
    let (_, key) = placeholder.split_once('.').unwrap_or(("", placeholder));
    key.replace('.', "-")
}

fn skipped(file: &SitePath, document: &Document, node: NodeId, before: u8, level: u8) -> Diagnostic {
    let location = Location::new(file, document.nodes[node].span);
    let message = format!("this heading has level {level} below one of level {before}");
    let wanted = "#".repeat(usize::from(before) + 1);
    Diagnostic::new(&rules::HEADING_LEVEL, location, message)
        .help(format!("write `{wanted}`: readers who listen to the page move by levels"))
}
