//! Findings as SARIF 2.1.0, the format that code hosts and editors read from any checker.
//!
//! The log has one run. Its rules are all rules with their pages, so that whoever shows a finding can
//! show what it is about. Columns count the code units of UTF-16, and the log says so; files are
//! named from the root of the repository; a finding about a whole file stands at its first line,
//! since hosts drop results that have none. What is due is a `note`.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use super::{Seen, Texts, in_one_line};
use crate::diag::{Diagnostic, Fix, Level, Location, RULES, Rule};
use crate::source::{Snapshot, Span};

/// Where the schema of the format stands.
const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
/// What the root of a repository is called by those who read such logs.
const ROOT: &str = "%SRCROOT%";
/// The name under which fingerprints stand; another way to make them takes another number.
const FINGERPRINT: &str = "findingText/v1";
/// What stays as it is in the path of an address.
const IN_PATHS: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Returns the log, which ends in a newline. `folder` is where the handbook stands in its
/// repository, with a slash at its end; nothing when it is the repository.
pub fn sarif(diagnostics: &[Diagnostic], snapshot: &Snapshot, folder: &str) -> String {
    let log = Log { texts: Texts::of(diagnostics, snapshot), folder };
    let mut seen = Seen::new();
    let results: Vec<Value> = diagnostics.iter().map(|found| log.result(found, &mut seen)).collect();
    let rules: Vec<Value> = RULES.iter().map(|rule| descriptor(rule)).collect();
    let driver = json!({ "name": "Deskbook", "semanticVersion": env!("CARGO_PKG_VERSION"), "rules": rules });
    let run = json!({
        "tool": { "driver": driver },
        "columnKind": "utf16CodeUnits",
        "originalUriBaseIds": { ROOT: { "description": { "text": "The root of the repository." } } },
        "results": results,
    });
    let log = json!({ "$schema": SCHEMA, "version": "2.1.0", "runs": [run] });
    serde_json::to_string_pretty(&log).expect("a log is plain data") + "\n"
}

/// A rule, and its page without the title.
fn descriptor(rule: &Rule) -> Value {
    let page = rule.page.split_once("\n\n").map_or(rule.page, |(_, rest)| rest).trim_end();
    let first = page.split("\n\n").next().unwrap_or(page).replace('\n', " ");
    json!({
        "id": rule.name,
        "shortDescription": { "text": rule.summary },
        "fullDescription": { "text": first },
        "help": { "text": page, "markdown": page },
        "defaultConfiguration": { "level": level(rule.level) },
    })
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Due => "note",
        Level::Allow => "none",
    }
}

struct Log<'a> {
    texts: Texts<'a>,
    folder: &'a str,
}

impl Log<'_> {
    fn result(&self, found: &Diagnostic, seen: &mut Seen) -> Value {
        let mut result = json!({
            "ruleId": found.rule.name,
            "ruleIndex": RULES.iter().position(|rule| *rule == found.rule),
            "level": level(found.level),
            "message": { "text": message(&in_one_line(found)) },
            "locations": [{ "physicalLocation": self.place(&found.location) }],
            "partialFingerprints": { FINGERPRINT: self.texts.fingerprint(found, seen) },
        });
        if !found.related.is_empty() {
            let related = found.related.iter().map(|(location, what)| {
                json!({ "physicalLocation": self.place(location), "message": { "text": message(what) } })
            });
            result["relatedLocations"] = related.collect();
        }
        if let Some(fix) = &found.fix {
            result["fixes"] = json!([self.fix(found, fix)]);
        }
        result
    }

    fn place(&self, location: &Location) -> Value {
        let region = location.span.and_then(|span| self.region(location, span));
        json!({
            "artifactLocation": self.artifact(location),
            "region": region.unwrap_or_else(|| json!({ "startLine": 1 })),
        })
    }

    fn artifact(&self, location: &Location) -> Value {
        let path = format!("{}{}", self.folder, self.texts.path(&location.file));
        json!({ "uri": utf8_percent_encode(&path, IN_PATHS).to_string(), "uriBaseId": ROOT })
    }

    fn region(&self, location: &Location, span: Span) -> Option<Value> {
        let index = self.texts.by_file.get(&location.file)?;
        let (start, end) = (index.position_in_utf16(span.start), index.position_in_utf16(span.end));
        Some(json!({
            "startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column,
        }))
    }

    fn fix(&self, found: &Diagnostic, fix: &Fix) -> Value {
        let change = json!({
            "artifactLocation": self.artifact(&found.location),
            "replacements": [{
                "deletedRegion": self.region(&found.location, fix.span),
                "insertedContent": { "text": fix.replacement },
            }],
        });
        let what = found.help.as_deref().unwrap_or(&found.message);
        json!({ "description": { "text": message(what) }, "artifactChanges": [change] })
    }
}

/// Returns words as a message that reads the same again: braces stand for arguments there, and
/// brackets before an address make a link.
fn message(text: &str) -> String {
    text.replace('{', "{{").replace('}', "}}").replace("](", "\\](")
}
