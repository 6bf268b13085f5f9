//! HTML in a page whose site allows it: read into the same tree as Markdown, so that its words are
//! counted, searched, hashed and compared like all others, and its links and pictures looked up.
//!
//! HTML and Markdown may stand in each other. What stands side by side is [`check`]ed as one text, in
//! which each node of Markdown has a stand-in; that text is [`clean`]ed; and what comes out is read
//! into nodes, with each stand-in replaced by its node. When anything is wrong with the HTML, a
//! finding says so, and of what stands side by side only the Markdown is kept.

mod check;
mod clean;
mod tags;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use check::Piece;
use clean::{Token, attribute, stand_in, stands_for, tokens};
use tags::Tag;

use super::document::{Document, Element, Kind, Name, Node, NodeId, Reference};
use super::{markdown, phrase};
use crate::diag::{Checked, Diagnostic, Location, rules};
use crate::source::{SitePath, Span};

/// So many elements of HTML may stand around a node; one that would stand deeper is left out.
const DEEPEST: usize = 20;
/// How far from what was read last something is looked for in the file.
const NEAR: usize = 2048;

/// Where the lines of a piece of HTML stand: an offset in its text, and the byte in the file.
pub type Lines = Vec<(usize, usize)>;

/// Reads the HTML that a document holds into nodes. `lines` says where the HTML of a node stands.
pub fn read(file: &SitePath, document: &mut Document, lines: &BTreeMap<NodeId, Lines>) -> Checked<()> {
    let key = key(&document.source);
    let old = std::mem::take(&mut document.nodes);
    let end = old.len();
    let mut reader = Reader {
        file,
        lines,
        key,
        old,
        document,
        moved: BTreeMap::new(),
        cursor: 0,
        depth: 0,
        diagnostics: Vec::new(),
    };
    reader.level(0..end);
    let (moved, diagnostics) = (reader.moved, reader.diagnostics);
    let fences = std::mem::take(&mut document.fences);
    document.fences =
        fences.into_iter().filter_map(|(node, span)| Some((*moved.get(&node)?, span))).collect();
    Checked { value: (), diagnostics }
}

/// Returns a word that stands nowhere in a text.
fn key(source: &str) -> String {
    let mut key = "n".to_owned();
    while source.contains(&key) {
        key.push('n');
    }
    key + "-"
}

struct Reader<'a> {
    file: &'a SitePath,
    lines: &'a BTreeMap<NodeId, Lines>,
    key: String,
    /// The nodes as Markdown made them.
    old: Vec<Node>,
    /// The document, whose nodes are made anew.
    document: &'a mut Document,
    /// Where old nodes stand now.
    moved: BTreeMap<NodeId, NodeId>,
    /// The byte of the file up to which everything is read.
    cursor: usize,
    /// How many elements are open.
    depth: usize,
    diagnostics: Vec<Diagnostic>,
}

impl Reader<'_> {
    /// Reads nodes that stand side by side.
    fn level(&mut self, range: Range<NodeId>) {
        let mut children = Vec::new();
        let mut node = range.start;
        while node < range.end {
            children.push(node);
            node = self.old[node].end();
        }
        let is_html = |node: &NodeId| matches!(self.old[*node].kind, Kind::Html(_) | Kind::InlineHtml(_));
        if !children.iter().any(is_html) {
            return children.into_iter().for_each(|node| self.copy(node));
        }
        let in_line = children.iter().any(|node| matches!(self.old[*node].kind, Kind::InlineHtml(_)));
        let pieces: Vec<Piece> =
            children.iter().map(|node| piece(&self.document.source, &self.old[*node])).collect();
        let check::Checked { ends, wrong } = check::check(&pieces, in_line);
        let wrong_pieces: BTreeSet<usize> = wrong.iter().map(|wrong| wrong.piece).collect();
        for wrong in wrong {
            let node = children[wrong.piece];
            let span = Span::new(self.place(node, wrong.range.start), self.place(node, wrong.range.end));
            let finding = Diagnostic::new(&rules::RAW_HTML, Location::new(self.file, span), wrong.message);
            self.diagnostics.push(finding.help(wrong.help));
        }
        let mut start = 0;
        for end in (1..=children.len()).filter(|end| *end == children.len() || ends[end - 1]) {
            let together = &children[start..end];
            match wrong_pieces.range(start..end).next() {
                None => self.mixed(together, in_line),
                Some(_) => self.markdown_of(together),
            }
            start = end;
        }
    }

    /// Takes over what Markdown made, and leaves HTML out.
    fn markdown_of(&mut self, children: &[NodeId]) {
        for node in children {
            if !matches!(self.old[*node].kind, Kind::Html(_) | Kind::InlineHtml(_)) {
                self.copy(*node);
            }
        }
    }

    /// Returns where a byte of a piece of HTML stands in the file.
    fn place(&self, node: NodeId, offset: usize) -> usize {
        let start = self.old[node].span.start as usize;
        let lines = self.lines.get(&node).map_or(&[][..], Vec::as_slice);
        let line = lines.partition_point(|(from, _)| *from <= offset).saturating_sub(1);
        lines.get(line).map_or(start + offset, |(from, at)| at + offset - from)
    }

    /// Takes a node over, with all that stands in it.
    fn copy(&mut self, node: NodeId) {
        let end = self.old[node].end();
        let made = self.document.nodes.len();
        let mut copy = self.old[node].clone();
        copy.end_before(made + 1);
        self.cursor = self.cursor.max(copy.span.start as usize);
        self.document.nodes.push(copy);
        self.moved.insert(node, made);
        self.level(node + 1..end);
        let count = self.document.nodes.len();
        self.document.nodes[made].end_before(count);
        self.cursor = self.cursor.max(self.old[node].span.end as usize);
    }

    /// Ends a node that HTML became; its text is at least that of what stands in it.
    fn close(&mut self, made: NodeId) {
        let count = self.document.nodes.len();
        let end = self.document.nodes[made + 1..].iter().map(|node| node.span.end).max().unwrap_or_default();
        let node = &mut self.document.nodes[made];
        node.end_before(count);
        node.span.end = node.span.end.max(end);
    }

    /// Reads HTML and the nodes that stand beside and in it.
    fn mixed(&mut self, children: &[NodeId], in_line: bool) {
        if let [node] = children
            && !matches!(self.old[*node].kind, Kind::Html(_) | Kind::InlineHtml(_))
        {
            return self.copy(*node);
        }
        let mut html = String::new();
        for node in children {
            match &self.old[*node].kind {
                Kind::Html(text) | Kind::InlineHtml(text) => html.push_str(text),
                kind => html.push_str(&stand_in(&self.key, *node, kind.is_inline())),
            }
        }
        let first = children.first().map_or(0, |node| self.old[*node].span.start as usize);
        let last = children.last().map_or(0, |node| self.old[*node].span.end as usize);
        self.cursor = self.cursor.max(first);
        let html = clean::clean(&html);
        let mut open = Open {
            elements: Vec::new(),
            paragraph: None,
            in_line,
            after_block: !in_line,
            space: None,
            until: last,
        };
        let mut left: BTreeSet<NodeId> = children.iter().copied().collect();
        for token in tokens(&html) {
            match token {
                Token::Open { tag, attributes } => match stands_for(attributes, &self.key) {
                    Some(node) if left.remove(&node) => {
                        let is_inline = self.old[node].kind.is_inline();
                        self.begin(&mut open, is_inline);
                        self.copy(node);
                        open.after_block = !is_inline;
                        open.elements.push((tag, None));
                    }
                    Some(_) => open.elements.push((tag, None)),
                    None => self.element(&mut open, tag, attributes),
                },
                Token::Close(tag) => self.end(&mut open, tag),
                Token::Text(text) => self.text(&mut open, &text),
            }
        }
        while let Some((tag, _)) = open.elements.last().copied() {
            self.end(&mut open, tag);
        }
        self.begin(&mut open, false);
        // The sanitiser may drop what stands where nothing may; no word of Markdown is lost by it.
        self.markdown_of(&left.into_iter().collect::<Vec<_>>());
        self.cursor = self.cursor.max(last);
    }

    /// Makes a place for what comes next: around what stands in a line while nothing is around it, a
    /// paragraph begins, which ends before what stands by itself.
    fn begin(&mut self, open: &mut Open, is_inline: bool) {
        let is_loose = open.elements.is_empty() && !open.in_line;
        match open.paragraph {
            None if is_inline && is_loose => {
                open.paragraph = Some(self.push(Kind::Paragraph, self.cursor..self.cursor));
            }
            Some(made) if !is_inline && is_loose => {
                self.close(made);
                open.paragraph = None;
            }
            _ => {}
        }
        self.space(open, is_inline);
    }

    /// Writes the white space that came last, if what comes next, or what ends, stands in a line.
    fn space(&mut self, open: &mut Open, is_inline: bool) {
        if let Some(text) = open.space.take().filter(|_| is_inline) {
            self.push(Kind::Text(text), self.cursor..self.cursor);
        }
    }

    fn push(&mut self, kind: Kind, range: Range<usize>) -> NodeId {
        let made = self.document.nodes.len();
        self.document.nodes.push(Node::new(kind, range.into(), made));
        made
    }

    fn element(&mut self, open: &mut Open, tag: &'static Tag, attributes: &str) {
        self.begin(open, tag.is_inline());
        let range = self.found(open, tag.name);
        let own = clean::own(attributes);
        let kind = match tag.name {
            "br" => Some(Kind::HardBreak),
            "hr" => Some(Kind::Rule),
            "p" if own.is_empty() => Some(Kind::Paragraph),
            "blockquote" if own.is_empty() => Some(Kind::Quote),
            "b" | "strong" if own.is_empty() => Some(Kind::Strong),
            "i" | "em" if own.is_empty() => Some(Kind::Emphasis),
            "a" => self
                .reference(tag, attributes, "href", &range)
                .map(|number| Kind::Link(number, title(attributes))),
            "img" => self
                .reference(tag, attributes, "src", &range)
                .map(|number| Kind::Image(number, title(attributes))),
            name => Some(match name.strip_prefix('h').and_then(|level| level.parse().ok()) {
                Some(level) => Kind::Heading(level, None),
                None => {
                    let (attributes, is_inline) = (own.into(), tag.is_inline());
                    Kind::Element(Box::new(Element { name, attributes, is_inline }))
                }
            }),
        };
        self.cursor = self.cursor.max(range.end);
        open.after_block = !tag.is_inline();
        if self.depth == DEEPEST && !tag.is_void() {
            self.too_deep(range.clone().into());
        }
        let made = kind.filter(|_| self.depth < DEEPEST || tag.is_void()).map(|kind| self.push(kind, range));
        self.depth += usize::from(made.is_some() && !tag.is_void());
        if let (Some(made), "img") = (made, tag.name) {
            if let Some(alt) = attribute(attributes, "alt").filter(|alt| !alt.trim().is_empty()) {
                let span = self.document.nodes[made].span.range();
                self.push(Kind::Text(alt.into()), span);
            }
            self.close(made);
        }
        if !tag.is_void() {
            open.elements.push((tag, made));
        }
    }

    fn too_deep(&mut self, span: Span) {
        let message = format!("this stands inside more than {DEEPEST} other elements");
        let finding = Diagnostic::new(&rules::DEEP_NESTING, Location::new(self.file, span), message);
        self.diagnostics.push(finding.help("take it apart: readers follow three levels at most"));
    }

    /// Notes what a link or a picture leads to; one that may lead nowhere is a finding.
    fn reference(&mut self, tag: &Tag, attributes: &str, name: &str, range: &Range<usize>) -> Option<u32> {
        let Some(address) = attribute(attributes, name) else {
            let message = format!("this `<{}>` has no address that a page may hold", tag.name);
            let finding =
                Diagnostic::new(&rules::UNSAFE_LINK, Location::new(self.file, range.clone().into()), message);
            self.diagnostics.push(finding.help(
                "link to a page, a file, or an address that begins with `https:`, `mailto:` or `tel:`",
            ));
            return None;
        };
        let written = self.document.source.get(range.clone()).and_then(|text| text.find(&address));
        let span = match written {
            Some(at) => Span::new(range.start + at, range.start + at + address.len()),
            None => range.clone().into(),
        };
        Some(self.refer(if tag.name == "a" { Name::Link(address) } else { Name::Image(address) }, span))
    }

    /// Returns where the next tag of a name stands in the file.
    fn found(&self, open: &Open, name: &str) -> Range<usize> {
        let rest = self.near(open, name.len());
        let is_it = |at: &usize| {
            let behind = rest.get(at + 1..at + 1 + name.len());
            behind.is_some_and(|behind| behind.eq_ignore_ascii_case(name))
        };
        match rest.match_indices('<').map(|(at, _)| at).find(is_it) {
            Some(at) => {
                let end = rest[at..].find('>').map_or(rest.len(), |end| at + end + 1);
                self.cursor + at..self.cursor + end
            }
            None => self.cursor..self.cursor,
        }
    }

    fn end(&mut self, open: &mut Open, tag: &'static Tag) {
        if !open.elements.iter().any(|(other, _)| *other == tag) {
            return;
        }
        while let Some((other, made)) = open.elements.pop() {
            self.space(open, other.is_inline());
            if let Some(made) = made {
                self.close(made);
                open.after_block = !other.is_inline();
                self.depth -= 1;
            }
            if other == tag {
                break;
            }
        }
    }

    /// Reads a text, with the placeholders in it.
    fn text(&mut self, open: &mut Open, text: &str) {
        if text.trim().is_empty() {
            open.space = (!open.after_block).then(|| text.into());
            return;
        }
        self.begin(open, true);
        let text = if open.after_block { text.trim_start() } else { text };
        open.after_block = false;
        let mut done = 0;
        for range in phrase::placeholders(text) {
            self.words(open, &text[done..range.start]);
            self.placeholder(open, &text[range.clone()]);
            done = range.end;
        }
        self.words(open, &text[done..]);
    }

    /// Adds words: as they stand in the file, or, where an entity is among them, as they read.
    fn words(&mut self, open: &Open, words: &str) {
        if words.is_empty() {
            return;
        }
        let span = self.written(open, words);
        let kind = if span.is_empty() { Kind::Text(words.into()) } else { Kind::Verbatim };
        self.push(kind, span);
    }

    fn placeholder(&mut self, open: &Open, text: &str) {
        let (inside, range) = (phrase::inside(text), self.written(open, text));
        match markdown::placeholder(inside) {
            Some(name) => {
                let number = self.refer(name, range.clone().into());
                self.push(Kind::Placeholder(number), range);
            }
            None => {
                self.diagnostics.push(markdown::no_placeholder(self.file, inside, range.clone().into()));
                self.push(Kind::Text(text.into()), range);
            }
        }
    }

    /// Returns where a text stands in the file, and goes on behind it; an empty range if it does not.
    fn written(&mut self, open: &Open, text: &str) -> Range<usize> {
        let Some(at) = self.near(open, text.len()).find(text) else { return self.cursor..self.cursor };
        let start = self.cursor + at;
        self.cursor = start + text.len();
        start..self.cursor
    }

    /// Returns the text of the file that comes next, far enough to find something so long in it.
    fn near(&self, open: &Open, bytes: usize) -> &str {
        let mut end = (self.cursor + bytes + NEAR).min(open.until);
        while !self.document.source.is_char_boundary(end) {
            end -= 1;
        }
        self.document.source.get(self.cursor..end).unwrap_or("")
    }

    fn refer(&mut self, name: Name, span: Span) -> u32 {
        self.document.references.push(Reference { name, span });
        u32::try_from(self.document.references.len() - 1).unwrap_or(u32::MAX)
    }
}

/// What is open while HTML is read.
struct Open {
    /// The elements, and the nodes that they became.
    elements: Vec<(&'static Tag, Option<NodeId>)>,
    /// The paragraph around what would stand in none.
    paragraph: Option<NodeId>,
    /// Whether all of it stands in a line.
    in_line: bool,
    /// Whether what came last stands by itself, so that white space behind it is none.
    after_block: bool,
    /// The white space that came last.
    space: Option<Box<str>>,
    /// The byte of the file behind which none of it stands.
    until: usize,
}

fn piece<'a>(source: &'a str, node: &'a Node) -> Piece<'a> {
    match &node.kind {
        Kind::Html(text) | Kind::InlineHtml(text) => Piece::Html(text),
        kind => {
            let is_blank = match kind {
                Kind::SoftBreak | Kind::HardBreak => true,
                Kind::Verbatim => source.get(node.span.range()).is_some_and(|text| text.trim().is_empty()),
                _ => false,
            };
            Piece::Node { is_inline: kind.is_inline(), is_blank }
        }
    }
}

fn title(attributes: &str) -> Box<str> {
    attribute(attributes, "title").unwrap_or_default().into()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::check::{Piece, check};
    use super::clean::{Token, clean, tokens};

    /// Tags as people nest them, rightly and wrongly.
    const PARTS: &[&str] = &[
        "<div>",
        "</div>",
        "<p>",
        "</p>",
        "<b title=\"x\">",
        "</b>",
        "<ul>",
        "<li>",
        "</li>",
        "</ul>",
        "<table>",
        "<caption>",
        "</caption>",
        "<tr>",
        "<td>",
        "</td>",
        "</tr>",
        "</table>",
        "<details open>",
        "<summary>",
        "</summary>",
        "</details>",
        "<a href=\"b.md\">",
        "</a>",
        "<h2>",
        "</h2>",
        "<ruby>",
        "<rt>",
        "</rt>",
        "</ruby>",
        "<br>",
        "<hr>",
        "<img src=\"a.png\" alt=\"a\">",
        "<dl>",
        "<dt>",
        "</dt>",
        "<dd>",
        "</dd>",
        "</dl>",
        "<!-- note -->",
        "word ",
    ];

    /// Elements with a place for others.
    const AROUND: &[(&str, &str)] = &[
        ("<div>", "</div>"),
        ("<p>", "</p>"),
        ("<b title=\"x\">", "</b>"),
        ("<span lang=fr>", "</span>"),
        ("<small>", "</small>"),
        ("<code>", "</code>"),
        ("<a href=\"b.md\">", "</a>"),
        ("<h2>", "</h2>"),
        ("<blockquote>", "</blockquote>"),
        ("<ul><li>", "</li><li>word </li></ul>"),
        ("<ol start=2><li>", "</li></ol>"),
        ("<dl><dt>word </dt><dd>", "</dd></dl>"),
        ("<dl><dt>", "</dt><dd>word </dd></dl>"),
        ("<details><summary>", "</summary>word </details>"),
        ("<details><summary>word </summary>", "</details>"),
        ("<figure><figcaption>", "</figcaption></figure>"),
        ("<ruby>word <rt>", "</rt></ruby>"),
        ("<table><tr><td>", "</td></tr></table>"),
        ("<table><caption>", "</caption><thead><tr><th scope=col>word </th></tr></thead></table>"),
        ("<table><colgroup><col></colgroup><tbody><tr><th>", "</th><td></td></tr></tbody></table>"),
    ];

    /// Pieces of HTML that are whole, so that many of what is made of them pass the check.
    fn whole() -> impl Strategy<Value = String> {
        let leaves = vec!["word ", "<br>", "<!-- note -->", "<img src=\"a.png\" alt=\"a\">", "<hr>"];
        let leaf = proptest::sample::select(leaves).prop_map(str::to_owned);
        leaf.prop_recursive(4, 24, 3, |inner| {
            (proptest::sample::select(AROUND), proptest::collection::vec(inner, 0..3))
                .prop_map(|((open, close), inside)| format!("{open}{}{close}", inside.concat()))
        })
    }

    /// What is not an error is all there: no tag and no word is lost or moved between what an author
    /// wrote and what a reader gets.
    fn nothing_is_missing(html: &str) {
        if !check(&[Piece::Html(html)], false).wrong.is_empty() {
            return;
        }
        let names = |html: &str| -> Vec<String> {
            let inside = html.split('<').skip(1).filter(|tag| !tag.starts_with(['/', '!']));
            let names = inside.map(|tag| tag.split([' ', '>']).next().unwrap_or("").to_owned());
            // Browsers put rows that stand in no part of a table into one.
            names.filter(|name| name != "tbody").collect()
        };
        let cleaned = clean(html);
        assert_eq!(names(&cleaned), names(html), "{html} became {cleaned}");
        let text: String = tokens(&cleaned)
            .iter()
            .filter_map(|token| match token {
                Token::Text(text) => Some(text.as_str()),
                _ => None,
            })
            .collect();
        assert_eq!(text.matches("word").count(), html.matches("word").count(), "{html} became {cleaned}");
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2048, ..ProptestConfig::default() })]

        #[test]
        fn of_tags_in_any_order(parts in proptest::collection::vec(proptest::sample::select(PARTS), 0..12)) {
            nothing_is_missing(&parts.concat());
        }

        #[test]
        fn of_elements_in_any_element(parts in proptest::collection::vec(whole(), 1..4)) {
            nothing_is_missing(&parts.concat());
        }
    }
}
