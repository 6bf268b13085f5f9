//! What is found, and where: a handbook in a string, every finding out.
//!
//! Each finding is one line here: place, level, rule, message and next step. How reports look is
//! tested at the end.

use deskbook::source::LineIndex;
use deskbook::{Diagnostic, Options, Snapshot, build, report};
use jiff::civil::date;

fn findings(snapshot: &Snapshot) -> Vec<Diagnostic> {
    let options = Options::on(date(2026, 12, 1));
    build(snapshot, &options).diagnostics
}

/// Returns every finding in a handbook, one a line.
fn found(handbook: &str) -> String {
    let snapshot = Snapshot::fixture(handbook);
    findings(&snapshot).iter().map(|finding| line(finding, &snapshot)).collect()
}

fn line(finding: &Diagnostic, snapshot: &Snapshot) -> String {
    let file = finding.location.file.as_str();
    let place = match (snapshot.text(file), finding.location.span) {
        (Some(text), Some(span)) => {
            let position = LineIndex::new(&text).position(span.start);
            format!(
                "{file}:{}:{} `{}`",
                position.line,
                position.column,
                text[span.range()].replace('\n', "⏎")
            )
        }
        _ => file.to_owned(),
    };
    let help = finding.help.as_deref().unwrap_or("");
    format!("{place}\n  {} {}: {}\n  {help}\n", finding.level.name(), finding.rule.name, finding.message)
}

#[test]
fn a_plain_folder_of_markdown_has_no_findings() {
    assert_eq!(found("# Home\n\nRead [this](b.md).\n//- content/b.md\n# B\n\nWords.\n"), "");
}

#[test]
fn a_page_without_a_title_takes_its_files_name() {
    assert_eq!(found("Words.\n//- content/2-returns/late-returns.md\nWords.\n"), "");
}

#[test]
fn every_case_finds_what_its_file_says() {
    crate::cases::run("findings", found);
}

const SMALL: &str = "---\ntitle: A\nonwer: agent\n---\n£5 [here](gone.md)\n";

#[test]
fn a_person_reads_the_line_with_a_caret() {
    let snapshot = Snapshot::fixture(SMALL);
    assert_eq!(
        report::human(&findings(&snapshot), &snapshot, false),
        "\
error[unknown-key]: a page has no field `onwer`
 --> content/index.md:3:1
  |
3 | onwer: agent
  | ^^^^^
  |
  = help: did you mean `owner`?

error[broken-link]: there is no page at `gone.md`
 --> content/index.md:5:11
  |
5 | £5 [here](gone.md)
  |           ^^^^^^^
  |
  = help: put the page there, or mend the path

"
    );
}

#[test]
fn a_program_gets_places_and_fixes() {
    let snapshot = Snapshot::fixture(SMALL);
    let json = report::json(&findings(&snapshot), &snapshot);
    let json: serde_json::Value = serde_json::from_str(&json).expect("the report is JSON");
    assert_eq!(
        json[0],
        serde_json::json!({
            "rule": "unknown-key", "level": "error", "message": "a page has no field `onwer`",
            "file": "content/index.md", "line": 3, "column": 1, "end_line": 3, "end_column": 6,
            "help": "did you mean `owner`?", "related": [],
            "fix": { "start": 13, "end": 18, "replacement": "owner" }
        })
    );
}

#[test]
fn a_file_of_crlf_and_a_byte_order_mark_is_read_like_any_other() {
    let snapshot = Snapshot::fixture("//- content/a.md\nx");
    let mut windows = snapshot.clone();
    let text =
        "\u{feff}---\r\ntitle: A\r\naliases:\r\n  - b\r\n---\r\n## S\r\n\r\n[x](#s) {{ value.no }}\r\n";
    let path = deskbook::source::SitePath::new("content/a.md").expect("a path");
    windows.insert(path, deskbook::source::File::Text(text.into()));
    let findings = findings(&windows);
    let lines: Vec<String> = findings.iter().map(|finding| line(finding, &windows)).collect();
    assert_eq!(
        lines,
        ["content/a.md:8:9 `{{ value.no }}`\n  error unknown-value: there is no value `no`\n  \
          add `[no]` to `content/_data/values.toml`, with its amount and unit\n"]
    );
}
