//! Findings for programs: one JSON array, one object a finding.

use serde::Serialize;

use super::Texts;
use crate::diag::{Diagnostic, Location};
use crate::source::Snapshot;

#[derive(Serialize)]
struct Finding<'a> {
    rule: &'a str,
    level: &'a str,
    message: &'a str,
    #[serde(flatten)]
    place: Place<'a>,
    help: Option<&'a str>,
    related: Vec<Related<'a>>,
    fix: Option<Edit<'a>>,
}

#[derive(Serialize)]
struct Place<'a> {
    file: &'a str,
    line: Option<usize>,
    column: Option<usize>,
    end_line: Option<usize>,
    end_column: Option<usize>,
}

#[derive(Serialize)]
struct Related<'a> {
    message: &'a str,
    #[serde(flatten)]
    place: Place<'a>,
}

#[derive(Serialize)]
struct Edit<'a> {
    start: u32,
    end: u32,
    replacement: &'a str,
}

/// Returns the findings as a JSON array that ends in a newline.
///
/// Lines and columns start at one and columns count characters; `null` where a finding is about a
/// file as a whole. `start` and `end` of a fix are bytes.
pub fn json(diagnostics: &[Diagnostic], snapshot: &Snapshot) -> String {
    let texts = Texts::of(diagnostics, snapshot);
    let findings: Vec<Finding> = diagnostics.iter().map(|diagnostic| finding(diagnostic, &texts)).collect();
    let text = serde_json::to_string_pretty(&findings).expect("findings are plain data");
    text + "\n"
}

fn finding<'a>(diagnostic: &'a Diagnostic, texts: &Texts<'a>) -> Finding<'a> {
    let related = diagnostic
        .related
        .iter()
        .map(|(location, message)| Related { message, place: place(location, texts) });
    Finding {
        rule: diagnostic.rule.name,
        level: diagnostic.level.name(),
        message: &diagnostic.message,
        place: place(&diagnostic.location, texts),
        help: diagnostic.help.as_deref(),
        related: related.collect(),
        fix: diagnostic.fix.as_ref().map(|fix| Edit {
            start: fix.span.start,
            end: fix.span.end,
            replacement: &fix.replacement,
        }),
    }
}

fn place<'a>(location: &'a Location, texts: &Texts<'a>) -> Place<'a> {
    let (start, end) = texts.positions(location).unzip();
    Place {
        file: texts.path(&location.file),
        line: start.map(|position| position.line),
        column: start.map(|position| position.column),
        end_line: end.map(|position| position.line),
        end_column: end.map(|position| position.column),
    }
}
