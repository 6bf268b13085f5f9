//! Statements of law: where each holds, when it was checked, and whom to ask.

use super::{Filled, Page, Parts};
use crate::content::NodeId;
use crate::content::blocks::{Block, Law};
use crate::render::html::Writer;

/// Fills in a statement of law.
pub fn law(writer: &mut Writer, page: Page, node: NodeId) -> Filled {
    let Some(Block::Law(law)) = writer.document.block(node) else { return Ok(String::new()) };
    let law = law.clone();
    let language = &page.setting.language;
    let ask = |writer: &Writer, law: &Law| {
        let named = law.ask.as_ref().and_then(|ask| writer.role_title(ask.span));
        named.or_else(|| page.view.page.owner.as_ref().map(|owner| owner.title.clone()))
    };
    let text = |of: &dyn Fn(&Writer, &Law) -> Option<String>| {
        let now = of(writer, &law);
        writer.changed(node, now, |writer, was| match was {
            Block::Law(was) => of(writer, was),
            _ => None,
        })
    };
    let jurisdiction = text(&|_, law| Some(language.word(&["jurisdictions", &law.jurisdiction]).to_owned()));
    let checked = text(&|_, law| Some(language.date(law.checked.value)));
    let source = text(&|_, law| Some(law.source.clone())).unwrap_or_default();
    let ask = text(&ask);
    let body = writer.aside(|writer| writer.children(node));
    Parts::default()
        .plain("where", jurisdiction)
        .plain("checked", checked)
        .html("source_html", &crate::render::linked(&source))
        .plain("ask", ask)
        .html("body_html", &body)
        .fill(page.setting, &page.view.root, "blocks/law.html", "law")
}
