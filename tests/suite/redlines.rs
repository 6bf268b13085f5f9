//! Redlines: two editions of a page in, one marked page out.

use std::sync::LazyLock;

use deskbook::content::{Document, Mark, Name, Options as Reading, passages};
use deskbook::editions::redline::{self, Merged, Side};
use deskbook::editions::text;
use deskbook::handbook::{HOME, Handbook};
use deskbook::render::{self, BodySetting};
use deskbook::source::SitePath;
use deskbook::theme::{Layers, Theme};
use deskbook::{Options, Snapshot, build, view};
use jiff::civil::date;
use proptest::prelude::*;

use crate::cases;

fn handbook(text: &str) -> (Snapshot, Handbook) {
    let snapshot = Snapshot::fixture(text);
    let options = Options::on(date(2026, 12, 1));
    let handbook = build(&snapshot, &options).value.handbook;
    (snapshot, handbook)
}

/// Returns the home page's redline between two handbooks; a line `----` stands between them.
fn redline(case: &str) -> String {
    let (old, new) = case.split_once("\n----\n").expect("two editions");
    let ((_, old), (snapshot, new)) = (handbook(&format!("{old}\n")), handbook(new));
    let theme = Theme::read(&Layers::read(&snapshot, &new.shared.config).value).value;
    let setting = BodySetting::new(theme.templates.clone(), &new.shared);
    let name = |handbook: &Handbook, page: usize| handbook.pages[page].url.to_string();
    let old_reads = redline::reads(&old, &old.pages[HOME], |page| name(&old, page));
    let new_reads = redline::reads(&new, &new.pages[HOME], |page| name(&new, page));
    let merged = redline::merge(
        Side { document: &old.pages[HOME].document, reads: &old_reads },
        Side { document: &new.pages[HOME].document, reads: &new_reads },
    );
    let body = |handbook: &Handbook| view::body(handbook, HOME, String::new());
    let (view, _) = redline::view(&merged, &body(&old), &body(&new));
    let body = render::body(&setting, &view, &merged.document, None);
    assert!(body.diagnostics.is_empty(), "{:?}", body.diagnostics);
    format!("{}\n", body.value.html())
}

#[test]
fn every_case_is_marked_as_its_file_says() {
    cases::run("redlines", redline);
}

fn parse(text: &str) -> Document {
    let path = SitePath::new("content/index.md").expect("a path");
    deskbook::content::parse(&path, text, &LABELS).value
}

static LABELS: LazyLock<Reading> = LazyLock::new(labels);

/// The labels of the English theme, without which blocks have no parts.
fn labels() -> Reading {
    let (_, handbook) = handbook("# Home\n");
    Reading { labels: handbook.shared.language.labels().clone(), ..Reading::default() }
}

/// Returns what the references of a document read as when all values amount to `amount`.
fn reads(document: &Document, amount: &str) -> Vec<String> {
    let read = |name: &Name| match name {
        Name::Link(text) | Name::Image(text) => text.clone(),
        _ => amount.to_owned(),
    };
    document.references.iter().map(|reference| read(&reference.name)).collect()
}

fn merge(old: &Document, new: &Document, amounts: [&str; 2]) -> Merged {
    let (old_reads, new_reads) = (reads(old, amounts[0]), reads(new, amounts[1]));
    redline::merge(Side { document: old, reads: &old_reads }, Side { document: new, reads: &new_reads })
}

/// Returns the words of a document, passage by passage.
fn words(document: &Document, amount: &str) -> Vec<String> {
    let passages = passages(document, |_| amount);
    let words = passages.iter().flat_map(|passage| text::words(&passage.text));
    words.map(std::borrow::Cow::into_owned).collect()
}

/// Returns the words of one side of a merged document, whose references are named by what they read.
fn side_words(document: &Document) -> Vec<String> {
    let passages = passages(document, |name| match name {
        Name::Value(amount) => amount,
        _ => "",
    });
    let words = passages.iter().flat_map(|passage| text::words(&passage.text));
    words.map(std::borrow::Cow::into_owned).collect()
}

/// Holds a redline to its law: each side taken out again reads as it did.
fn check(old: &Document, new: &Document, amounts: [&str; 2]) {
    let merged = merge(old, new, amounts);
    // A literal amount may have become a value that reads alike: each reference keeps its side's amount.
    let mut shown = merged.document.clone();
    for (number, reference) in shown.references.iter_mut().enumerate() {
        let amount = if number < new.references.len() { amounts[1] } else { amounts[0] };
        reference.name = Name::Value(amount.to_owned());
    }
    for (mark, document, amount) in [(Mark::Removed, old, amounts[0]), (Mark::Added, new, amounts[1])] {
        let (found, expected) = (side_words(&redline::side(&shown, mark)), words(document, amount));
        let at = found.iter().zip(&expected).take_while(|(found, expected)| found == expected).count();
        let around = |words: &[String]| words[at.saturating_sub(5)..(at + 5).min(words.len())].join(" ");
        assert!(
            found == expected,
            "{mark:?}: `{}` became `{}`\n{}\n-----\n{}",
            around(&expected),
            around(&found),
            old.source,
            new.source
        );
    }
    let nodes = &merged.document.nodes;
    for (number, node) in nodes.iter().enumerate() {
        assert!(node.end() > number && node.end() <= nodes.len());
    }
    let ids: Vec<&str> = merged.document.headings.iter().map(|heading| heading.id.as_str()).collect();
    assert_eq!(ids, new.headings.iter().map(|heading| heading.id.as_str()).collect::<Vec<_>>());
}

/// Returns every page of the sample.
fn sample() -> &'static [(String, String)] {
    static SAMPLE: LazyLock<Vec<(String, String)>> = LazyLock::new(read_sample);
    &SAMPLE
}

fn read_sample() -> Vec<(String, String)> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let snapshot = deskbook::edge::disk::read(root).expect("the sample");
    let texts = snapshot
        .files()
        .filter(|(path, _)| path.as_str().ends_with(".md") && path.below("content").is_some());
    texts
        .filter_map(|(path, _)| Some((path.to_string(), snapshot.text(path.as_str())?.to_string())))
        .collect()
}

#[test]
fn a_page_against_itself_has_no_marks() {
    for (path, text) in sample() {
        let document = parse(text);
        let merged = merge(&document, &document, ["£50", "£50"]);
        assert!(!merged.is_changed(), "{path}");
    }
}

#[test]
fn pages_of_the_sample_against_each_other_keep_their_words() {
    let pages: Vec<Document> = sample().iter().map(|(_, text)| parse(text)).collect();
    for pair in pages.windows(2) {
        check(&pair[0], &pair[1], ["£50", "£75"]);
        check(&pair[1], &pair[0], ["£50", "£50"]);
    }
}

/// A change that a person could make, at a place given as a share of the page.
#[derive(Clone, Debug)]
enum Edit {
    Word(f64, &'static str),
    Delete(f64, usize),
    Double(f64, usize),
    Move(f64, f64, usize),
    Insert(f64, &'static str),
}

const WORDS: &[&str] = &[
    "must",
    "should",
    "£75",
    "**now**",
    "“so”",
    "[here](#steps)",
    "{{ value.refund }}",
    "`x`",
    "",
    "–",
    "a(b",
];
const LINES: &[&str] = &[
    "## New section\n",
    "\nWrite it down, then say what happens next.\n\n",
    "- one more item\n  - and one in it\n",
    "| a | b |\n| --- | --- |\n| c | {{ value.refund }} |\n",
    "::: rule level=must waiver=none\nYou must.\n\nBecause.\n:::\n",
    "> quoted\n\n",
    "[^1]: A note.\n",
    "1. **Name** and text[^1]\n",
    "\n",
];

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let place = || 0.0..1.0;
    let edit = prop_oneof![
        4 => (place(), proptest::sample::select(WORDS)).prop_map(|(at, word)| Edit::Word(at, word)),
        1 => (place(), 1..9usize).prop_map(|(at, lines)| Edit::Delete(at, lines)),
        1 => (place(), 1..9usize).prop_map(|(at, lines)| Edit::Double(at, lines)),
        1 => (place(), place(), 1..20usize).prop_map(|(from, to, lines)| Edit::Move(from, to, lines)),
        1 => (place(), proptest::sample::select(LINES)).prop_map(|(at, line)| Edit::Insert(at, line)),
    ];
    proptest::collection::vec(edit, 1..12)
}

fn edited(text: &str, edits: &[Edit]) -> String {
    let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a place"
    )]
    let place = |at: f64, lines: &[String]| ((lines.len() as f64) * at) as usize;
    for edit in edits {
        match edit {
            Edit::Word(at, word) => {
                let at = place(*at, &lines);
                if let Some(line) = lines.get_mut(at) {
                    let mut words: Vec<&str> = line.split(' ').collect();
                    let middle = words.len() / 2;
                    words[middle] = word;
                    *line = format!("{}\n", words.join(" ").trim_end());
                }
            }
            Edit::Delete(at, count) => {
                let at = place(*at, &lines);
                lines.drain(at..(at + count).min(lines.len()));
            }
            Edit::Double(at, count) => {
                let at = place(*at, &lines);
                let doubled: Vec<String> = lines[at..(at + count).min(lines.len())].to_vec();
                lines.splice(at..at, doubled);
            }
            Edit::Move(from, to, count) => {
                let from = place(*from, &lines);
                let moved: Vec<String> = lines.drain(from..(from + count).min(lines.len())).collect();
                let to = place(*to, &lines);
                lines.splice(to..to, moved);
            }
            Edit::Insert(at, line) => {
                let at = place(*at, &lines);
                lines.insert(at, (*line).to_owned());
            }
        }
    }
    lines.concat()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_edit_of_a_sample_page_keeps_the_words_of_both_sides(
        page in 0..60usize,
        before in edits(),
        edits in edits(),
        amounts in proptest::sample::select(vec![["£50", "£75"], ["14 days", "14 days"], ["", "2 weeks"]]),
    ) {
        let pages = sample();
        let old = edited(&pages[page % pages.len()].1, &before);
        let new = edited(&old, &edits);
        check(&parse(&old), &parse(&new), amounts);
    }

    #[test]
    fn any_two_texts_keep_their_words(old in "[ab.,*_`(£ 0-3\\[\\]|>#:\n-]{0,80}", new in "[ab.,*_`(£ 0-3\\[\\]|>#:\n-]{0,80}") {
        check(&parse(&old), &parse(&new), ["£50", "£75"]);
    }
}

#[test]
fn a_quotation_mark_alone_keeps_two_words_apart() {
    check(&parse("0\n1(£`£"), &parse("0(£_*"), ["£50", "£75"]);
    check(&parse("Cut 5\"10 long"), &parse("Cut 5 feet long"), ["£50", "£75"]);
}

#[test]
fn a_line_without_end_keeps_its_words_too() {
    let turns =
        |by: usize| -> String { (0..7000).map(|at| ["give ", "it ", "back "][at * at / by % 3]).collect() };
    check(&parse(&turns(7)), &parse(&turns(11)), ["£50", "£75"]);
}
