//! Everything that a handbook says, text by text, and whether it is left out.
//!
//! This reads the whole handbook and asks of each text only where it stands: on a page or in a part that
//! is left out, in an entry that is. What others made of that it does not look at.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use super::said::{self, Tone};
use crate::content::blocks::Block;
use crate::content::{Document, Kind, Name, NodeId, Passage, passages};
use crate::data::file;
use crate::fields::{Content, Table};
use crate::handbook::{Handbook, Origin, Page, PageId, Withheld};
use crate::source::{SitePath, Snapshot, Span};

/// A handbook of which something is left out, or that stands beside one.
#[derive(Clone, Copy, Debug)]
pub struct Book<'a> {
    /// The edition, where it is one.
    pub edition: Option<&'a str>,
    /// Everything.
    pub whole: &'a Handbook,
    /// What is left out, where anything is.
    pub withheld: Option<&'a Withheld>,
    /// What its readers see.
    pub seen: &'a Handbook,
    /// Its files, where they lie in the folder now.
    pub files: Option<&'a Snapshot>,
}

/// A text and what is known of it.
pub struct Told<'a> {
    /// Whether it is left out.
    pub is_left: bool,
    /// What it is to readers.
    pub sort: Sort,
    /// The file that it stands in.
    pub file: &'a SitePath,
    /// Where it stands there.
    pub place: Place,
    /// The text, as it is read.
    pub text: &'a str,
}

/// What a text is to readers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// A name, by which readers know something.
    Name,
    /// A name for programs: a key, an address. Its words are chosen for them and tell readers little.
    Id,
    /// What they read.
    Text,
    /// Something that stands behind what they read, such as a source. No search finds it, and a word of
    /// it may well stand in the lists of words by which people search.
    Aside,
}

/// Where a text stands in its file.
#[derive(Clone, Debug)]
pub enum Place {
    /// Word by word.
    Passage(Passage),
    /// Somewhere here.
    Span(Span),
    /// It is not known where.
    File,
}

impl Place {
    /// Returns the place of a part of the text.
    pub fn span(&self, part: std::ops::Range<usize>) -> Option<Span> {
        match self {
            Self::Passage(passage) => Some(passage.span(part.start, part.end)),
            Self::Span(span) => Some(*span),
            Self::File => None,
        }
    }
}

impl Book<'_> {
    /// Calls `tell` with each text of a page.
    pub fn page(&self, number: PageId, tell: &mut dyn FnMut(Told)) {
        let page = &self.whole.pages[number];
        let is_left = self.withheld.is_some_and(|withheld| withheld.pages.contains(&number));
        if page.origin == Origin::Folder {
            return;
        }
        let document = &page.document;
        let parts = self.withheld.and_then(|withheld| withheld.parts.get(&number));
        let parts = parts.map_or_else(Vec::new, |parts| document.gone_with(parts));
        let is_part = |node: NodeId| is_left || parts.iter().any(|part| part.contains(&node));
        let spans: Vec<Span> = parts.iter().map(|part| document.nodes[part.start].span).collect();
        let is_in_part = |span: Span| is_left || spans.iter().any(|part| part.contains(span));
        let left_ids: BTreeSet<&str> =
            document.anchors.iter().filter(|(_, span)| is_in_part(*span)).map(|(id, _)| id).collect();
        about_page(page, &mut |sort, text, span| {
            let place = span.map_or(Place::File, Place::Span);
            tell(Told { is_left, sort, file: &page.path, place, text });
        });
        for (old, new, span) in old_anchors(page) {
            let is_left = is_left || left_ids.contains(new);
            tell(Told { is_left, sort: Sort::Id, file: &page.path, place: Place::Span(span), text: old });
        }
        let shared = &self.whole.shared;
        let names = document.references.iter().map(|reference| &reference.name);
        let fills: FxHashMap<&Name, String> =
            names.filter_map(|name| Some((name, shared.text_of(name)?))).collect();
        let fill = |name: &Name| fills.get(name).map_or("", String::as_str);
        for passage in passages(document, fill) {
            let (is_left, text) = (is_part(passage.node), passage.text.clone());
            let place = Place::Passage(passage);
            tell(Told { is_left, sort: Sort::Text, file: &page.path, place, text: &text });
        }
        beside_passages(document, &mut |node, sort, text, span| {
            let place = Place::Span(span);
            tell(Told { is_left: is_part(node), sort, file: &page.path, place, text });
        });
        for (id, span) in document.anchors.iter() {
            let (is_left, place) = (left_ids.contains(id), Place::Span(span));
            tell(Told { is_left, sort: Sort::Id, file: &page.path, place, text: id });
        }
    }

    /// Calls `tell` with each text of the data.
    pub fn data(&self, tell: &mut dyn FnMut(Told)) {
        let handbook = self.whole;
        let (data, empty) = (&handbook.shared.data, Withheld::default());
        let left = &self.withheld.unwrap_or(&empty).data;
        let fill = |phrase: &crate::content::Phrase| handbook.fill(phrase);
        let mut entry =
            |name: &str, is_left: bool, id: &str, names: &[&str], texts: &[String], asides: &[String]| {
                let path = file(name);
                let source = self.files.and_then(|files| files.text(path.as_str())).unwrap_or_default();
                let place = |text: &str| {
                    let at = source.find(text).filter(|_| !text.is_empty());
                    at.map_or(Place::File, |at| Place::Span(Span::new(at, at + text.len())))
                };
                let ids = [(Sort::Id, id)].into_iter();
                let names = names.iter().map(|text| (Sort::Name, *text));
                let texts = texts.iter().map(|text| (Sort::Text, text.as_str()));
                let asides = asides.iter().map(|text| (Sort::Aside, text.as_str()));
                for (sort, text) in ids.chain(names).chain(texts).chain(asides) {
                    tell(Told { is_left, sort, file: &path, place: place(text), text });
                }
            };
        for (key, value) in data.values.iter() {
            let amount = handbook.shared.text_of(&Name::Value(key.to_owned()));
            let texts: Vec<String> = amount.into_iter().chain(value.per.clone()).collect();
            entry("values.toml", left.values.contains(key), key, &[], &texts, value.reason.as_slice());
        }
        for (id, role) in data.roles.ids().filter_map(|id| Some((id, data.roles.get(id)?))) {
            entry("roles.toml", left.roles.contains(id), id, &[&role.title], &[], &[]);
        }
        for term in data.terms.iter() {
            let also = term.also.iter().map(String::as_str);
            let names: Vec<&str> = std::iter::once(term.term.as_str()).chain(also).collect();
            let texts = [fill(&crate::content::Phrase::read(&term.definition))];
            entry("terms.toml", left.terms.contains(&term.id), &term.id, &names, &texts, &[]);
        }
        for action in data.authority.iter() {
            let parts = action.grants.iter();
            let parts = parts.flat_map(|grant| [&grant.conditions, &grant.exclusions, &grant.requires]);
            let phrases = [&action.conditions, &action.exclusions].into_iter().chain(parts).flatten();
            let texts: Vec<String> = phrases.map(fill).collect();
            let is_left = left.actions.contains(&action.id);
            entry("authority.toml", is_left, &action.id, &[&action.title], &texts, &[]);
        }
        for contact in data.contacts.iter() {
            let title = contact.title.iter().chain(&contact.phone).map(String::as_str);
            let names: Vec<&str> = title.collect();
            let texts: Vec<String> = std::iter::once(&contact.how).chain(&contact.hours).map(fill).collect();
            let is_left = left.contacts.contains(&contact.id);
            entry("contacts.toml", is_left, &contact.id, &names, &texts, &[]);
        }
        for path in data.paths.iter() {
            let is_left = left.paths.contains(&path.id);
            entry("paths.toml", is_left, &path.id, &[&path.title], path.summary.as_slice(), &[]);
        }
        for requirement in data.requirements.iter() {
            let asides: Vec<String> =
                std::iter::once(&requirement.text).chain(&requirement.source).cloned().collect();
            let is_left = left.requirements.contains(&requirement.id);
            entry("requirements.toml", is_left, &requirement.id, &[], &[], &asides);
        }
    }
}

/// What a page says of itself: each text, what it is, and its place.
fn about_page(page: &Page, about: &mut dyn FnMut(Sort, &str, Option<Span>)) {
    let record = &page.front().record;
    let span = |field: &str| record.get(field).map(|value| value.span);
    let title = span("title").or_else(|| page.document.title.map(|node| page.document.nodes[node].span));
    about(Sort::Name, &page.title, title);
    about(Sort::Name, &page.nav_title, span("nav").or(title));
    about(Sort::Id, page.url.as_str(), title);
    about(Sort::Id, page.path.as_str(), title);
    for (field, sort) in [("id", Sort::Id), ("code", Sort::Name), ("jurisdiction", Sort::Name)] {
        record.text(field).into_iter().for_each(|text| about(sort, &text.value, Some(text.span)));
    }
    for (field, sort) in [("aliases", Sort::Name), ("old_paths", Sort::Id), ("channels", Sort::Name)] {
        record.texts(field).into_iter().for_each(|text| about(sort, &text.value, Some(text.span)));
    }
    page.summary.iter().for_each(|summary| about(Sort::Text, summary, span("summary")));
    for field in ["notice", "retired_because"] {
        record.text(field).into_iter().for_each(|text| about(Sort::Text, &text.value, Some(text.span)));
    }
    record.texts("sources").into_iter().for_each(|text| about(Sort::Aside, &text.value, Some(text.span)));
}

/// Returns the names that headings and blocks once had, with those of today.
fn old_anchors(page: &Page) -> impl Iterator<Item = (&str, &str, Span)> {
    page.front().record.tables("old_anchors").filter_map(|table| {
        let (old, span) = scalar(table, "old")?;
        Some((old, scalar(table, "new")?.0, span))
    })
}

fn scalar<'a>(table: &'a Table, key: &str) -> Option<(&'a str, Span)> {
    let value = table.get(key)?;
    match &value.content {
        Content::Scalar(scalar) => Some((&scalar.text, value.span)),
        _ => None,
    }
}

/// What stands on a page beside its passages: code, titles of links, fields of blocks, addresses.
fn beside_passages(document: &Document, tell: &mut dyn FnMut(NodeId, Sort, &str, Span)) {
    let mut code_until = 0;
    for (node, at) in document.nodes.iter().enumerate() {
        match &at.kind {
            Kind::CodeBlock(info) => {
                code_until = at.end();
                tell(node, Sort::Text, info, at.span);
            }
            Kind::Text(_) | Kind::Verbatim if node < code_until => {
                tell(node, Sort::Text, document.text(at).unwrap_or_default(), at.span);
            }
            Kind::Link(_, title) | Kind::Image(_, title) => tell(node, Sort::Text, title, at.span),
            Kind::Html(html) | Kind::InlineHtml(html) => tell(node, Sort::Text, html, at.span),
            Kind::Element(element) => {
                let tag = format!("<{} {}>", element.name, element.attributes);
                said::read("element.html", tag.as_bytes(), &mut |tone, text| match tone {
                    Tone::Prose => tell(node, Sort::Text, text, at.span),
                    Tone::Name => tell(node, Sort::Id, text, at.span),
                    Tone::Code | Tone::Word | Tone::Address => {}
                });
            }
            Kind::Blank(name) => tell(node, Sort::Id, name, at.span),
            Kind::Block(block) => match &**block {
                Block::Law(law) => {
                    tell(node, Sort::Name, &law.jurisdiction, at.span);
                    tell(node, Sort::Aside, &law.source, at.span);
                }
                Block::Letter(letter) => {
                    letter.fields.iter().for_each(|field| tell(node, Sort::Id, &field.value, field.span));
                }
                _ => {}
            },
            _ => {}
        }
    }
    for (reference, node) in document.references.iter().zip(document.showing()) {
        if let (Name::Link(address) | Name::Image(address), Some(node)) = (&reference.name, node) {
            // Where it leads within the handbook is looked for as an address.
            if address.contains(':') {
                tell(node, Sort::Id, address, reference.span);
            }
        }
    }
}
