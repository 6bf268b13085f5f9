//! Markdown into a tree: `pulldown-cmark`'s events, in order, become nodes.
//!
//! Text that stands together in the file becomes one node, so that a placeholder or a term is never
//! cut by a sign that turned out to be plain text; fences become blocks; HTML is read for comments.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use pulldown_cmark::{Alignment as Column, BlockQuoteKind, CodeBlockKind, Event, LinkType, Parser, Tag};

use super::blocks::{self, Block};
use super::document::{Alert, Alignment, Document, Kind, Name, Node, NodeId, Reference};
use super::fence::{self, Fence};
use super::{Options, RawHtml, html, phrase, raw, unwritten};
use crate::diag::{Checked, Diagnostic, Location, rules};
use crate::source::{SitePath, Span};

/// How deep nodes may stand inside each other.
const DEEPEST: usize = 100;

/// Reads the body of a file, which begins at byte `start`.
pub fn read(file: &SitePath, text: &Arc<str>, start: usize, options: &Options) -> Checked<Document> {
    let body = &text[start..];
    let (masked, fences) = match !options.plain && body.contains(":::") {
        true => fence::mask(body),
        false => (Cow::Borrowed(body), Vec::new()),
    };
    let mut builder = Builder {
        file,
        body,
        masked: &masked,
        fences: &fences,
        start,
        options,
        document: Document::of(text.clone()),
        open: Vec::new(),
        pending: None,
        html: None,
        html_lines: Vec::new(),
        raw: BTreeMap::new(),
        in_code: false,
        diagnostics: Vec::new(),
    };
    let mut events = Parser::new_ext(&masked, extensions(options)).into_offset_iter();
    while let Some((event, range)) = events.next() {
        let definition = definition_of(&event, events.reference_definitions());
        builder.event(event, range.into(), definition);
    }
    builder.finish();
    Checked { value: builder.document, diagnostics: builder.diagnostics }
}

fn extensions(options: &Options) -> pulldown_cmark::Options {
    use pulldown_cmark::Options as Extensions;
    if options.plain {
        return Extensions::empty();
    }
    Extensions::ENABLE_TABLES
        | Extensions::ENABLE_FOOTNOTES
        | Extensions::ENABLE_STRIKETHROUGH
        | Extensions::ENABLE_TASKLISTS
        | Extensions::ENABLE_HEADING_ATTRIBUTES
        | Extensions::ENABLE_GFM
        | Extensions::ENABLE_DEFINITION_LIST
}

/// Returns where the definition stands that a reference link takes its address from.
fn definition_of(event: &Event, definitions: &pulldown_cmark::RefDefs) -> Option<Span> {
    match event {
        Event::Start(Tag::Link { link_type, id, .. } | Tag::Image { link_type, id, .. })
            if matches!(link_type, LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut) =>
        {
            Some(definitions.get(id)?.span.clone().into())
        }
        _ => None,
    }
}

/// A node whose end is not known yet.
struct Open {
    node: Option<NodeId>,
    /// The fence, when it is a block.
    fence: Option<usize>,
    /// Whether the node has ended although the parser has not said so.
    ended: bool,
}

/// Text that the next event may continue.
struct Pending {
    span: Span,
    /// The text, where it is not what stands in the file; its places cannot be computed then.
    other: Option<String>,
}

struct Builder<'a> {
    file: &'a SitePath,
    /// The text as it was written, from `start` on.
    body: &'a str,
    /// The text as the parser sees it.
    masked: &'a str,
    fences: &'a [Fence],
    start: usize,
    options: &'a Options,
    document: Document,
    open: Vec<Open>,
    pending: Option<Pending>,
    /// The HTML block that is being read.
    html: Option<(Span, String)>,
    /// Where its lines stand: an offset in the HTML, and the byte in the file.
    html_lines: raw::Lines,
    /// The same of HTML that is read into the tree, by its node.
    raw: BTreeMap<NodeId, raw::Lines>,
    /// Whether the text being read is code, which takes no placeholders.
    in_code: bool,
    diagnostics: Vec<Diagnostic>,
}

impl Builder<'_> {
    fn event(&mut self, event: Event, span: Span, definition: Option<Span>) {
        match event {
            Event::Text(text) | Event::Html(text) if self.html.is_some() => self.html_text(&text, span),
            Event::Text(text) => self.text(&text, span),
            Event::SoftBreak if self.goes_on(span) => self.text("\n", span),
            event => {
                self.flush();
                self.other(event, span, definition);
            }
        }
    }

    fn other(&mut self, event: Event, span: Span, definition: Option<Span>) {
        match event {
            Event::Start(Tag::HtmlBlock) => {
                self.html = Some((span, String::new()));
                self.html_lines.clear();
            }
            Event::End(pulldown_cmark::TagEnd::HtmlBlock) => {
                if let Some((span, text)) = self.html.take() {
                    self.raw_html(&text, span, Kind::Html);
                    self.html_lines.clear();
                }
            }
            Event::InlineHtml(text) => self.raw_html(&self.original(&text, span), span, Kind::InlineHtml),
            Event::Start(tag) => self.start_tag(tag, span, definition),
            Event::End(_) => self.end_tag(span),
            Event::Rule => match self.fence_at(span) {
                Some(fence) => self.fence(fence),
                None => self.leaf(Kind::Rule, span),
            },
            Event::Code(text) => {
                let text = self.original(&text, span);
                self.leaf(Kind::Code(text.into()), span);
            }
            Event::SoftBreak => self.leaf(Kind::SoftBreak, span),
            Event::HardBreak => self.leaf(Kind::HardBreak, span),
            Event::FootnoteReference(label) => {
                self.leaf(Kind::FootnoteReference(label.into_string().into()), span);
            }
            Event::TaskListMarker(done) => self.task(done),
            Event::Text(_) | Event::Html(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
    }

    fn start_tag(&mut self, tag: Tag, span: Span, definition: Option<Span>) {
        let kind = match tag {
            Tag::Paragraph => Kind::Paragraph,
            Tag::Heading { level, id, .. } => {
                Kind::Heading(level as u8, id.map(|id| id.into_string().into()))
            }
            Tag::BlockQuote(None) => Kind::Quote,
            Tag::BlockQuote(Some(kind)) => Kind::Alert(match kind {
                BlockQuoteKind::Note => Alert::Note,
                BlockQuoteKind::Tip => Alert::Tip,
                BlockQuoteKind::Important => Alert::Important,
                BlockQuoteKind::Warning => Alert::Warning,
                BlockQuoteKind::Caution => Alert::Caution,
            }),
            Tag::CodeBlock(kind) => {
                self.in_code = true;
                Kind::CodeBlock(match kind {
                    CodeBlockKind::Fenced(info) => info.into_string().into(),
                    CodeBlockKind::Indented => "".into(),
                })
            }
            Tag::List(start) => Kind::List(start),
            Tag::Item => Kind::Item,
            Tag::FootnoteDefinition(label) => Kind::Footnote(label.into_string().into()),
            Tag::Table(columns) => Kind::Table(columns.into_iter().map(alignment).collect()),
            Tag::TableHead => Kind::TableHead,
            Tag::TableRow => Kind::TableRow,
            Tag::TableCell => Kind::TableCell,
            Tag::DefinitionList => Kind::DefinitionList,
            Tag::DefinitionListTitle => Kind::DefinitionTerm,
            Tag::DefinitionListDefinition => Kind::Definition,
            Tag::Emphasis => Kind::Emphasis,
            Tag::Strong => Kind::Strong,
            Tag::Strikethrough => Kind::Strikethrough,
            Tag::Link { link_type, dest_url, title, .. } => {
                let address = match link_type {
                    LinkType::Email => format!("mailto:{dest_url}"),
                    _ => dest_url.to_string(),
                };
                let at = self.destination(&dest_url, span, definition);
                Kind::Link(self.reference(Name::Link(address), at), title.into_string().into())
            }
            Tag::Image { dest_url, title, .. } => {
                let at = self.destination(&dest_url, span, definition);
                let name = Name::Image(dest_url.into_string());
                Kind::Image(self.reference(name, at), title.into_string().into())
            }
            Tag::HtmlBlock | Tag::Superscript | Tag::Subscript | Tag::MetadataBlock(_) => return,
        };
        self.open_node(kind, span, None);
    }

    fn end_tag(&mut self, span: Span) {
        self.in_code = false;
        while let Some(open) = self.open.pop() {
            if let Some(node) = open.node.filter(|_| !open.ended) {
                self.close(node, span.end);
            }
            match open.fence {
                Some(fence) => self.unclosed(fence),
                None => break,
            }
        }
    }

    /// Opens a node; one that would stand too deep is left out, and what stands in it with it.
    fn open_node(&mut self, kind: Kind, span: Span, fence: Option<usize>) -> Option<NodeId> {
        let node = (self.open.len() < DEEPEST).then(|| self.push(kind, span));
        if node.is_none() && self.open.len() == DEEPEST {
            self.too_deep(span);
        }
        self.open.push(Open { node, fence, ended: false });
        node
    }

    fn leaf(&mut self, kind: Kind, span: Span) {
        self.push(kind, span);
    }

    fn push(&mut self, kind: Kind, span: Span) -> NodeId {
        let node = self.document.nodes.len();
        let span = self.trimmed(&kind, span).shifted(self.start);
        self.document.nodes.push(Node::new(kind, span, node));
        node
    }

    /// Returns the text of a block without the line ends behind it; text in a line is all its own.
    fn trimmed(&self, kind: &Kind, span: Span) -> Span {
        match self.body.get(span.range()) {
            Some(text) if !kind.is_inline() => {
                Span::new(span.start as usize, span.start as usize + text.trim_end().len())
            }
            _ => span,
        }
    }

    /// Ends a node at `end`, a byte of the body. A node keeps at least the text it began with.
    fn close(&mut self, node: NodeId, end: u32) {
        let open = &self.document.nodes[node];
        let start = open.span.start as usize - self.start;
        let end = self.trimmed(&open.kind, Span::new(start, end as usize)).shifted(self.start).end;
        let count = self.document.nodes.len();
        let node = &mut self.document.nodes[node];
        node.end_before(count);
        node.span.end = node.span.end.max(end);
    }

    fn text(&mut self, text: &str, span: Span) {
        let literal = self.masked.get(span.range()) == Some(text);
        if let Some(pending) = &mut self.pending
            && pending.span.end == span.start
            && pending.other.is_none() == literal
        {
            pending.span.end = span.end;
            if let Some(other) = &mut pending.other {
                other.push_str(text);
            }
            return;
        }
        self.flush();
        self.pending = Some(Pending { span, other: (!literal).then(|| text.to_owned()) });
    }

    /// Returns what was written where the parser saw a masked fence.
    fn original(&self, text: &str, span: Span) -> String {
        match (self.masked.get(span.range()), self.body.get(span.range())) {
            (Some(masked), Some(body)) if masked == text => body.to_owned(),
            _ => text.to_owned(),
        }
    }

    /// Returns whether a line end is part of the text around it, so that both lines are one node and
    /// a placeholder may stand on both. Items keep theirs: a reason begins on a line of its own.
    fn goes_on(&self, line_end: Span) -> bool {
        let Some(pending) = &self.pending else { return false };
        let nodes = &self.document.nodes;
        let in_item =
            || self.open.iter().filter_map(|open| open.node).any(|node| nodes[node].kind == Kind::Item);
        let text = &self.body[pending.span.range()];
        let in_placeholder = || text.rfind("{{").is_some_and(|at| !text[at..].contains("}}"));
        pending.other.is_none()
            && pending.span.end == line_end.start
            && self.masked.get(line_end.range()) == Some("\n")
            && (!in_item() || in_placeholder())
    }

    /// Turns the pending text into nodes: text, and placeholders outside code.
    fn flush(&mut self) {
        let Some(pending) = self.pending.take() else { return };
        if let Some(text) = pending.other {
            return self.leaf(Kind::Text(text.into()), pending.span);
        }
        let text = &self.body[pending.span.range()];
        let start = pending.span.start as usize;
        let mut done = 0;
        if !self.in_code && !self.options.plain && text.contains('{') {
            for range in phrase::placeholders(text) {
                self.plain_text(start, done..range.start);
                let span = Span::new(start + range.start, start + range.end);
                self.placeholder(phrase::inside(&text[range.clone()]), span);
                done = range.end;
            }
        }
        self.plain_text(start, done..text.len());
    }

    /// Adds a part of a text that stands in the body from `start` on; in a letter with its blanks.
    fn plain_text(&mut self, start: usize, range: std::ops::Range<usize>) {
        let text = &self.body[start + range.start..start + range.end];
        if self.in_code || !text.contains("[[") || !self.in_letter() {
            return self.verbatim(start, range);
        }
        let mut done = 0;
        for blank in phrase::blanks(text) {
            self.verbatim(start, range.start + done..range.start + blank.start);
            let name = text[blank.clone()].trim_matches(['[', ']']).trim();
            let from = start + range.start;
            self.leaf(Kind::Blank(name.into()), Span::new(from + blank.start, from + blank.end));
            done = blank.end;
        }
        self.verbatim(start, range.start + done..range.end);
    }

    fn in_letter(&self) -> bool {
        let mut open = self.open.iter().filter_map(|open| open.node);
        open.any(|node| matches!(self.document.block(node), Some(Block::Letter(_))))
    }

    fn verbatim(&mut self, start: usize, range: std::ops::Range<usize>) {
        if !range.is_empty() {
            let span = Span::new(start + range.start, start + range.end);
            self.leaf(Kind::Verbatim, span);
        }
    }

    fn placeholder(&mut self, name: &str, span: Span) {
        match placeholder(name) {
            Some(name) => {
                let reference = self.reference(name, span);
                self.leaf(Kind::Placeholder(reference), span);
            }
            None => self.no_placeholder(name, span),
        }
    }

    /// Reads double braces that name nothing: a blank, which a preview shows, or a mistake.
    fn no_placeholder(&mut self, name: &str, span: Span) {
        if let Some(prompt) = unwritten::prompt(name) {
            self.diagnostics.push(unwritten::finding(self.file, prompt, span.shifted(self.start)));
            return self.leaf(Kind::Verbatim, span);
        }
        self.diagnostics.push(no_placeholder(self.file, name, span.shifted(self.start)));
    }

    fn reference(&mut self, name: Name, span: Span) -> u32 {
        let span = span.shifted(self.start);
        self.document.references.push(Reference { name, span });
        u32::try_from(self.document.references.len() - 1).unwrap_or(u32::MAX)
    }

    /// Returns where the address of a link stands: in the link, or in its definition.
    fn destination(&self, address: &str, link: Span, definition: Option<Span>) -> Span {
        let within = definition.unwrap_or(link);
        let text = self.masked.get(within.range()).unwrap_or("");
        let opening = if definition.is_some() { "]:" } else { "](" };
        let from = text.rfind(opening).map_or(0, |at| at + opening.len());
        match text[from..].find(address).filter(|_| !address.is_empty()) {
            Some(at) => {
                let start = within.start as usize + from + at;
                Span::new(start, start + address.len())
            }
            None => link,
        }
    }

    fn task(&mut self, done: bool) {
        let item = self.open.iter().rev().filter_map(|open| open.node);
        let nodes = &self.document.nodes;
        let item = item.into_iter().find(|node| matches!(nodes[*node].kind, Kind::Item));
        if let Some(item) = item {
            self.document.nodes[item].kind = Kind::Task(done);
        }
    }

    fn html_text(&mut self, text: &str, span: Span) {
        let text = self.original(text, span);
        if let Some((block, html)) = &mut self.html {
            self.html_lines.push((html.len(), self.start + span.start as usize));
            html.push_str(&text);
            block.end = block.end.max(span.end);
        }
    }

    /// Reads HTML for comments; anything else in it is refused, or kept when the library asks.
    fn raw_html(&mut self, text: &str, span: Span, kind: fn(Box<str>) -> Kind) {
        if self.options.raw_html == RawHtml::Verbatim {
            return self.leaf(kind(text.into()), span);
        }
        let Some(comments) = html::comments(text.trim_start()) else {
            if self.options.raw_html == RawHtml::Sanitise && !html::is_unclosed_comment(text) {
                let lines = std::mem::take(&mut self.html_lines);
                self.raw.insert(self.document.nodes.len(), lines);
                return self.leaf(kind(text.into()), span);
            }
            let source = self.body.get(span.range()).unwrap_or("");
            let end = span.start as usize + source.trim_end().len();
            let span = Span::new(span.start as usize, end).shifted(self.start);
            return self.diagnostics.push(html::refused(self.file, span, text));
        };
        for (at, comment) in comments {
            let from = span.start as usize + at.min(span.range().len());
            let to = from + comment.len() + "<!---->".len();
            match html::excuse(self.file, comment, Span::new(from, to).shifted(self.start)) {
                Some(Ok(excuse)) => self.document.excuses.push(excuse),
                Some(Err(finding)) => self.diagnostics.push(*finding),
                None => {}
            }
        }
    }

    fn fence_at(&self, span: Span) -> Option<usize> {
        let next = self.fences.partition_point(|fence| fence.span.end <= span.start);
        let fence = self.fences.get(next)?;
        (fence.span.start <= span.start.max(fence.span.start) && fence.span.start < span.end).then_some(next)
    }

    fn fence(&mut self, number: usize) {
        let fence = &self.fences[number];
        let line = &self.body[fence.span.range()];
        match fence::opening(line, self.start + fence.span.start as usize) {
            Some(opening) => {
                let block = blocks::read(self.file, opening).collect(&mut self.diagnostics);
                let place = fence.span.shifted(self.start);
                if let Some(node) = self.open_node(Kind::Block(Box::new(block)), fence.span, Some(number)) {
                    self.document.fences.insert(node, place);
                }
            }
            None => self.closing_fence(number),
        }
    }

    fn closing_fence(&mut self, number: usize) {
        let fence = &self.fences[number];
        let colons = |open: &Open| Some(self.fences[open.fence?].colons);
        let equal = self.open.iter().rposition(|open| colons(open) == Some(fence.colons));
        let inner = || self.open.iter().rposition(|open| colons(open).is_some_and(|c| c <= fence.colons));
        let Some(position) = equal.or_else(inner) else {
            let location = Location::new(self.file, fence.span.shifted(self.start));
            self.diagnostics.push(
                Diagnostic::new(&rules::UNCLOSED_BLOCK, location, "this fence closes nothing")
                    .help("take it out, or open a block above it with `::: name`"),
            );
            return;
        };
        let end = fence.span.end;
        for above in (position..self.open.len()).rev() {
            let Open { node, fence, ended } = self.open[above];
            if let Some(node) = node.filter(|_| !ended) {
                self.close(node, end);
            }
            match fence {
                Some(inner) if above > position => {
                    self.unclosed(inner);
                    self.open.remove(above);
                }
                _ => self.open[above].ended = true,
            }
        }
        self.open.remove(position);
    }

    fn unclosed(&mut self, fence: usize) {
        let fence = &self.fences[fence];
        let location = Location::new(self.file, fence.span.shifted(self.start));
        let close = ":".repeat(fence.colons);
        self.diagnostics.push(
            Diagnostic::new(&rules::UNCLOSED_BLOCK, location, "this block is not closed")
                .help(format!("write `{close}` on a line of its own where it ends")),
        );
    }

    fn too_deep(&mut self, span: Span) {
        let location = Location::new(
            self.file,
            Span::new(span.start as usize, span.start as usize + 1).shifted(self.start),
        );
        self.diagnostics.push(
            Diagnostic::new(
                &rules::DEEP_NESTING,
                location,
                format!("this stands inside more than {DEEPEST} others"),
            )
            .help("take it apart: readers follow three levels at most"),
        );
    }

    fn finish(&mut self) {
        self.flush();
        let end = Span::new(0, self.body.len()).end;
        while let Some(open) = self.open.pop() {
            if let Some(node) = open.node.filter(|_| !open.ended) {
                self.close(node, end);
            }
            if let Some(fence) = open.fence {
                self.unclosed(fence);
            }
        }
        if !self.raw.is_empty() {
            raw::read(self.file, &mut self.document, &self.raw).collect(&mut self.diagnostics);
        }
        cover(&mut self.document, self.start);
        // Thousands of documents are held at once, so what grew by doubling is cut to size.
        self.document.nodes.shrink_to_fit();
        self.document.references.shrink_to_fit();
    }
}

/// Returns what the text between two braces names.
pub fn placeholder(name: &str) -> Option<Name> {
    let name = name.trim();
    let key = |prefix: &str| Some(name.strip_prefix(prefix)?.trim().to_owned()).filter(|key| !key.is_empty());
    key("value.")
        .map(Name::Value)
        .or_else(|| key("role.").map(Name::Role))
        .or_else(|| key("term.").map(Name::Term))
}

/// Returns the finding for double braces that name nothing.
pub fn no_placeholder(file: &SitePath, name: &str, span: Span) -> Diagnostic {
    let message = format!("`{{{{ {name} }}}}` is neither a value, a role nor a term");
    Diagnostic::new(&rules::UNKNOWN_PLACEHOLDER, Location::new(file, span), message)
        .help("begin it with `value.`, `role.` or `term.`, or put it in backticks to show it as it is")
}

/// Says what each excuse covers: the block that holds it or else the next one, and for the first
/// thing on a page the front matter too.
fn cover(document: &mut Document, body: usize) {
    let outermost: Vec<Span> = document.roots().map(|node| document.nodes[node].span).collect();
    for excuse in &mut document.excuses {
        let holder = |node: &&Node| node.span.contains(excuse.comment) && !node.kind.is_inline();
        let next = |node: &&Node| node.span.start >= excuse.comment.end && !node.kind.is_inline();
        let holder_is_inline = document.nodes.iter().rfind(holder).filter(|node| is_text_block(&node.kind));
        let covered = holder_is_inline.or_else(|| document.nodes.iter().find(next));
        excuse.covers = covered.map_or(excuse.comment, |node| node.span);
        let first = outermost.first().is_none_or(|first| excuse.comment.start <= first.start);
        if first {
            excuse.covers.start = 0;
            excuse.covers.end = excuse.covers.end.max(Span::new(0, body).end);
        }
    }
}

/// Returns whether a block holds text itself, so that a comment in it is about this block.
fn is_text_block(kind: &Kind) -> bool {
    matches!(kind, Kind::Paragraph | Kind::Heading(..) | Kind::TableCell | Kind::DefinitionTerm)
}

fn alignment(column: Column) -> Alignment {
    match column {
        Column::None => Alignment::Start,
        Column::Left => Alignment::Left,
        Column::Center => Alignment::Center,
        Column::Right => Alignment::Right,
    }
}

impl Document {
    /// Returns the block at a node.
    pub fn block(&self, node: NodeId) -> Option<&Block> {
        match &self.nodes[node].kind {
            Kind::Block(block) => Some(block),
            _ => None,
        }
    }
}
