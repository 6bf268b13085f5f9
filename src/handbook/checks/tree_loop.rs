//! Decision trees that lead round in a circle, over as many pages as it takes.

use std::collections::BTreeMap;

use crate::content::blocks::Block;
use crate::content::{Kind, NodeId};
use crate::diag::{Diagnostic, Location, rules};
use crate::handbook::{Handbook, PageId, Target};
use crate::source::Span;

/// Where the branches of a page's trees lead: the page, and the link.
type Branches = BTreeMap<PageId, Vec<(PageId, Span)>>;

pub fn check(handbook: &Handbook) -> Vec<Diagnostic> {
    let branches = branches(handbook);
    let mut found = Vec::new();
    let mut seen: Vec<PageId> = Vec::new();
    for start in branches.keys().copied() {
        if !seen.contains(&start) {
            walk(handbook, &branches, start, &mut vec![start], &mut seen, &mut found);
        }
    }
    found
}

/// Follows branches depth first; one that leads to a page on the way there closes a circle.
fn walk(
    handbook: &Handbook,
    branches: &Branches,
    page: PageId,
    way: &mut Vec<PageId>,
    seen: &mut Vec<PageId>,
    found: &mut Vec<Diagnostic>,
) {
    seen.push(page);
    for (next, span) in branches.get(&page).into_iter().flatten() {
        if let Some(from) = way.iter().position(|known| known == next) {
            found.push(finding(handbook, page, *span, &way[from..]));
        } else if branches.contains_key(next) && !seen.contains(next) {
            way.push(*next);
            walk(handbook, branches, *next, way, seen, found);
            way.pop();
        }
    }
}

fn finding(handbook: &Handbook, page: PageId, span: Span, circle: &[PageId]) -> Diagnostic {
    let titles: Vec<String> =
        circle.iter().map(|page| format!("`{}`", handbook.pages[*page].title)).collect();
    let location = Location::new(&handbook.pages[page].path, span);
    let message = format!("this branch leads round in a circle through {}", titles.join(", "));
    Diagnostic::new(&rules::TREE_LOOP, location, message)
        .help("end it at a page that says what to do, not at one that asks again")
}

fn branches(handbook: &Handbook) -> Branches {
    let pages = handbook.pages.iter().enumerate();
    let trees = pages.filter_map(|(number, page)| {
        let trees: Vec<NodeId> = page
            .document
            .fences
            .keys()
            .copied()
            .filter(|node| matches!(page.document.block(*node), Some(Block::Tree(_))))
            .collect();
        let ends = trees.iter().flat_map(|tree| ends(handbook, number, *tree)).collect();
        (!trees.is_empty()).then_some((number, ends))
    });
    trees.collect()
}

/// Returns the pages to which a tree leads as a whole; a link to a heading says what to do there.
fn ends(handbook: &Handbook, number: PageId, tree: NodeId) -> Vec<(PageId, Span)> {
    let page = &handbook.pages[number];
    let inside = &page.document.nodes[tree..page.document.nodes[tree].end()];
    let end = |node: &crate::content::Node| {
        let Kind::Link(reference, _) = &node.kind else { return None };
        match &page.targets[*reference as usize] {
            Target::Page(other, None) => Some((*other, page.document.references[*reference as usize].span)),
            _ => None,
        }
    };
    inside.iter().filter_map(end).collect()
}
