//! Statements of law: where each holds, when it was checked, and whom to ask.

use super::{Filled, Page, Parts};
use crate::content::blocks::{Block, Law};
use crate::content::{NodeId, Redline};
use crate::render::html::Writer;
use crate::view::RoleView;

/// Fills in a statement of law.
pub fn law(writer: &mut Writer, page: Page, node: NodeId) -> Filled {
    let Some(Block::Law(law)) = writer.document.block(node) else { return Ok(String::new()) };
    let law = law.clone();
    let language = &page.setting.language;
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
    let ask = ask(writer, page, node, &law);
    let body = writer.aside(|writer| writer.children(node));
    Parts::default()
        .plain("where", jurisdiction)
        .plain("checked", checked)
        .html("source_html", &crate::render::linked(&source))
        .plain("ask", ask)
        .html("body_html", &body)
        .fill(page.setting, &page.view.root, "blocks/law.html", "law")
}

/// Returns the role that is asked: the one that the block names, or else the page's owner, who may have
/// changed without it.
fn ask(writer: &Writer, page: Page, node: NodeId, law: &Law) -> Option<String> {
    let asked = |law: &Law, owner: Option<&RoleView>| {
        let named = law.ask.as_ref().and_then(|ask| writer.role_title(ask.span));
        named.or_else(|| owner.map(|owner| owner.title.clone()))
    };
    let was = match writer.before(node) {
        Some(Block::Law(was)) => was,
        _ => law,
    };
    let owner = page.view.owner.as_ref();
    let (was, now) = (asked(was, page.view.former_owner.as_ref().or(owner)), asked(law, owner));
    if was == now { now } else { Some(Redline::change(was.as_deref(), now.as_deref())) }
}
