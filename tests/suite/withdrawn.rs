//! What was withdrawn stands nowhere in what is published, and its address says so.

use std::io::Read;

use deskbook::editions::ledger::Withdrawn;
use deskbook::editions::{Edition, History, Ledger};
use deskbook::output::Content;
use deskbook::source::Blob;
use deskbook::{Options, Output, Progress, Snapshot, build_editions, publish};
use jiff::civil::date;

use crate::editions::{edition, main_text, text};

/// A page full of words that stand nowhere else.
const PLANTED: &str = "\
//- content/area/complaint.md
---
title: Xylograph against Quorndon
id: complaint
code: Q7
kind: playbook
summary: Use this when a zyzzyva calls.
aliases: [brouhaha, kerfuffle, hullabaloo]
sources: [\"Wapentake, volume nine\"]
urgent: true
old_paths: [/was-here/]
---
## Gallimaufry

A *flibbertigibbet* may have {{ value.refund }}. ![A gobbledygook](secret.png) [The collywobbles](secret.pdf)

- **Say** \"Cattywampus.\"
- **Not** \"Widdershins.\"

::: rule level=must
Never lollygag.

Because of the skulduggery.
:::

| Snollygoster | Bumfuzzle |
| --- | --- |
| taradiddle | `cabotage` |
//- content/area/secret.png
a picture of the bamboozled
//- content/area/secret.pdf
a letter to the discombobulated
";

/// No part of them is a part of an ordinary word.
const WORDS: &str = "xylograph quorndon zyzzyva brouhaha kerfuffle hullabaloo wapentake gallimaufr flibbertigibbet \
                     gobbledygook collywobbl cattywampus widdershin lollygag skulduggery snollygoster bumfuzzl taradiddl \
                     cabotage secret.p";

const REST: &str = "\
# Handbook

[The case](area/complaint.md), [others](area/other.md), [shared](shared.png)
//- content/shared.png
a picture for all
//- content/area/index.md
# Area

See [the case](complaint.md).
//- content/area/other.md
---
title: Other
related: [complaint.md]
---
Give back {{ value.refund }}. ![Shared](../shared.png)
//- content/_data/values.toml
[refund]
amount = 50
unit = \"money\"
";

/// Three editions: before the page, with it, and with its words changed.
fn history(withdrawn: &[(&str, Option<&str>)]) -> History {
    let later = PLANTED.replace("may have", "must have");
    let files = [
        ("2026.1", REST.replace("amount = 50", "amount = 40")),
        ("2026.2", format!("{REST}{PLANTED}")),
        ("2026.3", format!("{REST}{later}")),
    ];
    let days = [date(2026, 9, 1), date(2026, 11, 1), date(2026, 12, 1)];
    let record = |(number, (id, text)): (usize, &(&str, String))| {
        let handbook = deskbook::build(&Snapshot::fixture(text), &options()).value.handbook;
        let pages = deskbook::editions::words::hashes(&handbook);
        let withdrawn = withdrawn.iter().find(|(edition, _)| edition == id).map(|(_, page)| Withdrawn {
            date: date(2026, 12, 5),
            reason: "By order of the court.".into(),
            pages: page.iter().map(|page| (*page).to_owned()).collect(),
        });
        Edition { pages, withdrawn, ..edition(id, days[number]) }
    };
    let ledger = Ledger::of(files.iter().enumerate().map(record).collect());
    let snapshots = files.map(|(id, text)| (id.to_owned(), Snapshot::fixture(&text)));
    History { ledger, snapshots: snapshots.into(), ..History::default() }
}

fn options() -> Options {
    Options { base_url: Some("https://example.com/".into()), ..Options::on(date(2026, 12, 10)) }
}

fn built(history: &History) -> Output {
    let today = format!("{REST}//- content/area/complaint.md\n# The case\n\nIt is being written anew.\n");
    let today = Snapshot::fixture(&today);
    let built = build_editions(&today, history, &options(), &Progress::default());
    let errors = built.diagnostics.iter().filter(|finding| finding.level == deskbook::Level::Error);
    let errors: Vec<&str> = errors.map(|finding| finding.message.as_str()).collect();
    assert!(errors.is_empty(), "{errors:?}");
    built.value.output
}

/// Returns everything that can be read in a file, in small letters.
fn readable(path: &str, content: &Content, history: &History) -> String {
    let bytes = match content {
        Content::Bytes(bytes) if path.ends_with(".bin") => {
            let mut text = Vec::new();
            flate2::read::GzDecoder::new(bytes.as_ref()).read_to_end(&mut text).expect("a compressed file");
            // Words are cut where they agree with the one before: their ends still stand there.
            text
        }
        Content::Bytes(_) | Content::Framed(_) => content.bytes().expect("no copy").to_vec(),
        Content::Copy(path, blob) => {
            let kept = history.snapshots.values().any(|files| files.get(path.as_str()).is_some());
            assert!(kept, "{path} comes from nowhere");
            format!("{path} {}", blob.sha256).into_bytes()
        }
    };
    format!("{path} {}", String::from_utf8_lossy(&bytes)).to_lowercase()
}

/// Returns what must not be read anywhere: the planted words, and what knows the files by their bytes.
fn planted() -> Vec<String> {
    let files = ["a picture of the bamboozled\n", "a letter to the discombobulated\n"];
    let hashes = files.map(|bytes| Blob::of(bytes.as_bytes()).sha256.to_string());
    WORDS.split_whitespace().map(str::to_owned).chain(hashes).collect()
}

/// Returns what was planted and stands anywhere, each with a file.
fn found(output: &Output, history: &History) -> Vec<String> {
    let (planted, mut found) = (planted(), Vec::new());
    for (path, content) in output.files() {
        let text = readable(path.as_str(), content, history);
        let words = planted.iter().filter(|word| text.contains(*word));
        found.extend(words.map(|word| format!("{word} in {path}")));
    }
    found
}

#[test]
fn without_a_withdrawal_every_planted_word_is_published() {
    let history = history(&[]);
    let found = found(&built(&history), &history);
    for word in planted() {
        assert!(found.iter().any(|known| known.starts_with(&word)), "{word} is looked for in vain");
    }
}

#[test]
fn a_withdrawn_page_stands_in_no_file() {
    let history = history(&[("2026.2", Some("complaint")), ("2026.3", Some("complaint"))]);
    let output = built(&history);
    assert_eq!(found(&output, &history), [] as [&str; 0]);
    assert_eq!(found(&publish::portable(&output, options().date), &history), [] as [&str; 0]);
    let says = "This page was withdrawn from edition 2026.3 on 5 December 2026. By order of the court.";
    for path in ["area/complaint/index.html", "editions/2026.3/area/complaint/index.html"] {
        assert!(main_text(&output, path).contains(says), "{}", main_text(&output, path));
        assert!(text(&output, path).contains("noindex"));
    }
    for path in ["was-here/index.html", "q7/index.html", "editions/2026.2/was-here/index.html"] {
        assert!(text(&output, path).contains("area/complaint/"), "{path} leads there");
    }
    let list = main_text(&output, "editions/index.html");
    assert!(list.contains("One page withdrawn on 5 December 2026. By order of the court."), "{list}");
    let changes = main_text(&output, "changes/2026.3/index.html");
    assert!(changes.contains("<b>Edition 2026.2:</b> One page withdrawn on 5 December 2026."), "{changes}");
    assert!(output.text("changes/2026.3/area/complaint/index.html").is_none());
    // What other pages need stays, and so do they.
    assert!(output.get("editions/2026.2/shared.png").is_some());
    assert!(text(&output, "editions/2026.2/area/other/index.html").contains("Give back"));
}

#[test]
fn words_of_another_edition_stay_where_they_are_not_withdrawn() {
    let history = history(&[("2026.2", Some("complaint"))]);
    let output = built(&history);
    assert!(text(&output, "area/complaint/index.html").contains("flibbertigibbet"));
    assert!(!text(&output, "editions/2026.2/area/complaint/index.html").contains("flibbertigibbet"));
    // A redline would show what was withdrawn beside what came after it.
    assert!(output.text("changes/2026.3/area/complaint/index.html").is_none());
    assert!(!main_text(&output, "changes/2026.3/index.html").contains("Xylograph"));
}

#[test]
fn of_a_withdrawn_edition_only_its_addresses_are_left() {
    let history = history(&[("2026.2", None), ("2026.3", None)]);
    let output = built(&history);
    assert_eq!(found(&output, &history), [] as [&str; 0]);
    let says = "Edition 2026.2 was withdrawn on 5 December 2026. By order of the court.";
    for path in ["", "area/", "area/other/", "a-z/"] {
        let path = format!("editions/2026.2/{path}index.html");
        assert!(main_text(&output, &path).contains(says), "{path}");
    }
    assert!(!text(&output, "editions/2026.2/area/other/index.html").contains("Give back"));
    assert!(output.get("editions/2026.2/shared.png").is_none());
    assert!(text(&output, "editions/2026.1/area/other/index.html").contains("£40"));
    let changes = main_text(&output, "changes/2026.2/index.html");
    assert!(changes.contains("Withdrawn on 5 December 2026.") && !changes.contains("£"), "{changes}");
    assert!(text(&output, "editions.json").contains("\"reason\": \"By order of the court.\""));
}
