//! [`BodyView`]: what the text of a page shows, whatever stands around it.

use std::sync::Arc;

use super::list::Gathered;
use super::{RoleView, Shown, list, role_view, shown};
use crate::content::NodeId;
use crate::handbook::{Handbook, Page, PageId, Target};

/// Everything that the body of a page is made of, beside its document. Two equal ones of one document
/// are one body, in whichever edition of the handbook they stand.
#[derive(Clone, Debug, PartialEq)]
pub struct BodyView {
    /// The prefix of every address on the page.
    pub root: String,
    /// The title of the page, by which a table without a heading is called.
    pub title: String,
    /// Who answers for the page, and so for a statement of law that names nobody.
    pub owner: Option<RoleView>,
    /// In a redline: the page's owner before, where it was another.
    pub former_owner: Option<RoleView>,
    /// What each of the document's references shows.
    pub shown: Arc<Vec<Shown>>,
    /// The key of each section, by the node of its heading.
    pub sections: Vec<(NodeId, String)>,
    /// Ids that headings had before, each with the one that it has now.
    pub old_anchors: Vec<(String, String)>,
    /// What each of the document's blocks that gather something shows, in order.
    pub gathered: Vec<(NodeId, Gathered)>,
    /// Whether glossary terms are marked.
    pub marks_terms: bool,
}

impl BodyView {
    /// Returns what the block at a node shows.
    pub fn gathered_at(&self, node: NodeId) -> Option<&Gathered> {
        let found = self.gathered.binary_search_by_key(&node, |(node, _)| *node);
        found.ok().map(|number| &self.gathered[number].1)
    }
}

/// Returns what the text of a page shows; `root` leads from where it is shown to where all other pages
/// stand.
pub fn body(handbook: &Handbook, number: PageId, root: String) -> BodyView {
    let page = &handbook.pages[number];
    BodyView {
        title: page.title.clone(),
        owner: owner(handbook, page),
        former_owner: None,
        shown: Arc::new(shown::all(handbook, number, &root)),
        sections: sections(handbook, page),
        old_anchors: old_anchors(page),
        gathered: list::all(handbook, page, &root),
        marks_terms: !page.is_retired() && !list::gathers_terms(page),
        root,
    }
}

/// Returns whether a page shows the same text in two handbooks, each with the number of the page in it.
///
/// `true` says that the two views are equal, and costs much less than to make and compare them; what
/// cannot be told without that, as of a page that gathers something from others, is `false`.
pub fn stays(then: (&Handbook, PageId), now: (&Handbook, PageId)) -> bool {
    let ((before, was), (after, is)) = (then, now);
    let (old, new) = (&before.pages[was], &after.pages[is]);
    let shared = (&before.shared, &after.shared);
    Arc::ptr_eq(&shared.0.language, &shared.1.language)
        && Arc::ptr_eq(&shared.0.config, &shared.1.config)
        && Arc::ptr_eq(&old.document, &new.document)
        && (&old.url, &old.title, &old.kind) == (&new.url, &new.title, &new.kind)
        && owner(before, old) == owner(after, new)
        && old.targets.len() == new.targets.len()
        && old.targets.iter().zip(&new.targets).all(|pair| leads_alike(before, after, pair))
        && !list::gathers(new)
}

/// Returns whether two targets are shown alike, each in its handbook.
fn leads_alike(before: &Handbook, after: &Handbook, pair: (&Target, &Target)) -> bool {
    match pair {
        (Target::Page(old, from), Target::Page(new, to)) => {
            from == to && before.pages[*old].url == after.pages[*new].url
        }
        (Target::Value(_) | Target::Role(_), _) if Arc::ptr_eq(&before.shared.data, &after.shared.data) => {
            pair.0 == pair.1
        }
        (Target::Value(old), Target::Value(new)) => {
            let value = |handbook: &Handbook, key: &str| {
                let value = handbook.shared.data.values.get(key)?;
                Some((value.hundredths, value.unit.clone(), value.confirmed))
            };
            old == new && value(before, old) == value(after, new)
        }
        (Target::Role(old), Target::Role(new)) => {
            old == new && role_view(before, old) == role_view(after, new)
        }
        (old, new) => old == new,
    }
}

fn owner(handbook: &Handbook, page: &Page) -> Option<RoleView> {
    role_view(handbook, page.owner.as_deref()?)
}

fn sections(handbook: &Handbook, page: &Page) -> Vec<(NodeId, String)> {
    let keys = handbook.section_keys(page);
    keys.into_iter().map(|(node, key)| (node, key.to_owned())).collect()
}

fn old_anchors(page: &Page) -> Vec<(String, String)> {
    let tables = page.front().record.tables("old_anchors");
    let text = |table: &crate::fields::Table, key: &str| match &table.get(key)?.content {
        crate::fields::Content::Scalar(scalar) => Some(scalar.text.clone()),
        _ => None,
    };
    tables.filter_map(|table| Some((text(table, "old")?, text(table, "new")?))).collect()
}
