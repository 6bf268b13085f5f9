//! Findings as text, one format a file: for people, for programs, for pull requests.
//!
//! Each takes the findings in the order in which they should be read, and the snapshot whose text
//! they point into; each returns text and prints nothing.

mod github;
mod human;
mod json;

pub use github::github;
pub use human::human;
pub use json::json;

use super::{Diagnostic, Location};
use crate::source::{LineIndex, Position, Snapshot};

/// Returns where a location begins and ends, when its file is a text of the snapshot.
fn positions(location: &Location, snapshot: &Snapshot) -> Option<(Position, Position)> {
    let text = snapshot.text(location.file.as_str())?;
    let index = LineIndex::new(&text);
    let span = location.span?;
    Some((index.position(span.start), index.position(span.end)))
}

/// Returns message and next step as one paragraph, for formats that have one field for both.
fn in_one_line(diagnostic: &Diagnostic) -> String {
    match &diagnostic.help {
        Some(help) => format!("{}; {help}", diagnostic.message),
        None => diagnostic.message.clone(),
    }
}
