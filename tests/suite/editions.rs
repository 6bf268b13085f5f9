//! Every edition beside the others: what stands where, which one holds, and what changed.

use std::path::Path;
use std::process::Command;

use deskbook::editions::{Edition, History, Ledger};
use deskbook::{Options, Output, Progress, Snapshot, build, build_editions};
use jiff::civil::{Date, date};
use tempfile::TempDir;

use super::git;

pub const FIRST: &str = "# Handbook\n\nHome.\n\n::: authority\n:::\n//- content/_data/values.toml\n[refund]\namount = 50\nunit = \"money\"\n//- content/_data/roles.toml\n[agent]\ntitle = \"adviser\"\n//- content/_data/authority.toml\n[refund]\ntitle = \"Refund\"\n[[refund.grants]]\nrole = \"agent\"\nlimit = \"refund\"\n//- content/refunds.md\n---\ntitle: Refunds\nid: refunds\n---\nGive back up to {{ value.refund }}. You must ask.\n//- content/old.md\n# Old\n\nAn old page.\n";

pub fn second() -> String {
    FIRST
        .replace("amount = 50", "amount = 75")
        .replace("You must ask.", "You should ask.")
        .replace("content/refunds.md", "content/money-back.md")
        .replace("content/old.md\n# Old\n\nAn old page.", "content/gifts.md\n# Gifts\n\nTake none, ever.")
}

/// Returns an edition of which its record says nothing but when it took effect.
pub fn bare_edition(id: &str, effective: Date) -> Edition {
    Edition {
        id: id.into(),
        commit: "0".repeat(40),
        published: effective,
        effective,
        note: None,
        pages: std::collections::BTreeMap::default(),
        accepted: Vec::new(),
        withdrawn: None,
    }
}

pub fn edition(id: &str, effective: Date) -> Edition {
    Edition { note: Some(format!("About {id}.")), ..bare_edition(id, effective) }
}

pub fn history() -> History {
    history_of(&[("2026.1", date(2026, 9, 1), FIRST), ("2026.2", date(2026, 12, 1), &second())])
}

/// Returns editions that took effect on a day, each a handbook in one string.
pub fn history_of(editions: &[(&str, Date, &str)]) -> History {
    let ledger = Ledger::of(editions.iter().map(|(id, day, _)| edition(id, *day)).collect());
    let snapshots = editions.iter().map(|(id, _, text)| ((*id).to_owned(), Snapshot::fixture(text)));
    History { ledger, snapshots: snapshots.collect(), ..History::default() }
}

/// Builds on a day, with a base address and without an error.
pub fn published(today: &str, history: &History, day: Date) -> Output {
    let options = Options { base_url: Some("https://example.com/h/".into()), ..Options::on(day) };
    let built = build_editions(&Snapshot::fixture(today), history, &options, &Progress::default());
    let errors = built.diagnostics.iter().filter(|finding| finding.level == deskbook::Level::Error);
    let errors: Vec<&str> = errors.map(|finding| finding.message.as_str()).collect();
    assert!(errors.is_empty(), "{errors:?}");
    built.value.output
}

/// Builds on a day, with a working tree in which a word is not published yet.
fn built(day: Date) -> Output {
    published(&second().replace("Home.", "Home, soon."), &history(), day)
}

pub fn text<'a>(output: &'a Output, path: &str) -> &'a str {
    output.text(path).unwrap_or_else(|| panic!("nothing stands at `{path}`"))
}

/// Returns what stands in `<main>`, without line ends.
pub fn main_text(output: &Output, path: &str) -> String {
    let html = text(output, path).replace('\n', " ");
    let from = html.find("<main").expect("a main part");
    html[from..].split("</main>").next().unwrap_or_default().to_owned()
}

#[test]
fn the_root_is_what_holds_on_the_day() {
    let before = built(date(2026, 11, 30));
    assert!(text(&before, "refunds/index.html").contains("£50"));
    assert!(before.text("money-back/index.html").is_none());
    let after = built(date(2026, 12, 1));
    assert!(text(&after, "money-back/index.html").contains("£75"));
    assert!(after.text("refunds/index.html").is_none());
    for output in [&before, &after] {
        assert!(!text(output, "index.html").contains("soon"), "what is not released is not published");
        assert!(text(output, "editions/2026.1/refunds/index.html").contains("£50"));
        assert!(text(output, "editions/2026.2/money-back/index.html").contains("£75"));
    }
}

#[test]
fn an_edition_says_whether_it_holds() {
    let (before, after) = (built(date(2026, 11, 30)), built(date(2026, 12, 1)));
    let upcoming = text(&before, "editions/2026.2/money-back/index.html");
    assert!(upcoming.contains("It takes effect on 1 December 2026; until then it does not hold."));
    assert!(upcoming.contains("href=\"../../../refunds/\""), "the way to what holds today");
    assert!(upcoming.contains("noindex"));
    let replaced = text(&after, "editions/2026.1/refunds/index.html");
    assert!(replaced.contains("It was replaced on 1 December 2026."));
    assert!(replaced.contains("href=\"../../../money-back/\""));
    assert!(replaced.contains("rel=\"canonical\" href=\"https://example.com/h/money-back/\""));
    let gone = text(&after, "editions/2026.1/old/index.html");
    assert!(gone.contains("the edition in force does not have this page"));
    // Lists that nobody writes are in every edition, though there is nothing in them to compare.
    let list = text(&after, "editions/2026.1/a-z/index.html");
    assert!(!list.contains("does not have this page"));
    assert!(list.contains("href=\"../../../a-z/\""));
    let holds = text(&after, "editions/2026.2/money-back/index.html");
    assert!(!holds.contains("edition-band"));
    assert!(holds.contains("rel=\"canonical\" href=\"https://example.com/h/money-back/\""));
}

#[test]
fn a_page_leads_to_itself_in_every_edition_that_has_it() {
    let output = built(date(2026, 12, 1));
    let moved = text(&output, "money-back/index.html");
    assert!(moved.contains("<b aria-current=\"true\">2026.2</b>"));
    assert!(moved.contains("href=\"../editions/2026.1/refunds/\">2026.1</a>"));
    let back = text(&output, "editions/2026.1/refunds/index.html");
    assert!(back.contains("href=\"../../../editions/2026.2/money-back/\">2026.2</a>"));
    assert!(!text(&output, "gifts/index.html").contains(">2026.1</a>"), "it was not there before");
}

/// Forty links on each of forty copies help nobody: an old copy names its neighbours, the first and those
/// that hold now or later, and leads to the page that names all.
#[test]
fn a_page_with_a_long_history_names_all_of_it_in_one_place() {
    let book = |number: i8| FIRST.replace("You must ask.", &format!("Ask {number} of us."));
    let books: Vec<String> = (1..=14).map(book).collect();
    let ids: Vec<String> = (1..=14).map(|number| format!("2025.{number}")).collect();
    let day = |place: usize| date(2025, 1, 1) + jiff::ToSpan::weeks(i64::try_from(place).expect("few"));
    let editions = ids.iter().zip(&books).enumerate();
    let editions: Vec<_> =
        editions.map(|(place, (id, book))| (id.as_str(), day(place), book.as_str())).collect();
    // The last but one holds.
    let output = published(&books[13], &history_of(&editions), day(12));
    let named = |path: &str| {
        let html = text(&output, path);
        let run = html.split("<ul class=\"run\">").nth(1).expect("a history");
        let (run, after) = run.split_once("</ul>").expect("its end");
        let ids = run
            .split("2025.")
            .skip(1)
            .filter(|part| part.split_once('<').is_some_and(|(id, _)| id.len() <= 2));
        let ids: Vec<&str> = ids.filter_map(|part| Some(part.split_once('<')?.0)).collect();
        let after = after.split("</section>").next().expect("the end of the history");
        (ids.join(" "), after.trim().to_owned())
    };
    let all = "14 13 12 11 10 9 8 7 6 5 4 3 2 1";
    assert_eq!(named("refunds/index.html"), (all.to_owned(), String::new()));
    assert_eq!(named("editions/2025.13/refunds/index.html").0, all);
    let way = "<p><a href=\"../../../editions/2025.13/refunds/#page-editions\">All 14 editions that have this page</a></p>";
    assert_eq!(named("editions/2025.5/refunds/index.html"), ("14 13 7 6 5 4 3 1".to_owned(), way.to_owned()));
    assert_eq!(named("editions/2025.14/refunds/index.html").0, "14 13 12 1");
    assert!(text(&output, "editions/2025.13/refunds/index.html").contains("id=\"page-editions\""));
}

#[test]
fn what_changed_stands_on_a_page_of_its_own() {
    let output = built(date(2026, 12, 1));
    let redline = text(&output, "changes/2026.2/money-back/index.html");
    for part in [
        "<del id=\"change-1\"><span class=\"unseen\">Removed: </span><span class=\"value\">£50</span></del>",
        "<ins><span class=\"unseen\">Added: </span><span class=\"value\">£75</span><span class=\"unseen\"> (end)</span></ins>",
        "<del><span class=\"unseen\">Removed: </span>must</del>",
        "<a href=\"#change-1\">At the top</a>",
    ] {
        assert!(redline.contains(part), "{part} in {redline}");
    }
    let summary = main_text(&output, "changes/2026.2/index.html");
    assert!(summary.contains("<th scope=\"row\">refund</th><td><del>£50</del></td><td><ins>£75</ins></td>"));
    for link in [
        "href=\"money-back/\"",
        "href=\"../../editions/2026.2/gifts/\"",
        "href=\"../../editions/2026.1/old/\"",
    ] {
        assert!(summary.contains(link), "{link} in {summary}");
    }
    assert!(output.text("changes/2026.2/gifts/index.html").is_none(), "a new page has no redline");
}

#[test]
fn a_limit_that_a_page_only_gathers_is_a_change_of_that_page() {
    let output = built(date(2026, 12, 1));
    let home = text(&output, "index.html");
    assert!(home.contains("href=\"changes/2026.2/_home/\""), "the home page shows the limit in its table");
    // It once stood where the summary does, and so nowhere.
    let redline = main_text(&output, "changes/2026.2/_home/index.html");
    assert!(redline.contains("<del") && redline.contains("<ins"), "{redline}");
    let summary = main_text(&output, "changes/2026.2/index.html");
    assert!(summary.contains("<a href=\"_home/\">Handbook</a>"), "{summary}");
}

#[test]
fn programs_read_which_edition_held_when() {
    let output = built(date(2026, 12, 1));
    let list: serde_json::Value = serde_json::from_str(text(&output, "editions.json")).expect("JSON");
    assert_eq!(list[0]["id"], "2026.2");
    assert_eq!(list[0]["status"], "in-force");
    assert_eq!(list[1]["until"], "2026-11-30");
    assert!(
        main_text(&output, "as-of/index.html").contains("data-from=\"2026-09-01\" data-until=\"2026-11-30\"")
    );
}

#[test]
fn every_edition_wears_today_s_theme_once() {
    let output = built(date(2026, 12, 1));
    assert!(output.files().all(|(path, _)| !path.as_str().starts_with("editions/2026.1/assets/")));
    assert!(text(&output, "editions/2026.1/refunds/index.html").contains("href=\"../../../assets/handbook."));
}

/// How an old edition is shown is of today, so a template that fails on its pages alone is reported.
#[test]
fn a_template_that_fails_on_released_pages_is_reported_once() {
    let theme = "{% extends \"base.html\" %}{% block frame %}{{ page.none.at_all }}{% endblock frame %}";
    let own = format!("//- handbook.toml\ntheme = \"own\"\n//- themes/own/templates/home.html\n{theme}\n");
    let today = Snapshot::fixture(&format!("{}{own}", second()));
    let found = |day| {
        let built = build_editions(&today, &history(), &Options::on(day), &Progress::default());
        let found = built.diagnostics.iter().map(|finding| finding.location.file.as_str().to_owned());
        found.filter(|file| file.starts_with("themes/")).collect::<Vec<_>>()
    };
    for day in [date(2026, 8, 1), date(2026, 10, 1), date(2026, 12, 1)] {
        assert_eq!(found(day), ["themes/own/templates/home.html"], "{day}");
    }
}

#[test]
fn the_same_editions_are_the_same_bytes() {
    assert_eq!(built(date(2026, 12, 1)), built(date(2026, 12, 1)));
}

/// Makes a project with one edition and a change after it.
pub fn project() -> TempDir {
    let folder =
        git::repository(&[("content/index.md", b"# Home\n\nWords.\n"), ("content/a.png", b"old picture")]);
    let commit = git::commit(folder.path());
    git::write(folder.path(), "content/index.md", b"# Home\n\nOther words.\n");
    git::write(folder.path(), "content/a.png", b"new picture");
    let record =
        format!("id = \"1\"\ncommit = \"{commit}\"\npublished = 2026-09-01\neffective = 2026-09-01\n");
    git::write(folder.path(), "editions/1.toml", record.as_bytes());
    git::commit(folder.path());
    folder
}

pub fn run(folder: &Path, more: &[&str]) -> (i32, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_deskbook"))
        .args(["build", "--date", "2026-12-01", "--out", "site"])
        .args(more)
        .current_dir(folder)
        .output()
        .expect("the program can be started");
    (output.status.code().unwrap_or(-1), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn a_release_is_published_and_what_came_after_is_not() {
    let folder = project();
    let (code, said) = run(folder.path(), &[]);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("in force: 1; 1 changed page is unpublished"), "{said}");
    let read = |path: &str| std::fs::read_to_string(folder.path().join("site").join(path)).expect("a file");
    assert!(read("index.html").contains("Words."));
    assert_eq!((read("a.png"), read("editions/1/a.png")), ("old picture".into(), "old picture".into()));
    let (code, _) = run(folder.path(), &["--no-editions"]);
    assert_eq!((code, read("a.png")), (0, "new picture".into()));
    assert!(read("index.html").contains("Other words."));
}

#[test]
fn without_the_history_it_is_said_what_to_run() {
    let folder = project();
    let shallow = TempDir::new().expect("a folder");
    let from = format!("file://{}", folder.path().display());
    git::git(shallow.path(), &["clone", "--quiet", "--depth", "1", &from, "copy"]);
    let (code, said) = run(&shallow.path().join("copy"), &[]);
    assert_eq!(code, 2);
    assert!(said.contains("run `git fetch --unshallow --tags`"), "{said}");
    std::fs::remove_dir_all(folder.path().join(".git")).expect("the repository can be removed");
    let (code, said) = run(folder.path(), &[]);
    assert_eq!(code, 2);
    assert!(said.contains("leave editions out with `--no-editions`"), "{said}");
}

/// What somebody reports of an old page is about the words of then.
#[test]
fn who_writes_about_a_page_says_which_edition_they_read_and_where() {
    let settings = "//- handbook.toml\n[feedback]\nproblem = \"mailto:desk@example.com?subject={page}%20{edition}&body={title}%0A{url}\"\nsuggest = \"https://example.com/edit/{file}?edition={edition}#L{line}\"\n";
    let today = format!("{}{settings}", second());
    let writing = today.replace("You should ask.", "You may ask.");
    let and_next = History { and_next: true, ..history() };
    let output = published(&writing, &and_next, date(2026, 12, 1));
    let of = |url: &str, file: &str, edition: &str| {
        let url = url.replace('/', "%2F");
        [
            format!(
                "mailto:desk@example.com?subject=refunds%20{edition}&amp;body=Refunds%0Ahttps%3A%2F%2Fexample.com%2Fh%2F{url}"
            ),
            format!("https://example.com/edit/content/{file}.md?edition={edition}#L5"),
        ]
    };
    for (url, file, edition) in [
        ("money-back/", "money-back", "2026.2"),
        ("editions/2026.1/refunds/", "refunds", "2026.1"),
        ("editions/2026.2/money-back/", "money-back", "2026.2"),
        ("changes/2026.2/money-back/", "money-back", "2026.2"),
        ("next/money-back/", "money-back", "next"),
        ("changes/next/money-back/", "money-back", "next"),
    ] {
        assert_eq!(feedback(&output, &format!("{url}index.html")), of(url, file, edition), "{url}");
    }

    let alone = build(&Snapshot::fixture(&today), &Options::on(date(2026, 12, 1))).value.output;
    assert_eq!(
        feedback(&alone, "money-back/index.html"),
        [
            "mailto:desk@example.com?subject=refunds%20&amp;body=Refunds%0Amoney-back%2F",
            "https://example.com/edit/content/money-back.md?edition=#L5"
        ]
    );
    let silent = published(&second(), &history(), date(2026, 12, 1));
    assert!(
        silent.files().all(|(path, _)| silent
            .text(path.as_str())
            .is_none_or(|text| !text.contains("class=\"feedback\"")))
    );
}

/// Returns where a page's readers write to.
fn feedback(output: &Output, path: &str) -> Vec<String> {
    let html = text(output, path);
    let list = html.split_once("<ul class=\"feedback\">").and_then(|(_, rest)| rest.split_once("</ul>"));
    let (list, _) = list.unwrap_or_else(|| panic!("no way to write on `{path}`: {html}"));
    list.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap_or_default().to_owned()).collect()
}
