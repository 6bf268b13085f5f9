//! Pages whose words were withdrawn from an edition, and that stand in what follows it all the same.

use std::collections::BTreeSet;

use crate::diag::{Diagnostic, Location, rules};
use crate::editions::{Edition, words};
use crate::handbook::{Handbook, Page};

/// Reports the pages whose words had to go from an edition and are there again.
pub fn check(edition: &Edition, new: &Handbook) -> Vec<Diagnostic> {
    let Some(withdrawn) = &edition.withdrawn else { return Vec::new() };
    let gone = edition.pages.keys().filter(|page| edition.withdraws(page));
    let gone: BTreeSet<&str> = gone.filter_map(|page| edition.hash(page)).collect();
    let is_back = |page: &&Page| gone.contains(words::hash(&words::of(new, page)).as_str());
    let finding = |page: &Page| {
        let location = Location::new(&page.path, page.front().place());
        let (id, date, reason) = (&edition.id, withdrawn.date, &withdrawn.reason);
        let message = format!(
            "the words of this page were withdrawn from edition {id} on {date}, for this reason: \"{}\"",
            reason.trim()
        );
        Diagnostic::new(&rules::WITHDRAWN_WORDS, location, message)
            .help("write it without what had to go, or take the page out")
    };
    words::published(new).filter(is_back).map(finding).collect()
}
