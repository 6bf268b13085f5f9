//! Footnotes: their numbers in the text, and the notes at the end of the body.

use rustc_hash::FxHashMap;

use super::Writer;
use crate::content::{Kind, NodeId};

impl<'a> Writer<'a> {
    pub(super) fn footnote_reference(&mut self, label: &'a str) {
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
    pub(super) fn footnotes(&mut self) {
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
}
