//! The tree as HTML.
//!
//! One recursive walk, an arm a node. Line ends follow the `CommonMark` reference, so that the
//! specification's own examples can be compared letter by letter; what a site adds (sections, ids,
//! values, terms, blocks) is added where there is a [`Page`].

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use pulldown_cmark_escape::escape_href;
use rustc_hash::FxHashMap;

use super::lists::{self, Rows};
use super::{BodySetting, blocks, marks};
use crate::content::blocks::Block;
use crate::content::{Alignment, Document, Element, Kind, Mark, NodeId};
use crate::diag::{Checked, Diagnostic};
use crate::source::Span;
use crate::view::{BodyView, Shown};

/// The headings below which something changed, none for what stands above all, each with the number
/// of the change that is written first.
pub type Changed = BTreeMap<Option<NodeId>, usize>;

/// The body of a page.
#[derive(Debug, Default)]
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

/// A table with so many columns is set smaller, so that more of it is seen at once.
const MANY_COLUMNS: usize = 5;

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

    fn list(&mut self, node: NodeId, start: Option<u64>) {
        let is_tasks = self.page.is_some()
            && self
                .document
                .children(node)
                .any(|item| matches!(self.document.nodes[item].kind, Kind::Task(_)));
        match start {
            None if is_tasks => self.container(node, "<ul class=\"tasks\">\n", "</ul>\n"),
            None => self.container(node, "<ul>\n", "</ul>\n"),
            Some(1) => self.container(node, "<ol>\n", "</ol>\n"),
            Some(start) => self.container(node, &format!("<ol start=\"{start}\">\n"), "</ol>\n"),
        }
    }

    fn item(&mut self, node: NodeId) {
        self.begin(node, "li", "");
        self.within(node, |writer| {
            for child in writer.document.children(node) {
                if !writer.document.nodes[child].kind.is_inline() {
                    writer.new_line();
                }
                writer.node(child);
            }
        });
        self.html.push_str("</li>\n");
    }

    /// Writes an item with a box to tick. The words beside the box are its label; what else stands
    /// in the item follows.
    fn task(&mut self, node: NodeId, done: bool) {
        self.tasks += 1;
        let number = self.tasks;
        let checked = if done { " checked" } else { "" };
        self.begin(node, "li", "task");
        self.html.push_str(&format!("<input type=\"checkbox\" id=\"task-{number}\"{checked}>"));
        let mut children = self.document.children(node).peekable();
        let mut label = Vec::new();
        while let Some(child) =
            children.next_if(|child| label.is_empty() || self.document.nodes[*child].kind.is_inline())
        {
            label.push(child);
        }
        self.html.push_str(&format!("<label for=\"task-{number}\">"));
        self.unmarked += 1;
        self.within(node, |writer| label.iter().for_each(|child| writer.inside(*child)));
        self.unmarked -= 1;
        self.html.push_str("</label>");
        let rest: Vec<NodeId> = children.collect();
        if !rest.is_empty() {
            self.within(node, |writer| rest.iter().for_each(|child| writer.node(*child)));
        }
        self.html.push_str("</li>\n");
    }

    fn table(&mut self, node: NodeId, columns: &[Alignment]) {
        self.new_line();
        let label = self.page.map(|page| self.table_name(page, node));
        match &label {
            Some(label) => {
                let many = if columns.len() >= MANY_COLUMNS { " many" } else { "" };
                self.html.push_str(&format!(
                    "<div class=\"table{many}\" role=\"region\" tabindex=\"0\" aria-label=\""
                ));
                push_escaped(&mut self.html, label);
                self.html.push_str("\"><table>\n");
            }
            None => self.html.push_str("<table>\n"),
        }
        let mut in_body = false;
        for row in self.document.children(node) {
            let head = matches!(self.document.nodes[row].kind, Kind::TableHead);
            match (head, in_body) {
                (true, _) => self.html.push_str("<thead>\n"),
                (false, false) => {
                    self.html.push_str("<tbody>\n");
                    in_body = true;
                }
                _ => {}
            }
            self.in_head = head;
            self.row(row, columns);
            if head {
                self.html.push_str("</thead>\n");
            }
        }
        self.in_head = false;
        if in_body {
            self.html.push_str("</tbody>\n");
        }
        self.html.push_str(if label.is_some() { "</table></div>\n" } else { "</table>\n" });
    }

    /// Returns what a table is called: the heading above it, with a number when another shares it.
    fn table_name(&mut self, page: Page, node: NodeId) -> String {
        let heading = self.document.heading_above(node);
        let title = match heading {
            Some(heading) => super::text::of(self.document, self.shown, heading.node),
            None => page.view.title.clone(),
        };
        let count = self.tables.entry(title.clone()).or_default();
        *count += 1;
        let key = if *count == 1 { "table" } else { "table_number" };
        let pattern = page.setting.language.word(&["page", key]);
        pattern.replace("{n}", &count.to_string()).replace("{title}", &title)
    }

    fn row(&mut self, row: NodeId, columns: &[Alignment]) {
        self.begin(row, "tr", "");
        let moved = self.document.redline.is_some() && self.document.nodes[row].mark == Mark::Moved;
        for (number, cell) in self.document.children(row).enumerate() {
            let class = match columns.get(number) {
                Some(Alignment::Right) => "align-right",
                Some(Alignment::Center) => "align-center",
                Some(Alignment::Left) => "align-left",
                _ => "",
            };
            self.begin(cell, if self.in_head { "th scope=\"col\"" } else { "td" }, class);
            if moved && number == 0 {
                self.within(row, |_| {});
            }
            self.within(cell, |writer| writer.children(cell));
            self.html.push_str(if self.in_head { "</th>" } else { "</td>" });
        }
        self.html.push_str("</tr>\n");
    }

    /// Writes an element that came from sanitised HTML.
    fn element(&mut self, node: NodeId, element: &Element) {
        let Element { name, attributes, is_inline } = element;
        let open = format!("{name}{attributes}");
        match *name {
            // Their words are not those of a sentence.
            "code" | "kbd" | "samp" | "var" => {
                self.unmarked += 1;
                self.mark(node, &format!("<{open}>"), &format!("</{name}>"));
                self.unmarked -= 1;
            }
            "table" => {
                let region = self.page.map(|page| self.table_name(page, node));
                self.new_line();
                if let Some(label) = &region {
                    self.html.push_str("<div class=\"table\" role=\"region\" tabindex=\"0\" aria-label=\"");
                    push_escaped(&mut self.html, label);
                    self.html.push_str("\">");
                }
                self.container(node, &format!("<{open}>\n"), "</table>");
                self.html.push_str(if region.is_some() { "</div>\n" } else { "\n" });
            }
            "col" => self.line(&format!("<{open}>")),
            "tr" | "thead" | "tbody" | "tfoot" | "colgroup" => {
                self.new_line();
                self.begin(node, &open, "");
                self.children(node);
                self.html.push_str(&format!("</{name}>\n"));
            }
            name if marks::is_part(name) => {
                self.begin(node, &open, "");
                self.within(node, |writer| writer.children(node));
                self.html.push_str(&format!("</{name}>"));
            }
            name if *is_inline => self.mark(node, &format!("<{open}>"), &format!("</{name}>")),
            name => self.container(node, &format!("<{open}>\n"), &format!("</{name}>\n")),
        }
    }

    fn link(&mut self, node: NodeId, reference: usize, title: &str) {
        match &self.shown[reference] {
            Shown::Link(address) if !self.unlinked => {
                self.html.push_str("<a href=\"");
                push_href(&mut self.html, address);
                self.title(title);
                self.html.push_str("\">");
                self.unmarked += 1;
                self.children(node);
                self.unmarked -= 1;
                self.html.push_str("</a>");
                self.relinked(node);
            }
            Shown::Term(id) => {
                let words = self.without_marks(|writer| writer.children(node));
                self.term(id, &words);
            }
            _ => self.children(node),
        }
    }

    /// Writes the title of a link or picture behind its address, whose quote is still open.
    fn title(&mut self, title: &str) {
        if !title.is_empty() {
            self.html.push_str("\" title=\"");
            push_escaped(&mut self.html, title);
        }
    }

    fn image(&mut self, node: NodeId, reference: usize, title: &str) {
        let Shown::Picture(address, pixels) = &self.shown[reference] else {
            return self.html.push_str(&alt(self.document, self.shown, node));
        };
        self.html.push_str("<img src=\"");
        push_href(&mut self.html, address);
        self.html.push_str("\" alt=\"");
        push_escaped(&mut self.html, &alt_text(self.document, self.shown, node));
        self.title(title);
        if let Some((width, height)) = pixels {
            self.html.push_str(&format!("\" width=\"{width}\" height=\"{height}"));
        }
        self.html.push_str(if self.page.is_some() { "\" loading=\"lazy\" />" } else { "\" />" });
    }

    fn placeholder(&mut self, reference: usize) {
        match &self.shown[reference] {
            Shown::Value(text, false) => self.inline("<span class=\"value\">", text, "</span>"),
            Shown::Value(text, true) => self.inline("<span class=\"value sample\">", text, "</span>"),
            Shown::Role(title) => push_escaped(&mut self.html, title),
            Shown::Term(id) => {
                let words =
                    self.page.and_then(|page| page.setting.terms.get(id)).map(|term| term.term.clone());
                let mut escaped = String::new();
                push_escaped(&mut escaped, words.as_deref().unwrap_or(id));
                self.term(id, &escaped);
            }
            _ => {}
        }
    }

    fn blank(&mut self, name: &str) {
        self.html.push_str("<span class=\"blank\" data-field=\"");
        push_escaped(&mut self.html, name);
        self.html.push_str("\">");
        push_escaped(&mut self.html, &blocks::label(name));
        self.html.push_str("</span>");
    }

    /// Writes text, with each term marked where it first stands on the page.
    fn text(&mut self, text: &str) {
        let Some(page) = self.page.filter(|page| page.view.marks_terms && self.unmarked == 0) else {
            return push_escaped(&mut self.html, text);
        };
        let setting: &'a BodySetting = page.setting;
        let mut done = 0;
        for (start, end, term) in setting.terms.find(text) {
            if self.marked.contains(term.id.as_str()) {
                continue;
            }
            push_escaped(&mut self.html, &text[done..start]);
            let mut words = String::new();
            push_escaped(&mut words, &text[start..end]);
            self.term(&term.id, &words);
            done = end;
        }
        push_escaped(&mut self.html, &text[done..]);
    }

    /// Writes a term with its definition, or its words alone where it was marked before.
    fn term(&mut self, id: &str, words: &str) {
        let definition = self.page.and_then(|page| {
            let term = page.setting.terms.get(id)?;
            Some((term.id.as_str(), page.setting.definition(id)?))
        });
        let Some((id, definition)) =
            definition.filter(|(id, _)| self.unmarked == 0 && self.marked.insert(id))
        else {
            return self.html.push_str(words);
        };
        let mut escaped = String::new();
        push_escaped(&mut escaped, id);
        self.html.push_str(&format!(
            "<span class=\"term\" role=\"button\" tabindex=\"0\" aria-describedby=\"term-{escaped}\">{words}</span>\
             <span class=\"definition\" role=\"tooltip\" id=\"term-{escaped}\">"
        ));
        push_escaped(&mut self.html, definition);
        self.html.push_str("</span>");
    }

    fn footnote_reference(&mut self, label: &'a str) {
        let known = self.numbers.get(label).copied();
        let number = known.unwrap_or_else(|| {
            self.footnotes.push(label);
            self.numbers.insert(label, self.footnotes.len());
            self.footnotes.len()
        });
        let id = if known.is_none() { format!(" id=\"fnref-{number}\"") } else { String::new() };
        self.html
            .push_str(&format!("<sup class=\"footnote\"><a href=\"#fn-{number}\"{id}>{number}</a></sup>"));
    }

    /// Writes the footnotes that the page refers to, in the order in which it does.
    fn footnotes(&mut self) {
        if self.footnotes.is_empty() {
            return;
        }
        self.line("<section class=\"footnotes\"><ol>");
        let nodes = self.document.nodes.iter().enumerate().rev();
        let definitions: FxHashMap<&str, NodeId> = nodes
            .filter_map(|(number, node)| match &node.kind {
                Kind::Footnote(label) => Some((&**label, number)),
                _ => None,
            })
            .collect();
        let mut written = 0;
        while written < self.footnotes.len() {
            let label = self.footnotes[written];
            written += 1;
            let definition = definitions.get(label).copied();
            self.html.push_str(&format!("<li id=\"fn-{written}\">"));
            if let Some(definition) = definition {
                self.within(definition, |writer| writer.children(definition));
            }
            self.html
                .push_str(&format!("<a href=\"#fnref-{written}\" aria-label=\"{written}\">↩</a></li>\n"));
        }
        self.line("</ol></section>");
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

/// Returns the words for a picture, as text.
fn alt_text(document: &Document, shown: &[Shown], node: NodeId) -> String {
    super::text::of(document, shown, node)
}

fn alt(document: &Document, shown: &[Shown], node: NodeId) -> String {
    let mut html = String::new();
    push_escaped(&mut html, &alt_text(document, shown, node));
    html
}
