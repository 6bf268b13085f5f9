//! Lists: their items, and items with a box to tick.

use super::Writer;
use crate::content::{Kind, NodeId};

impl Writer<'_> {
    pub(super) fn list(&mut self, node: NodeId, start: Option<u64>) {
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

    pub(super) fn item(&mut self, node: NodeId) {
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
    pub(super) fn task(&mut self, node: NodeId, done: bool) {
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
}
