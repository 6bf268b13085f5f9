//! Blocks that a page's kind needs, laws that nobody has looked at for a year, and hand-overs to
//! roles that nobody can reach.

use jiff::ToSpan;

use super::{a, about};
use crate::content::blocks::{self, Block, Law};
use crate::diag::{Diagnostic, Location, rules};
use crate::fields::Located;
use crate::handbook::{Handbook, Page};

/// How many months a statement of law is taken to hold.
const LAW_HOLDS: i64 = 12;

pub fn check(handbook: &Handbook, page: &Page) -> Vec<Diagnostic> {
    let mut found: Vec<Diagnostic> = absent(page).into_iter().collect();
    for block in page.document.fences.keys().filter_map(|node| page.document.block(*node)) {
        match block {
            Block::Law(law) => found.extend(unchecked(handbook, page, law)),
            Block::Handover(handover) => {
                found.extend(handover.to.iter().filter_map(|role| unreachable(handbook, page, role)));
            }
            _ => {}
        }
    }
    found
}

/// Reports a page without any of the blocks of which its kind needs one.
fn absent(page: &Page) -> Option<Diagnostic> {
    let wanted = &page.kind.blocks;
    let blocks = page.document.fences.keys().filter_map(|node| page.document.block(*node));
    let has = blocks.filter_map(blocks::name).any(|name| wanted.iter().any(|wanted| wanted == name));
    if wanted.is_empty() || has || page.is_index() {
        return None;
    }
    let names = wanted.join(" or ");
    let message = format!("{} holds {}, and this one does not", a(&page.kind.name), a(&names));
    let help = format!("add `::: {}` and its text, or choose another kind", wanted[0]);
    Some(about(page, &rules::MISSING_SECTION, message).help(help))
}

fn unchecked(handbook: &Handbook, page: &Page, law: &Law) -> Option<Diagnostic> {
    let until = law.checked.value.checked_add(LAW_HOLDS.months()).ok()?;
    if handbook.date <= until {
        return None;
    }
    let location = Location::new(&page.path, law.checked.span);
    let message = format!("this law was last checked on {}", law.checked.value);
    let finding = Diagnostic::new(&rules::LAW_UNCHECKED, location, message);
    Some(finding.help("look it up at its source, mend the text, then set `checked=` to that day"))
}

fn unreachable(handbook: &Handbook, page: &Page, id: &Located<String>) -> Option<Diagnostic> {
    let data = &handbook.shared.data;
    let role = data.roles.get(id).filter(|_| data.contacts.of_role(id).is_none())?;
    let message = format!("no contact says how to reach the {}", role.title);
    let finding = Diagnostic::new(&rules::NO_CONTACT, Location::new(&page.path, id.span), message);
    Some(finding.help(format!("add a contact with `role = \"{}\"` to `contacts.toml`", id.value)))
}
