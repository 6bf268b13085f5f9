//! [`Shelf`]: every edition of a handbook beside the others, and what joins them.
//!
//! In go today's files and a [`History`]; out come the files of a site in which the edition in force
//! stands at the root, every edition below an address of its own, and between two of them what
//! changed. Each edition is a snapshot like any other through the same pipeline; the join (which page
//! of one is which of another) is made here and nowhere else. It opens no repository.

mod changes;
mod copy;
mod days;
mod feed;
mod file;
mod left;
mod lines;
mod lists;
mod living;
mod next;
mod paper;
mod readers;
mod recent;
mod summary;
mod twins;

pub use file::{Asked, asked, redline_of};
pub use next::{CHANGES, Difference, NEXT, Next};

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use bytes::Bytes;
use jiff::civil::Date;

use crate::build::{Options, Progress};
use crate::cache::Cache;
use crate::diag::{Checked, Diagnostic, rules};
use crate::editions::withdrawn::compare_shown;
use crate::editions::{Comparison, Edition, History, Ledger};
use crate::handbook::{Handbook, PageId};
use crate::language::Language;
use crate::output::{Content, Output};
use crate::publish::leak::Book;
use crate::search::shards;
use crate::site::{Imprint, Place, Site};
use crate::source::{OutPath, Snapshot};
use twins::Twins;

/// Every edition beside the others, the earliest first.
#[derive(Debug)]
pub struct Shelf {
    volumes: Vec<Volume>,
    ledger: Ledger,
    /// Which page of one is which of another.
    twins: Twins,
    /// The number of the edition in force.
    in_force: Option<usize>,
    day: Date,
    /// Where what is being written stands, where it is shown beside the edition in force.
    next: Option<&'static str>,
}

/// One edition, read and linked.
#[derive(Debug)]
struct Volume {
    edition: Edition,
    site: Site,
    /// What changed since the edition before.
    since: Option<Comparison>,
    /// The pages that read otherwise than in the edition before.
    redlined: BTreeSet<PageId>,
    /// Whether its pages are searched where it has its own address.
    has_search: bool,
    /// Whether its pages stand there at all.
    in_full: bool,
    /// The files of its index, once somebody asked for one.
    shards: OnceLock<BTreeMap<OutPath, Bytes>>,
}

impl Volume {
    fn handbook(&self) -> &Handbook {
        &self.site.handbook
    }

    /// Returns the address below which the edition stands.
    fn address(&self) -> String {
        format!("editions/{}/", self.edition.id)
    }

    /// Returns where one of its pages stands; of an edition that is not published in full, what is left.
    fn place(&self, page: &str) -> String {
        self.address() + if self.in_full { page } else { "" }
    }
}

/// From an edition's first page to that of the whole site.
const UP: &str = "../../";

impl Shelf {
    /// Reads and links every edition, as those may read it who may read `now`. What is found in them is
    /// not reported: they were checked when they were released.
    pub fn read(
        history: &History,
        today: &Snapshot,
        now: &Site,
        options: &Options,
        cache: &mut Cache,
    ) -> Self {
        let mut editions = Vec::new();
        let mut sites: Vec<Site> = Vec::new();
        let mut before: Option<Snapshot> = None;
        for edition in history.ledger.iter() {
            let Some(snapshot) = history.dressed(&edition.id, today) else { continue };
            editions.push(edition);
            let known = before.as_ref().zip(sites.last());
            sites.push(Site::of_edition(&snapshot, now, known, options, cache));
            before = Some(snapshot);
        }
        let bounds = readers::bounds(&sites.iter().collect::<Vec<_>>(), now);
        let config = &now.handbook.shared.config;
        let mut volumes: Vec<Volume> = Vec::new();
        for ((edition, site), bounds) in editions.into_iter().zip(sites).zip(bounds) {
            let site = site.bounded(bounds, cache);
            let before = volumes.last();
            let compared = before
                .map(|before| compare_shown((&before.edition, before.handbook()), (edition, &site.handbook)));
            let redlined = before.zip(compared.as_ref()).map(|(before, (since, unsaid))| {
                let mut redlined = changes::redlined(before.handbook(), &site.handbook, since);
                redlined.retain(|page| !unsaid.contains(page));
                redlined
            });
            let since = compared.map(|(since, _)| since);
            volumes.push(Volume {
                edition: edition.clone(),
                site,
                since,
                redlined: redlined.unwrap_or_default(),
                has_search: config.editions_search || edition.effective > options.date,
                in_full: true,
                shards: OnceLock::new(),
            });
        }
        let id = history.ledger.in_force(options.date).map(|edition| &edition.id);
        let in_force = volumes.iter().position(|volume| Some(&volume.edition.id) == id);
        let let_go = config.editions_keep.zip(in_force).map_or(0, |(keep, now)| now.saturating_sub(keep));
        volumes[..let_go].iter_mut().for_each(|volume| volume.in_full = false);
        let next = in_force.filter(|_| history.and_next).map(|_| NEXT);
        let (ledger, twins) = (history.ledger.clone(), Twins::of(&volumes));
        Self { volumes, ledger, twins, in_force, day: options.date, next }
    }

    /// Returns whether this is what those may read who may read another version of today's files.
    pub fn is_for_readers_of(&self, now: &Site) -> bool {
        let sites: Vec<&Site> = self.volumes.iter().map(|volume| &volume.site).collect();
        readers::bounds(&sites, now).iter().eq(sites.iter().map(|site| site.bounds()))
    }

    /// Returns an edition's pages for all audiences, as today's parser reads them.
    pub fn whole(&self, id: &str) -> Option<&Handbook> {
        self.volumes.iter().find(|volume| volume.edition.id == id).map(|volume| volume.site.whole())
    }

    /// Returns what of each edition is left out and what is not, for the leak check.
    pub fn books(&self) -> impl Iterator<Item = Book<'_>> {
        let volumes = self.volumes.iter();
        volumes.map(|volume| Book { edition: Some(&volume.edition.id), ..volume.site.book() })
    }

    /// Returns the edition in force as the site's root, with what changes from day to day as it is
    /// today.
    pub fn root(&self, today: &Site, cache: &mut Cache) -> Option<Site> {
        let number = self.in_force?;
        let site = living::root(&self.volumes[number], today, cache);
        Some(site.with_imprint(twins::imprint(self, number, true)))
    }

    /// Adds every edition and what joins them to a site; `root` is what stands at its root.
    pub fn publish(
        self,
        output: &mut Output,
        root: &Site,
        history: &History,
        cache: &mut Cache,
    ) -> Checked<()> {
        let mut found = Vec::new();
        let dressed = self.imprinted(twins::bare_imprint);
        for (path, content) in lists::all(&dressed, root).collect(&mut found) {
            output.insert(path, content);
        }
        let about = [changes::all(&dressed), paper::all(&dressed)];
        for (path, content) in about.into_iter().flat_map(|files| files.collect(&mut found)) {
            output.insert(path, content);
        }
        let feed = feed::feed(&dressed, root).collect(&mut found);
        if let Some((path, content)) = feed {
            output.insert(path, content);
        }
        for (path, content) in left::all(&dressed, root).collect(&mut found) {
            output.insert(path, content);
        }
        // What pages show of their editions is much, all editions together: each has it while its pages
        // are rendered. The last is next to what stands at the root, and each next to the one after it.
        let in_full = dressed.volumes.iter().enumerate().filter(|(_, volume)| volume.in_full);
        for (number, volume) in in_full.rev() {
            let plan = volume.site.plan().value;
            let site = volume.site.clone().with_imprint(twins::imprint(&dressed, number, false));
            let address = volume.address();
            let pages = site.framed_pages(cache, &Progress::default());
            found.extend(pages.diagnostics.into_iter().filter(is_of_today));
            for (page, content) in pages.value.files {
                let path = volume.handbook().pages[page].url.file();
                output.insert(OutPath::new(format!("{address}{path}")), content);
            }
            for (path, place) in plan.places() {
                if !matches!(place, Place::File(_) | Place::Redirect(..)) {
                    continue;
                }
                let Some(file) = volume.site.file(place) else { continue };
                let content = in_hand(file.value, history);
                output.insert(OutPath::new(format!("{address}{path}")), content);
            }
            if volume.has_search {
                for (path, bytes) in shards(&site.index(cache).value) {
                    output.insert(OutPath::new(format!("{address}{path}")), Content::Bytes(bytes.into()));
                }
            }
        }
        Checked { value: (), diagnostics: found }
    }

    /// Returns the same editions, each with what it adds to its pages or to what stands beside them.
    fn imprinted(self, imprint: impl Fn(&Self, usize, bool) -> Imprint) -> Self {
        let numbers = 0..self.volumes.len();
        let imprints: Vec<_> = numbers.map(|number| imprint(&self, number, false)).collect();
        let volumes = self.volumes.into_iter().zip(imprints);
        let imprinted = volumes.map(|(volume, imprint)| {
            let site = volume.site.with_imprint(imprint);
            Volume { site, ..volume }
        });
        Self { volumes: imprinted.collect(), ..self }
    }

    /// Returns where the edition in force stands: at the root of the site, unless that shows what is
    /// being written.
    fn in_force_at(&self) -> String {
        match self.in_force.filter(|_| self.next == Some("")) {
            Some(number) => self.volumes[number].address(),
            None => String::new(),
        }
    }

    /// Returns `in-force`, `replaced` or `upcoming`.
    fn status(&self, number: usize) -> &'static str {
        match self.in_force {
            Some(now) if number == now => "in-force",
            Some(now) if number < now => "replaced",
            _ => "upcoming",
        }
    }

    fn language(&self, number: usize) -> &Language {
        &self.volumes[number].handbook().shared.language
    }
}

/// Returns whether a finding about an old edition is reported: what that edition lacks was judged when it
/// was released, how it is shown is of today.
pub(crate) fn is_of_today(finding: &Diagnostic) -> bool {
    finding.rule == &rules::TEMPLATE_ERROR
}

/// Returns a file that is copied; one that only an old edition has, as its bytes.
pub(crate) fn in_hand(content: Content, history: &History) -> Content {
    match &content {
        Content::Copy(_, blob) => match history.blobs.get(&blob.sha256) {
            Some(bytes) => Content::Bytes(bytes.clone()),
            None => content,
        },
        Content::Bytes(_) | Content::Framed(_) => content,
    }
}

/// Fills the blanks of a sentence of the interface.
fn said(language: &Language, key: &str, blanks: &[(&str, &str)]) -> String {
    let mut text = language.word(&["editions", key]).to_owned();
    for (name, value) in blanks {
        text = text.replace(&format!("{{{name}}}"), value);
    }
    text
}

/// Returns an address from the root of the site as a page at another writes it.
fn from_here(here: &str, to: &str) -> String {
    let folders = |address: &str| address.rfind('/').map_or(0, |slash| slash + 1);
    let (here, to_folder) = (&here[..folders(here)], &to[..folders(to)]);
    let shared = here.split_inclusive('/').zip(to_folder.split_inclusive('/'));
    let shared: usize = shared.take_while(|(a, b)| a == b).map(|(part, _)| part.len()).sum();
    let address = format!("{}{}", "../".repeat(here[shared..].matches('/').count()), &to[shared..]);
    if address.is_empty() { "./".to_owned() } else { address }
}
