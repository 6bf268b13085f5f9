//! The tree as HTML.
//!
//! One recursive walk, an arm a node. Line ends follow the `CommonMark` reference, so that the
//! specification's own examples can be compared letter by letter; what a site adds (sections, ids,
//! values, terms, blocks) is added where there is a [`Page`]. Lists, tables, footnotes and what stands
//! within a line have files of their own.

mod footnote;
mod line;
mod list;
mod table;

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use pulldown_cmark_escape::escape_href;
use rustc_hash::FxHashMap;

use super::lists::{self, Rows};
use super::{BodySetting, blocks};
use crate::content::blocks::Block;
use crate::content::{Document, Kind, Mark, NodeId};
use crate::diag::{Checked, Diagnostic};
use crate::source::Span;
use crate::view::{BodyView, Shown};

/// The headings below which something changed, none for what stands above all, each with the number
/// of the change that is written first.
pub type Changed = BTreeMap<Option<NodeId>, usize>;

/// The body of a page.
#[derive(Debug)]
pub struct Written {
    /// What stands below its title.
    pub html: String,
    /// In a redline: where something changed.
    pub changed: Changed,
    /// The rows of its lists, by the node of each.
    pub rows: BTreeMap<NodeId, Rows>,
}

/// Returns the body of a page. `known` is what another body shows of the same page with the same
/// setting, and that body.
pub fn body<'a>(
    setting: &'a BodySetting,
    view: &'a BodyView,
    document: &'a Document,
    known: Option<(&'a BodyView, &'a Written)>,
) -> Checked<Written> {
    let known = known.filter(|(other, _)| other.root == view.root);
    let mut writer = Writer::new(document, &view.shown, Some(Page { setting, view, known }));
    writer.body();
    let Writer { html, changed, rows, diagnostics, .. } = writer;
    Checked { value: Written { html, changed, rows }, diagnostics }
}

/// Returns a line of text that a redline shows beside its body, with elements for the signs of changes.
pub fn marked(setting: &BodySetting, view: &BodyView, document: &Document, text: &str) -> String {
    let mut html = String::new();
    push_escaped(&mut html, text);
    let mut writer = Writer::new(document, &view.shown, Some(Page { setting, view, known: None }));
    // What stands outside the body is no place to lead to.
    writer.changed.insert(None, 0);
    writer.with_changes(html)
}

/// Returns a document without anything that a site adds.
pub fn plain(document: &Document, shown: &[Shown]) -> String {
    let mut writer = Writer::new(document, shown, None);
    for node in document.roots() {
        writer.node(node);
    }
    writer.html
}

/// Returns the text inside a node of another page, without terms marked or blocks filled in.
pub fn words(document: &Document, shown: &[Shown], node: NodeId) -> String {
    let mut writer = Writer::new(document, shown, None);
    writer.unlinked = true;
    writer.settled = true;
    writer.children(node);
    writer.html
}

/// Appends text with everything escaped that is markup.
///
/// Attributes stand in double quotes, so apostrophes need no escape, and the specification's
/// examples have none.
pub fn push_escaped(html: &mut String, text: &str) {
    let mut done = 0;
    for (at, byte) in text.bytes().enumerate() {
        let entity = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            _ => continue,
        };
        html.push_str(&text[done..at]);
        html.push_str(entity);
        done = at + 1;
    }
    html.push_str(&text[done..]);
}

/// Appends an address as an attribute's value.
pub fn push_href(html: &mut String, address: &str) {
    let _ = escape_href(&mut *html, address);
}

/// The page that a document is rendered for.
#[derive(Clone, Copy)]
pub struct Page<'a> {
    /// What all pages are rendered with.
    pub setting: &'a BodySetting,
    /// What this page shows.
    pub view: &'a BodyView,
    /// What it showed in another edition, and what was written of that.
    known: Option<(&'a BodyView, &'a Written)>,
}

/// A document being written.
pub struct Writer<'a> {
    /// The document.
    pub document: &'a Document,
    pub(super) shown: &'a [Shown],
    pub(super) page: Option<Page<'a>>,
    /// What has been written.
    pub html: String,
    /// The rows of its lists so far.
    rows: BTreeMap<NodeId, Rows>,
    /// What went wrong in templates.
    pub diagnostics: Vec<Diagnostic>,
    /// Whether links are written as their text, since they stand inside another link.
    unlinked: bool,
    /// Whether terms are not marked here: in headings, links and buttons.
    pub(super) unmarked: usize,
    /// The mark that what stands around says already.
    pub(super) mark: Mark,
    /// Where the last block ended that has moved.
    pub(super) moved_until: usize,
    /// The heading above what is written, in a redline.
    pub(super) heading: Option<NodeId>,
    /// The headings below which something changed.
    pub(super) changed: Changed,
    /// Whether only the new edition is written, without marks.
    pub(super) settled: bool,
    /// The number of the reference at each place, once one is asked for.
    pub(super) references: OnceCell<FxHashMap<Span, usize>>,
    marked: BTreeSet<&'a str>,
    tasks: usize,
    footnotes: Vec<&'a str>,
    /// The number of each footnote that has been referred to.
    numbers: FxHashMap<&'a str, usize>,
    in_head: bool,
    /// How many tables stand below each heading so far.
    tables: BTreeMap<String, usize>,
}

impl<'a> Writer<'a> {
    fn new(document: &'a Document, shown: &'a [Shown], page: Option<Page<'a>>) -> Self {
        let text: usize = document.nodes.last().map_or(0, |node| node.span.end as usize);
        Self {
            document,
            shown,
            page,
            html: String::with_capacity(text + text / 2),
            rows: BTreeMap::new(),
            diagnostics: Vec::new(),
            unlinked: false,
            unmarked: 0,
            mark: Mark::Same,
            moved_until: 0,
            heading: None,
            changed: BTreeMap::new(),
            settled: false,
            references: OnceCell::new(),
            marked: BTreeSet::new(),
            tasks: 0,
            footnotes: Vec::new(),
            numbers: FxHashMap::default(),
            in_head: false,
            tables: BTreeMap::new(),
        }
    }

    /// Writes the body of a page: sections at headings of level 2, footnotes at the end.
    fn body(&mut self) {
        let mut open = false;
        for node in self.document.roots() {
            match &self.document.nodes[node].kind {
                _ if self.document.title == Some(node) => {}
                Kind::Footnote(_) => {}
                Kind::Heading(1 | 2, _) if self.document.nodes[node].mark != Mark::Removed => {
                    if open {
                        self.line("</section>");
                    }
                    open = matches!(self.document.nodes[node].kind, Kind::Heading(2, _));
                    if open {
                        self.section(node);
                    }
                    self.node(node);
                }
                _ => self.node(node),
            }
        }
        if open {
            self.line("</section>");
        }
        self.footnotes();
    }

    fn section(&mut self, heading: NodeId) {
        let sections = self.page.map_or(&[][..], |page| &page.view.sections);
        let found = sections.binary_search_by_key(&heading, |(node, _)| *node);
        let key = found.map_or("", |number| sections[number].1.as_str());
        self.new_line();
        self.html.push_str("<section class=\"section\" data-section=\"");
        push_escaped(&mut self.html, key);
        self.html.push_str("\">\n");
    }

    /// Writes a node.
    pub fn node(&mut self, node: NodeId) {
        match self.document.redline {
            Some(_) => self.marked(node),
            None => self.bare(node),
        }
    }

    /// Writes a node without saying what became of it.
    pub(super) fn bare(&mut self, node: NodeId) {
        match &self.document.nodes[node].kind {
            Kind::Paragraph | Kind::Labelled(_) => self.wrap(node, "<p>", "</p>\n"),
            Kind::Because if self.document.nodes[node].end() > node + 1 => self.wrap(node, "<p>", "</p>\n"),
            Kind::Because => self.html.push('\n'),
            Kind::Heading(level, _) => self.heading(node, *level),
            Kind::Quote => self.container(node, "<blockquote>\n", "</blockquote>\n"),
            Kind::Alert(alert) => self.alert(node, alert.name()),
            Kind::CodeBlock(info) => self.code_block(node, info),
            Kind::Html(html) | Kind::InlineHtml(html) => self.html.push_str(html),
            Kind::Element(element) => self.element(node, element),
            Kind::List(start) => self.list(node, *start),
            Kind::SayList => self.filled(blocks::say, node),
            Kind::Item => self.item(node),
            Kind::SayItem { .. } => self.item(node),
            Kind::Task(done) => self.task(node, *done),
            Kind::Footnote(_) => {}
            Kind::Table(columns) => self.table(node, columns),
            Kind::TableHead | Kind::TableRow | Kind::TableCell => self.children(node),
            Kind::DefinitionList => self.container(node, "<dl>\n", "</dl>\n"),
            Kind::DefinitionTerm => self.term_part(node, "dt"),
            Kind::Definition => self.term_part(node, "dd"),
            Kind::Rule => self.line("<hr />"),
            Kind::Block(block) => self.block(node, block),
            Kind::Label => {}
            Kind::Verbatim | Kind::Text(_) => {
                let text = self.document.text(&self.document.nodes[node]).unwrap_or("");
                self.text(text);
            }
            Kind::Code(text) => self.inline("<code>", text, "</code>"),
            Kind::SoftBreak => self.html.push('\n'),
            Kind::HardBreak => self.html.push_str("<br />\n"),
            Kind::Emphasis => self.mark(node, "<em>", "</em>"),
            Kind::Strong => self.mark(node, "<strong>", "</strong>"),
            // In a redline `<del>` is what another edition took out.
            Kind::Strikethrough if self.document.redline.is_some() => self.mark(node, "<s>", "</s>"),
            Kind::Strikethrough => self.mark(node, "<del>", "</del>"),
            Kind::Link(reference, title) => self.link(node, *reference as usize, title),
            Kind::Image(reference, title) => self.image(node, *reference as usize, title),
            Kind::FootnoteReference(label) => self.footnote_reference(label),
            Kind::Placeholder(reference) => self.placeholder(*reference as usize),
            Kind::TreeItem(_) => self.item(node),
            Kind::Blank(name) => self.blank(name),
            Kind::MovedAway(moved) => self.moved_away(moved),
        }
    }

    /// Writes what stands inside a node.
    pub fn children(&mut self, node: NodeId) {
        for child in self.document.children(node) {
            self.node(child);
        }
    }

    /// Writes a block of text without the paragraph around it; anything else as it is.
    pub fn inside(&mut self, node: NodeId) {
        match self.document.nodes[node].kind {
            Kind::Paragraph | Kind::Labelled(_) | Kind::Because => self.children(node),
            _ => self.node(node),
        }
    }

    /// Returns a writer for a part of another page, where nothing of this page is known.
    pub fn of_excerpt(document: &'a Document, shown: &'a [Shown]) -> Self {
        Self::new(document, shown, None)
    }

    /// Returns what a reference shows.
    pub fn shown(&self, reference: usize) -> &'a Shown {
        &self.shown[reference]
    }

    /// Returns what `write` writes without marking terms, instead of writing it.
    pub fn without_marks(&mut self, write: impl FnOnce(&mut Self)) -> String {
        self.unmarked += 1;
        let html = self.aside(write);
        self.unmarked -= 1;
        html
    }

    /// Returns what `write` writes, instead of writing it.
    pub fn aside(&mut self, write: impl FnOnce(&mut Self)) -> String {
        let outer = std::mem::take(&mut self.html);
        write(self);
        std::mem::replace(&mut self.html, outer)
    }

    /// Begins a new line unless one has just begun.
    pub(super) fn new_line(&mut self) {
        if !self.html.is_empty() && !self.html.ends_with('\n') {
            self.html.push('\n');
        }
    }

    fn line(&mut self, html: &str) {
        self.new_line();
        self.html.push_str(html);
        self.html.push('\n');
    }

    fn wrap(&mut self, node: NodeId, open: &str, close: &str) {
        self.new_line();
        self.html.push_str(open);
        self.children(node);
        self.html.push_str(close);
    }

    fn term_part(&mut self, node: NodeId, tag: &str) {
        self.new_line();
        self.begin(node, tag, "");
        self.within(node, |writer| writer.children(node));
        self.html.push_str(&format!("</{tag}>\n"));
    }

    fn container(&mut self, node: NodeId, open: &str, close: &str) {
        self.new_line();
        self.html.push_str(open);
        self.children(node);
        self.new_line();
        self.html.push_str(close);
    }

    fn mark(&mut self, node: NodeId, open: &str, close: &str) {
        self.html.push_str(open);
        self.children(node);
        self.html.push_str(close);
    }

    fn inline(&mut self, open: &str, text: &str, close: &str) {
        self.html.push_str(open);
        push_escaped(&mut self.html, text);
        self.html.push_str(close);
    }

    fn heading(&mut self, node: NodeId, level: u8) {
        self.new_line();
        self.under(node);
        self.unmarked += 1;
        let heading = self.document.heading(node);
        match (self.page, heading) {
            (Some(page), Some(heading)) => {
                for (old, _) in page.view.old_anchors.iter().filter(|(_, new)| *new == heading.id) {
                    self.html.push_str("<span id=\"");
                    push_escaped(&mut self.html, old);
                    self.html.push_str("\"></span>");
                }
                let id = heading.id.as_str();
                self.html.push_str(&format!("<div class=\"heading\"><h{level} id=\""));
                push_escaped(&mut self.html, id);
                self.html.push_str("\">");
                self.children(node);
                self.html.push_str(&format!("</h{level}>"));
                self.anchor(page, id, node);
                self.html.push_str("</div>\n");
            }
            _ => {
                // One that is gone has no address; it is set like the others.
                let around = self.page.is_some() && self.document.redline.is_some();
                let (open, close) = if around { ("<div class=\"heading\">", "</div>") } else { ("", "") };
                self.html.push_str(&format!("{open}<h{level}>"));
                self.children(node);
                self.html.push_str(&format!("</h{level}>{close}\n"));
            }
        }
        self.unmarked -= 1;
    }

    /// Writes the link by which a heading's address can be copied.
    fn anchor(&mut self, page: Page, id: &str, node: NodeId) {
        let text = super::text::of(self.document, self.shown, node);
        let label = page.setting.language.word(&["page", "link_to"]).replace("{title}", &text);
        self.html.push_str("<a class=\"anchor\" href=\"#");
        push_href(&mut self.html, id);
        self.html.push_str("\" aria-label=\"");
        push_escaped(&mut self.html, &label);
        self.html.push_str("\">#</a>");
    }

    fn alert(&mut self, node: NodeId, name: &str) {
        let title = self.page.map_or(name, |page| page.setting.language.word(&["alerts", name]));
        let open = format!(
            "<aside class=\"alert alert-{name}\" role=\"note\">\n<p class=\"alert-title\">{title}</p>\n"
        );
        self.container(node, &open, "</aside>\n");
    }

    fn code_block(&mut self, node: NodeId, info: &str) {
        self.new_line();
        self.html.push_str(if self.page.is_some() { "<pre tabindex=\"0\"><code" } else { "<pre><code" });
        let language = info.split(' ').next().unwrap_or("");
        if !language.is_empty() {
            self.html.push_str(" class=\"language-");
            push_escaped(&mut self.html, language);
            self.html.push('"');
        }
        self.html.push('>');
        for inside in &self.document.nodes[node + 1..self.document.nodes[node].end()] {
            push_escaped(&mut self.html, self.document.text(inside).unwrap_or(""));
        }
        self.html.push_str("</code></pre>\n");
    }

    fn block(&mut self, node: NodeId, block: &'a Block) {
        match block {
            Block::Card(_) => self.filled(blocks::card, node),
            Block::Rule(_) => self.filled(blocks::rule, node),
            Block::Answer => self.filled(blocks::answer, node),
            Block::Checklist(_) => self.filled(blocks::checklist, node),
            Block::Tree(_) => self.filled(blocks::tree, node),
            Block::Ladder(_) => self.filled(blocks::ladder, node),
            Block::Letter(_) => self.filled(blocks::letter, node),
            Block::Law(_) => self.filled(blocks::law, node),
            Block::Handover(_) => self.filled(blocks::handover, node),
            Block::List(_) | Block::Authority(_) => self.gathered(node),
            Block::Only(_) => self.filled(blocks::only, node),
            Block::Unknown => self.children(node),
        }
    }

    /// Writes a block through its template; without a page, what stands in it.
    fn filled(
        &mut self,
        fill: fn(&mut Self, Page<'a>, NodeId) -> Result<String, Box<Diagnostic>>,
        node: NodeId,
    ) {
        let Some(page) = self.page else { return self.children(node) };
        self.new_line();
        match fill(self, page, node) {
            Ok(html) => {
                let html = self.with_changes(html);
                self.line(html.trim());
            }
            Err(finding) => self.diagnostics.push(*finding),
        }
    }

    /// Writes what stands in a block, and below it what the block gathers.
    fn gathered(&mut self, node: NodeId) {
        self.children(node);
        let Some(page) = self.page else { return };
        let Some(list) = page.view.gathered_at(node) else { return };
        let known =
            page.known.and_then(|(view, body)| Some((view.gathered_at(node)?, body.rows.get(&node)?)));
        match lists::fill(page.setting, &page.view.root, list, known) {
            Ok((html, rows)) => {
                self.rows.insert(node, rows);
                let html = self.with_changes(html);
                self.line(html.trim());
            }
            Err(finding) => self.diagnostics.push(*finding),
        }
    }
}
