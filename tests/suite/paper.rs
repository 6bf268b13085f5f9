//! The sheets of an edition: the brief for a team, and the sheet to sign.

use deskbook::Output;
use deskbook::editions::ledger::Withdrawn;
use deskbook::editions::{Edition, Ledger};
use jiff::civil::date;

use crate::editions::{edition, history_of, main_text, published};

const FIRST: &str = "\
# Handbook

[Refunds](refunds.md), [hours](hours.md), [old](old.md)
//- content/refunds.md
---
title: Refunds
code: R1
for: [adviser, lead]
---
Give back up to {{ value.refund }} at once, without asking.

::: rule level=should waiver=lead
Whoever takes the call should say sorry.

Because it helps.
:::
//- content/hours.md
---
title: Hours
for: [adviser]
---
From nine to five.
//- content/old.md
# Old

It \"goes\".
//- content/_data/values.toml
[refund]
amount = 40
unit = \"money\"
//- content/_data/roles.toml
[adviser]
title = \"adviser\"
[lead]
title = \"team leader\"
";

fn second() -> String {
    FIRST
        .replace("amount = 40", "amount = 50")
        .replace("level=should", "level=must")
        .replace("call should", "call must")
        .replace("nine to five", "ten to five")
        .replace(", [old](old.md)", ", [gifts](gifts.md)")
        .replace(
            "content/old.md\n# Old\n\nIt \"goes\".",
            "content/gifts.md\n---\ntitle: Gifts\nfor: [lead]\n---\nNone.",
        )
}

fn built(second: &str) -> Output {
    let editions = [("2026.1", date(2026, 9, 1), FIRST), ("2026.2", date(2026, 12, 1), second)];
    published(second, &history_of(&editions), date(2026, 12, 5))
}

/// Returns a text without its markup.
fn plain(html: &str) -> String {
    let mut text = String::new();
    for part in html.split('<') {
        text.push_str(part.split_once('>').map_or("", |(_, behind)| behind));
        text.push(' ');
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_brief_says_what_changed_and_who_must_read_it() {
    let output = built(&second());
    let brief = plain(&main_text(&output, "changes/2026.2/print/brief/index.html"));
    assert_eq!(
        brief,
        "Handbook Team brief: edition 2026.2 In force from 1 December 2026. About 2026.2. \
         Amounts, times and counts Name Was Is refund £40 £50 \
         Rules that bind more or less than before Removed: should Added: must Whoever takes the call must say sorry. \
         Pages Changed Handbook Refunds, hours, Removed: old Added: gifts (end) Changed Hours From Removed: nine Added: ten (end) to five. \
         Changed R1 Refunds Give back up to Removed: £40 Added: £50 (end) at once, without asking. \
         Whoever takes the call Removed: should Added: must (end) say sorry. \
         New Gifts Gone Old \
         Must read again adviser Hours, R1 team leader Gifts, R1 \
         All that changed, word by word: https://example.com/h/changes/2026.2/ Sheet to sign"
    );
    let summary = main_text(&output, "changes/2026.2/index.html");
    assert!(summary.contains("href=\"print/brief/\">Brief for your team</a>"), "{summary}");
    assert!(summary.contains("href=\"print/sign-off/\">Sheet to sign</a>"), "{summary}");
}

/// Returns what stands on the sheet to sign in each row: code, page, for whom.
fn rows(output: &Output, id: &str) -> Vec<String> {
    let sheet = main_text(output, &format!("changes/{id}/print/sign-off/index.html"));
    let table = sheet.split("<tbody>").nth(1).expect("a table").split("</tbody>").next().unwrap_or_default();
    table.split("</tr>").map(plain).filter(|row| !row.is_empty()).collect()
}

#[test]
fn the_sheet_to_sign_has_a_code_for_the_words_of_each_page() {
    let output = built(&second());
    let after = rows(&output, "2026.2");
    let titles: Vec<&str> = after.iter().map(|row| &row[10..]).collect();
    assert_eq!(titles, ["Handbook", "Gifts team leader", "Hours adviser", "Refunds adviser, team leader"]);
    let code = &after[2][..9];
    assert!(code.chars().all(|sign| sign.is_ascii_alphanumeric() || sign == '-'), "{code}");
    // The page itself shows the code, so that what was read can be compared with what is signed.
    let page = main_text(&output, "hours/index.html");
    assert!(page.contains(&format!("Code of its words: {code}.")), "{page}");
    let before = rows(&output, "2026.1");
    assert_eq!(before.len(), 4, "of a first edition all pages: {before:?}");
    assert!(before[1][10..].starts_with("Hours") && before[1][..9] != *code);
    let sheet = main_text(&output, "changes/2026.2/print/sign-off/index.html");
    assert!(sheet.contains("I have read these pages as edition 2026.2 has them, under these codes."));
    assert_eq!(sheet.matches("<tr><td></td><td></td><td></td></tr>").count(), 10);
}

#[test]
fn typography_moves_no_code_and_words_do() {
    let typography = second().replace("From ten to five.", "From *ten*\nto five!");
    let word = second().replace("From ten to five.", "From ten to six.");
    let [plain, typography, word] = [second(), typography, word].map(|text| rows(&built(&text), "2026.2"));
    assert_eq!(plain, typography);
    assert_ne!(plain[2], word[2]);
    assert_eq!(plain[3], word[3]);
}

#[test]
fn what_was_accepted_afterwards_moves_no_code() {
    let second = second();
    let editions = [("2026.1", date(2026, 9, 1), FIRST), ("2026.2", date(2026, 12, 1), second.as_str())];
    let mut history = history_of(&editions);
    let released = "0".repeat(64);
    let hash = {
        let options = deskbook::Options::on(date(2026, 12, 5));
        let handbook = deskbook::build(&history.snapshots["2026.2"], &options).value.handbook;
        deskbook::editions::words::hashes(&handbook)
    };
    let accepted = deskbook::editions::ledger::Accepted {
        page: "/hours/".into(),
        hash: hash["/hours/"].clone(),
        date: date(2026, 12, 2),
        reason: "A newer parser.".into(),
    };
    let mut pages = hash;
    pages.insert("/hours/".into(), released);
    let later = Edition { pages, accepted: vec![accepted], ..edition("2026.2", date(2026, 12, 1)) };
    history.ledger = Ledger::of(vec![edition("2026.1", date(2026, 9, 1)), later]);
    let output = published(&second, &history, date(2026, 12, 5));
    assert_eq!(rows(&output, "2026.2")[2], "0000-0000 Hours adviser");
}

#[test]
fn of_a_withdrawn_edition_nothing_is_printed() {
    let second = second();
    let editions = [("2026.1", date(2026, 9, 1), FIRST), ("2026.2", date(2026, 12, 1), second.as_str())];
    let mut history = history_of(&editions);
    let withdrawn = Withdrawn { date: date(2026, 12, 2), reason: "A court.".into(), pages: Vec::new() };
    let later = Edition { withdrawn: Some(withdrawn), ..edition("2026.2", date(2026, 12, 1)) };
    history.ledger = Ledger::of(vec![edition("2026.1", date(2026, 9, 1)), later]);
    let output = published(&second, &history, date(2026, 12, 5));
    assert!(output.text("changes/2026.2/print/brief/index.html").is_none());
    assert!(output.text("changes/2026.2/print/sign-off/index.html").is_none());
    assert!(!main_text(&output, "changes/2026.2/index.html").contains("Sheet to sign"));
    assert!(output.text("changes/2026.1/print/brief/index.html").is_some());
}

#[test]
fn the_brief_of_a_large_edition_counts_what_has_no_room() {
    let many = |word: &str| -> String {
        let pages = (0..80).map(|n| {
            format!("//- content/page-{n:02}.md\n---\ntitle: Page {n:02}\nfor: [lead]\n---\n{word} words.\n")
        });
        let links: String = (0..80).map(|n| format!("[{n}](page-{n:02}.md) ")).collect();
        let roles = "//- content/_data/roles.toml\n[lead]\ntitle = \"team leader\"\n";
        format!("# Home\n\n{links}\n{}{roles}", pages.collect::<String>())
    };
    let (old, new) = (many("Some"), many("Other"));
    let editions = [("1", date(2026, 9, 1), old.as_str()), ("2", date(2026, 12, 1), new.as_str())];
    let output = published(&new, &history_of(&editions), date(2026, 12, 5));
    let brief = plain(&main_text(&output, "changes/2/print/brief/index.html"));
    let shown = brief.matches("Changed Page").count();
    assert!((20..40).contains(&shown), "{brief}");
    assert!(brief.contains(&format!("and {} more", 80 - shown)), "{brief}");
    assert!(brief.contains("Must read again team leader all of these pages"), "{brief}");
    assert_eq!(rows(&output, "2").len(), 80, "whoever signs needs all of them");
}
