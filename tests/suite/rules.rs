//! The page of every rule: its shape, and its examples, which must do what the page says.
//!
//! A page shows at least one bad and one good handbook, each a fixture in one string. Here they are
//! built like any other: a bad one must break its rule; a good one must keep it, and no error may
//! come out of it. What the findings say is read as well. All failures come at once, each with the
//! example and what was found in it.

use std::collections::BTreeSet;
use std::mem::take;
use std::path::Path;
use std::sync::LazyLock;

use deskbook::editions::release::{Candidate, Last, check};
use deskbook::editions::{self, Edition, History, Ledger};
use deskbook::external::{self, Answer};
use deskbook::handbook::Handbook;
use deskbook::live::{Archive, Live};
use deskbook::source::{Blob, File};
use deskbook::{
    Cache, Diagnostic, Level, Options, Progress, RULES, Rule, Snapshot, edge, find_rule, rebuild,
};
use jiff::civil::date;
use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Parser, Tag, TagEnd};

/// A rule's page, taken apart.
struct Page {
    rule: &'static Rule,
    headings: Vec<(HeadingLevel, String)>,
    examples: Vec<Example>,
}

/// A handbook that a page shows, and what was found in it.
struct Example {
    /// The heading that it stands under.
    under: String,
    /// What stands behind the opening of its fence.
    info: String,
    text: String,
    findings: Vec<Diagnostic>,
}

/// Every page; its examples are built once for all tests, and share what a cache may keep.
static PAGES: LazyLock<Vec<Page>> = LazyLock::new(|| {
    let mut cache = Cache::default();
    RULES.iter().map(|rule| read(rule, &mut cache)).collect()
});

fn read(rule: &'static Rule, cache: &mut Cache) -> Page {
    let mut page = Page { rule, headings: Vec::new(), examples: Vec::new() };
    let (mut text, mut info) = (String::new(), String::new());
    for event in Parser::new(rule.page) {
        match event {
            Event::Start(Tag::Heading { .. }) => text.clear(),
            Event::Start(Tag::CodeBlock(kind)) => {
                text.clear();
                info = match kind {
                    CodeBlockKind::Fenced(info) => info.into_string(),
                    CodeBlockKind::Indented => String::new(),
                };
            }
            Event::Text(part) | Event::Code(part) => text.push_str(&part),
            Event::End(TagEnd::Heading(level)) => page.headings.push((level, take(&mut text))),
            Event::End(TagEnd::CodeBlock) => {
                let under = page.headings.last().map_or("", |(_, heading)| heading).to_owned();
                let findings = findings(&info, &text, cache);
                page.examples.push(Example { under, info: take(&mut info), text: take(&mut text), findings });
            }
            _ => {}
        }
    }
    page
}

/// Returns what is found in an example.
fn findings(info: &str, text: &str, cache: &mut Cache) -> Vec<Diagnostic> {
    match info {
        "handbook" => built(&Snapshot::fixture(text), cache),
        "handbook bytes" => built(&from_disk(text), cache),
        "handbook release" => released(text, cache),
        "handbook edition" => verified(text, cache),
        "handbook external" => asked(text, cache),
        "handbook served" => served(text, true),
        "handbook missing" => served(text, false),
        _ => Vec::new(),
    }
}

/// Returns what a release finds in a handbook; one before it may stand above a line `----`.
fn released(text: &str, cache: &mut Cache) -> Vec<Diagnostic> {
    let snapshots: Vec<Snapshot> = text.split("----\n").map(Snapshot::fixture).collect();
    let handbooks: Vec<Handbook> = snapshots.iter().map(|snapshot| handbook(snapshot, cache)).collect();
    let [before @ .., new] = handbooks.as_slice() else { return Vec::new() };
    let Some((last, base)) = before.split_last() else { return check(Candidate { new, last: None }) };
    let ledger = Ledger::read(&snapshots[before.len() - 1]).value;
    let comparison = editions::compare(last, new);
    let corrected = base.first().map(|base| (base, editions::compare(base, last)));
    check(Candidate {
        new,
        last: Some(Last {
            edition: ledger.iter().next(),
            handbook: last,
            comparison: &comparison,
            corrected: corrected.as_ref().map(|(base, since)| (*base, since)),
        }),
    })
}

/// Returns what is found in the words of an edition whose record and pages stand in one example.
fn verified(text: &str, cache: &mut Cache) -> Vec<Diagnostic> {
    let snapshot = Snapshot::fixture(text);
    let mut history = History { ledger: Ledger::read(&snapshot).value, ..History::default() };
    let ids: Vec<String> = history.ledger.iter().map(|edition| edition.id.clone()).collect();
    history.snapshots.extend(ids.into_iter().map(|id| (id, snapshot.clone())));
    editions::verify(&history, &snapshot, |_| Some(handbook(&snapshot, cache)))
}

/// Returns what is found of addresses elsewhere when they answer as the file `answers` says: an
/// address and a number a line.
fn asked(text: &str, cache: &mut Cache) -> Vec<Diagnostic> {
    let (pages, answers) = text.split_once("//- answers\n").expect("the file `answers`");
    let answers = answers.lines().map(|line| {
        let (url, status) = line.split_once(' ').expect("an address and a number");
        let answer = match status {
            "200" => Answer::There(BTreeSet::new()),
            "404" => Answer::Gone(format!("answers {status}")),
            _ => Answer::Doubtful(format!("answers {status}")),
        };
        (url.parse().expect("an address"), answer)
    });
    let handbook = handbook(&Snapshot::fixture(pages), cache);
    let mut found = Vec::new();
    let mut addresses = external::addresses(&handbook).collect(&mut found);
    addresses.retain(|address| !external::is_skipped(&handbook.shared.config, &address.url));
    found.extend(external::findings(&addresses, &answers.collect()));
    external::settled(&handbook, found)
}

/// Returns what is found in a handbook that is served; its editions are what it is, if they are there.
fn served(text: &str, is_there: bool) -> Vec<Diagnostic> {
    let snapshot = Snapshot::fixture(text);
    let live = Live::with_editions(Box::new(Commits(is_there.then(|| snapshot.clone()))));
    live.update(&snapshot, None, &options(), jiff::Timestamp::UNIX_EPOCH);
    live.hold_against_edition();
    live.findings()
}

/// An archive in which every commit is the same, or none is there.
#[derive(Debug)]
struct Commits(Option<Snapshot>);

impl Archive for Commits {
    fn edition(&self, edition: &Edition) -> Result<Snapshot, String> {
        let missing =
            || format!("this repository has no commit {}; run `git fetch --tags origin`", edition.commit);
        self.0.clone().ok_or_else(missing)
    }

    fn bytes(&self, _: &Blob) -> Option<bytes::Bytes> {
        None
    }
}

fn handbook(snapshot: &Snapshot, cache: &mut Cache) -> Handbook {
    rebuild(snapshot, &options(), cache, &Progress::default()).value.handbook
}

fn options() -> Options {
    Options::on(date(2026, 12, 1))
}

/// Returns what a build finds on a certain day, from which reviews are reckoned.
fn built(snapshot: &Snapshot, cache: &mut Cache) -> Vec<Diagnostic> {
    rebuild(snapshot, &options(), cache, &Progress::default()).diagnostics
}

/// Writes an example in which `\xNN` stands for a raw byte to a folder, and reads the folder.
fn from_disk(text: &str) -> Snapshot {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for file in text.split("//- ").skip(1) {
        let (path, body) = file.split_once('\n').expect("a line with the path of a file");
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("the folder can be made");
        std::fs::write(path, bytes(body)).expect("the file can be written");
    }
    edge::disk::read(folder.path()).expect("the folder can be read")
}

/// Returns a text with each `\xNN` as the byte that it stands for.
fn bytes(text: &str) -> Vec<u8> {
    let mut parts = text.split("\\x");
    let mut bytes = parts.next().unwrap_or("").as_bytes().to_vec();
    for part in parts {
        let (digits, rest) = part.split_at(2);
        bytes.push(u8::from_str_radix(digits, 16).expect("two hexadecimal digits behind `\\x`"));
        bytes.extend_from_slice(rest.as_bytes());
    }
    bytes
}

/// Returns the examples under a heading, each with its rule.
fn examples(under: &str) -> impl Iterator<Item = (&'static Rule, &'static Example)> {
    let all = PAGES.iter().flat_map(|page| page.examples.iter().map(|example| (page.rule, example)));
    all.filter(move |(_, example)| example.under == under)
}

/// Fails with all that went wrong, if anything did.
fn report(failures: Vec<String>) {
    assert!(failures.is_empty(), "{} failures\n\n{}\n", failures.len(), failures.join("\n\n"));
}

/// Returns a failure with the example that it is about, and what was found there.
fn failure(rule: &Rule, example: &Example, what: &str) -> String {
    let found: Vec<String> = example.findings.iter().map(shown).collect();
    let found = if found.is_empty() { "  nothing".to_owned() } else { found.join("\n") };
    format!("{}: {what}\nfound\n{found}\nin\n{}", rule.name, indented(&example.text))
}

fn shown(finding: &Diagnostic) -> String {
    let (level, rule, file) = (finding.level.name(), finding.rule.name, &finding.location.file);
    let help = finding.help.as_deref().unwrap_or("none");
    format!("  {level} {rule} in {file}: {}\n    help: {help}", finding.message)
}

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("  | {line}\n")).collect()
}

#[test]
fn every_page_has_the_same_shape() {
    let mut failures = Vec::new();
    for Page { rule, headings, examples } in PAGES.iter() {
        let mut expect = |holds: bool, what: &str| {
            if !holds {
                failures.push(format!("{}: {what}", rule.name));
            }
        };
        let wanted = [(HeadingLevel::H1, rule.name), (HeadingLevel::H2, "Bad"), (HeadingLevel::H2, "Good")];
        let headings: Vec<_> = headings.iter().map(|(level, text)| (*level, text.as_str())).collect();
        expect(
            rule.page.starts_with(&format!("# {}\n", rule.name)),
            "the page does not begin with the rule's name",
        );
        expect(headings == wanted, "the headings are not the rule's name, `Bad` and `Good`");
        expect(rule.page.contains("\nWhy it matters: "), "the page does not say why it matters");
        expect(rule.page.contains("\nHow to mend it: "), "the page does not say how to mend it");
        for under in ["Bad", "Good"] {
            let has = examples.iter().any(|example| example.under == under);
            expect(has, &format!("there is no example under `{under}`"));
        }
        for example in examples {
            let sorts = ["", " bytes", " release", " edition", " external", " served", " missing"];
            let sort = example.info.strip_prefix("handbook");
            let known = sort.is_some_and(|sort| sorts.contains(&sort));
            expect(known, &format!("`{}` is no sort of example", example.info));
            expect(matches!(example.under.as_str(), "Bad" | "Good"), "an example is neither bad nor good");
        }
    }
    report(failures);
}

#[test]
fn every_page_file_belongs_to_a_rule() {
    let names: BTreeSet<String> = RULES.iter().map(|rule| format!("{}.md", rule.name)).collect();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/diag/rules");
    let files = std::fs::read_dir(&folder).expect("the folder of pages can be read");
    let files =
        files.map(|file| file.expect("its files can be listed").file_name().to_string_lossy().into_owned());
    let orphans: Vec<String> = files.filter(|file| !names.contains(file)).collect();
    assert_eq!(orphans, Vec::<String>::new(), "no rule has these pages");
}

#[test]
fn every_bad_example_breaks_its_rule() {
    let failing =
        examples("Bad").filter(|(rule, example)| example.findings.iter().all(|found| found.rule != *rule));
    report(failing.map(|(rule, example)| failure(rule, example, "the bad example keeps the rule")).collect());
}

/// A page that offers an excuse shows where it stands: above the block, or at the top of the text
/// for what the front matter says.
#[test]
fn every_excuse_that_a_page_offers_works() {
    let mut failures = Vec::new();
    let mut cache = Cache::default();
    for (rule, example) in examples("Bad") {
        let excuse = format!("<!-- allow {}: the reason -->\n", rule.name);
        let offers = rule.page.contains(&format!("`<!-- allow {}: ", rule.name));
        for finding in example.findings.iter().filter(|found| offers && found.rule == rule) {
            let mut snapshot = Snapshot::fixture(&example.text);
            let file = &finding.location.file;
            let mut text = snapshot.text(file.as_str()).expect("the file of a finding").to_string();
            let start = finding.location.span.map_or(0, |span| span.start as usize);
            text.insert_str(line_above(&text, start), &excuse);
            snapshot.insert(file.clone(), File::Text(text.into()));
            let left = built(&snapshot, &mut cache);
            let count = |findings: &[Diagnostic]| findings.iter().filter(|found| found.rule == rule).count();
            if count(&left) >= count(&example.findings)
                || left.iter().any(|found| found.rule.name == "unused-excuse")
            {
                failures.push(failure(rule, example, "an excuse does not excuse this"));
            }
        }
    }
    report(failures);
}

/// Returns where the line of a place begins; for one in the front matter, where the text begins.
fn line_above(text: &str, place: usize) -> usize {
    let front = text.strip_prefix("---\n").and_then(|rest| rest.find("\n---\n"));
    let body = front.map_or(0, |end| "---\n".len() + end + "\n---\n".len());
    let line = text[..place].rfind('\n').map_or(0, |newline| newline + 1);
    line.max(body)
}

#[test]
fn every_good_example_keeps_its_rule_and_has_no_error() {
    let mut failures = Vec::new();
    for (rule, example) in examples("Good") {
        if example.findings.iter().any(|found| found.rule == rule) {
            failures.push(failure(rule, example, "the good example breaks the rule"));
        } else if example.findings.iter().any(|found| found.level == Level::Error) {
            failures.push(failure(rule, example, "the good example has an error"));
        }
    }
    report(failures);
}

/// Names with which a message may begin although they have a capital letter.
const NAMES: &[&str] = &["Deskbook", "HTML", "Markdown", "TOML", "Windows", "YAML"];

#[test]
fn every_finding_is_a_part_of_a_sentence_with_a_next_step() {
    let mut failures = Vec::new();
    for (rule, example) in examples("Bad") {
        for finding in &example.findings {
            let message = finding.message.as_str();
            let first = message.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
            let faults = [
                (finding.help.as_deref().unwrap_or("").trim().is_empty(), "a finding has no next step"),
                (message.trim().is_empty(), "a finding has no message"),
                (message.ends_with('.'), "a message ends with a full stop"),
                (message.contains('\n'), "a message has more than one line"),
                (
                    first.starts_with(char::is_uppercase) && !NAMES.contains(&first),
                    "a message begins with a capital letter",
                ),
            ];
            let faults = faults.into_iter().filter(|(fault, _)| *fault);
            failures.extend(faults.map(|(_, what)| {
                format!("{}: {what}\n{}\nin\n{}", rule.name, shown(finding), indented(&example.text))
            }));
        }
    }
    report(failures);
}

/// Findings send their readers to this page for the names that there are.
#[test]
fn the_page_about_unknown_keys_names_every_field() {
    use deskbook::{config, content, kind};
    let page = find_rule("unknown-key").expect("a rule").page;
    let fields = [config::FIELDS, content::FRONT_MATTER, kind::FIELDS];
    let names = fields.into_iter().flatten().map(|field| field.name);
    let absent: Vec<&str> = names.filter(|name| !page.contains(&format!("`{name}`"))).collect();
    assert_eq!(absent, Vec::<&str>::new(), "`unknown-key` does not name these");
}
