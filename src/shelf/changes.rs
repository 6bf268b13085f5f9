//! What changed with each edition: a page that sums it up, and a redline of each page that changed.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::summary::{self, Summary};
use super::{Shelf, Volume, from_here, said};
use crate::diag::Checked;
use crate::editions::Edition;
use crate::editions::compare::{Comparison, Names, Pair};
use crate::editions::redline;
use crate::handbook::{Handbook, Origin, PageId};
use crate::language::Language;
use crate::output::Content;
use crate::render;
use crate::site::Site;
use crate::source::{OutPath, Url};
use crate::view::{self, FrontView, RedlineView};

/// A handbook and the one that follows it: two editions, or one and what is being written.
pub struct Step<'a> {
    /// What was.
    pub old: Standing<'a>,
    /// What is.
    pub new: Standing<'a>,
    /// What changed.
    pub since: &'a Comparison,
    /// The pages that read otherwise.
    pub redlined: &'a BTreeSet<PageId>,
    /// Where the pages about it stand.
    pub address: String,
    /// Whether the handbook that follows is the edition in force.
    pub leads_to_now: bool,
}

/// A handbook at its place on the site.
pub struct Standing<'a> {
    /// Its pages.
    pub site: &'a Site,
    /// What it is called.
    pub name: &'a str,
    /// Its record; nothing while it is being written.
    pub edition: Option<&'a Edition>,
    /// Where its first page stands.
    pub address: String,
    /// Whether the others stand there too.
    pub in_full: bool,
}

impl<'a> Standing<'a> {
    /// Returns an edition at its permanent address.
    pub fn of(volume: &'a Volume) -> Self {
        let (name, edition) = (volume.edition.id.as_str(), Some(&volume.edition));
        Self { site: &volume.site, name, edition, address: volume.address(), in_full: volume.in_full }
    }

    /// Returns where one of its pages stands, if it does.
    pub fn page(&self, page: &str) -> Option<String> {
        self.in_full.then(|| format!("{}{page}", self.address))
    }

    /// Returns its pages.
    pub fn handbook(&self) -> &'a Handbook {
        &self.site.handbook
    }
}

impl Step<'_> {
    /// Returns the words of the interface.
    pub fn language(&self) -> &Language {
        &self.new.handbook().shared.language
    }

    /// Returns the line above its pages.
    pub fn banner(&self) -> String {
        let (language, from) = (self.language(), self.old.name);
        match self.new.edition {
            Some(edition) => {
                let date = language.date(edition.effective);
                said(language, "redline", &[("from", from), ("to", self.new.name), ("date", &date)])
            }
            None => said(language, "redline_next", &[("from", from)]),
        }
    }

    /// Returns what its summary is called.
    pub fn title(&self) -> String {
        match self.new.edition {
            Some(edition) => said(self.language(), "what_changed", &[("id", &edition.id)]),
            None => said(self.language(), "what_changed_next", &[("id", self.old.name)]),
        }
    }

    /// Returns a name for every page of both handbooks.
    pub fn names(&self) -> Names {
        self.since.names(self.old.handbook(), self.new.handbook())
    }

    /// Returns all its pages: the summary, and a redline of each page that reads otherwise.
    pub fn pages(&self) -> Checked<Vec<(OutPath, Content)>> {
        let mut found = Vec::new();
        let changed: Vec<&Pair> =
            self.since.pairs.iter().filter(|pair| self.redlined.contains(&pair.new)).collect();
        let names = self.names();
        let redlines: Vec<_> = changed.par_iter().map(|pair| redline(self, &names, pair)).collect();
        let mut files: Vec<_> = redlines.into_iter().map(|redline| redline.collect(&mut found)).collect();
        files.push(summary(self).collect(&mut found));
        Checked { value: files, diagnostics: found }
    }
}

/// Returns the pages about what changed with each edition that is published in full.
pub fn all(shelf: &Shelf) -> Checked<Vec<(OutPath, Content)>> {
    let mut found = Vec::new();
    let steps = (1..shelf.volumes.len()).filter_map(|number| step(shelf, number));
    let steps = steps.filter(|step| step.new.in_full);
    let mut files: Vec<_> = steps.flat_map(|step| step.pages().collect(&mut found)).collect();
    let first = shelf.volumes.first().filter(|first| first.in_full);
    files.extend(first.map(|first| of_first(first).collect(&mut found)));
    Checked { value: files, diagnostics: found }
}

/// Returns what the first edition is, where later ones say what changed.
pub fn of_first(volume: &Volume) -> Checked<(OutPath, Content)> {
    let (first, here) = (Standing::of(volume), summary::address(&volume.edition));
    let summary = Summary::of_first(&first, &|to| from_here(&here, to));
    summed_up(&first, &here, &summary)
}

/// Returns an edition as it follows the one before it.
pub fn step(shelf: &Shelf, number: usize) -> Option<Step<'_>> {
    let (old, new) = (shelf.volumes.get(number.checked_sub(1)?)?, shelf.volumes.get(number)?);
    Some(Step {
        old: Standing::of(old),
        new: Standing::of(new),
        since: new.since.as_ref()?,
        redlined: &new.redlined,
        address: summary::address(&new.edition),
        leads_to_now: shelf.in_force == Some(number),
    })
}

/// Returns the pages of an edition that read otherwise than before: in their own words, in what they
/// say of themselves, or in what they gather from data, such as a limit in the authority matrix.
pub fn redlined(old: &Handbook, new: &Handbook, since: &Comparison) -> BTreeSet<PageId> {
    let same_data = old.shared.data == new.shared.data;
    let names = since.names(old, new);
    let reads_otherwise = |pair: &&Pair| reads_otherwise([old, new], &names, pair, same_data);
    since.pairs.par_iter().filter(reads_otherwise).map(|pair| pair.new).collect()
}

/// Returns whether a page reads otherwise than before; `same_data` says whether nothing that a page
/// could gather has changed.
pub fn reads_otherwise([old, new]: [&Handbook; 2], names: &Names, pair: &Pair, same_data: bool) -> bool {
    let is_written = new.pages[pair.new].origin == Origin::Content;
    is_written && (!pair.front.is_empty() || differs([old, new], names, pair, same_data))
}

/// Returns whether a reader finds anything marked in the body of a page.
fn differs([old, new]: [&Handbook; 2], names: &Names, pair: &Pair, same_data: bool) -> bool {
    if !pair.changed && same_data {
        return false;
    }
    let root = new.pages[pair.new].url.to_root();
    let after = view::body(new, pair.new, root.clone());
    if !pair.changed && after.gathered.is_empty() {
        return false;
    }
    // An amount that was typed and is a value now reads as it did.
    let (merged, _) = redline::page(old, new, names, pair);
    merged.is_changed() || redline::view(&merged, &view::body(old, pair.old, root), &after).1
}

/// Returns a page as a file.
pub fn html(address: &str, html: String) -> (OutPath, Content) {
    (Url::new(address.to_owned()).file(), Content::Bytes(html.into_bytes().into()))
}

/// Where the redline of the home page stands, since at its own address stands the summary.
const HOME_PAGE: &str = "_home/";

/// Returns where the redline of a page stands, below an address.
pub fn place(below: &str, page: &Url) -> String {
    match page.as_str() {
        "" => format!("{below}{HOME_PAGE}"),
        url => format!("{below}{url}"),
    }
}

/// Returns the redline of one page; `names` names the pages of both handbooks.
pub fn redline(step: &Step, names: &Names, pair: &Pair) -> Checked<(OutPath, Content)> {
    let (old, new) = (&step.old, &step.new);
    let (before, after) = (&old.handbook().pages[pair.old], &new.handbook().pages[pair.new]);
    let here = place(&step.address, &after.url);
    let root = from_here(&here, &new.address);
    let was = view::body(old.handbook(), pair.old, root.clone());
    let mut view = view::page_at(new.handbook(), pair.new, root);
    let (merged, _) = redline::page(old.handbook(), new.handbook(), names, pair);
    let (body, gathers) = redline::view(&merged, &was, &view.body);
    view.body = body.into();
    let is_same = !gathers && !merged.is_changed() && pair.front.is_empty();
    let in_place = |field: &str| {
        let change = pair.front.iter().find(|change| change.field == field)?;
        let [old, new] = [&change.old, &change.new].map(|text| text.as_deref().unwrap_or(""));
        Some(redline::marked(old, new))
    };
    // To search engines it is the page as it stands today, if that is what it leads to.
    if !step.leads_to_now {
        view.page.canonical = None;
    }
    view.page.noindex |= view.page.canonical.is_none();
    let edition = new.edition.map_or("next", |edition| edition.id.as_str());
    view.page.feedback.place(new.handbook(), &Url::new(here.clone()).encoded(), Some(edition));
    let up = Url::new(new.address.clone()).to_root();
    view.page.redline = Some(RedlineView {
        banner: match is_same {
            true => said(step.language(), "redline_none", &[("from", old.name)]),
            false => step.banner(),
        },
        is_next: step.new.edition.is_none(),
        before: format!("{up}{}", old.page(&before.url.encoded()).unwrap_or_else(|| old.address.clone())),
        after: after.url.encoded(),
        all: format!("{up}{}", step.address),
        all_title: step.title(),
        title: in_place("title"),
        summary: in_place("summary"),
        front: front(step.language(), pair),
    });
    render::page(&new.site.setting, &view, &merged.document).map(|text| html(&here, text))
}

fn front(language: &Language, pair: &Pair) -> Vec<FrontView> {
    let far_below = pair.front.iter().filter(|change| !matches!(change.field, "title" | "summary"));
    let changes = far_below.map(|change| FrontView {
        label: language.word(&["editions", "fields", change.field]).to_owned(),
        old: change.old.clone(),
        new: change.new.clone(),
    });
    changes.collect()
}

/// Returns what changed, on one page.
pub fn summary(step: &Step) -> Checked<(OutPath, Content)> {
    let here = step.address.as_str();
    summed_up(&step.new, here, &Summary::of(step, &|to| from_here(here, to)))
}

fn summed_up(new: &Standing, here: &str, summary: &Summary) -> Checked<(OutPath, Content)> {
    let root = from_here(here, &new.address);
    render::special(&new.site.setting, "changes.html", &root, "summary", summary).map(|text| html(here, text))
}
