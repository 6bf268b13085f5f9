//! What a merged page shows beside its text.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Merged, Side};
use crate::content::{Name, NodeId};
use crate::editions::compare::{Names, Pair};
use crate::handbook::{Handbook, Page, PageId, Target};
use crate::view::{BodyView, Gathered};

/// Merges a page of two handbooks; `names` names all pages of both, a page of both alike. Returns as
/// well what the references of the merged document read as.
pub fn page(old: &Handbook, new: &Handbook, names: &Names, pair: &Pair) -> (Merged, Vec<String>) {
    let (before, after) = (&old.pages[pair.old], &new.pages[pair.new]);
    let was = reads(old, before, |page| names[0][page].clone());
    let mut is = reads(new, after, |page| names[1][page].clone());
    let merged = super::merge(
        Side { document: &before.document, reads: &was },
        Side { document: &after.document, reads: &is },
    );
    is.extend(was);
    (merged, is)
}

/// Returns what each reference of a page reads as, and for links and pictures what they lead to.
///
/// `name` names a page alike in both editions, so that a page that moved is no new target.
pub fn reads(handbook: &Handbook, page: &Page, name: impl Fn(PageId) -> String) -> Vec<String> {
    let at = |page: PageId, id: Option<&String>| match id {
        Some(id) => format!("{}#{id}", name(page)),
        None => name(page),
    };
    let read = |(reference, target): (&crate::content::Reference, &Target)| match target {
        Target::Page(other, id) => at(*other, id.as_ref()),
        Target::Here(id) => format!("#{id}"),
        Target::File(url) | Target::Picture(url, _) => url.to_string(),
        Target::External(address) => address.clone(),
        _ => handbook.shared.text_of(&reference.name).unwrap_or_else(|| match &reference.name {
            Name::Link(text) | Name::Image(text) => text.clone(),
            _ => String::new(),
        }),
    };
    page.document.references.iter().zip(&page.targets).map(read).collect()
}

/// Returns what a merged page shows: what the new one does, with what the old references show behind
/// that, and everything that is kept by node at its new number.
///
/// Addresses on the old page must begin with the same root as those on the new one. Says as well
/// whether anything changed that the page gathers from data, such as a limit in the authority matrix.
pub fn view(merged: &Merged, old: &BodyView, new: &BodyView) -> (BodyView, bool) {
    let shown = new.shown.iter().chain(old.shown.iter()).cloned().collect();
    let at = |numbers: &[Option<NodeId>], node: NodeId| numbers.get(node).copied().flatten();
    let sections = new.sections.iter();
    let sections = sections.filter_map(|(node, key)| Some((at(&merged.from_new, *node)?, key.clone())));
    let now = new.gathered.iter();
    let mut gathered: BTreeMap<NodeId, Gathered> =
        now.filter_map(|(node, list)| Some((at(&merged.from_new, *node)?, list.clone()))).collect();
    let mut changed = false;
    for (node, was) in &old.gathered {
        let Some(node) = at(&merged.from_old, *node) else { continue };
        let list = gathered.entry(node).or_insert_with(|| was.clone());
        if let Some(merged) = super::gathered::merge(was, list) {
            *list = merged;
            changed = true;
        }
    }
    let gathered = gathered.into_iter().collect();
    let former_owner = old.owner.clone().filter(|owner| Some(owner) != new.owner.as_ref());
    let sections = sections.collect();
    (BodyView { shown: Arc::new(shown), sections, gathered, former_owner, ..new.clone() }, changed)
}
