//! Findings as GitHub workflow commands, which show on the changed lines of a pull request.
//!
//! Of each level a step shows ten annotations and passes over the rest, so the worst come first, the
//! tenth says how many more there are, and those stand as plain lines in a part of the log that
//! opens on a click. Percent signs and line ends must be escaped in a message, and colons and commas
//! too in a property; a column is only given where the finding ends on the line on which it begins,
//! since the host ignores columns otherwise.

use std::fmt::Write;

use annotate_snippets::normalize_untrusted_str;

use super::{Texts, in_one_line};
use crate::diag::{Diagnostic, Level};
use crate::source::Snapshot;

/// How many annotations of one level GitHub shows of one step.
const SHOWN: usize = 10;

/// Returns one workflow command a line, and below them what GitHub would not show. `folder` is where
/// the handbook stands in its repository, with a slash at its end; nothing when it is the repository.
pub fn github(diagnostics: &[Diagnostic], snapshot: &Snapshot, folder: &str) -> String {
    let texts = Texts::of(diagnostics, snapshot);
    let of = |command| diagnostics.iter().filter(move |found| self::command(found.level) == command);
    let (mut commands, mut others) = (String::new(), Vec::new());
    for name in ["error", "warning", "notice"] {
        let more = of(name).count().saturating_sub(SHOWN);
        for (number, found) in of(name).enumerate() {
            let place = place(found, &texts, folder);
            let words = normalize_untrusted_str(&in_one_line(found));
            let title = property(&format!("deskbook: {}", found.rule.name));
            match number + 1 {
                SHOWN if more > 0 => {
                    let message = message(&format!("{words} ({more} more like it in the log of this step)"));
                    let _ = writeln!(commands, "::{name} title={title},{}::{message}", place.property);
                }
                1..=SHOWN => {
                    let _ =
                        writeln!(commands, "::{name} title={title},{}::{}", place.property, message(&words));
                }
                _ => others.push(format!("{name}[{}] {}: {words}", found.rule.name, place.words)),
            }
        }
    }
    if !others.is_empty() {
        let _ = writeln!(commands, "::group::{} more findings", others.len());
        others.iter().map(|line| plain(line)).for_each(|line| commands.extend([line.as_str(), "\n"]));
        commands.push_str("::endgroup::\n");
    }
    commands
}

fn command(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Due | Level::Allow => "notice",
    }
}

/// Where a finding stands, as properties of a command and as people write it.
struct Place {
    property: String,
    words: String,
}

fn place(found: &Diagnostic, texts: &Texts, folder: &str) -> Place {
    let file = format!("{folder}{}", texts.path(&found.location.file));
    let (mut property, mut words) = (format!("file={}", property(&file)), file);
    if let Some((start, end)) = texts.positions(&found.location) {
        let _ = write!(property, ",line={},endLine={}", start.line, end.line);
        let _ = write!(words, ":{}:{}", start.line, start.column);
        if start.line == end.line {
            let _ = write!(property, ",col={},endColumn={}", start.column, end.column);
        }
    }
    Place { property, words }
}

fn message(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}

/// Returns a line that is no command, not even of the older form, which may stand anywhere in a line.
fn plain(line: &str) -> String {
    line.replace(['\r', '\n'], " ").replace("##[", "## [")
}
