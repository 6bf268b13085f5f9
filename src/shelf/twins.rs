//! The join: which page of one edition is which of another.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::lines::Lines;
use super::recent::{Told, all_changes, recent};
use super::{Shelf, UP, Volume, changes, days, paper, said, summary};
use crate::editions::{Comparison, Edition, words};
use crate::handbook::{HOME, Handbook, Origin, Page, PageId};
use crate::language::Language;
use crate::site::Imprint;
use crate::source::Url;
use crate::view::{AllTwins, EditionView, Twin};

/// Every page in every edition, as the pages of all editions name it.
#[derive(Debug)]
pub struct Twins {
    lines: Lines,
    editions: Vec<Named>,
}

/// An edition as pages name it. It is worked out once: each of its pages is named on as many as there
/// are editions.
#[derive(Debug)]
struct Named {
    id: Arc<str>,
    /// Since when it holds, in words.
    since: Arc<str>,
    /// The address of each of its pages, from the root of the site.
    urls: Vec<String>,
}

/// The editions that a page names as those that have it.
#[derive(Debug, Default)]
pub struct Run {
    /// The page in each of them.
    pub twins: Vec<Twin>,
    /// Where all are named, if it is not here, and how many there are.
    pub all: Option<(String, usize)>,
}

impl Run {
    /// Returns the way to where all editions are named, in the words of a language.
    pub fn way_to_all(&self, language: &Language) -> Option<AllTwins> {
        let (url, editions) = self.all.as_ref()?;
        let label = said(language, "all_here", &[("n", &editions.to_string())]);
        Some(AllTwins { url: url.clone(), label })
    }
}

/// A page in more editions than this names only some of them.
const MOST: usize = 12;
/// So many before it and behind it.
const AROUND: usize = 2;
/// The id of the part of a page that names its editions.
const HISTORY: &str = "page-editions";

impl Twins {
    /// Joins the pages of all editions, the earliest first.
    pub fn of(volumes: &[Volume]) -> Self {
        let mut lines = Lines::default();
        let mut before: Option<&Handbook> = None;
        for volume in volumes {
            let new = volume.handbook();
            let known = before.zip(volume.since.as_ref()).map(|(old, since)| known_again(old, new, since));
            lines.add(new.pages.len(), &known.unwrap_or_default());
            before = Some(new);
        }
        let named = |volume: &Volume| Named {
            id: volume.edition.id.as_str().into(),
            since: volume.handbook().shared.language.date(volume.edition.effective).into(),
            urls: volume.handbook().pages.iter().map(|page| volume.place(&page.url.encoded())).collect(),
        };
        Self { lines, editions: volumes.iter().map(named).collect() }
    }

    /// Returns a page in the editions that have it, the latest first; `up` leads to the root of the site,
    /// and `now` is the edition in force.
    ///
    /// Where there are many, it names those around it, the first, and whatever holds now or later; the
    /// page as it holds, or as it last did, names all.
    pub fn named(&self, edition: usize, page: PageId, up: &str, now: Option<usize>) -> Run {
        let line = self.lines.through(edition, page);
        let url = |(number, page): (usize, PageId)| [up, &self.editions[number].urls[page]].concat();
        let naming_all = line.iter().find(|(number, _)| Some(*number) == now).or(line.last());
        let Some(naming_all) = naming_all.copied() else { return Run::default() };
        let here = line.partition_point(|(number, _)| *number < edition);
        let names_all = line.len() <= MOST || naming_all.0 == edition;
        let is_named = |place: usize, number: usize| {
            names_all || place == 0 || place.abs_diff(here) <= AROUND || number >= naming_all.0
        };
        let named = line.iter().enumerate().filter(|(place, (number, _))| is_named(*place, *number));
        let twins = named.rev().map(|(_, twin)| {
            let named = &self.editions[twin.0];
            let (id, since) = (named.id.clone(), named.since.clone());
            Twin { id, since, url: url(*twin), here: twin.0 == edition }
        });
        let all = (!names_all).then(|| (format!("{}#{HISTORY}", url(naming_all)), line.len()));
        Run { twins: twins.collect(), all }
    }

    /// Returns what a page of one edition is in another.
    pub fn there(&self, edition: usize, page: PageId, other: usize) -> Option<PageId> {
        let line = self.lines.through(edition, page);
        let found = line.binary_search_by_key(&other, |(number, _)| *number).ok()?;
        Some(line[found].1)
    }
}

/// Returns what an edition adds to its pages: at the root of the site, or below its own address.
pub fn imprint(shelf: &Shelf, number: usize, at_root: bool) -> Imprint {
    let (mut imprint, mut recent) = begun(shelf, number, at_root);
    let handbook = shelf.volumes[number].handbook();
    for (page, known) in handbook.pages.iter().enumerate() {
        let now = shelf.in_force.and_then(|now| Some((now, shelf.twins.there(number, page, now)?)));
        let now = now.map(|(now, page)| shelf.volumes[now].handbook().pages[page].url.encoded());
        if let (Some(now), Some(base)) = (&now, &handbook.shared.config.base_url) {
            imprint.canonical.insert(known.url.clone(), format!("{base}{now}"));
        }
        let mut view = view(shelf, number, page, &imprint.up, now);
        if page == HOME {
            view.all_changes = all_changes(shelf, number, &imprint.up);
        }
        if let Some(told) = recent.remove(&page) {
            (view.recent, view.corrections) = (told.line, told.corrections);
        }
        imprint.views.insert(known.url.clone(), view.into());
    }
    imprint
}

/// Returns what an edition adds to what stands beside its pages.
pub fn bare_imprint(shelf: &Shelf, number: usize, at_root: bool) -> Imprint {
    begun(shelf, number, at_root).0
}

fn begun(shelf: &Shelf, number: usize, at_root: bool) -> (Imprint, BTreeMap<PageId, Told>) {
    let up = if at_root { "" } else { UP };
    let recent = recent(shelf, number, up);
    let imprint = Imprint {
        address: if at_root { String::new() } else { shelf.volumes[number].address() },
        up: up.to_owned(),
        noindex: shelf.status(number) != "in-force",
        has_search: shelf.volumes[number].has_search,
        recent: recent.iter().map(|(page, told)| (*page, told.mark)).collect(),
        ..Imprint::default()
    };
    (imprint, recent)
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

/// Returns what a page shows of its edition; `now` is where it stands in the edition in force.
fn view(shelf: &Shelf, number: usize, page: PageId, up: &str, now: Option<String>) -> EditionView {
    let language = shelf.language(number);
    let (edition, handbook) = (&shelf.volumes[number].edition, shelf.volumes[number].handbook());
    let status = shelf.status(number);
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
    let url = &handbook.pages[page].url;
    let run = shelf.twins.named(number, page, up, shelf.in_force);
    EditionView {
        id: edition.id.clone(),
        status,
        banner,
        withdrawn: withdrawn(language, edition, &handbook.pages[page]),
        current: now.filter(|_| status != "in-force").map(|url| address(up, &shelf.in_force_at(), &url)),
        label: said(language, "label", &[("id", &edition.id), ("date", &since)]),
        code: paper::code(edition, handbook, &handbook.pages[page]),
        accepted: accepted(language, edition, &handbook.pages[page]),
        all_twins: run.way_to_all(language),
        twins: run.twins,
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

fn address(up: &str, folder: &str, url: &str) -> String {
    let address = format!("{up}{folder}{url}");
    if address.is_empty() { "./".to_owned() } else { address }
}
