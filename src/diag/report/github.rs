//! Findings as GitHub workflow commands, which show on the changed lines of a pull request.
//!
//! Percent signs and line ends must be escaped in a message, and colons and commas too in a
//! property; a column is only given where the finding ends on the line on which it begins, since
//! the host ignores columns otherwise.

use std::fmt::Write;

use super::{Texts, in_one_line};
use crate::diag::{Diagnostic, Level};
use crate::source::Snapshot;

/// Returns one workflow command a line.
pub fn github(diagnostics: &[Diagnostic], snapshot: &Snapshot) -> String {
    let texts = Texts::of(diagnostics, snapshot);
    let mut commands = String::new();
    for diagnostic in diagnostics {
        let command = match diagnostic.level {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Due | Level::Allow => "notice",
        };
        let file = property(texts.path(&diagnostic.location.file));
        let title = property(&format!("deskbook: {}", diagnostic.rule.name));
        let message = message(&in_one_line(diagnostic));
        let mut place = String::new();
        if let Some((start, end)) = texts.positions(&diagnostic.location) {
            place = format!(",line={},endLine={}", start.line, end.line);
            if start.line == end.line {
                let _ = write!(place, ",col={},endColumn={}", start.column, end.column);
            }
        }
        let _ = writeln!(commands, "::{command} title={title},file={file}{place}::{message}");
    }
    commands
}

fn message(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}
