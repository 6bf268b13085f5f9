//! The join: which page of one edition is which of another.

use std::collections::HashMap;

use super::recent::{all_changes, recent};
use super::{Shelf, UP, changes, days, paper, said, summary};
use crate::editions::{Comparison, Edition, words};
use crate::handbook::{HOME, Handbook, Origin, Page, PageId};
use crate::language::Language;
use crate::site::Imprint;
use crate::source::Url;
use crate::view::{EditionView, Twin};

/// Returns what an edition adds to its pages: at the root of the site, or below its own address.
pub fn imprint(shelf: &Shelf, number: usize, at_root: bool) -> Imprint {
    let volume = &shelf.volumes[number];
    let up = if at_root { "" } else { UP };
    let status = shelf.status(number);
    let has_search = volume.has_search;
    let mut imprint =
        Imprint { up: up.to_owned(), noindex: status != "in-force", has_search, ..Imprint::default() };
    let followed = follow(shelf, number);
    let mut recent = recent(shelf, number, &followed, up);
    imprint.recent = recent.iter().map(|(page, told)| (*page, told.mark)).collect();
    for (page, known) in volume.handbook().pages.iter().enumerate() {
        let twin = |other: usize| followed[other].get(&page).copied();
        let mut view = view(shelf, number, page, at_root, &twin);
        if page == HOME {
            view.all_changes = all_changes(shelf, number, up);
        }
        if let Some(told) = recent.remove(&page) {
            (view.recent, view.corrections) = (told.line, told.corrections);
        }
        imprint.views.insert(known.url.clone(), view);
        let now = shelf.in_force.and_then(|now| twin(now).map(|page| (now, page)));
        let base = volume.handbook().shared.config.base_url.as_ref();
        if let (Some((now, page)), Some(base)) = (now, base) {
            let url = shelf.volumes[now].handbook().pages[page].url.encoded();
            imprint.canonical.insert(known.url.clone(), format!("{base}{url}"));
        }
    }
    imprint
}

/// For each edition, what the pages of one of them are there.
pub type Followed = Vec<HashMap<PageId, PageId>>;

/// Follows the pages of an edition through the ones before and behind it.
pub fn follow(shelf: &Shelf, number: usize) -> Followed {
    let own = shelf.volumes[number].handbook().pages.len();
    let mut followed: Followed = vec![HashMap::new(); shelf.volumes.len()];
    followed[number] = (0..own).map(|page| (page, page)).collect();
    for later in number + 1..shelf.volumes.len() {
        let step: HashMap<PageId, PageId> = pairs(shelf, later).into_iter().collect();
        followed[later] = through(&followed[later - 1], &step);
    }
    for earlier in (0..number).rev() {
        let step: HashMap<PageId, PageId> =
            pairs(shelf, earlier + 1).into_iter().map(|(old, new)| (new, old)).collect();
        followed[earlier] = through(&followed[earlier + 1], &step);
    }
    followed
}

fn pairs(shelf: &Shelf, number: usize) -> Vec<(PageId, PageId)> {
    let (old, new) = (shelf.volumes[number - 1].handbook(), shelf.volumes[number].handbook());
    shelf.volumes[number].since.as_ref().map(|since| known_again(old, new, since)).unwrap_or_default()
}

/// Returns which page of one handbook is which of the next. Pages that nobody wrote (lists of the
/// theme, folders) are never compared, and are the same where they have one address.
pub fn known_again(old: &Handbook, new: &Handbook, since: &Comparison) -> Vec<(PageId, PageId)> {
    let unwritten = |handbook: &'_ Handbook| {
        let pages = handbook.pages.iter().enumerate().filter(|(_, page)| page.origin != Origin::Content);
        pages.map(|(number, page)| (page.url.clone(), number)).collect::<Vec<_>>()
    };
    let after: HashMap<Url, PageId> = unwritten(new).into_iter().collect();
    let same = unwritten(old).into_iter().filter_map(|(url, page)| Some((page, *after.get(&url)?)));
    since.pairs.iter().map(|pair| (pair.old, pair.new)).chain(same).collect()
}

pub fn through(known: &HashMap<PageId, PageId>, step: &HashMap<PageId, PageId>) -> HashMap<PageId, PageId> {
    let mut pages: Vec<(PageId, PageId)> =
        known.iter().filter_map(|(page, there)| Some((*page, *step.get(there)?))).collect();
    pages.sort_unstable();
    pages.into_iter().collect()
}

fn view(
    shelf: &Shelf,
    number: usize,
    page: PageId,
    at_root: bool,
    twin: &dyn Fn(usize) -> Option<PageId>,
) -> EditionView {
    let language = shelf.language(number);
    let (edition, handbook) = (&shelf.volumes[number].edition, shelf.volumes[number].handbook());
    let up = if at_root { "" } else { UP };
    let status = shelf.status(number);
    let now =
        shelf.in_force.and_then(|now| twin(now).map(|page| &shelf.volumes[now].handbook().pages[page].url));
    let since = language.date(edition.effective);
    let replaced = shelf.volumes.get(number + 1).map(|next| language.date(next.edition.effective));
    let banner = match status {
        "replaced" => Some(said(
            language,
            if now.is_some() { "replaced" } else { "replaced_gone" },
            &[("id", &edition.id), ("date", replaced.as_deref().unwrap_or(""))],
        )),
        "upcoming" => Some(said(language, "upcoming", &[("id", &edition.id), ("date", &since)])),
        _ => None,
    };
    let twins = (0..shelf.volumes.len()).rev().filter_map(|other| {
        let page = twin(other)?;
        let volume = &shelf.volumes[other];
        let url = volume.handbook().pages[page].url.encoded();
        Some(Twin {
            id: volume.edition.id.clone(),
            since: language.date(volume.edition.effective),
            url: format!("{up}{}", volume.place(&url)),
            here: other == number,
        })
    });
    let url = &handbook.pages[page].url;
    EditionView {
        id: edition.id.clone(),
        status,
        banner,
        withdrawn: withdrawn(language, edition, &handbook.pages[page]),
        current: now.filter(|_| status != "in-force").map(|url| address(up, &shelf.in_force_at(), url)),
        label: said(language, "label", &[("id", &edition.id), ("date", &since)]),
        code: paper::code(edition, handbook, &handbook.pages[page]),
        accepted: accepted(language, edition, &handbook.pages[page]),
        twins: twins.collect(),
        changes: shelf.volumes[number]
            .redlined
            .contains(&page)
            .then(|| Url::new(changes::place(&format!("{up}{}", summary::address(edition)), url)).encoded()),
        all_changes: Vec::new(),
        recent: None,
        corrections: Vec::new(),
        next: (status == "in-force").then(|| days::next(shelf)).flatten(),
        as_of: format!("{up}as-of/"),
        days: days::days(shelf, up),
    }
}

/// Says when and why the words of a page were accepted, where they are not those that were released.
fn accepted(language: &Language, edition: &Edition, page: &Page) -> Vec<String> {
    if edition.accepted.is_empty() || page.origin != Origin::Content {
        return Vec::new();
    }
    let key = words::key(page);
    let records = edition.accepted.iter().filter(|accepted| accepted.page == key);
    let said = records.map(|accepted| {
        let date = language.date(accepted.date);
        said(language, "accepted", &[("date", &date), ("reason", &accepted.reason)])
    });
    said.collect()
}

/// Says that a page of an edition may not be shown any more, since when and why.
fn withdrawn(language: &Language, edition: &Edition, page: &Page) -> Option<String> {
    let withdrawn = edition.withdrawn.as_ref().filter(|_| edition.withdraws(&words::key(page)))?;
    let key = if withdrawn.is_whole() { "withdrawn" } else { "withdrawn_page" };
    let date = language.date(withdrawn.date);
    Some(said(language, key, &[("id", &edition.id), ("date", &date), ("reason", &withdrawn.reason)]))
}

fn address(up: &str, folder: &str, url: &Url) -> String {
    let address = format!("{up}{folder}{}", url.encoded());
    if address.is_empty() { "./".to_owned() } else { address }
}
