//! Marks of a merged document: `<ins>` and `<del>` around what was put in and taken out.
//!
//! Every node carries its own mark. It is written once, by the outermost node that has it and may
//! stand in such an element; rows, items and terms may not, and mark what stands in them. Templates
//! see changed words between signs that are no characters, which become elements afterwards, so
//! that no template has to know of redlines. Who listens is told where a change begins and where it
//! ends, since few screen readers say so by themselves.

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
        let close = self.closing(mark);
        match self.html.strip_suffix(&close).map(str::len) {
            Some(goes_on) => {
                self.html.truncate(goes_on);
                self.bare(node);
                self.html.push_str(&close);
            }
            None => self.bare(node),
        }
    }

    /// Writes a change in a line; what follows another of its sort goes on with it.
    fn marked_in_line(&mut self, node: NodeId, mark: Mark) {
        let close = self.closing(mark);
        match self.html.strip_suffix(&close).map(str::len) {
            Some(goes_on) => self.html.truncate(goes_on),
            None => {
                self.takes_the_place(mark);
                let open = self.opening(mark);
                self.html.push_str(&open);
                self.say(mark);
            }
        }
        self.as_marked(mark, |writer| writer.bare(node));
        self.html.push_str(&close);
    }

    /// Puts a blank before what took the place of something; that this begins says that the other ended.
    fn takes_the_place(&mut self, mark: Mark) {
        let close = self.closing(Mark::Removed);
        let removed = self.html.strip_suffix(&close).map(str::len);
        if let Some(end) = removed.filter(|_| mark == Mark::Added) {
            self.html.truncate(end);
            self.html.push_str("</del> ");
        }
    }

    fn marked_block(&mut self, node: NodeId, mark: Mark) {
        let close = format!("\n{}\n", self.closing(mark));
        match self.html.strip_suffix(&close).map(str::len) {
            Some(goes_on) => {
                self.html.truncate(goes_on);
                self.html.push('\n');
            }
            None => {
                self.new_line();
                self.under(node);
                let place = self.place();
                self.html.push_str(&match mark {
                    Mark::Added => format!("<ins class=\"added\"{place}>"),
                    _ => format!("<del class=\"removed\"{place}>"),
                });
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
                self.under(node);
                let place = self.place();
                self.html.push_str(&format!("<div class=\"moved\"{place}>\n"));
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
                let open = self.opening(mark);
                self.html.push_str(&open);
                self.say(mark);
                self.as_marked(mark, write);
                self.html.push_str(if mark == Mark::Added { "</ins>" } else { "</del>" });
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

    /// Returns what begins a change.
    fn opening(&mut self, mark: Mark) -> String {
        let place = self.place();
        format!("<{}{place}>", if mark == Mark::Added { "ins" } else { "del" })
    }

    /// Notes which heading stands above what follows.
    pub(super) fn under(&mut self, node: NodeId) {
        if self.document.heading(node).is_some() {
            self.heading = Some(node);
        }
    }

    /// Returns an id for a change, when it is the first that is written below its heading, so that a
    /// reader can be led there.
    fn place(&mut self) -> String {
        if self.page.is_none() || self.document.redline.is_none() || self.changed.contains_key(&self.heading)
        {
            return String::new();
        }
        let number = self.changed.len() + 1;
        self.changed.insert(self.heading, number);
        format!(" id=\"change-{number}\"")
    }

    /// Returns what ends a change, with the word that says so.
    fn closing(&self, mark: Mark) -> String {
        let element = if mark == Mark::Added { "</ins>" } else { "</del>" };
        let Some(page) = self.page else { return element.to_owned() };
        let mut said = String::from("<span class=\"unseen\"> ");
        push_escaped(&mut said, page.setting.language.word(&["redline", "end"]));
        said + "</span>" + element
    }

    /// Writes a note where something stood before.
    pub(super) fn moved_away(&mut self, moved: &[NodeId]) {
        let Some(page) = self.page.filter(|_| !self.settled) else { return };
        self.new_line();
        let place = self.place();
        self.html.push_str(&format!("<p class=\"moved-away\"{place}>"));
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
            let place = self.place();
            self.html.push_str(&format!(" <span class=\"relinked\"{place}>"));
            push_escaped(&mut self.html, page.setting.language.word(&["redline", "relinked"]));
            self.html.push_str("</span>");
        }
    }

    /// Returns what a block was, where one of the fields that it shows has changed.
    pub fn before(&self, node: NodeId) -> Option<&Block> {
        self.document.redline.as_ref().and_then(|redline| redline.before.get(&node))
    }

    /// Returns what a template shows of a block's field, with the former text before it.
    pub fn changed(
        &self,
        node: NodeId,
        now: Option<String>,
        was: impl FnOnce(&Self, &Block) -> Option<String>,
    ) -> Option<String> {
        match self.before(node).map(|before| was(self, before)) {
            Some(was) if was != now => Some(Redline::change(was.as_deref(), now.as_deref())),
            _ => now,
        }
    }

    /// Returns what a template wrote, with elements for the signs of changes.
    pub(super) fn with_changes(&mut self, html: String) -> String {
        if self.document.redline.is_none() || !html.contains(Redline::SIGNS) {
            return html;
        }
        // Only the first of them is led to.
        let first = html.find([Redline::DELETE, Redline::INSERT]).unwrap_or(html.len());
        let sign = html[first..].chars().next().map_or(0, char::len_utf8);
        let mut opened = html[..first].to_owned();
        opened.push_str(&match html[first..].starts_with(Redline::DELETE) {
            _ if sign == 0 => String::new(),
            true => self.opening(Mark::Removed) + &self.aside(|writer| writer.say(Mark::Removed)),
            false => self.opening(Mark::Added) + &self.aside(|writer| writer.say(Mark::Added)),
        });
        opened.push_str(&html[first + sign..]);
        let delete = format!("<del>{}", self.aside(|writer| writer.say(Mark::Removed)));
        let insert = format!("<ins>{}", self.aside(|writer| writer.say(Mark::Added)));
        let (deleted, inserted) = (self.closing(Mark::Removed), self.closing(Mark::Added));
        let replaced = [Redline::DELETED, ' ', Redline::INSERT].iter().collect::<String>();
        opened
            .replace(&replaced, &format!("</del> {insert}"))
            .replace(Redline::DELETE, &delete)
            .replace(Redline::DELETED, &deleted)
            .replace(Redline::INSERT, &insert)
            .replace(Redline::INSERTED, &inserted)
    }

    /// Returns whether anything in a node has changed, so that it may not be folded away.
    pub fn has_changes(&self, node: NodeId) -> bool {
        let Some(redline) = &self.document.redline else { return false };
        let inside = node..self.document.nodes[node].end();
        let has_mark = |node: NodeId| self.document.nodes[node].mark != Mark::Same;
        let mut inside = inside.filter(|_| !self.settled);
        inside.any(|node| has_mark(node) || redline.relinked.contains(&node))
    }

    /// Returns what became of a part of a block as a whole, as a class; nothing where it stayed.
    pub fn mark_class(&self, node: NodeId) -> Option<&'static str> {
        let mark = self.document.nodes[node].mark;
        match mark {
            _ if self.settled || mark == self.mark => None,
            Mark::Added => Some("added"),
            Mark::Removed => Some("removed"),
            Mark::Moved => Some("moved"),
            Mark::Same => None,
        }
    }
}

/// Returns whether a node marks itself, in the element that it writes.
fn has_own_place(kind: &Kind) -> bool {
    if let Kind::Element(element) = kind {
        return is_part(element.name);
    }
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

/// Returns whether an element may stand in certain others only.
pub(super) fn is_part(name: &str) -> bool {
    const PARTS: [&str; 15] = [
        "caption",
        "col",
        "colgroup",
        "dd",
        "dt",
        "figcaption",
        "li",
        "rp",
        "rt",
        "summary",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
    ];
    name == "tr" || PARTS.contains(&name)
}
