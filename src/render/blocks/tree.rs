//! Decision trees: a question at a time, from the innermost outwards.

use super::{Filled, Page, Parts};
use crate::content::blocks::Block;
use crate::content::{Kind, NodeId, TreePart};
use crate::render::html::Writer;

/// Fills in a tree; what stands in it beside its list comes first.
pub fn tree(writer: &mut Writer, page: Page, node: NodeId) -> Filled {
    let Some(Block::Tree(tree)) = writer.document.block(node) else { return Ok(String::new()) };
    let id = tree.id.clone();
    let mut before = String::new();
    let mut question = String::new();
    for child in writer.document.children(node) {
        let first = first_item(writer, child);
        match first.filter(|item| is(writer, *item, TreePart::Question)) {
            Some(item) => question = self::question(writer, page, item, &id, 1)?,
            None => before.push_str(&writer.aside(|writer| writer.node(child))),
        }
    }
    Parts::default()
        .plain("id", id)
        .html_if("before_html", Some(before))
        .html("question_html", &question)
        .fill(page.setting, &page.view.root, "blocks/tree.html", "tree")
}

fn question(writer: &mut Writer, page: Page, item: NodeId, id: &str, number: usize) -> Filled {
    let mut answers = Vec::new();
    for (position, answer) in items_in(writer, item).into_iter().enumerate() {
        let id = format!("{id}-{}", position + 1);
        let next = items_in(writer, answer).first().copied();
        let next = match next {
            Some(next) if is(writer, next, TreePart::Question) => {
                Parts::default().html("question_html", &question(writer, page, next, &id, number + 1)?)
            }
            Some(next) => Parts::default().html("outcome_html", &own_words(writer, next)),
            None => Parts::default(),
        };
        let words = writer.without_marks(|writer| own(writer, answer));
        let open = writer.has_changes(answer);
        let mark = writer.mark_class(answer);
        answers.push(next.plain("id", id).html("words_html", &words).plain("open", open).plain("mark", mark));
    }
    let words = own_words(writer, item);
    Parts::default()
        .plain("id", id)
        .plain("number", number)
        .html("words_html", &words)
        .list("answers", answers)
        .fill(page.setting, &page.view.root, "blocks/tree-question.html", "question")
}

fn own_words(writer: &mut Writer, item: NodeId) -> String {
    writer.aside(|writer| own(writer, item))
}

/// Writes what stands in an item itself, and not in the list below it.
fn own(writer: &mut Writer, item: NodeId) {
    let children: Vec<NodeId> = writer.document.children(item).collect();
    for child in children {
        if !matches!(writer.document.nodes[child].kind, Kind::List(_)) {
            writer.inside(child);
        }
    }
}

fn items_in(writer: &Writer, item: NodeId) -> Vec<NodeId> {
    let mut children = writer.document.children(item);
    let list = children.find(|child| matches!(writer.document.nodes[*child].kind, Kind::List(_)));
    list.map_or_else(Vec::new, |list| writer.document.children(list).collect())
}

fn first_item(writer: &Writer, node: NodeId) -> Option<NodeId> {
    let is_list = matches!(writer.document.nodes[node].kind, Kind::List(_));
    is_list.then(|| writer.document.children(node).next()).flatten()
}

fn is(writer: &Writer, node: NodeId, part: TreePart) -> bool {
    writer.document.nodes[node].kind == Kind::TreeItem(part)
}
