//! How old editions are published: which ones in full, and which with a search of their own.

use deskbook::{Options, Output, Progress, Snapshot, build_editions};
use jiff::civil::{Date, date};

use crate::editions::{history_of, main_text, text};

/// A handbook in which each edition changes one page, adds another and takes a third out.
fn handbook(number: usize) -> String {
    format!(
        "# Handbook\n\n[Refunds](area/refunds.md)\n//- content/area/index.md\n# Area\n//- content/area/refunds.md\n# \
         Refunds\n\nGive back {number} things. See [the news](news-{number}.md).\n//- content/area/news-{number}.md\n# News \
         {number}\n\nOnly the number {number}.\n"
    )
}

/// Builds four editions on a day, of which the last takes effect in 2027.
fn built(settings: &str, day: Date) -> Output {
    let texts: Vec<String> = (1..=4).map(handbook).collect();
    let days = [date(2026, 3, 1), date(2026, 6, 1), date(2026, 11, 25), date(2027, 3, 1)];
    let ids = ["2026.1", "2026.2", "2026.3", "2027.1"];
    let editions: Vec<_> =
        ids.iter().zip(days).zip(&texts).map(|((id, day), text)| (*id, day, text.as_str())).collect();
    let today = Snapshot::fixture(&format!("{}//- handbook.toml\n{settings}", handbook(4)));
    let options = Options { base_url: Some("https://example.com/h/".into()), ..Options::on(day) };
    let mut history = history_of(&editions);
    history.and_next = true;
    let built = build_editions(&today, &history, &options, &Progress::default());
    let errors: Vec<_> =
        built.diagnostics.iter().filter(|finding| finding.level == deskbook::Level::Error).collect();
    assert!(errors.is_empty(), "{errors:?}");
    built.value.output
}

const TODAY: Date = Date::constant(2026, 12, 1);

/// Returns the editions of which a page stands at its own address.
fn in_full(output: &Output) -> Vec<String> {
    let pages = output.files().map(|(path, _)| path.as_str());
    let pages =
        pages.filter_map(|path| path.strip_prefix("editions/")?.strip_suffix("/area/refunds/index.html"));
    pages.map(str::to_owned).collect()
}

/// Returns each link of a page that leads to nothing that is published.
fn dead(output: &Output) -> Vec<String> {
    let mut dead = Vec::new();
    for (path, _) in output.files().filter(|(path, _)| path.as_str().ends_with(".html")) {
        let html = text(output, path.as_str());
        let base = url::Url::parse(&format!("https://example.com/{path}")).expect("an address");
        for link in html.split(" href=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            let to = base.join(link).expect("an address");
            let is_here = to.host_str() == Some("example.com") && !to.path().starts_with("/h/");
            let file = to.path().trim_start_matches('/').to_owned();
            let file = if file.is_empty() || file.ends_with('/') { file + "index.html" } else { file };
            if is_here && path.as_str() != "404.html" && output.get(&file).is_none() {
                dead.push(format!("{path}: {link}"));
            }
        }
    }
    dead
}

#[test]
fn so_many_replaced_editions_are_published_in_full() {
    assert_eq!(in_full(&built("", TODAY)), ["2026.1", "2026.2", "2026.3", "2027.1"]);
    for (keep, kept) in [
        (9, &["2026.1", "2026.2", "2026.3", "2027.1"][..]),
        (1, &["2026.2", "2026.3", "2027.1"]),
        (0, &["2026.3", "2027.1"]),
    ] {
        let output = built(&format!("[editions]\nkeep = {keep}\n"), TODAY);
        assert_eq!(in_full(&output), kept, "what holds and what is to come always stands");
        assert_eq!(dead(&output), [] as [&str; 0], "with {keep} kept");
    }
    // Before any edition is in force none was replaced.
    assert_eq!(in_full(&built("[editions]\nkeep = 0\n", date(2026, 2, 1))).len(), 4);
}

#[test]
fn of_an_older_edition_it_is_said_what_it_was() {
    let output = built("[editions]\nkeep = 0\n", TODAY);
    let left = main_text(&output, "editions/2026.2/index.html");
    for part in [
        "<h1>Edition 2026.2</h1>",
        "Held from 1 June 2026 to 24 November 2026",
        "About 2026.2.",
        "not published in full any more. Its words stand in the handbook&#39;s repository, at commit 000000000000.",
        "href=\"../../changes/2026.2/\"",
    ] {
        assert!(left.contains(part), "no `{part}` in {left}");
    }
    // What changed stays, without the pages; the list and the day lead to it.
    let changes = main_text(&output, "changes/2026.2/index.html");
    assert!(changes.contains("<li>Refunds</li>") && changes.contains("<li>News 2</li>"), "{changes}");
    assert!(output.get("changes/2026.2/area/refunds/index.html").is_none());
    assert!(output.get("changes/2026.2/print/brief/index.html").is_none());
    assert!(main_text(&output, "as-of/index.html").contains("href=\"../editions/2026.2/\""));
    let list: serde_json::Value = serde_json::from_str(text(&output, "editions.json")).expect("JSON");
    let kept: Vec<_> = list.as_array().expect("a list").iter().map(|one| one["in_full"].as_bool()).collect();
    assert_eq!(kept, [Some(true), Some(true), Some(false), Some(false)]);
    // A page still says in which editions it is, and what changed when the last one came.
    let page = text(&output, "area/refunds/index.html");
    assert!(page.contains("<a href=\"../../editions/2026.2/\">2026.2</a>"), "{page}");
    let redline = text(&output, "changes/2026.3/area/refunds/index.html");
    assert!(redline.contains("/2026.2/\">As it was</a>"), "{redline}");
}

#[test]
fn what_holds_and_what_is_to_come_is_searched_and_the_rest_on_request() {
    let searched = |settings: &str| -> Vec<String> {
        let output = built(settings, TODAY);
        assert_eq!(dead(&output), [] as [&str; 0]);
        let files = output.files().map(|(path, _)| path.as_str());
        files.filter_map(|path| path.strip_suffix("search/words.bin")).map(str::to_owned).collect()
    };
    let current = ["editions/2027.1/", "next/", ""];
    assert_eq!(searched(""), current);
    assert_eq!(searched("[editions]\nsearch = \"current\"\n"), current);
    assert_eq!(
        searched("[editions]\nsearch = \"all\"\nkeep = 1\n"),
        ["editions/2026.2/", "editions/2026.3/", "editions/2027.1/", "next/", ""]
    );
    // Each finds its own pages by its own words.
    let output = built("", TODAY);
    let upcoming = text(&output, "editions/2027.1/area/refunds/index.html");
    assert!(
        upcoming.contains("data-root=\"../../\"")
            && upcoming.contains("data-script=\"../../../../assets/search.")
    );
    assert!(!text(&output, "editions/2026.1/area/refunds/index.html").contains("data-script=\""));
    assert_ne!(output.get("editions/2027.1/search/words.bin"), output.get("search/words.bin"));
}

#[test]
fn a_setting_that_does_not_fit_is_a_finding() {
    let found = |settings: &str| {
        let today = Snapshot::fixture(&format!("# Home\n//- handbook.toml\n[editions]\n{settings}\n"));
        let found = deskbook::build(&today, &Options::on(TODAY)).diagnostics;
        found
            .into_iter()
            .map(|finding| format!("{}: {}", finding.rule.name, finding.message))
            .collect::<Vec<_>>()
    };
    let expects = |what: &str, found: &str| format!("wrong-type: {what}, and `{found}` was found");
    assert_eq!(found("keep = -1"), [expects("`keep` expects a whole number from 0 to 1000", "-1")]);
    assert_eq!(found("keep = \"all\""), [expects("`keep` expects a whole number from 0 to 1000", "all")]);
    assert_eq!(found("search = \"some\""), [expects("`search` expects one of `current`, `all`", "some")]);
    assert_eq!(found("keeps = 3"), ["unknown-key: `editions` has no field `keeps`"]);
}
