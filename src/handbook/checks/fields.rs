//! Fields that a page's kind needs, the kind itself, and the summary that lists show.

use super::{a, about};
use crate::diag::{Diagnostic, Location, closest, rules};
use crate::handbook::{Handbook, Page};

pub fn check(handbook: &Handbook, page: &Page) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    found.extend(unknown_kind(handbook, page));
    for field in page.kind.needed_fields() {
        let has = match field {
            "owner" => page.owner.is_some() || page.front().record.is_given(field),
            "approver" => page.approver.is_some() || page.front().record.is_given(field),
            field => page.front().record.is_given(field),
        };
        if !has {
            found.push(missing(page, field));
        }
    }
    found.extend(answers(page));
    found
}

fn unknown_kind(handbook: &Handbook, page: &Page) -> Option<Diagnostic> {
    let kind = page.front().text("kind")?;
    let kinds = &handbook.shared.config.kinds;
    if kinds.iter().any(|known| known.name == kind.value) {
        return None;
    }
    let location = Location::new(&page.path, kind.span);
    let finding =
        Diagnostic::new(&rules::UNKNOWN_KIND, location, format!("there is no kind `{}`", kind.value));
    Some(match closest(&kind, kinds.iter().map(|kind| kind.name.as_str())) {
        Some(near) => finding.help(format!("did you mean `{near}`?")).fix(kind.span, near),
        None => {
            let names: Vec<&str> = kinds.iter().map(|kind| kind.name.as_str()).collect();
            finding.help(format!("there are {}", names.join(", ")))
        }
    })
}

fn missing(page: &Page, field: &str) -> Diagnostic {
    let kind = &page.kind.name;
    let doc =
        crate::content::FRONT_MATTER.iter().find(|known| known.name == field).map_or("", |known| known.doc);
    let help = match field {
        "owner" => {
            "add `owner:` here or in the folder's `index.md`, with a role from `roles.toml`".to_owned()
        }
        field => format!("add `{field}:`, {doc}"),
    };
    about(page, &rules::MISSING_FIELD, format!("{} needs `{field}`", a(kind))).help(help)
}

/// Reports a page that hides more or fewer answers than its kind wants.
fn answers(page: &Page) -> Option<Diagnostic> {
    use crate::content::blocks::Block;
    let wanted = page.kind.answers?;
    let nodes = 0..page.document.nodes.len();
    let has = nodes.filter(|node| page.document.block(*node) == Some(&Block::Answer)).count();
    if has == wanted {
        return None;
    }
    let message = format!("{} hides {wanted} answer, and this one hides {has}", a(&page.kind.name));
    Some(about(page, &rules::MISSING_SECTION, message).help("put the answer between `::: answer` and `:::`"))
}
