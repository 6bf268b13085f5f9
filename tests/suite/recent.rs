//! What changed not long ago: marked for two weeks, and what was corrected said in words.

use std::io::Read;

use deskbook::Output;
use deskbook::editions::ledger::Withdrawn;
use deskbook::editions::{History, Ledger};
use deskbook::output::Content;
use jiff::civil::{Date, date};

use crate::editions::{history_of, main_text, published, text};

const FIRST: &str = "\
# Handbook

[Refunds](area/refunds.md), [hours](area/hours.md), [old](area/old.md)
//- content/area/index.md
# Area
//- content/area/refunds.md
---
title: Refunds
code: R1
---
Give back up to {{ value.refund }}.
//- content/area/hours.md
# Hours

From nine to five.
//- content/area/old.md
# Old

As ever.
//- content/_data/values.toml
[refund]
amount = 40
unit = \"money\"
";

/// The second edition changes one page and adds another, the correction mends a third.
fn built(day: Date) -> Output {
    let (corrected, history) = three();
    published(&corrected, &history, day)
}

fn three() -> (String, History) {
    let second = FIRST.replace("amount = 40", "amount = 50").replace(
        "//- content/area/old.md",
        "//- content/area/gifts.md\n# Gifts\n\nNone, [ever](old.md).\n//- content/area/old.md",
    );
    let corrected = second.replace("nine to five", "ten to five");
    let editions = [
        ("2026.1", date(2026, 9, 1), FIRST),
        ("2026.2", date(2026, 12, 1), second.as_str()),
        ("2026.2.1", date(2026, 12, 10), corrected.as_str()),
    ];
    let history = history_of(&editions);
    (corrected, history)
}

/// Returns the pages that a page marks in its lists, each with its word.
fn marked(output: &Output, path: &str) -> Vec<String> {
    let html = main_text(output, path);
    let parts: Vec<&str> = html.split(" <span class=\"recent\" data-news-until=\"").collect();
    let mark = |pair: &[&str]| {
        let title = pair[0].strip_suffix("</a>").unwrap_or(pair[0]).rsplit('>').next().unwrap_or_default();
        let (until, word) = pair[1].split_once("\">").expect("a mark");
        format!("{title}: {} until {until}", word.split('<').next().unwrap_or_default())
    };
    parts.windows(2).map(mark).collect()
}

#[test]
fn lists_mark_what_changed_in_the_last_two_weeks() {
    let marks = |day| marked(&built(day), "area/index.html");
    assert_eq!(marks(date(2026, 9, 5)), [] as [&str; 0], "of a first edition all is new");
    let (gifts, refunds) = ("Gifts: new until 2026-12-15", "Refunds: changed until 2026-12-15");
    let hours = "Hours: changed until 2026-12-24";
    assert_eq!(marks(date(2026, 12, 1)), [gifts, refunds]);
    // A correction does not end what is said of the edition that it corrects.
    assert_eq!(marks(date(2026, 12, 14)), [gifts, hours, refunds]);
    assert_eq!(marks(date(2026, 12, 15)), [hours]);
    assert_eq!(marks(date(2026, 12, 24)), [] as [&str; 0]);
}

#[test]
fn home_names_them_and_leads_to_all_that_changed() {
    let recent = |day| {
        let home = main_text(&built(day), "index.html");
        let section = home.split("<section class=\"home-recent\"").nth(1).unwrap_or_default();
        section.split("</section>").next().unwrap_or_default().to_owned()
    };
    let home = recent(date(2026, 12, 5));
    assert!(home.contains("Changed in the last two weeks"), "{home}");
    assert!(home.contains("href=\"changes/2026.2/\">All that changed with edition 2026.2</a>"), "{home}");
    assert!(home.contains("href=\"area/gifts/\">Gifts</a> <span class=\"recent\""), "{home}");
    let both = recent(date(2026, 12, 12));
    let at = |part: &str| both.find(part).unwrap_or_else(|| panic!("no `{part}` in {both}"));
    assert!(
        at("href=\"area/hours/\">Hours</a></li>") < at("href=\"area/gifts/\">Gifts</a>"),
        "the latest first"
    );
    assert!(at("with edition 2026.2.1</a>") < at("with edition 2026.2</a>"));
    // Each goes by itself when its days are over, where nothing is built again.
    assert!(both.contains("<li data-news-until=\"2026-12-24\"><a href=\"area/hours/\">"), "{both}");
    assert!(both.contains("<p data-news-until=\"2026-12-15\"><a href=\"changes/2026.2/\">"), "{both}");
    assert_eq!(recent(date(2026, 12, 30)), "");
}

#[test]
fn a_page_says_since_when_it_reads_as_it_does() {
    let output = built(date(2026, 12, 12));
    let refunds = main_text(&output, "area/refunds/index.html");
    let line = "<p class=\"recent-line\" data-news-until=\"2026-12-15\">Changed on 1 December 2026. <a \
                href=\"../../changes/2026.2/area/refunds/\">What changed here</a></p>";
    assert!(refunds.contains(line), "{refunds}");
    assert!(main_text(&output, "area/gifts/index.html").contains("New since 1 December 2026.</p>"));
    assert!(!main_text(&output, "area/old/index.html").contains("recent-line"));
    // What no longer holds, or not yet, is no news.
    assert!(!text(&output, "editions/2026.2/area/refunds/index.html").contains("data-news-until"));
    let copy = text(&output, "editions/2026.2.1/area/refunds/index.html");
    assert!(copy.contains("href=\"../../../../changes/2026.2/area/refunds/\""), "{copy}");
}

#[test]
fn a_corrected_page_says_for_two_weeks_what_was_and_what_is() {
    let hours = |day| main_text(&built(day), "area/hours/index.html");
    let on = hours(date(2026, 12, 23));
    for part in [
        "aria-label=\"Corrections\"",
        "<strong>Corrected on 10 December 2026. About 2026.2.1.</strong>",
        "From <del><span class=\"unseen\">Removed: </span>nine</del><ins>",
        "<span class=\"unseen\">Added: </span>ten<span class=\"unseen\"> (end)</span></ins> to five.</p>",
        "href=\"../../changes/2026.2.1/area/hours/\">What changed here</a>",
    ] {
        assert!(on.contains(part), "no `{part}` in {on}");
    }
    assert!(!on.contains("recent-line"), "the band says it");
    assert!(!hours(date(2026, 12, 24)).contains("Corrected on"));
    assert!(!hours(date(2026, 12, 9)).contains("Corrected on"));
}

#[test]
fn a_later_edition_still_says_what_was_corrected_before_it() {
    let second = FIRST.replace("nine to five", "ten to five");
    let third = second.replace("As ever.", "Not as ever.");
    let editions = [
        ("2026.1", date(2026, 9, 1), FIRST),
        ("2026.1.1", date(2026, 12, 1), second.as_str()),
        ("2026.1.2", date(2026, 12, 3), third.as_str()),
    ];
    let output = published(&third, &history_of(&editions), date(2026, 12, 5));
    assert!(
        main_text(&output, "area/hours/index.html").contains("Corrected on 1 December 2026. About 2026.1.1.")
    );
    let old = main_text(&output, "area/old/index.html");
    assert!(
        old.contains("Corrected on 3 December 2026.") && !old.contains("1 December 2026. About"),
        "{old}"
    );
}

#[test]
fn an_urgent_page_says_it_at_its_foot_since_the_first_step_comes_first() {
    let urgent = FIRST.replace("title: Refunds\n", "title: Refunds\nurgent: true\n");
    let second = urgent.replace("amount = 40", "amount = 50");
    let corrected = second.replace("Give back", "Do give back");
    let editions = [
        ("2026.1", date(2026, 9, 1), urgent.as_str()),
        ("2026.2", date(2026, 12, 1), second.as_str()),
        ("2026.2.1", date(2026, 12, 2), corrected.as_str()),
    ];
    let output = published(&corrected, &history_of(&editions), date(2026, 12, 5));
    let page = main_text(&output, "area/refunds/index.html");
    let (body, foot) = page.split_once("<div class=\"foot\">").expect("a foot");
    assert!(!body.contains("data-news"), "{body}");
    assert!(foot.starts_with(" <aside class=\"edition-band corrected\""), "{foot}");
}

#[test]
fn what_was_withdrawn_is_no_news() {
    let (corrected, mut history) = three();
    let mut editions: Vec<_> = history.ledger.iter().cloned().collect();
    for edition in &mut editions[1..] {
        let pages = vec!["/area/hours/".into(), "/area/gifts/".into()];
        edition.withdrawn = Some(Withdrawn { date: date(2026, 12, 11), reason: "A court.".into(), pages });
    }
    history.ledger = Ledger::of(editions);
    let output = published(&corrected, &history, date(2026, 12, 12));
    assert_eq!(marked(&output, "area/index.html"), ["Refunds: changed until 2026-12-15"]);
    assert!(!main_text(&output, "area/hours/index.html").contains("data-news"));
}

#[test]
fn the_search_knows_what_is_news() {
    let output = built(date(2026, 12, 12));
    let heads = output.files().find(|(path, _)| path.as_str().starts_with("search/heads-"));
    let Some((_, Content::Bytes(bytes))) = heads else { panic!("no heads of pages") };
    let mut text = String::new();
    flate2::read::GzDecoder::new(bytes.as_ref()).read_to_string(&mut text).expect("a compressed text");
    let heads: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let heads = heads.as_array().expect("a list").iter();
    let news: Vec<String> = heads
        .filter(|head| head.get("r").is_some())
        .map(|head| format!("{} {}", head["t"], head["r"]))
        .collect();
    assert_eq!(
        news,
        [
            r#""Gifts" ["new","2026-12-15"]"#,
            r#""Hours" ["changed","2026-12-24"]"#,
            r#""Refunds" ["changed","2026-12-15"]"#
        ]
    );
}
