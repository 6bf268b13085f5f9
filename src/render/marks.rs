//! Marks of a merged document: `<ins>` and `<del>` around what was put in and taken out.
//!
//! Every node carries its own mark. It is written once, by the outermost node that has it and may
//! stand in such an element; rows, items and terms may not, and mark what stands in them. Templates
//! see changed words between signs that are no characters, which become elements afterwards, so
//! that no template has to know of redlines.

use super::html::{Writer, push_escaped, push_href};
use crate::content::blocks::Block;
use crate::content::{Kind, Mark, NodeId, Redline};

/// So many words name what has moved away.
const NAMING_WORDS: usize = 9;

impl Writer<'_> {
    /// Writes a node of a merged document.
    pub(super) fn marked(&mut self, node: NodeId) {
        let at = &self.document.nodes[node];
        let mark = at.mark;
        if self.settled && mark == Mark::Removed {
            return;
        }
        let is_said = self.settled || mark == Mark::Same || mark == self.mark;
        if is_said || has_own_place(&at.kind) {
            return self.bare(node);
        }
        match (mark, at.kind.is_inline()) {
            (Mark::Moved, _) => self.moved(node),
            (_, true) if self.document.text(at).is_some_and(|text| text.trim().is_empty()) => {
                self.marked_blank(node, mark);
            }
            (_, true) => self.marked_in_line(node, mark),
            (_, false) => self.marked_block(node, mark),
        }
    }

    /// Writes white space; no line is drawn through it unless it stands inside a change.
    fn marked_blank(&mut self, node: NodeId, mark: Mark) {
        let close = closing(mark);
        match self.html.strip_suffix(close).map(str::len) {
            Some(goes_on) => {
                self.html.truncate(goes_on);
                self.bare(node);
                self.html.push_str(close);
            }
            None => self.bare(node),
        }
    }

    /// Writes a change in a line; what follows another of its sort goes on with it.
    fn marked_in_line(&mut self, node: NodeId, mark: Mark) {
        let close = closing(mark);
        match self.html.strip_suffix(close).map(str::len) {
            Some(goes_on) => self.html.truncate(goes_on),
            None => {
                // What took the place of something stands a blank behind it.
                if mark == Mark::Added && self.html.ends_with(closing(Mark::Removed)) {
                    self.html.push(' ');
                }
                self.html.push_str(opening(mark));
                self.say(mark);
            }
        }
        self.as_marked(mark, |writer| writer.bare(node));
        self.html.push_str(close);
    }

    fn marked_block(&mut self, node: NodeId, mark: Mark) {
        let close = if mark == Mark::Added { "\n</ins>\n" } else { "\n</del>\n" };
        match self.html.strip_suffix(close).map(str::len) {
            Some(goes_on) => {
                self.html.truncate(goes_on);
                self.html.push('\n');
            }
            None => {
                self.new_line();
                let open =
                    if mark == Mark::Added { "<ins class=\"added\">" } else { "<del class=\"removed\">" };
                self.html.push_str(open);
                self.say(mark);
                self.html.push('\n');
            }
        }
        self.as_marked(mark, |writer| writer.bare(node));
        self.new_line();
        self.html.push_str(close.trim_start());
    }

    /// Writes a block at its new place; of several that moved together the first says so.
    fn moved(&mut self, node: NodeId) {
        const CLOSE: &str = "</div>\n";
        match self.html.strip_suffix(CLOSE).map(str::len) {
            Some(goes_on) if self.moved_until == self.html.len() => self.html.truncate(goes_on),
            _ => {
                self.new_line();
                self.html.push_str("<div class=\"moved\">\n");
                if let Some(page) = self.page {
                    let word = page.setting.language.word(&["redline", "moved_here"]);
                    self.html.push_str(&format!("<p class=\"moved-note\">{word}</p>\n"));
                }
            }
        }
        self.bare(node);
        self.new_line();
        self.html.push_str(CLOSE);
        self.moved_until = self.html.len();
    }

    /// Opens an element that may not stand in `<ins>` or `<del>`, with a class that says its mark.
    pub(super) fn begin(&mut self, node: NodeId, tag: &str, class: &str) {
        let mark = self.document.nodes[node].mark;
        let mark = match mark {
            _ if self.is_note(node) => "away",
            _ if self.settled || mark == self.mark => "",
            Mark::Same => "",
            Mark::Added => "added",
            Mark::Removed => "removed",
            Mark::Moved => "moved",
        };
        self.html.push_str(&format!("<{tag}"));
        if !class.is_empty() || !mark.is_empty() {
            let gap = if class.is_empty() || mark.is_empty() { "" } else { " " };
            self.html.push_str(&format!(" class=\"{class}{gap}{mark}\""));
        }
        self.html.push('>');
    }

    /// Writes what stands in such an element, marked there.
    pub(super) fn within(&mut self, node: NodeId, write: impl FnOnce(&mut Self)) {
        let at = &self.document.nodes[node];
        let mark = at.mark;
        let is_plain = self.settled || mark == self.mark || at.end() == node + 1 || self.is_note(node);
        match mark {
            _ if is_plain => write(self),
            Mark::Same => write(self),
            Mark::Moved => {
                if let Some(page) = self.page {
                    let word = page.setting.language.word(&["redline", "moved_here"]);
                    self.html.push_str(&format!("<span class=\"moved-note\">{word}</span> "));
                }
                write(self);
            }
            Mark::Added | Mark::Removed => {
                self.html.push_str(opening(mark));
                self.say(mark);
                self.as_marked(mark, write);
                self.html.push_str(closing(mark));
            }
        }
    }

    /// Returns whether an item or a row only says that another has moved away.
    fn is_note(&self, node: NodeId) -> bool {
        let is_away = |node: NodeId| matches!(self.document.nodes[node].kind, Kind::MovedAway(_));
        let mut inside = self.document.children(node);
        let first = inside.next();
        first.is_some_and(|first| is_away(first) || self.document.children(first).next().is_some_and(is_away))
    }

    fn as_marked(&mut self, mark: Mark, write: impl FnOnce(&mut Self)) {
        let outer = std::mem::replace(&mut self.mark, mark);
        self.unmarked += usize::from(mark == Mark::Removed);
        write(self);
        self.unmarked -= usize::from(mark == Mark::Removed);
        self.mark = outer;
    }

    /// Writes for those who listen what those who see are shown.
    fn say(&mut self, mark: Mark) {
        let Some(page) = self.page else { return };
        let key = if mark == Mark::Added { "added" } else { "removed" };
        let word = page.setting.language.word(&["redline", key]);
        self.html.push_str("<span class=\"unseen\">");
        push_escaped(&mut self.html, word);
        self.html.push_str(" </span>");
    }

    /// Writes a note where something stood before.
    pub(super) fn moved_away(&mut self, moved: &[NodeId]) {
        let Some(page) = self.page.filter(|_| !self.settled) else { return };
        self.new_line();
        self.html.push_str("<p class=\"moved-away\">");
        push_escaped(&mut self.html, page.setting.language.word(&["redline", "moved_away"]));
        if let Some(first) = moved.first() {
            let text = super::text::of(self.document, self.shown, *first);
            let mut words = text.split_whitespace();
            let mut name: Vec<&str> = words.by_ref().take(NAMING_WORDS).collect();
            name.extend(words.next().map(|_| "…"));
            self.html.push_str(" <q>");
            let id = self.document.heading(*first).map(|heading| heading.id.clone());
            if let Some(id) = &id {
                self.html.push_str("<a href=\"#");
                push_href(&mut self.html, id);
                self.html.push_str("\">");
            }
            push_escaped(&mut self.html, &name.join(" "));
            self.html.push_str(if id.is_some() { "</a></q>" } else { "</q>" });
        }
        self.html.push_str("</p>\n");
    }

    /// Writes behind a link that it leads elsewhere now.
    pub(super) fn relinked(&mut self, node: NodeId) {
        let Some(page) = self.page.filter(|_| !self.settled) else { return };
        let redline = self.document.redline.as_ref();
        if redline.is_some_and(|redline| redline.relinked.contains(&node)) {
            self.html.push_str(" <ins class=\"relinked\">");
            push_escaped(&mut self.html, page.setting.language.word(&["redline", "relinked"]));
            self.html.push_str("</ins>");
        }
    }

    /// Returns what a template shows of a block's field, with the former text before it.
    pub fn changed(
        &self,
        node: NodeId,
        now: Option<String>,
        was: impl FnOnce(&Self, &Block) -> Option<String>,
    ) -> Option<String> {
        let before = self.document.redline.as_ref().and_then(|redline| redline.before.get(&node));
        match before.map(|before| was(self, before)) {
            Some(was) if was != now => Some(Redline::change(was.as_deref(), now.as_deref())),
            _ => now,
        }
    }

    /// Returns what a template wrote, with elements for the signs of changes.
    pub(super) fn with_changes(&mut self, html: String) -> String {
        if self.document.redline.is_none() || !html.contains(Redline::SIGNS) {
            return html;
        }
        let mut open = |mark: Mark| {
            let open = opening(mark).to_owned();
            open + &self.aside(|writer| writer.say(mark))
        };
        let (delete, insert) = (open(Mark::Removed), open(Mark::Added));
        html.replace(Redline::DELETE, &delete)
            .replace(Redline::DELETED, closing(Mark::Removed))
            .replace(Redline::INSERT, &insert)
            .replace(Redline::INSERTED, closing(Mark::Added))
    }

    /// Returns a class for a part of a block, when it was put in or taken out as a whole.
    pub fn mark_class(&self, node: NodeId) -> &'static str {
        match self.document.nodes[node].mark {
            Mark::Added => " added",
            Mark::Removed => " removed",
            Mark::Same | Mark::Moved => "",
        }
    }
}

/// Returns whether a node marks itself, in the element that it writes.
fn has_own_place(kind: &Kind) -> bool {
    matches!(
        kind,
        Kind::Item
            | Kind::Task(_)
            | Kind::SayItem { .. }
            | Kind::TreeItem(_)
            | Kind::TableHead
            | Kind::TableRow
            | Kind::TableCell
            | Kind::DefinitionTerm
            | Kind::Definition
            | Kind::MovedAway(_)
            | Kind::SoftBreak
            | Kind::HardBreak
    )
}

fn opening(mark: Mark) -> &'static str {
    if mark == Mark::Added { "<ins>" } else { "<del>" }
}

fn closing(mark: Mark) -> &'static str {
    if mark == Mark::Added { "</ins>" } else { "</del>" }
}
