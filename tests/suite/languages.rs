//! Handbooks in other languages: `tests/languages/TAG` is a whole one, and every word around its own is in
//! its language too.

use std::path::Path;

use deskbook::{Options, Output, build, edge::disk};
use jiff::civil::date;

fn built(tag: &str) -> Output {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/languages").join(tag);
    let snapshot = disk::read(&root).expect("the handbook can be read");
    let built = build(&snapshot, &Options::on(date(2026, 12, 1)));
    assert_eq!(built.diagnostics, [], "{tag}");
    built.value.output
}

fn page<'a>(output: &'a Output, address: &str) -> &'a str {
    output.text(&format!("{address}index.html")).unwrap_or_else(|| panic!("nothing stands at /{address}"))
}

fn holds(html: &str, words: &[&str]) {
    for word in words {
        assert!(html.contains(word), "`{word}` is not in {html}");
    }
}

#[test]
fn a_handbook_in_arabic_runs_from_right_to_left() {
    let output = built("ar");
    holds(
        page(&output, "listening/calm/"),
        &[
            "<html lang=\"ar\" dir=\"rtl\">",
            "data-section=\"first-30-seconds\"",
            "data-section=\"hand-over\"",
            "class=\"say\"",
            "100 درهم",
            "5 أيام عمل",
            "1 نوفمبر 2026",
            "عن هذه الصفحة",
        ],
    );
    holds(page(&output, "listening/deadlines/"), &["يُعفي منها", "يجب"]);
    holds(page(&output, "help-now/"), &["<title>مساعدة الآن", "تهدئة عميل غاضب"]);
    holds(page(&output, "search/"), &["<title>بحث", "من دون برامج نصية"]);
    assert!(output.text("manifest.webmanifest").expect("a manifest").contains("\"dir\": \"rtl\""));
}

#[test]
fn a_handbook_in_french_counts_and_spaces_as_french_does() {
    let output = built("fr");
    holds(
        page(&output, "ecouter/calmer/"),
        &[
            "<html lang=\"fr-FR\" dir=\"ltr\">",
            "data-section=\"first-30-seconds\"",
            "data-section=\"hand-over\"",
            "1\u{202f}250,50\u{a0}€",
            "1 jour ouvré",
            "1er novembre 2026",
        ],
    );
    holds(page(&output, "a-z/"), &["ton qui monte", "Toutes les pages par leur titre"]);
}

/// A word of the interface that no language file has would show here as English.
#[test]
fn no_english_is_left_around_their_pages() {
    for tag in ["ar", "fr"] {
        let output = built(tag);
        let paths = output.files().map(|(path, _)| path.as_str()).filter(|path| path.ends_with(".html"));
        for path in paths {
            let html = output.text(path).expect("a page");
            for word in ["Search", "Help now", "Skip to", "On this page", "Owner", "Next", "Areas"] {
                assert!(!html.contains(word), "{tag}: {path} says `{word}`");
            }
        }
    }
}
