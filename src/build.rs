//! The pipeline on one screen: a snapshot in, a finished site out.
//!
//! `build` asks for every page. Nothing here reads a disk, a clock or the environment; what the
//! world decides (the day, drafts, the address) comes in as [`Options`].

use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;
use jiff::civil::Date;

use crate::audience::Readers;
use crate::cache::{Cache, Counts};
use crate::diag::{Checked, Diagnostic, Policy, settle};
use crate::editions::release::withdrawn_words;
use crate::editions::{History, Ledger, compare, verify};
use crate::handbook::{Handbook, Origin};
use crate::output::{Content, Output};
use crate::publish::leak::{Around, Book, Secrets};
use crate::publish::{self, offline};
use crate::search::{self, Index};
use crate::shelf::{self, Shelf};
use crate::site::{Pages, Place, Site};
use crate::source::{OutPath, Snapshot};

/// What is decided outside the handbook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// The day on which the handbook is read.
    pub date: Date,
    /// Whether drafts are shown.
    pub drafts: bool,
    /// Where the site is published, if `handbook.toml` should not say.
    pub base_url: Option<String>,
    /// For whom the site is.
    pub readers: Readers,
}

impl Options {
    /// Returns how a handbook is read on a day, unless something else is asked for.
    pub fn on(date: Date) -> Self {
        Self { date, drafts: false, base_url: None, readers: Readers::Usual }
    }

    /// Returns the same for those who read everything.
    pub fn whole(self) -> Self {
        Self { readers: Readers::All, ..self }
    }
}

/// A finished site and its size.
#[derive(Clone, Debug)]
pub struct Built {
    /// The files of the site.
    pub output: Output,
    /// The pages that it was made of, and how they hang together.
    pub handbook: Handbook,
    /// Every word, and where it stands.
    pub search: Index,
    /// How many pages people wrote.
    pub pages: usize,
    /// How many words stand on them.
    pub words: usize,
    /// The edition at the root, where there are editions and one is in force.
    pub in_force: Option<InForce>,
    /// What may stand in no file, where anything was left out.
    pub secrets: Option<Secrets>,
}

impl Built {
    /// Reports what was left out and stands in texts that are copied from the project. Only the world
    /// has their bytes; every other file was looked into already.
    pub fn leaks_in_copies(&self, copies: &[(OutPath, Bytes)]) -> Vec<Diagnostic> {
        let Some(secrets) = &self.secrets else { return Vec::new() };
        let levels = self.handbook.shared.config.levels.clone();
        settle(secrets.leaks_in_copies(copies), &Policy { levels, ..Policy::default() }, secrets.excuses())
    }
}

/// The edition in force, beside what is in the folder today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InForce {
    /// Its id.
    pub id: String,
    /// How many pages read otherwise in the folder, and are not published.
    pub unpublished: usize,
}

/// How far a build is, for whoever watches from another thread.
#[derive(Debug, Default)]
pub struct Progress {
    /// How many pages there are to parse and to render.
    pub total: AtomicUsize,
    /// How many of these steps are done.
    pub done: AtomicUsize,
}

impl Progress {
    pub(crate) fn step(&self) {
        self.done.fetch_add(1, Ordering::Relaxed);
    }
}

/// Builds a site from nothing.
///
/// ```
/// use deskbook::{Options, Snapshot, build};
/// let snapshot = Snapshot::fixture("# Refunds\n\nGive the money back.\n");
/// let options = Options::on(jiff::civil::date(2026, 12, 1));
/// let built = build(&snapshot, &options);
/// assert!(built.diagnostics.is_empty());
/// assert!(built.value.output.text("index.html").unwrap().contains("Give the money back."));
/// ```
pub fn build(snapshot: &Snapshot, options: &Options) -> Checked<Built> {
    rebuild(snapshot, options, &mut Cache::forgetful(), &Progress::default())
}

/// Builds a site and uses again what of the last build still holds; the result is that of [`build`].
pub fn rebuild(
    snapshot: &Snapshot,
    options: &Options,
    cache: &mut Cache,
    progress: &Progress,
) -> Checked<Built> {
    let mut found = Vec::new();
    cache.counts = Counts::default();
    let site = Site::read(snapshot, options, cache, progress).collect(&mut found);
    let search = site.index(cache).collect(&mut found);
    let pages = site.pages(cache, progress).collect(&mut found);
    let mut output = assemble(&site, pages, &search).collect(&mut found);
    finish(&mut output, &site, &Ledger::default());
    let today = Book { files: Some(snapshot), ..site.book() };
    let secrets = Secrets::of(&[today], || Around::read(snapshot, &site.handbook, &Ledger::default()));
    found.extend(secrets.iter().flat_map(|secrets| secrets.leaks(&output)));
    let diagnostics = site.settle(found);
    Checked { diagnostics, value: Built { secrets, ..summed_up(site.handbook, search, output) } }
}

/// Builds a site with all its editions: that in force on the day at the root, each below its own
/// address, and what changed between them. Findings are those of today's files.
pub fn build_editions(
    snapshot: &Snapshot,
    history: &History,
    options: &Options,
    progress: &Progress,
) -> Checked<Built> {
    match history.is_empty() {
        true => rebuild(snapshot, options, &mut Cache::forgetful(), progress),
        false => build_editions_with(snapshot, history, options, &mut Cache::default(), progress),
    }
}

/// Builds a site with all its editions, which share what the cache keeps from one to the next; the
/// result is that of [`build_editions`].
pub fn build_editions_with(
    snapshot: &Snapshot,
    history: &History,
    options: &Options,
    cache: &mut Cache,
    progress: &Progress,
) -> Checked<Built> {
    cache.counts = Counts::default();
    let today = Site::read(snapshot, options, cache, progress);
    let mut found = today.diagnostics;
    let next = today.value.index(cache).collect(&mut found);
    found.extend(today.value.plan().diagnostics);
    let shelf = Shelf::read(history, snapshot, &today.value, options, cache);
    // Released words may not move, whatever becomes of the parser.
    found.extend(verify(history, snapshot, |edition| shelf.whole(&edition.id).cloned()));
    let in_force = shelf.root(&today.value, cache);
    let is_today = in_force.is_none();
    let root = in_force.as_ref().unwrap_or(&today.value);
    let search = root.index(cache).value;
    let pages = root.framed_pages(cache, progress);
    let assembled = assemble(root, pages.value, &search);
    let mut output = Output::default();
    for (path, content) in assembled.value.files() {
        output.insert(path.clone(), shelf::in_hand(content.clone(), history));
    }
    let shown = pages.diagnostics.into_iter().chain(assembled.diagnostics);
    found.extend(shown.filter(|finding| is_today || shelf::is_of_today(finding)));
    if history.and_next {
        // What had to go must not come back by the copy of what is being written.
        let edition = history.ledger.in_force(options.date).into_iter();
        found.extend(edition.flat_map(|edition| withdrawn_words(edition, &today.value.handbook)));
        let published = shelf.publish_next(&mut output, &today.value, &next, cache);
        found.extend(published.diagnostics);
    }
    let books = [Book { files: Some(snapshot), ..today.value.book() }].into_iter();
    let books: Vec<Book> = books.chain(in_force.as_ref().map(Site::book)).chain(shelf.books()).collect();
    let secrets = Secrets::of(&books, || Around::read(snapshot, &today.value.handbook, &history.ledger));
    drop(books);
    found.extend(shelf.publish(&mut output, root, history, cache).diagnostics);
    finish(&mut output, root, &history.ledger);
    found.extend(secrets.iter().flat_map(|secrets| secrets.leaks(&output)));
    let diagnostics = today.value.settle(found);
    let mut built = match in_force {
        Some(site) => {
            let unpublished = compare(&site.handbook, &today.value.handbook).pages_unlike();
            let id = history.ledger.in_force(options.date).map(|edition| edition.id.clone());
            let mut built = summed_up(site.handbook, search, output);
            built.in_force = id.map(|id| InForce { id, unpublished });
            built
        }
        None => summed_up(today.value.handbook, search, output),
    };
    built.secrets = secrets;
    Checked { diagnostics, value: built }
}

/// Puts pages, files, assets and lists together.
fn assemble(site: &Site, pages: Pages, search: &Index) -> Checked<Output> {
    let mut found = Vec::new();
    let plan = site.plan().collect(&mut found);
    let mut made: Vec<Option<Content>> = vec![None; site.handbook.pages.len()];
    for (number, page) in pages.files {
        made[number] = Some(page);
    }
    let mut prints = site.prints(&plan, &pages.bodies).collect(&mut found);
    let mut output = Output::default();
    for (path, place) in plan.places() {
        let content = match place {
            Place::Page(number) => made[*number].take(),
            Place::Print(number) => prints.remove(number).map(Content::Bytes),
            place => site.file(place).map(|file| file.collect(&mut found)),
        };
        if let Some(content) = content {
            output.insert(path.clone(), content);
        }
    }
    for (path, bytes) in search::shards(search) {
        output.insert(OutPath::new(path.as_str()), Content::Bytes(bytes.into()));
    }
    Checked { value: output, diagnostics: found }
}

/// Adds what is made of all other files: what devices keep, and the record of the build.
fn finish(output: &mut Output, site: &Site, ledger: &Ledger) {
    let handbook = &site.handbook;
    let mut record = publish::record(output, handbook.date);
    if let Some(most) = handbook.shared.config.offline {
        let ways = site.ways();
        let list =
            offline::list(offline::Site { output, record: &record, handbook, ways: &ways, ledger }, most);
        let worker = offline::worker(&list, &site.theme.value.workers.keep);
        for (path, text) in [(offline::LIST, list), (offline::WORKER, worker)] {
            let path = OutPath::new(path);
            record.add(&path, text.as_bytes());
            output.insert(path, Content::Bytes(text.into_bytes().into()));
        }
    }
    output.insert(OutPath::new(publish::RECORD), Content::Bytes(record.json().into_bytes().into()));
}

fn summed_up(handbook: Handbook, search: Index, output: Output) -> Built {
    let written = handbook.pages.iter().filter(|page| page.origin == Origin::Content);
    let (pages, words) = (written.clone().count(), written.map(|page| page.document.words).sum());
    Built { output, handbook, search, pages, words, in_force: None, secrets: None }
}
