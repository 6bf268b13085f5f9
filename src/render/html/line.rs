//! What stands within a line: text with its terms marked, links, pictures, values, blanks.

use super::{Writer, push_escaped, push_href};
use crate::content::NodeId;
use crate::render::{BodySetting, blocks, text};
use crate::view::Shown;

impl<'a> Writer<'a> {
    pub(super) fn link(&mut self, node: NodeId, reference: usize, title: &str) {
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

    pub(super) fn image(&mut self, node: NodeId, reference: usize, title: &str) {
        let words = text::of(self.document, self.shown, node);
        let Shown::Picture(address, pixels) = &self.shown[reference] else {
            return push_escaped(&mut self.html, &words);
        };
        self.html.push_str("<img src=\"");
        push_href(&mut self.html, address);
        self.html.push_str("\" alt=\"");
        push_escaped(&mut self.html, &words);
        self.title(title);
        if let Some((width, height)) = pixels {
            self.html.push_str(&format!("\" width=\"{width}\" height=\"{height}"));
        }
        self.html.push_str(if self.page.is_some() { "\" loading=\"lazy\" />" } else { "\" />" });
    }

    pub(super) fn placeholder(&mut self, reference: usize) {
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

    pub(super) fn blank(&mut self, name: &str) {
        self.html.push_str("<span class=\"blank\" data-field=\"");
        push_escaped(&mut self.html, name);
        self.html.push_str("\">");
        push_escaped(&mut self.html, &blocks::label(name));
        self.html.push_str("</span>");
    }

    /// Writes text, with each term marked where it first stands on the page.
    pub(super) fn text(&mut self, text: &str) {
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
}
