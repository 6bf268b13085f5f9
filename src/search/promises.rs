//! Promises: searches that `search.toml` says must find their page.

use super::index::Index;
use super::query::{Filter, search};
use crate::data::SEARCH;
use crate::diag::{Diagnostic, Location, rules};
use crate::handbook::{CONTENT, Handbook};
use crate::source::SitePath;

/// Reports each promise that does not hold, with what is found instead.
pub fn check(index: &Index, handbook: &Handbook) -> Vec<Diagnostic> {
    let file = SitePath::new(&format!("{CONTENT}/_data/{SEARCH}")).unwrap_or_default();
    let broken = handbook.shared.data.search.promises.iter().filter_map(|promise| {
        let wanted = promise.page.trim_start_matches('/');
        let path = |page: usize| &handbook.pages[index.pages[page].page].path;
        if !handbook.pages.iter().any(|page| page.path.below(CONTENT) == Some(wanted)) {
            return None;
        }
        let (hits, _) = search(index, &promise.query, Filter::default());
        let place = hits.iter().position(|hit| path(hit.page).below(CONTENT) == Some(wanted));
        if place.is_some_and(|place| place < promise.within) {
            return None;
        }
        let first: Vec<String> =
            hits.iter().take(3).map(|hit| format!("`{}`", index.pages[hit.page].source.title)).collect();
        let found = match place {
            Some(place) => format!("it comes as number {}", place + 1),
            None => "it is not found".to_owned(),
        };
        let message = format!("a search for `{}` should find this page, and {found}", promise.query.value);
        let finding =
            Diagnostic::new(&rules::BROKEN_PROMISE, Location::new(&file, promise.page.span), message);
        let help = match first.as_slice() {
            [] => "give the page an alias in these words".to_owned(),
            first => format!(
                "{} {} first; give the page an alias in these words, or see `deskbook search --explain`",
                first.join(", "),
                if first.len() == 1 { "comes" } else { "come" }
            ),
        };
        Some(finding.help(help))
    });
    broken.collect()
}
