//! Ladders: each rung with its name, its text and its labelled lines in one order.

use super::{Filled, Page, Parts};
use crate::content::blocks::{Block, Rung};
use crate::content::{Kind, Mark, NodeId};
use crate::language::RUNG_LINES;
use crate::render::html::Writer;

/// Fills in a ladder; what stands in it beside its list comes first.
pub fn ladder(writer: &mut Writer, page: Page, node: NodeId) -> Filled {
    let Some(Block::Ladder(ladder)) = writer.document.block(node) else { return Ok(String::new()) };
    let rungs = ladder.rungs.clone();
    let is_ladder = |writer: &Writer, child: NodeId| {
        rungs.iter().any(|rung| rung.item > child && rung.item < writer.document.nodes[child].end())
    };
    let mut before = String::new();
    for child in writer.document.children(node) {
        if !is_ladder(writer, child) {
            before.push_str(&writer.aside(|writer| writer.node(child)));
        }
    }
    // In a redline a rung that is gone has the number that it had.
    let (mut old, mut new) = (0, 0);
    let rungs = rungs.iter().map(|rung| {
        let mark = writer.document.nodes[rung.item].mark;
        old += usize::from(mark != Mark::Added);
        new += usize::from(mark != Mark::Removed);
        self::rung(writer, page, if mark == Mark::Removed { old } else { new }, rung)
    });
    Parts::default().html_if("before_html", Some(before)).list("rungs", rungs.collect()).fill(
        page.setting,
        &page.view.root,
        "blocks/ladder.html",
        "ladder",
    )
}

fn rung(writer: &mut Writer, page: Page, number: usize, rung: &Rung) -> Parts {
    let (name, rest) = name_and_text(writer, rung.item);
    let inside = rung.item + 1..writer.document.nodes[rung.item].end();
    let mut danger = false;
    let mut lines = Vec::new();
    for key in RUNG_LINES {
        let is_line = |node: &NodeId| writer.document.nodes[*node].kind == Kind::Labelled(key);
        let Some(line) = inside.clone().find(is_line) else { continue };
        danger |= key == "danger";
        let label = page.setting.language.word(&["labels", "ladder", key]).to_owned();
        let html = writer.aside(|writer| line_words(writer, line));
        lines.push(Parts::default().plain("key", key).plain("label", label).html("html", &html));
    }
    Parts::default()
        .plain("number", number)
        .plain("id", &rung.id)
        .plain("mark", writer.mark_class(rung.item))
        .plain("danger", danger)
        .html("name_html", &name)
        .html_if("text_html", Some(rest))
        .list("lines", lines)
}

/// Returns a rung's name, and what follows it before the labelled lines.
fn name_and_text(writer: &mut Writer, item: NodeId) -> (String, String) {
    let mut name = String::new();
    let mut rest = String::new();
    let children: Vec<NodeId> = writer.document.children(item).collect();
    let mut visit = |writer: &mut Writer, node: NodeId| match writer.document.nodes[node].kind {
        Kind::Strong if name.is_empty() => name = writer.without_marks(|writer| writer.children(node)),
        _ => rest.push_str(&writer.aside(|writer| writer.node(node))),
    };
    for child in children {
        match writer.document.nodes[child].kind {
            Kind::List(_) | Kind::Labelled(_) => {}
            Kind::Paragraph => writer.document.children(child).for_each(|inside| visit(writer, inside)),
            _ => visit(writer, child),
        }
    }
    (name, rest)
}

/// Writes a labelled line without a paragraph around its words.
fn line_words(writer: &mut Writer, line: NodeId) {
    let children: Vec<NodeId> = writer.document.children(line).collect();
    match children.as_slice() {
        [only] => writer.inside(*only),
        several => several.iter().for_each(|child| writer.node(*child)),
    }
}
