//! The copy of what is being written: what it says on each of its pages.

use std::collections::{BTreeSet, HashMap};

use super::changes::place;
use super::twins::{Run, known_again};
use super::{CHANGES, NEXT, Shelf, said};
use crate::editions::Comparison;
use crate::handbook::PageId;
use crate::site::{Imprint, Site};
use crate::source::Url;
use crate::view::{EditionView, Twin};

/// Returns what the copy says, beside the edition in force, which has this number. `changed` are the
/// pages that read otherwise.
pub fn imprint(
    shelf: &Shelf,
    number: usize,
    today: &Site,
    since: &Comparison,
    changed: &BTreeSet<PageId>,
) -> Imprint {
    let in_force = shelf.volumes[number].handbook();
    let known = known_again(in_force, &today.handbook, since).into_iter();
    let before: HashMap<PageId, PageId> = known.map(|(old, new)| (new, old)).collect();
    let copy = Copy { shelf, today, up: Url::new(NEXT).to_root() };
    let mut imprint = Imprint {
        address: NEXT.to_owned(),
        up: copy.up.clone(),
        noindex: true,
        has_search: true,
        ..Imprint::default()
    };
    let base = today.handbook.shared.config.base_url.as_ref();
    for (page, known) in today.handbook.pages.iter().enumerate() {
        let was = before.get(&page).copied();
        let now = was.map(|page| in_force.pages[page].url.encoded());
        let run = was.map_or(Run::default(), |page| copy.run(number, page));
        if let (Some(base), Some(now)) = (base, &now) {
            imprint.canonical.insert(known.url.clone(), format!("{base}{now}"));
        }
        imprint.views.insert(known.url.clone(), copy.view(page, now, run, changed.contains(&page)).into());
    }
    imprint
}

/// What is being written, beside the editions.
struct Copy<'a> {
    shelf: &'a Shelf,
    today: &'a Site,
    /// The way from its first page to that of the site.
    up: String,
}

impl Copy<'_> {
    /// Returns what a page says; `now` is where it stands in the edition in force.
    fn view(&self, page: PageId, now: Option<String>, run: Run, is_changed: bool) -> EditionView {
        let language = &self.today.handbook.shared.language;
        let url = &self.today.handbook.pages[page].url;
        let up = &self.up;
        let banner = if now.is_some() { "next_banner" } else { "next_banner_new" };
        let changes = || Url::new(place(&format!("{up}{CHANGES}"), url)).encoded();
        EditionView {
            id: "next".to_owned(),
            status: "next",
            banner: Some(said(language, banner, &[])),
            withdrawn: None,
            code: None,
            accepted: Vec::new(),
            current: Some(format!("{up}{}", now.unwrap_or_default())),
            label: said(language, "next_label", &[]),
            all_twins: run.way_to_all(language),
            twins: run.twins,
            changes: is_changed.then(changes),
            all_changes: Vec::new(),
            recent: None,
            corrections: Vec::new(),
            next: None,
            as_of: format!("{up}as-of/"),
            days: None,
        }
    }

    /// Returns a page in the editions that have it, by its number in the edition in force. None of them is
    /// the copy.
    fn run(&self, in_force: usize, page: PageId) -> Run {
        let Run { twins, all } = self.shelf.twins.named(in_force, page, &self.up, Some(in_force));
        let twins = twins.into_iter().map(|twin| Twin { here: false, ..twin });
        Run { twins: twins.collect(), all }
    }
}
