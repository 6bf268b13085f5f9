//! What is being written, beside the edition in force: `build --next`.

use deskbook::editions::History;
use deskbook::{Options, Output, Progress, Snapshot, build_editions};
use jiff::civil::{Date, date};

use super::editions::{history, main_text, project, run, second, text};
use super::live::OF_ALL;

/// Today's files: a word, a limit and a page differ from the edition in force.
fn written() -> String {
    let text = second()
        .replace("Home.", "Home, soon. See [money back](money-back.md).")
        .replace("amount = 75", "amount = 90");
    format!("//- content/index.md\n{text}//- content/news.md\n# News\n\nSomething new.\n")
}

fn built(day: Date, and_next: bool) -> Output {
    let options = Options { base_url: Some("https://example.com/h/".into()), ..Options::on(day) };
    let history = History { and_next, ..history() };
    let built = build_editions(&Snapshot::fixture(&written()), &history, &options, &Progress::default());
    let errors = built.diagnostics.iter().filter(|finding| finding.level == deskbook::Level::Error);
    let errors: Vec<&str> = errors.map(|finding| finding.message.as_str()).collect();
    assert!(errors.is_empty(), "{errors:?}");
    built.value.output
}

#[test]
fn a_copy_of_what_is_written_says_on_each_page_that_it_does_not_hold() {
    let output = built(date(2026, 12, 1), true);
    assert!(!text(&output, "index.html").contains("soon"), "the root is what holds");
    let home = text(&output, "next/index.html");
    assert!(home.contains("Home, soon."));
    let page = text(&output, "next/money-back/index.html");
    assert!(page.contains("£90"));
    for part in [
        "<aside class=\"edition-band next\"",
        "Not in force. This is being written, and does not hold yet. <a href=\"../../money-back/\">Read what holds today</a>",
        "<meta name=\"robots\" content=\"noindex\">",
        "<link rel=\"canonical\" href=\"https://example.com/h/money-back/\">",
        "href=\"../../changes/next/money-back/\"",
        "href=\"../../editions/2026.1/refunds/\">2026.1</a>",
        "href=\"../../assets/handbook.",
    ] {
        assert!(page.contains(part), "{part} in {page}");
    }
    let new = text(&output, "next/news/index.html");
    assert!(new.contains("Not in force. This page is being written, and is in no edition yet."));
    assert!(!new.contains("rel=\"canonical\""));
    let same = text(&output, "next/gifts/index.html");
    assert!(!same.contains("changes/next/"), "it reads as it does in the edition in force");
}

#[test]
fn it_has_a_search_of_its_own() {
    let output = built(date(2026, 12, 1), true);
    let words = |path: &str| output.get(path).cloned().unwrap_or_else(|| panic!("nothing at `{path}`"));
    assert_ne!(words("next/search/words.bin"), words("search/words.bin"));
    let page = text(&output, "next/money-back/index.html");
    assert!(page.contains("data-script=\"../../assets/search."), "{page}");
    assert!(page.contains("data-root=\"../\""));
    assert!(!text(&output, "editions/2026.1/refunds/index.html").contains("data-script"));
}

#[test]
fn what_has_changed_since_the_edition_in_force_is_shown() {
    let output = built(date(2026, 12, 1), true);
    let redline = main_text(&output, "changes/next/money-back/index.html");
    assert!(
        redline
            .contains("What has changed since edition 2026.2, which is in force. Nothing of it holds yet.")
    );
    assert!(redline.contains("£75") && redline.contains("£90"), "{redline}");
    for link in [
        "../../../next/../editions/2026.2/money-back/",
        "../../../next/money-back/",
        "../../../next/../changes/next/",
    ] {
        assert!(redline.contains(&format!("href=\"{link}\"")), "{link} in {redline}");
    }
    let summary = main_text(&output, "changes/next/index.html");
    for part in [
        "<h1>What has changed since edition 2026.2</h1>",
        "<th scope=\"row\">refund</th><td><del>£75</del></td><td><ins>£90</ins></td>",
        "<a href=\"money-back/\">",
        "<a href=\"_home/\">",
        "<a href=\"../../next/news/\">News</a>",
    ] {
        assert!(summary.contains(part), "{part} in {summary}");
    }
    let list = main_text(&output, "editions/index.html");
    assert!(list.contains("<a href=\"../next/\">What is being written</a>"), "{list}");
    assert!(
        list.contains("<a href=\"../changes/next/\">What has changed since edition 2026.2</a>"),
        "{list}"
    );
}

#[test]
fn nothing_of_it_is_there_unless_asked_for_nor_before_an_edition_is_in_force() {
    for output in [built(date(2026, 12, 1), false), built(date(2026, 8, 31), true)] {
        let next = output.files().find(|(path, _)| path.as_str().contains("next/"));
        assert_eq!(next.map(|(path, _)| path.as_str()), None);
        assert!(!text(&output, "editions/index.html").contains("What is being written"));
    }
}

#[test]
fn the_edition_in_force_is_the_same_with_and_without() {
    let (with, without) = (built(date(2026, 12, 1), true), built(date(2026, 12, 1), false));
    let lists = ["editions/index.html", "as-of/index.html", "changes/index.html"];
    let lists: Vec<&str> = lists.into_iter().chain(OF_ALL).collect();
    for (path, content) in without.files().filter(|(path, _)| !lists.contains(&path.as_str())) {
        assert_eq!(with.get(path.as_str()), Some(content), "`{path}` differs");
    }
    let kept = text(&with, "offline.json");
    assert!(kept.contains("\"money-back/index.html\"") && !kept.contains("next/"), "{kept}");
}

#[test]
fn the_program_publishes_the_folder_as_what_comes_next() {
    let folder = project();
    let (code, said) = run(folder.path(), &["--next"]);
    assert_eq!(code, 0, "{said}");
    let read = |path: &str| std::fs::read_to_string(folder.path().join("site").join(path)).expect("a file");
    assert!(read("next/index.html").contains("Other words."));
    assert_eq!((read("a.png"), read("next/a.png")), ("old picture".into(), "new picture".into()));
    assert!(read("changes/next/_home/index.html").contains("<ins"));
    let (code, said) = run(folder.path(), &["--next", "--no-editions"]);
    assert_eq!(code, 2, "{said}");
    let record = folder.path().join("editions/1.toml");
    let later = std::fs::read_to_string(&record).expect("the record");
    let later = later.replace("effective = 2026-09-01", "effective = 2027-01-01");
    std::fs::write(record, later).expect("it can be written");
    let (code, said) = run(folder.path(), &["--next"]);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("no edition is in force: the folder is the site itself"), "{said}");
}
