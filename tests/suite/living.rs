//! What changes from day to day reaches the edition in force without a release, and no word with it.

use deskbook::editions::words::hashes;
use deskbook::editions::{History, Ledger};
use deskbook::search::{Filter, search};
use deskbook::{Built, Level, Options, Progress, Snapshot, build, build_editions};
use jiff::civil::date;

use crate::editions::{history_of, main_text, text};

const RELEASED: &str = "\
# Handbook

[Refunds](refunds.md), [gifts](gifts.md), [hours](hours.md)
//- content/refunds.md
---
title: Refunds
id: refunds
owner: lead
reviewed: 2026-08-01
review_every: 12
aliases: [reimburse]
related: [gifts.md]
---
Give back up to {{ value.refund }}.
//- content/gifts.md
---
title: Gifts
---
Take none, ever.
//- content/hours.md
---
title: Hours
reviewed: 2026-08-01
aliases: [opening times]
---
From nine to five.
//- content/_data/values.toml
[refund]
amount = 40
unit = \"money\"
//- content/_data/roles.toml
[lead]
title = \"team leader\"
";

/// Returns the edition of that handbook, with the hashes of its words.
fn history() -> History {
    let mut history = history_of(&[("2026.1", date(2026, 9, 1), RELEASED)]);
    let handbook = build(&Snapshot::fixture(RELEASED), &Options::on(date(2026, 9, 1))).value.handbook;
    let mut edition = history.ledger.get("2026.1").expect("it").clone();
    edition.pages = hashes(&handbook);
    history.ledger = Ledger::of(vec![edition]);
    history
}

fn built(today: &str, history: &History) -> Built {
    let today = Snapshot::fixture(today);
    let built = build_editions(&today, history, &Options::on(date(2026, 12, 1)), &Progress::default());
    let errors: Vec<_> = built.diagnostics.iter().filter(|finding| finding.level == Level::Error).collect();
    assert!(errors.is_empty(), "{errors:?}");
    built.value
}

/// Returns the address of the page that a search at the root finds first.
fn found(built: &Built, query: &str) -> Option<String> {
    let (hits, _) = search(&built.search, query, Filter::default());
    let hit = hits.first()?;
    Some(built.handbook.pages[built.search.pages[hit.page].page].url.as_str().to_owned())
}

fn edited(edits: &[(&str, &str)]) -> String {
    edits.iter().fold(RELEASED.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replace(from, to)
    })
}

#[test]
fn a_review_and_the_words_people_use_need_no_release() {
    let today = edited(&[
        ("id: refunds\nowner: lead\nreviewed: 2026-08-01", "id: refunds\nowner: lead\nreviewed: 2026-11-20"),
        ("aliases: [reimburse]\nrelated: [gifts.md]", "aliases: [moneyback, reimburse]\nrelated: [hours.md]"),
    ]) + "//- content/_data/search.toml\nsynonyms = [[\"opening\", \"doorbell\"]]\n";
    let history = history();
    let built = built(&today, &history);
    assert_eq!(
        Some(hashes(&built.handbook)),
        history.ledger.get("2026.1").map(|edition| edition.pages.clone())
    );
    let page = text(&built.output, "refunds/index.html");
    assert!(page.contains("<time datetime=\"2026-11-20\">20 November 2026</time>"), "{page}");
    let foot = page.split("class=\"related\"").nth(1).and_then(|rest| rest.split("</section>").next());
    assert!(foot.is_some_and(|foot| foot.contains("../hours/") && !foot.contains("../gifts/")), "{foot:?}");
    let programs = text(&built.output, "pages.json");
    assert!(programs.contains("\"next_review\":\"2027-11-20\""), "{programs}");
    assert_eq!(found(&built, "moneyback").as_deref(), Some("refunds/"));
    assert_eq!(found(&built, "doorbell").as_deref(), Some("hours/"));
    assert!(main_text(&built.output, "a-z/index.html").contains("moneyback"));
    // Whoever leads to a page is known from what is read next today.
    let from = |page: &str| text(&built.output, page).contains("../refunds/\">Refunds</a></li>");
    assert!(from("hours/index.html") && !from("gifts/index.html"));
    assert_eq!(built.in_force.expect("it is in force").unpublished, 0, "all of it is published");
    // Its permanent address holds what was released.
    let released = text(&built.output, "editions/2026.1/refunds/index.html");
    assert!(released.contains("datetime=\"2026-08-01\"") && !released.contains("2026-11-20"));
    assert!(!main_text(&built.output, "editions/2026.1/a-z/index.html").contains("moneyback"));
}

#[test]
fn what_did_not_change_is_the_page_that_was_released() {
    let history = history();
    let (same, other) =
        (built(RELEASED, &history), built(&edited(&[("[reimburse]", "[moneyback]")]), &history));
    let differing = |path: &str| text(&same.output, path) != text(&other.output, path);
    assert!(differing("a-z/index.html") && !differing("hours/index.html") && !differing("index.html"));
}

#[test]
fn who_confirmed_other_words_did_not_confirm_these() {
    for other in [("Give back up to", "Offer up to"), ("amount = 40", "amount = 50")] {
        let today = edited(&[
            ("reviewed: 2026-08-01\nreview_every", "reviewed: 2026-11-20\nreview_every"),
            ("[reimburse]", "[moneyback]"),
            other,
        ]);
        let built = built(&today, &history());
        let page = text(&built.output, "refunds/index.html");
        assert!(page.contains("datetime=\"2026-08-01\""), "{page}");
        assert!(page.contains("Give back up to") && page.contains("£40"), "{page}");
        assert_eq!(found(&built, "moneyback").as_deref(), Some("refunds/"));
    }
}

#[test]
fn a_page_is_known_where_it_stands_now() {
    // One moved with its identity, one says where it stood, and what is read next is neither new nor gone.
    let today = edited(&[
        ("content/refunds.md", "content/money/back.md"),
        ("[Refunds](refunds.md)", "[Refunds](money/back.md)"),
        ("[reimburse]", "[moneyback]"),
        ("related: [gifts.md]", "related: [../times.md, new.md]"),
        ("content/hours.md\n---\n", "content/times.md\n---\nold_paths: [hours.md]\n"),
        ("[hours](hours.md)", "[hours](times.md)"),
        ("[opening times]", "[doorbell]"),
    ]) + "//- content/money/new.md\n# New\n\nNot there before.\n";
    let built = built(&today, &history());
    assert_eq!(found(&built, "moneyback").as_deref(), Some("refunds/"));
    assert_eq!(found(&built, "doorbell").as_deref(), Some("hours/"));
    let page = text(&built.output, "refunds/index.html");
    assert!(page.contains("<a href=\"../hours/\">Hours</a></li>") && !page.contains("New"), "{page}");
}

#[test]
fn a_page_that_only_reads_alike_is_another() {
    let long = "Listen until they are done, then say what you heard in their own words and ask whether you \
                heard it right before you offer anything at all to them.";
    let released = RELEASED.replace("Take none, ever.", long);
    let history = history_of(&[("2026.1", date(2026, 9, 1), &released)]);
    let today = released
        .replace(
            "content/gifts.md\n---\ntitle: Gifts",
            "content/other.md\n---\ntitle: Other\naliases: [moneyback]",
        )
        .replace("[gifts](gifts.md)", "[others](other.md)")
        .replace("gifts.md", "other.md");
    assert_eq!(found(&built(&today, &history), "moneyback"), None);
}

#[test]
fn of_a_withdrawn_page_nothing_comes_back() {
    let mut history = history();
    let mut edition = history.ledger.get("2026.1").expect("it").clone();
    edition.withdrawn = Some(deskbook::editions::ledger::Withdrawn {
        date: date(2026, 11, 1),
        reason: "A court.".into(),
        pages: vec!["refunds".into()],
    });
    history.ledger = Ledger::of(vec![edition]);
    let built = built(&edited(&[("[reimburse]", "[moneyback]")]), &history);
    assert_eq!(found(&built, "moneyback"), None);
    assert!(!main_text(&built.output, "a-z/index.html").contains("moneyback"));
    assert!(!text(&built.output, "refunds/index.html").contains("class=\"related\""));
}
