//! How long the stages take, in memory: `cargo bench`.
//!
//! Whole builds from a snapshot, builds after one edit, and single stages. Nothing here touches a
//! disk; `benches/peers.sh` measures builds as people run them.

#[allow(dead_code, reason = "programs that write handbooks use the rest of it")]
mod generate;

use std::sync::Arc;

use deskbook::handbook::{Frame, Handbook, Origin, Shared, Source, check, join};
use deskbook::source::{File, SitePath};
use deskbook::theme::{Layers, Theme};
use deskbook::{
    Built, Cache, Checked, Config, Options, Progress, Snapshot, build, content, rebuild, render, view,
};
use divan::{Bencher, black_box};
use generate::Flavour;

/// The allocator of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    divan::main();
}

/// A page in the middle of an area.
const SOME_PAGE: usize = 50;

#[divan::bench(args = [100, 1_000], sample_count = 20)]
fn cold_build(bencher: Bencher, pages: usize) {
    let snapshot = snapshot(pages);
    bencher.counter(pages).bench_local(|| build(&snapshot, &options()));
}

#[divan::bench(args = [100, 1_000], sample_count = 20)]
fn rebuild_after_an_edit_of_one_page(bencher: Bencher, pages: usize) {
    let path = generate::Handbook::new(pages, Flavour::Deskbook).path(SOME_PAGE);
    after_an_edit(bencher, pages, &path, "See ", "Read ");
}

#[divan::bench(args = [100, 1_000], sample_count = 20)]
fn rebuild_after_an_edit_of_one_value(bencher: Bencher, pages: usize) {
    after_an_edit(bencher, pages, "content/_data/values.toml", "amount = 50", "amount = 60");
}

#[divan::bench]
fn parse_one_page(bencher: Bencher) {
    let (path, text) = page(SOME_PAGE);
    let options = content::Options::default();
    bencher.bench(|| content::parse(&path, black_box(text.clone()), &options));
}

#[divan::bench(args = [1_000], sample_count = 20)]
fn link_all_pages(bencher: Bencher, pages: usize) {
    let parts = Parts::of(pages);
    bencher.counter(pages).with_inputs(|| (parts.sources.clone(), parts.shared.clone())).bench_local_values(
        |(sources, shared)| {
            let handbook = join(&parts.snapshot, sources, shared, frame());
            let found = check(&handbook, &parts.snapshot);
            (handbook, found)
        },
    );
}

#[divan::bench]
fn view_one_page(bencher: Bencher) {
    let handbook = Parts::of(1_000).link();
    let number = some_page(&handbook);
    bencher.bench(|| view::page(&handbook, black_box(number)));
}

#[divan::bench]
fn render_one_page(bencher: Bencher) {
    let parts = Parts::of(1_000);
    let theme = Theme::read(&parts.layers).value;
    let handbook = parts.link();
    let site = view::site(&handbook, &theme.assets);
    let body = render::BodySetting::new(theme.templates, &handbook.shared);
    let setting = render::Setting::new(body.into(), &site);
    let number = some_page(&handbook);
    let view = view::page(&handbook, number);
    let document = &handbook.pages[number].document;
    bencher.bench(|| render::page(&setting, black_box(&view), document));
}

/// Builds again and again, each time with the other of two texts in one file.
fn after_an_edit(bencher: Bencher, pages: usize, path: &str, from: &str, to: &str) {
    let one = snapshot(pages);
    let mut other = one.clone();
    let text = one.text(path).expect("the handbook has this file");
    assert!(text.contains(from), "`{path}` has nothing to edit");
    other.insert(site_path(path), File::Text(text.replacen(from, to, 1).into()));
    let mut cache = Cache::default();
    let mut next = [&one, &other].into_iter().cycle();
    let mut again = || -> Checked<Built> {
        let snapshot = next.next().expect("a cycle does not end");
        rebuild(snapshot, &options(), &mut cache, &Progress::default())
    };
    drop(again());
    bencher.counter(pages).bench_local(again);
}

fn snapshot(pages: usize) -> Snapshot {
    let mut snapshot = Snapshot::default();
    for (path, text) in generate::Handbook::new(pages, Flavour::Deskbook).files() {
        snapshot.insert(site_path(&path), File::Text(text.into()));
    }
    snapshot
}

fn page(number: usize) -> (SitePath, String) {
    let handbook = generate::Handbook::new(1_000, Flavour::Deskbook);
    (site_path(&handbook.path(number)), handbook.page(number))
}

fn site_path(path: &str) -> SitePath {
    SitePath::new(path).expect("the handbook's paths are ordinary")
}

fn options() -> Options {
    Options::on(frame().date)
}

fn frame() -> Frame {
    Frame { date: jiff::civil::date(2026, 12, 1), drafts: false }
}

/// What the join is given.
struct Parts {
    snapshot: Snapshot,
    layers: Layers,
    sources: Vec<Source>,
    shared: Shared,
}

impl Parts {
    fn of(pages: usize) -> Self {
        let snapshot = snapshot(pages);
        let config = Config::read(&snapshot).value;
        let layers = Layers::read(&snapshot, &config).value;
        let (path, text) = layers.text("i18n/en.toml").expect("the built-in theme has English words");
        let language = deskbook::language::Language::read(&config.language, path, &text).value;
        let data = deskbook::data::Data::read(&snapshot).value;
        let options = content::Options { labels: language.labels().clone(), ..content::Options::default() };
        let texts = snapshot.files().filter(|(path, _)| path.extension() == "md");
        let sources = texts.filter_map(|(path, _)| {
            let document = content::parse(path, snapshot.text(path.as_str())?, &options).value;
            Some(Source { path: path.clone(), document: Arc::new(document), origin: Origin::Content })
        });
        Self {
            sources: sources.collect(),
            shared: Shared { config: config.into(), language: language.into(), data: data.into() },
            layers,
            snapshot,
        }
    }

    fn link(&self) -> Handbook {
        join(&self.snapshot, self.sources.clone(), self.shared.clone(), frame())
    }
}

fn some_page(handbook: &Handbook) -> usize {
    let path = page(SOME_PAGE).0;
    handbook.pages.iter().position(|page| page.path == path).expect("the handbook has this page")
}
