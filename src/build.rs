//! The pipeline on one screen: a snapshot in, a finished site out.
//!
//! `build` asks for every page. Nothing here reads a disk, a clock or the environment; what the
//! world decides (the day, drafts, the address) comes in as [`Options`].

use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;
use jiff::civil::Date;

use crate::cache::{Cache, Counts};
use crate::diag::Checked;
use crate::handbook::{Handbook, Origin, PageId};
use crate::cache::{Cache, Counts, Parsed, Rendered, SettingKey};
use crate::config::Config;
use crate::content::{self, Status};
use crate::data::{Data, read_style};
use crate::diag::{Checked, Diagnostic, Policy, settle};
use crate::editions::Ledger;
use crate::handbook::{CONTENT, Frame, Handbook, Origin, PageId, Shared, Source, link};
use crate::language::Language;
use crate::output::{Content, Output};
use crate::publish;
use crate::search::{self, Index};
use crate::site::{Place, Site};
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
/// let options = Options { date: jiff::civil::date(2026, 12, 1), drafts: false, base_url: None };
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
    let search = site.index(cache);
    found.extend(search::check_promises(&search, &site.handbook));
    let pages = site.pages(cache, progress).collect(&mut found);
    let output = assemble(&site, pages, &search).collect(&mut found);
    Checked { diagnostics: site.settle(found), value: summed_up(site.handbook, search, output) }
    let config = Config::read(snapshot).map(|config| with(config, options)).collect(&mut found);
    let layers = Layers::read(snapshot, &config).collect(&mut found);
    let theme = read_theme(layers.clone(), cache);
    found.extend(theme.diagnostics.iter().cloned());
    let language = read_language(&layers, &config).collect(&mut found);
    let data = Data::read(snapshot).collect(&mut found);
    let avoid = read_style(snapshot).collect(&mut found);

    let _ledger = Ledger::read(snapshot).collect(&mut found);

    let reading = reading(&language, avoid);
    let sources = parse(snapshot, &layers, reading, cache, progress).collect(&mut found);
    let excuses: Vec<Source> =
        sources.iter().filter(|source| !source.document.excuses.is_empty()).cloned().collect();
    let policy = policy(&config, &sources);
    let shared = Shared { config: config.into(), language: language.into(), data: data.into() };
    let frame = Frame { date: options.date, drafts: options.drafts };
    let handbook = link(snapshot, sources, shared, frame).collect(&mut found);

    let search = index(&handbook, cache);
    found.extend(search::check_promises(&search, &handbook));
    let setting = setting(&handbook, theme, cache);
    let pages = render_pages(&handbook, &setting, cache, progress).collect(&mut found);
    let output = assemble(&handbook, &setting, pages, &search, cache).collect(&mut found);
    let excuses = excuses.iter().map(|source| (&source.path, source.document.excuses.as_slice()));
    Checked { diagnostics: settle(found, &policy, excuses), value: summed_up(handbook, search, output) }
}

fn with(mut config: Config, options: &Options) -> Config {
    if let Some(base) = &options.base_url {
        config.base_url = Some(format!("{}/", base.trim_end_matches('/')));
    }
    config
}

fn read_theme(layers: Layers, cache: &mut Cache) -> Arc<Checked<Theme>> {
    match &cache.theme {
        Some((known, theme)) if *known == layers => theme.clone(),
        _ => {
            let theme = Arc::new(Theme::read(&layers));
            cache.theme = Some((layers, theme.clone()));
            theme
        }
    }
}

/// The words that stand in where a language has none.
const ENGLISH: &str = "i18n/en.toml";

/// Reads the file of the site's language; where it has no word, the English one stands.
fn read_language(layers: &Layers, config: &Config) -> Checked<Language> {
    let primary = config.language.split('-').next().unwrap_or("en");
    let english = Layers::built_in();
    let (path, text) = english.text(ENGLISH).expect("the built-in theme has English words");
    let english = Language::read(&config.language, path, &text).value;
    match layers.text(&format!("i18n/{primary}.toml")).or_else(|| layers.text(ENGLISH)) {
        Some((path, text)) => {
            Language::read(&config.language, path, &text).map(|language| language.over(&english))
        }
        None => Checked::clean(english),
    }
}

fn reading(language: &Language, avoid: content::Avoid) -> content::Options {
    content::Options {
        labels: language.labels().clone(),
        day_words: language.unit_words(&["days", "working-days", "weeks"]),
        avoid: avoid.into(),
        ..content::Options::default()
    }
}

/// Parses every page that is not known from the last build.
fn parse(
    snapshot: &Snapshot,
    layers: &Layers,
    options: content::Options,
    cache: &mut Cache,
    progress: &Progress,
) -> Checked<Vec<Source>> {
    if cache.options != options {
        cache.documents.clear();
    }
    let own = snapshot.below(CONTENT).filter_map(|(name, path, file)| match file {
        File::Text(text) if is_page(name) => Some((path.clone(), text.clone(), Origin::Content)),
        _ => None,
    });
    let shipped = theme::pages(layers).into_iter().map(|(path, text)| (path, text, Origin::Theme));
    let files: Vec<(SitePath, Arc<str>, Origin)> = own.chain(shipped).collect();
    progress.total.store(files.len() * 2, Ordering::Relaxed);
    let known = &cache.documents;
    let parsed: Vec<(bool, Parsed)> = files
        .par_iter()
        .map(|(path, text, _)| {
            progress.step();
            match known.get(path) {
                Some(parsed) if parsed.text == *text => (false, parsed.clone()),
                _ => (true, parse_one(path, text, &options)),
            }
        })
        .collect();
    cache.options = options;
    cache.counts.parsed = parsed.iter().filter(|(new, _)| *new).count();
    let mut diagnostics = Vec::new();
    let mut documents = std::collections::HashMap::with_capacity(parsed.len());
    let mut sources = Vec::with_capacity(parsed.len());
    for ((path, _, origin), (_, parsed)) in files.into_iter().zip(parsed) {
        diagnostics.extend(parsed.diagnostics.iter().cloned());
        sources.push(Source { path: path.clone(), document: parsed.document.clone(), origin });
        if !cache.forgetful {
            documents.insert(path, parsed);
        }
    }
    cache.documents = documents;
    Checked { value: sources, diagnostics }
}

fn is_page(name: &str) -> bool {
    name.ends_with(".md") && !name.starts_with("_data/")
}

fn parse_one(path: &SitePath, text: &Arc<str>, options: &content::Options) -> Parsed {
    let parsed = content::parse(path, text.clone(), options);
    Parsed { text: text.clone(), document: parsed.value.into(), diagnostics: parsed.diagnostics.into() }
}

fn policy(config: &Config, sources: &[Source]) -> Policy {
    let drafts = sources.iter().filter(|source| source.document.front.status == Status::Draft);
    Policy {
        levels: config.levels.clone(),
        drafts: drafts.map(|source| source.path.clone()).collect::<BTreeSet<_>>(),
    }
}

/// Prepares what all pages are rendered with; when it changes, no page of the last build holds.
fn setting(handbook: &Handbook, theme: Arc<Checked<Theme>>, cache: &mut Cache) -> Arc<Setting> {
    let shared = &handbook.shared;
    let key = SettingKey {
        site: view::site(handbook, &theme.value.assets),
        words: shared.language.words().clone(),
        data: shared.data.clone(),
        currency: shared.config.currency.clone(),
        theme,
    };
    match &cache.setting {
        Some((known, setting)) if *known == key => setting.clone(),
        _ => {
            cache.pages.clear();
            let setting = Arc::new(Setting::new(key.theme.value.templates.clone(), &key.site, shared));
            cache.setting = Some((key, setting.clone()));
            setting
        }
    }
}

/// Renders every page whose view or document is not that of the last build.
fn render_pages(
    handbook: &Handbook,
    setting: &Setting,
    cache: &mut Cache,
    progress: &Progress,
) -> Checked<Vec<(PageId, Bytes)>> {
    let (known, forgetful) = (&cache.pages, cache.forgetful);
    let numbers = 0..handbook.pages.len();
    let rendered: Vec<Page> = numbers
        .into_par_iter()
        .filter(|number| is_rendered(handbook, *number))
        .map(|number| {
            progress.step();
            let page = &handbook.pages[number];
            let view = view::page(handbook, number);
            match known.get(&page.url) {
                Some(known) if same(&known.document, &page.document) && known.view == view => {
                    Page { number, html: known.html.clone(), kept: Some(known.clone()), ..Page::default() }
                }
                _ => render_one(setting, number, view, &page.document, forgetful),
            }
        })
        .collect();
    cache.counts.rendered = rendered.iter().filter(|page| page.is_new).count();
    let mut diagnostics = Vec::new();
    let mut pages = Vec::with_capacity(rendered.len());
    let mut kept = std::collections::HashMap::new();
    for page in rendered {
        diagnostics.extend(page.diagnostics);
        if let Some(rendered) = page.kept {
            diagnostics.extend(rendered.diagnostics.iter().cloned());
            kept.insert(handbook.pages[page.number].url.clone(), rendered);
        }
        pages.push((page.number, page.html));
    }
    cache.pages = kept;
    Checked { value: pages, diagnostics }
}

/// A page that was rendered, or taken from the last build.
#[derive(Default)]
struct Page {
    number: PageId,
    html: Bytes,
    is_new: bool,
    /// What the next build may use; with it go the findings.
    kept: Option<Rendered>,
    /// The findings of a page that is not kept.
    diagnostics: Vec<Diagnostic>,
}

fn same(a: &Arc<content::Document>, b: &Arc<content::Document>) -> bool {
    Arc::ptr_eq(a, b) || a == b
}

fn render_one(
    setting: &Setting,
    number: PageId,
    view: view::View,
    document: &Arc<content::Document>,
    forgetful: bool,
) -> Page {
    let rendered = render::page(setting, &view, document);
    let mut html = rendered.value.into_bytes();
    html.shrink_to_fit();
    let html = Bytes::from(html);
    if forgetful {
        return Page { number, html, is_new: true, kept: None, diagnostics: rendered.diagnostics };
    }
    let diagnostics = rendered.diagnostics.into();
    let kept = Rendered { document: document.clone(), view, html: html.clone(), diagnostics };
    Page { number, html, is_new: true, kept: Some(kept), diagnostics: Vec::new() }
}

/// Joins the words of all pages; those of a page that reads as it did are known from the last build.
fn index(handbook: &Handbook, cache: &mut Cache) -> Index {
    let known = &cache.analyses;
    let pages = handbook.pages.par_iter().enumerate().filter(|(_, page)| search::is_searched(page));
    let analysed: Vec<(bool, PageId, Arc<Analysis>)> = pages
        .map(|(number, page)| {
            let text = PageText::of(handbook, page);
            match known.get(&page.url) {
                Some(known) if known.source == text => (false, number, known.clone()),
                _ => (true, number, Arc::new(search::analyse(text))),
            }
        })
        .collect();
    cache.counts.analysed = analysed.iter().filter(|(new, ..)| *new).count();
    if !cache.forgetful {
        let by_url = |(_, number, analysis): &(bool, PageId, Arc<Analysis>)| {
            (handbook.pages[*number].url.clone(), analysis.clone())
        };
        cache.analyses = analysed.iter().map(by_url).collect();
    }
    Index::new(handbook, analysed.into_iter().map(|(_, number, analysis)| (number, analysis)).collect())
}

/// A page with a successor is a redirect, not a page.
fn is_rendered(handbook: &Handbook, number: PageId) -> bool {
    let page = &handbook.pages[number];
    !(page.is_retired() && page.successor.is_some())
}

/// Puts pages, files, assets and lists together.
fn assemble(site: &Site, pages: Vec<(PageId, Bytes)>, search: &Index) -> Checked<Output> {
    let mut found = Vec::new();
    let plan = site.plan().collect(&mut found);
    let mut made: Vec<Option<Bytes>> = vec![None; site.handbook.pages.len()];
    for (number, html) in pages {
        made[number] = Some(html);
    }
    let mut output = Output::default();
    for (path, place) in plan.places() {
        let content = match place {
            Place::Page(number) => made[*number].take().map(Content::Bytes),
            place => site.file(place).map(|file| file.collect(&mut found)),
        };
        if let Some(content) = content {
            output.insert(path.clone(), content);
        }
    }
    for (path, bytes) in search::shards(search) {
        output.insert(OutPath::new(path.as_str()), Content::Bytes(bytes.into()));
    }
    let record = publish::record(&output, site.handbook.date).json();
    output.insert(OutPath::new(publish::RECORD), Content::Bytes(record.into_bytes().into()));
    Checked { value: output, diagnostics: found }
}

fn summed_up(handbook: Handbook, search: Index, output: Output) -> Built {
    let written = handbook.pages.iter().filter(|page| page.origin == Origin::Content);
    let (pages, words) = (written.clone().count(), written.map(|page| page.document.words).sum());
    Built { output, handbook, search, pages, words }
}
