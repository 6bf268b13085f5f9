//! Letters: the text with its blanks, which a script makes into boxes to fill in.

use super::{Filled, Page, Parts};
use crate::content::NodeId;
use crate::content::blocks::{Block, Letter};
use crate::render::html::Writer;

/// Fills in a letter.
pub fn letter(writer: &mut Writer, page: Page, node: NodeId) -> Filled {
    let Some(Block::Letter(letter)) = writer.document.block(node) else { return Ok(String::new()) };
    let letter = letter.clone();
    let signs = |writer: &Writer, letter: &Letter| {
        let titles = letter.signs.iter().filter_map(|role| writer.role_title(role.span));
        page.setting.language.either(&titles.collect::<Vec<_>>())
    };
    let signs = writer.changed(node, signs(writer, &letter), |writer, was| match was {
        Block::Letter(was) => signs(writer, was),
        _ => None,
    });
    let fields = letter
        .fields
        .iter()
        .map(|name| Parts::default().plain("name", &name.value).plain("label", label(name)));
    let body = writer.without_marks(|writer| writer.children(node));
    Parts::default()
        .plain("type", letter.purpose)
        .plain("signs", signs)
        .list("fields", fields.collect())
        .html("body_html", &body)
        .fill(page.setting, &page.view.root, "blocks/letter.html", "letter")
}

/// Returns a blank's name as words: `what-happened` reads "What happened".
pub fn label(name: &str) -> String {
    let words = name.replace(['-', '_'], " ");
    let mut letters = words.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => words,
    }
}
