//! Statements of law: where each holds, when it was checked, and whom to ask.

use super::{Filled, Page, Parts};
use crate::content::NodeId;
use crate::content::blocks::Block;
use crate::render::html::Writer;

/// Fills in a statement of law.
pub fn law(writer: &mut Writer, page: Page, node: NodeId) -> Filled {
    let Some(Block::Law(law)) = writer.document.block(node) else { return Ok(String::new()) };
    let law = law.clone();
    let language = &page.setting.language;
    let named = law.ask.as_ref().and_then(|ask| writer.role_title(ask.span));
    let ask = named.or_else(|| page.view.page.owner.as_ref().map(|owner| owner.title.clone()));
    let body = writer.aside(|writer| writer.children(node));
    Parts::default()
        .plain("where", language.word(&["jurisdictions", &law.jurisdiction]))
        .plain("checked", language.date(law.checked.value))
        .html("source_html", &crate::render::linked(&law.source))
        .plain("ask", ask)
        .html("body_html", &body)
        .fill(page.setting, &page.view.root, "blocks/law.html", "law")
}
