//! The copy of what is being written: what it says on each of its pages.

use std::collections::{BTreeSet, HashMap};

use super::changes::place;
use super::twins::{Followed, follow, known_again, through};
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
    let followed = follow(shelf, number).iter().map(|there| through(&before, there)).collect();
    let copy = Copy { shelf, today, followed, up: Url::new(NEXT).to_root() };
    let mut imprint = Imprint { up: copy.up.clone(), noindex: true, has_search: true, ..Imprint::default() };
    let base = today.handbook.shared.config.base_url.as_ref();
    for (page, known) in today.handbook.pages.iter().enumerate() {
        let now = before.get(&page).map(|page| in_force.pages[*page].url.encoded());
        if let (Some(base), Some(now)) = (base, &now) {
            imprint.canonical.insert(known.url.clone(), format!("{base}{now}"));
        }
        imprint.views.insert(known.url.clone(), copy.view(page, now, changed.contains(&page)));
    }
    imprint
}

/// What is being written, beside the editions.
struct Copy<'a> {
    shelf: &'a Shelf,
    today: &'a Site,
    /// What its pages are in each edition.
    followed: Followed,
    /// The way from its first page to that of the site.
    up: String,
}

impl Copy<'_> {
    /// Returns what a page says; `now` is where it stands in the edition in force.
    fn view(&self, page: PageId, now: Option<String>, is_changed: bool) -> EditionView {
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
            twins: self.twins(page),
            changes: is_changed.then(changes),
            all_changes: Vec::new(),
            recent: None,
            corrections: Vec::new(),
            next: None,
            as_of: format!("{up}as-of/"),
            days: None,
        }
    }

    /// Returns a page in every edition that has it, the latest first.
    fn twins(&self, page: PageId) -> Vec<Twin> {
        let twin = |(number, there): (usize, &HashMap<PageId, PageId>)| {
            let volume = &self.shelf.volumes[number];
            let url = volume.handbook().pages[*there.get(&page)?].url.encoded();
            Some(Twin {
                id: volume.edition.id.clone(),
                since: self.shelf.language(number).date(volume.edition.effective),
                url: format!("{}{}", self.up, volume.place(&url)),
                here: false,
            })
        };
        self.followed.iter().enumerate().rev().filter_map(twin).collect()
    }
}
