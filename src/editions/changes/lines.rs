//! A merged page as lines of words, for whoever shows it without its markup.
//!
//! A line is a heading, a paragraph, an item or a row of a table. Its runs say what stayed, what was
//! taken out and what was put in. What a block says in a field, such as how binding a rule is, is a
//! line of its own where it changed.

use serde::Serialize;

use crate::content::blocks::Block;
use crate::content::{Document, Kind, Mark, Name, Node, NodeId};
use crate::editions::redline::Run;
use crate::handbook::Handbook;

/// A line of a page, with what changed in it.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Line {
    /// What it is: `heading`, `text`, `item`, `row`, `code` or `field`.
    pub kind: &'static str,
    /// Whether it stands elsewhere than before.
    pub moved: bool,
    /// Whether a link in it leads elsewhere than before.
    pub relinked: bool,
    /// Its words.
    pub runs: Vec<Run>,
}

impl Line {
    /// Returns whether a reader reads it differently.
    pub fn is_changed(&self) -> bool {
        self.moved || self.says_otherwise()
    }

    /// Returns whether its words or its links differ, wherever it stands.
    pub fn says_otherwise(&self) -> bool {
        self.relinked || self.runs.iter().any(|run| run.mark != SAME)
    }
}

const SAME: &str = "same";

/// Returns the lines of a merged document. `reads` is what its references read as; the handbooks are
/// the old and the new one.
pub fn of(document: &Document, reads: &[String], handbooks: [&Handbook; 2]) -> Vec<Line> {
    let mut walk = Walk { document, reads, handbooks, lines: Vec::new(), current: None, moved_until: 0 };
    let mut node = 0;
    while node < document.nodes.len() {
        node = walk.visit(node);
    }
    walk.finish();
    walk.lines
}

struct Walk<'a> {
    document: &'a Document,
    reads: &'a [String],
    handbooks: [&'a Handbook; 2],
    lines: Vec<Line>,
    current: Option<Line>,
    /// Behind the last node of what has moved.
    moved_until: NodeId,
}

impl Walk<'_> {
    /// Reads a node and returns the number of the next one to read.
    fn visit(&mut self, node: NodeId) -> NodeId {
        let at = &self.document.nodes[node];
        if at.mark == Mark::Moved {
            self.moved_until = self.moved_until.max(at.end());
        }
        match &at.kind {
            Kind::MovedAway(_) | Kind::Html(_) | Kind::InlineHtml(_) => return at.end(),
            Kind::Verbatim | Kind::Text(_) | Kind::Code(_) => {
                self.add(at, self.document.text(at).unwrap_or(""));
            }
            Kind::Placeholder(reference) => {
                self.add(at, self.reads.get(*reference as usize).map_or("", String::as_str));
            }
            Kind::Blank(name) => self.add(at, &format!("[[{name}]]")),
            Kind::SoftBreak | Kind::HardBreak => self.add(at, " "),
            Kind::Link(..) => {
                let relinked = self.document.redline.as_ref().is_some_and(|all| all.relinked.contains(&node));
                if let Some(line) = &mut self.current {
                    line.relinked |= relinked;
                }
            }
            Kind::Label => {
                let inside = &self.document.nodes[node + 1..at.end()];
                let label: String = inside.iter().filter_map(|node| self.document.text(node)).collect();
                self.add(at, &format!("{}: ", label.trim().trim_end_matches(':')));
                return at.end();
            }
            Kind::Emphasis
            | Kind::Strong
            | Kind::Strikethrough
            | Kind::Image(..)
            | Kind::FootnoteReference(_) => {}
            Kind::Element(element) if element.is_inline => {}
            // A row is read as one line.
            kind if is_cell(kind) => {
                if self.current.as_ref().is_some_and(|line| !line.runs.is_empty()) {
                    self.push(SAME, " | ");
                }
            }
            kind => {
                self.finish();
                self.begin(kind, node);
            }
        }
        node + 1
    }

    fn begin(&mut self, kind: &Kind, node: NodeId) {
        if let Kind::Block(block) = kind {
            self.field(node, block);
        }
        let is_item = self.current.as_ref().is_some_and(|line| line.kind == "item");
        let kind = match kind {
            Kind::Heading(..) => "heading",
            Kind::TableHead | Kind::TableRow => "row",
            Kind::Element(element) if element.name == "tr" => "row",
            Kind::Element(element) if element.name == "li" => "item",
            Kind::CodeBlock(_) => "code",
            Kind::Item | Kind::Task(_) | Kind::SayItem { .. } | Kind::TreeItem(_) => "item",
            Kind::Paragraph | Kind::Labelled(_) if is_item => "item",
            _ => "text",
        };
        self.current = Some(Line { kind, moved: node < self.moved_until, ..Line::default() });
    }

    /// Adds a line for the fields of a block, where what they say has changed.
    fn field(&mut self, node: NodeId, now: &Block) {
        let before = self.document.redline.as_ref().and_then(|redline| redline.before.get(&node));
        let [old, new] = self.handbooks;
        if let Some(before) = before {
            let runs = changed(&fields(old, before), &fields(new, now));
            self.lines.push(Line { kind: "field", runs, ..Line::default() });
        }
    }

    fn add(&mut self, node: &Node, text: &str) {
        let mark = match node.mark {
            Mark::Added => "added",
            Mark::Removed => "removed",
            Mark::Same | Mark::Moved => SAME,
        };
        self.push(mark, text);
    }

    fn push(&mut self, mark: &'static str, text: &str) {
        let moved = self.current.as_ref().is_some_and(|line| line.moved);
        let line = self.current.get_or_insert_with(|| Line { kind: "text", moved, ..Line::default() });
        // White space by itself is no change that anybody reads.
        let mark =
            if text.trim().is_empty() { line.runs.last().map_or(SAME, |last| last.mark) } else { mark };
        match line.runs.last_mut().filter(|last| last.mark == mark) {
            Some(last) => last.text.push_str(text),
            None => line.runs.push(Run { mark, text: text.to_owned() }),
        }
    }

    fn finish(&mut self) {
        let Some(mut line) = self.current.take() else { return };
        for run in &mut line.runs {
            run.text = run.text.replace(['\n', '\r', '\t'], " ");
        }
        if line.runs.iter().any(|run| !run.text.trim().is_empty()) {
            self.lines.push(line);
        }
    }
}

fn is_cell(kind: &Kind) -> bool {
    match kind {
        Kind::Element(element) => matches!(element.name, "td" | "th"),
        kind => *kind == Kind::TableCell,
    }
}

/// What a block says in its fields, each with the words that lead to it.
type Fields = Vec<(&'static str, String)>;

fn fields(handbook: &Handbook, block: &Block) -> Fields {
    let titled = |id: &String| handbook.shared.text_of(&Name::Role(id.clone())).unwrap_or_else(|| id.clone());
    match block {
        Block::Rule(rule) => {
            let waiver = rule.waiver.iter().map(|waiver| (", waived by ", titled(&waiver.value)));
            [("rule: ", rule.level.name().replace('-', " "))].into_iter().chain(waiver).collect()
        }
        Block::Letter(letter) => {
            let signs: Vec<String> = letter.signs.iter().map(|signs| titled(&signs.value)).collect();
            vec![("signed by ", signs.join(" and "))]
        }
        Block::Law(law) => {
            let ask = law.ask.iter().map(|ask| (", ask ", titled(&ask.value)));
            let checked = handbook.shared.language.date(law.checked.value);
            let fields = [("law of ", law.jurisdiction.clone()), (", checked on ", checked)];
            fields.into_iter().chain([(", from ", law.source.clone())]).chain(ask).collect()
        }
        Block::Card(card) => vec![("about ", card.about.name().to_owned())],
        _ => Vec::new(),
    }
}

/// Merges the fields of a block: a role, a day or a level is another as a whole.
fn changed(old: &Fields, new: &Fields) -> Vec<Run> {
    let of = |fields: &Fields, lead: &str| {
        fields.iter().find(|(other, _)| *other == lead).map(|(_, text)| text.clone())
    };
    let only_old = old.iter().filter(|(lead, _)| of(new, lead).is_none());
    let leads = new.iter().chain(only_old).map(|(lead, _)| *lead);
    let run = |mark, text: String| Run { mark, text };
    let runs = leads.flat_map(|lead| match (of(old, lead), of(new, lead)) {
        (Some(was), Some(is)) if was == is => vec![run(SAME, format!("{lead}{is}"))],
        (Some(was), Some(is)) => vec![run(SAME, lead.into()), run("removed", was), run("added", is)],
        (was, is) => {
            let whole = |mark, text: Option<String>| text.map(|text| run(mark, format!("{lead}{text}")));
            whole("removed", was).into_iter().chain(whole("added", is)).collect()
        }
    });
    runs.collect()
}
