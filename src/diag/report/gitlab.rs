//! Findings as GitLab reads them: a report of code quality, which stands in the merge request.
//!
//! Of each finding GitLab wants a fingerprint, by which it says what a merge request brings and what
//! it mends, and a line; a finding about a whole file stands at its first.

use serde_json::{Value, json};

use super::{Seen, Texts, in_one_line};
use crate::diag::{Diagnostic, Level};
use crate::source::Snapshot;

/// Returns the report, which ends in a newline. `folder` is where the handbook stands in its
/// repository, with a slash at its end; nothing when it is the repository.
pub fn gitlab(diagnostics: &[Diagnostic], snapshot: &Snapshot, folder: &str) -> String {
    let texts = Texts::of(diagnostics, snapshot);
    let mut seen = Seen::new();
    let issues: Vec<Value> = diagnostics
        .iter()
        .map(|found| {
            let path = format!("{folder}{}", texts.path(&found.location.file));
            let line = texts.positions(&found.location).map_or(1, |(start, _)| start.line);
            json!({
                "description": in_one_line(found),
                "check_name": found.rule.name,
                // One file may hold what another holds word for word.
                "fingerprint": format!("{path}:{}", texts.fingerprint(found, &mut seen)),
                "severity": severity(found.level),
                "location": { "path": path, "lines": { "begin": line } },
            })
        })
        .collect();
    serde_json::to_string_pretty(&issues).expect("a report is plain data") + "\n"
}

fn severity(level: Level) -> &'static str {
    match level {
        Level::Error => "critical",
        Level::Warning => "minor",
        Level::Due | Level::Allow => "info",
    }
}
