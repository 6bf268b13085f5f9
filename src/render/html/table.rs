//! Tables, written in Markdown or as sanitised HTML, with the other elements of that.

use super::{Page, Writer, push_escaped};
use crate::content::{Alignment, Element, Kind, Mark, NodeId};
use crate::render::{marks, text};

/// A table with so many columns is set smaller, so that more of it is seen at once.
const MANY_COLUMNS: usize = 5;

impl Writer<'_> {
    pub(super) fn table(&mut self, node: NodeId, columns: &[Alignment]) {
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
            Some(heading) => text::of(self.document, self.shown, heading.node),
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
    pub(super) fn element(&mut self, node: NodeId, element: &Element) {
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
}
