//! [`Site`]: a handbook that is read and linked, and everything that its files are made of.
//!
//! In go a snapshot and what the world decides; out comes a site of which each file can be made when
//! it is asked for. `build` asks for all of them, the live server for those that somebody looks at,
//! and both get the same bytes. It knows neither a disk nor a server.

mod dress;
mod framed;
mod imprint;
mod pages;
mod parse;
mod plan;
mod prints;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub use framed::Bodies;
pub use imprint::{FEED, Imprint};
pub use pages::{Pages, Rendered};
pub use parse::Parsed;
pub use plan::{Place, Plan};

use crate::audience::{Audience, Audiences, Readers};
use crate::build::{Options, Progress};
use crate::cache::Cache;
use crate::config::{self, Config};
use crate::content::{self, Document, RawHtml, Status};
use crate::data::{self, Data, read_style};
use crate::diag::{Checked, Diagnostic, Level, Location, Policy, settle};
use crate::editions::Ledger;
use crate::handbook::{Bounds, Frame, Handbook, Living, Shared, Source, Withheld, check, join, rejoin};
use crate::language::Language;
use crate::publish::leak::Book;
use crate::render::{BodySetting, Setting};
use crate::search::{self, Analysis, Index, PageText};
use crate::source::{SitePath, Snapshot};
use crate::theme::{Layers, Theme};
use crate::view;
use dress::Dress;

/// What an edition has of its own beside its pages.
struct Own {
    data: Arc<Data>,
    avoid: content::Avoid,
}

/// A handbook that is read and linked. No page of it is rendered yet.
#[derive(Clone, Debug)]
pub struct Site {
    /// The pages that its readers see, and how they hang together.
    pub handbook: Handbook,
    /// The handbook of all audiences and what is left out of it, where that is anything.
    whole: Option<(Handbook, Withheld)>,
    /// Who reads it.
    reader: Audience,
    /// What is known of who may read it, beside what it says itself.
    bounds: Bounds,
    /// The files of the theme.
    layers: Arc<Layers>,
    /// The templates and what pages load.
    pub theme: Arc<Checked<Theme>>,
    /// What all pages are rendered with.
    pub setting: Arc<Setting>,
    policy: Policy,
    /// The documents that excuse something.
    excusing: BTreeMap<SitePath, Arc<Document>>,
    /// What was found in settings, theme and data.
    around: Arc<[Diagnostic]>,
    /// What an edition adds to its pages, when this is one.
    imprint: Option<Arc<Imprint>>,
    /// What was found in each document and each record of an edition, where that is anything.
    parsed: BTreeMap<SitePath, Arc<[Diagnostic]>>,
}

impl Site {
    /// Reads and links a handbook, and uses again what of the last build still holds.
    pub fn read(
        snapshot: &Snapshot,
        options: &Options,
        cache: &mut Cache,
        progress: &Progress,
    ) -> Checked<Self> {
        let mut found = Vec::new();
        let dress = Dress::read(snapshot, options, cache).collect(&mut found);
        let data = Data::read(snapshot).collect(&mut found);
        let avoid = read_style(snapshot).collect(&mut found);
        let ledger = Ledger::read(snapshot).diagnostics;
        found.extend(asked_for_nobody(&options.readers, &dress.config.audiences));
        let own = Own { data: data.into(), avoid };
        let mut site = Self::joined(snapshot, dress, own, options, cache, progress);
        site.around = found.into();
        // A record with an error is no reason to show no page as it is now.
        site.parsed.extend(by_file(ledger));
        site.checked(snapshot)
    }

    /// Reads and links an edition, which wears what today's pages do. `before` is one that was read with
    /// this cache, and its files; what did not change between the two is not read again.
    ///
    /// What is wrong in it is not looked for: that was done when it was released.
    pub fn of_edition(
        snapshot: &Snapshot,
        today: &Self,
        before: Option<(&Snapshot, &Self)>,
        options: &Options,
        cache: &mut Cache,
    ) -> Self {
        if let Some((files, site)) = before.filter(|_| !cache.forgetful) {
            let differing = snapshot.differing(files);
            let in_both =
                |path: &SitePath| [snapshot, files].iter().all(|files| files.get(path.as_str()).is_some());
            let is_values = |path: &SitePath| *path == data::file(data::VALUES);
            let (values, pages): (Vec<_>, Vec<_>) = differing.iter().cloned().partition(is_values);
            let data = || match values.as_slice() {
                [] => site.whole().shared.data.clone(),
                _ => Arc::new(Data::read(snapshot).value),
            };
            let site = differing.iter().all(in_both).then(|| site.rejoined(snapshot, &pages, &data(), cache));
            if let Some(site) = site.flatten() {
                return site;
            }
        }
        let mut data = Arc::new(Data::read(snapshot).value);
        if let Some((_, before)) = before.filter(|(_, before)| before.whole().shared.data == data) {
            data = before.whole().shared.data.clone();
        }
        let own = Own { data, avoid: read_style(snapshot).value };
        Self::joined(snapshot, Dress::of(today), own, options, cache, &Progress::default())
    }

    /// Parses and joins a handbook.
    fn joined(
        snapshot: &Snapshot,
        dress: Dress,
        own: Own,
        options: &Options,
        cache: &mut Cache,
        progress: &Progress,
    ) -> Self {
        let Dress { config, layers, theme, language } = dress;
        let reading = reading(&config, &language, own.avoid);
        let parsed = parse::all(snapshot, &layers, config.primary_language(), reading, cache, progress);
        let sources: Vec<Source> = parsed.iter().map(|(source, _)| source.clone()).collect();
        let excusing = sources.iter().filter(|source| !source.document.excuses.is_empty());
        let excusing = excusing.map(|source| (source.path.clone(), source.document.clone())).collect();
        let with_findings = parsed.into_iter().filter(|(_, found)| !found.is_empty());
        let parsed = with_findings.map(|(source, found)| (source.path, found)).collect();
        let policy = policy(&config, &sources);
        let reader = config.audiences.of(&options.readers);
        let shared = Shared { config, language, data: own.data };
        let frame = Frame { date: options.date, drafts: options.drafts };
        let bounds = Bounds::default();
        let (handbook, whole) = seen_by(join(snapshot, sources, shared, frame), reader, &bounds);
        let setting = setting(&handbook, &theme, cache);
        Self {
            handbook,
            whole,
            reader,
            bounds,
            layers,
            theme,
            setting,
            policy,
            excusing,
            around: Arc::default(),
            imprint: None,
            parsed,
        }
    }

    /// Returns the handbook of all audiences.
    pub fn whole(&self) -> &Handbook {
        self.whole.as_ref().map_or(&self.handbook, |(whole, _)| whole)
    }

    /// Returns what is left out of it, where anything is.
    pub fn withheld(&self) -> Option<&Withheld> {
        self.whole.as_ref().map(|(_, withheld)| withheld)
    }

    /// Returns what of it is left out and what is not, for the leak check.
    pub fn book(&self) -> Book<'_> {
        Book {
            edition: None,
            whole: self.whole(),
            withheld: self.withheld(),
            seen: &self.handbook,
            files: None,
        }
    }

    /// Returns what is known of who may read it, beside what it says itself.
    pub fn bounds(&self) -> &Bounds {
        &self.bounds
    }

    /// Returns the site for the same readers, with more that is known of what they may read.
    pub fn bounded(self, bounds: Bounds, cache: &mut Cache) -> Self {
        if bounds == self.bounds {
            return self;
        }
        let whole = self.whole().clone();
        self.of(whole, bounds, cache)
    }

    /// Returns an edition with what changes from day to day as it is in a handbook of now.
    pub fn living(self, now: &Handbook, known: &[Living], cache: &mut Cache) -> Self {
        let (whole, bounds) = (self.whole().living(now, known), self.bounds.clone());
        self.of(whole, bounds, cache)
    }

    /// Returns the site of another handbook for the same readers.
    fn of(self, whole: Handbook, bounds: Bounds, cache: &mut Cache) -> Self {
        let (handbook, whole) = seen_by(whole, self.reader, &bounds);
        let setting = setting(&handbook, &self.theme, cache);
        Self { handbook, whole, bounds, setting, ..self }
    }

    /// Reads edited pages into the site as it was: the same as [`Site::read`], only sooner.
    ///
    /// `None` when more changed than what these pages say, and the whole is to be read.
    pub fn edited(
        &self,
        snapshot: &Snapshot,
        edited: &[SitePath],
        cache: &mut Cache,
    ) -> Option<Checked<Self>> {
        let data = &self.whole().shared.data;
        Some(self.rejoined(snapshot, edited, data, cache)?.checked(snapshot))
    }

    fn rejoined(
        &self,
        snapshot: &Snapshot,
        edited: &[SitePath],
        data: &Arc<Data>,
        cache: &mut Cache,
    ) -> Option<Self> {
        let pages = edited.iter().map(|path| parse::one(snapshot, path, cache));
        let pages: Vec<(Source, Arc<[Diagnostic]>)> = pages.collect::<Option<_>>()?;
        let sources: Vec<Source> = pages.iter().map(|(source, _)| source.clone()).collect();
        let joined = rejoin(self.whole(), &sources, data)?;
        let (handbook, whole) = seen_by(joined, self.reader, &self.bounds);
        let setting = match &self.imprint {
            Some(imprint) => {
                imprint.setting(&handbook, &self.theme, body_setting(&handbook.shared, &self.theme, cache))
            }
            None => setting(&handbook, &self.theme, cache),
        };
        let mut site = Self { handbook, whole, setting, ..self.clone() };
        for (source, found) in pages {
            put(&mut site.parsed, &source.path, found.clone(), !found.is_empty());
            let excuses = !source.document.excuses.is_empty();
            put(&mut site.excusing, &source.path, source.document.clone(), excuses);
        }
        Some(site)
    }

    /// Returns the site with everything that was found in it.
    fn checked(self, snapshot: &Snapshot) -> Checked<Self> {
        let mut found = self.around.to_vec();
        found.extend(self.parsed.values().flat_map(|found| found.iter().cloned()));
        found.extend(check(self.whole(), snapshot));
        Checked { value: self, diagnostics: found }
    }

    /// Returns findings as they are shown: at the levels of the settings, without those excused, in
    /// reading order.
    pub fn settle(&self, found: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let excuses = self.excusing.iter().map(|(path, document)| (path, document.excuses.as_slice()));
        settle(found, &self.policy, excuses)
    }

    /// Returns the errors in settings, data and theme, without which no page is what it should be.
    pub fn shared_errors(&self) -> Vec<Diagnostic> {
        let mut found = self.settle_late(self.around.to_vec());
        found.retain(|finding| finding.level == Level::Error);
        found
    }

    /// Returns findings that no page can excuse as they are shown.
    pub fn settle_late(&self, found: Vec<Diagnostic>) -> Vec<Diagnostic> {
        settle(found, &self.policy, [])
    }

    /// Joins the words of all pages that are seen, and reports the promises that do not hold for those
    /// who read everything.
    pub fn index(&self, cache: &mut Cache) -> Checked<Index> {
        let Some((whole, _)) = &self.whole else {
            let index = index(&self.handbook, cache);
            let diagnostics = search::check_promises(&index, &self.handbook);
            return Checked { value: index, diagnostics };
        };
        let everything = index(whole, cache);
        let mut seen = index(&self.handbook, cache);
        seen.forget_words_only_in(&everything);
        Checked { value: seen, diagnostics: search::check_promises(&everything, whole) }
    }
}

/// Joins the words of all pages; those of a page that reads as it did are known from before.
fn index(handbook: &Handbook, cache: &mut Cache) -> Index {
    use rayon::prelude::*;
    let known = &cache.analyses;
    let pages = handbook.pages.par_iter().enumerate().filter(|(_, page)| search::is_searched(page));
    let analysed: Vec<(bool, usize, Arc<Analysis>)> = pages
        .map(|(number, page)| {
            let text = PageText::of(handbook, page);
            match known.get(&page.url) {
                Some(known) if known.source == text => (false, number, known.clone()),
                _ => (true, number, Arc::new(search::analyse(text))),
            }
        })
        .collect();
    cache.counts.analysed += analysed.iter().filter(|(new, ..)| *new).count();
    if !cache.forgetful {
        let by_url = |(_, number, analysis): &(bool, usize, Arc<Analysis>)| {
            (handbook.pages[*number].url.clone(), analysis.clone())
        };
        cache.analyses = analysed.iter().map(by_url).collect();
    }
    Index::new(handbook, analysed.into_iter().map(|(_, number, analysis)| (number, analysis)).collect())
}

/// Returns the handbook that an audience reads, and the whole with what is left out where that is more.
fn seen_by(whole: Handbook, reader: Audience, bounds: &Bounds) -> (Handbook, Option<(Handbook, Withheld)>) {
    let withheld = whole.withheld(reader, bounds);
    if withheld.is_empty() {
        return (whole, None);
    }
    let seen = whole.without(&withheld);
    (seen, Some((whole, withheld)))
}

/// Reports that a site was asked for whose readers do not exist.
fn asked_for_nobody(readers: &Readers, audiences: &Audiences) -> Option<Diagnostic> {
    let Readers::Named(name) = readers else { return None };
    let location = Location::whole(&SitePath::new(config::FILE)?);
    (audiences.named(name) == Audience::NOBODY).then(|| config::unknown_audience(audiences, location, name))
}

/// Puts findings in order by the file that they are found in.
fn by_file(found: Vec<Diagnostic>) -> impl Iterator<Item = (SitePath, Arc<[Diagnostic]>)> {
    let mut files: BTreeMap<SitePath, Vec<Diagnostic>> = BTreeMap::new();
    for finding in found {
        files.entry(finding.location.file.clone()).or_default().push(finding);
    }
    files.into_iter().map(|(path, found)| (path, found.into()))
}

fn put<T>(map: &mut BTreeMap<SitePath, T>, path: &SitePath, value: T, is_wanted: bool) {
    match is_wanted {
        true => map.insert(path.clone(), value),
        false => map.remove(path),
    };
}

fn reading(config: &Config, language: &Language, avoid: content::Avoid) -> content::Options {
    content::Options {
        labels: language.labels().clone(),
        day_words: language.unit_words(&["days", "working-days", "weeks"]),
        avoid: avoid.into(),
        raw_html: if config.sanitises_html { RawHtml::Sanitise } else { RawHtml::Refuse },
        ..content::Options::default()
    }
}

fn policy(config: &Config, sources: &[Source]) -> Policy {
    let drafts = sources.iter().filter(|source| source.document.front.status == Status::Draft);
    Policy {
        levels: config.levels.clone(),
        drafts: drafts.map(|source| source.path.clone()).collect::<BTreeSet<_>>(),
    }
}

/// Prepares what all pages are rendered with; when that changes, no page of the last build holds.
fn setting(handbook: &Handbook, theme: &Arc<Checked<Theme>>, cache: &mut Cache) -> Arc<Setting> {
    let body = body_setting(&handbook.shared, theme, cache);
    let site = view::site(handbook, &theme.value.assets);
    match &cache.setting {
        Some((of, known)) if Arc::ptr_eq(&known.body, &body) && *of == site => known.clone(),
        _ => {
            let setting = Arc::new(Setting::new(body, &site));
            cache.setting = Some((site, setting.clone()));
            setting
        }
    }
}

/// Prepares what the texts of all pages are rendered with, in whichever edition they stand.
fn body_setting(shared: &Shared, theme: &Arc<Checked<Theme>>, cache: &mut Cache) -> Arc<BodySetting> {
    match &cache.body_setting {
        Some((of, known)) if Arc::ptr_eq(of, theme) && known.is_of(shared) => known.clone(),
        _ => {
            let setting = Arc::new(BodySetting::new(theme.value.templates.clone(), shared));
            cache.body_setting = Some((theme.clone(), setting.clone()));
            setting
        }
    }
}
