//! The live handbook: what it shows is what a build would write, and a page that breaks stays as it was.

mod editions;

use std::collections::BTreeMap;

use deskbook::live::Live;
use deskbook::output::Content;
use deskbook::site::Site;
use deskbook::source::{File, SitePath, Url};
use deskbook::{Cache, Diagnostic, Level, Progress, Snapshot, build};
use jiff::Timestamp;
use proptest::prelude::*;

use super::warm::{Edit, HANDBOOK, apply, edit, options};

/// What is made of all other files, and so is not there, or is another, while a handbook is written.
pub const OF_ALL: [&str; 3] = ["build.json", "offline.json", "sw.js"];

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_790_000_000 + second).expect("a time")
}

fn url(path: &str) -> Url {
    Url::new(path.strip_suffix("index.html").unwrap_or(path).to_owned())
}

fn shown(live: &Live, path: &str) -> Option<Content> {
    live.answer(&url(path)).map(|answer| answer.content)
}

fn text(live: &Live, path: &str) -> String {
    match shown(live, path) {
        Some(Content::Bytes(bytes)) => String::from_utf8(bytes.to_vec()).expect("a page is text"),
        other => panic!("`{path}` is no page but {other:?}"),
    }
}

fn errors(found: &[Diagnostic]) -> Vec<&SitePath> {
    let errors = found.iter().filter(|finding| finding.level == Level::Error);
    errors.map(|finding| &finding.location.file).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn what_is_shown_is_what_a_build_writes(edits in prop::collection::vec(edit(), 1..12)) {
        let mut snapshot = Snapshot::fixture(HANDBOOK);
        let live = Live::default();
        live.update(&snapshot, None, &options(), at(0));
        let mut good: BTreeMap<String, Content> = BTreeMap::new();
        for (second, edit) in (1..).zip(&edits) {
            // Somebody looks at everything before each edit, or at nothing.
            if second % 2 == 0 {
                live.index();
                let paths: Vec<String> = good.keys().cloned().collect();
                for path in paths {
                    shown(&live, &path);
                }
            }
            apply(&mut snapshot, edit);
            let version = live.update(&snapshot, Some(&edit.paths()), &options(), at(second));
            let cold_site = Site::read(&snapshot, &options(), &mut Cache::default(), &Progress::default());
            let cold_found = cold_site.value.settle(cold_site.diagnostics.clone());
            prop_assert_eq!(&version.found, &cold_found, "findings differ after {:?}", edit);
            let cold = build(&snapshot, &options());
            let broken = errors(&cold.diagnostics);
            if !cold_site.value.shared_errors().is_empty() {
                continue;
            }
            live.index();
            let sources: BTreeMap<String, &SitePath> =
                cold.value.handbook.pages.iter().map(|page| (page.url.file().to_string(), &page.path)).collect();
            for (path, content) in cold.value.output.files().filter(|(path, _)| !OF_ALL.contains(&path.as_str())) {
                let path = path.as_str();
                let is_broken = sources.get(path).is_some_and(|source| broken.contains(source));
                if !is_broken {
                    let now = shown(&live, path);
                    prop_assert_eq!(now.as_ref(), Some(content), "`{}` differs after {:?}", path, edit);
                    good.insert(path.to_owned(), content.clone());
                }
            }
        }
    }
}

const PAGES: &str = "# Handbook\n\nHome.\n//- content/refunds.md\n# Refunds\n\nGive £50 back.\n";
const REFUNDS: &str = "content/refunds.md";

fn write(snapshot: &mut Snapshot, file: &str, text: &str) -> [SitePath; 1] {
    let path = SitePath::new(file).expect("a path");
    snapshot.insert(path.clone(), File::Text(text.into()));
    [path]
}

#[test]
fn a_page_that_breaks_stays_as_it_was_and_says_since_when() {
    let mut snapshot = Snapshot::fixture(PAGES);
    let live = Live::default();
    live.update(&snapshot, None, &options(), at(0));
    let changed = write(&mut snapshot, REFUNDS, "# Refunds\n\nGive {{ value.none }} back.\n");
    let version = live.update(&snapshot, Some(&changed), &options(), at(60));
    assert!(text(&live, "refunds/").contains("Give £50 back."));
    let answer = live.answer(&url("refunds/")).expect("a page");
    assert_eq!(answer.kept_since, Some(at(0)));
    let told: Vec<String> =
        version.errors_of(&url("refunds/")).iter().map(|error| version.told(error)).collect();
    assert_eq!(
        told,
        ["error[unknown-value]: there is no value `none`
 --> content/refunds.md:3:6
  |
3 | Give {{ value.none }} back.
  |      ^^^^^^^^^^^^^^^^
  |
  = help: add `[none]` to `content/_data/values.toml`, with its amount and unit"]
    );
    assert!(version.errors_of(&url("")).is_empty(), "the home page has nothing to do with it");

    let changed = write(&mut snapshot, REFUNDS, "# Refunds\n\nGive £75 back.\n");
    let version = live.update(&snapshot, Some(&changed), &options(), at(120));
    assert!(text(&live, "refunds/").contains("Give £75 back."));
    assert!(version.errors_of(&url("refunds/")).is_empty());
    assert_eq!(live.answer(&url("refunds/")).expect("a page").kept_since, None);
}

#[test]
fn broken_settings_leave_every_page_as_it_was() {
    let mut snapshot = Snapshot::fixture(PAGES);
    let live = Live::default();
    live.update(&snapshot, None, &options(), at(0));
    let before = text(&live, "");
    let changed = write(&mut snapshot, "handbook.toml", "title = \n");
    let version = live.update(&snapshot, Some(&changed), &options(), at(60));
    assert_eq!(text(&live, ""), before);
    assert_eq!(version.errors_of(&url("")).len(), 1);
    assert_eq!(live.answer(&url("")).expect("a page").kept_since, Some(at(0)));
    let changed = write(&mut snapshot, "handbook.toml", "title = \"Our standards\"\n");
    live.update(&snapshot, Some(&changed), &options(), at(120));
    assert!(text(&live, "").contains("Our standards"));
}

#[test]
fn a_broken_template_leaves_pages_that_somebody_saw_as_they_were() {
    let mut snapshot = Snapshot::fixture(PAGES);
    write(&mut snapshot, "handbook.toml", "title = \"Ours\"\ntheme = \"own\"\n");
    let live = Live::default();
    live.update(&snapshot, None, &options(), at(0));
    let before = text(&live, "refunds/");
    let changed = write(&mut snapshot, "themes/own/templates/parts/footer.html", "{{ site.titel }}");
    live.update(&snapshot, Some(&changed), &options(), at(60));
    let answer = live.answer(&url("refunds/")).expect("a page");
    assert_eq!(text(&live, "refunds/"), before);
    assert_eq!((answer.kept_since, answer.found.len()), (Some(at(0)), 1));
}

#[test]
fn a_page_that_moved_is_found_by_its_text_its_id_or_where_it_says_it_was() {
    let mut snapshot = Snapshot::fixture(PAGES);
    let live = Live::default();
    live.update(&snapshot, None, &options(), at(0));
    let moved = Edit::Move(REFUNDS, "content/returns/money-back.md");
    apply(&mut snapshot, &moved);
    let version = live.update(&snapshot, Some(&moved.paths()), &options(), at(1));
    assert_eq!(version.moved(&url("refunds/")), Some(url("returns/money-back/")));
    let gone = Edit::Delete("content/returns/money-back.md");
    apply(&mut snapshot, &gone);
    let version = live.update(&snapshot, Some(&gone.paths()), &options(), at(2));
    assert_eq!(version.moved(&url("refunds/")), None);
    assert_eq!(version.moved(&url("returns/money-back/")), None);
    let changed =
        write(&mut snapshot, "content/new.md", "---\ntitle: New\nold_paths: [/refunds/]\n---\nText.\n");
    let version = live.update(&snapshot, Some(&changed), &options(), at(3));
    assert_eq!(version.moved(&url("refunds/")), Some(url("new/")));
}

/// A rename is two events, and the page stood nowhere when it was read between them: its reader was told
/// that it is no more, and was not taken along when it came.
#[test]
fn a_page_that_was_nowhere_for_a_moment_is_known_again() {
    let mut snapshot = Snapshot::fixture(PAGES);
    let text = snapshot.text(REFUNDS).expect("a page").to_string();
    let live = Live::default();
    live.update(&snapshot, None, &options(), at(0));
    let left = Edit::Delete(REFUNDS);
    apply(&mut snapshot, &left);
    let version = live.update(&snapshot, Some(&left.paths()), &options(), at(1));
    assert_eq!(version.moved(&url("refunds/")), None);
    let came = write(&mut snapshot, "content/returns/money-back.md", &text);
    let version = live.update(&snapshot, Some(&came), &options(), at(2));
    assert_eq!(version.moved(&url("refunds/")), Some(url("returns/money-back/")));
}

#[test]
fn an_edit_of_text_reads_one_file_and_looks_up_nothing_else() {
    let mut snapshot = Snapshot::fixture(PAGES);
    let mut cache = Cache::default();
    let site = Site::read(&snapshot, &options(), &mut cache, &Progress::default()).value;
    let changed = write(&mut snapshot, REFUNDS, "# Refunds\n\nGive £75 back. See [home](index.md).\n");
    let edited = site.edited(&snapshot, &changed, &mut cache).expect("only words changed").value;
    assert_eq!(edited.handbook.pages[0].backlinks, [1]);
    let changed = write(&mut snapshot, REFUNDS, "# Money back\n\nGive £75 back.\n");
    let retitled =
        edited.edited(&snapshot, &changed, &mut cache).expect("a title is looked up where it is shown");
    assert_eq!(retitled.value.handbook.pages[1].title, "Money back");
    let changed = write(&mut snapshot, REFUNDS, "# Money back\n\n## How\n\nGive £75 back.\n");
    assert!(
        retitled.value.edited(&snapshot, &changed, &mut cache).is_none(),
        "others may lead to its heading"
    );
}
