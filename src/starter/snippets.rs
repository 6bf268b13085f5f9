//! Starters as snippets for an editor: type a kind's name, and tab from blank to blank.
//!
//! The form is that of VS Code. A blank keeps its braces until something is typed over it, so that a
//! forgotten one is found by the check like any other.

use jiff::civil::Date;
use serde_json::{Map, Value, json};

use super::{Piece, Place, Starter};
use crate::build::{Options, build};
use crate::content::blank;
use crate::source::Snapshot;

/// Returns a snippet for each kind of page of a site.
///
/// Pages are of no matter to it: only the settings and the site's language are read.
pub fn snippets(snapshot: &Snapshot) -> Value {
    let mut without_pages = Snapshot::default();
    for (path, file) in snapshot.files().filter(|(path, _)| path.below("content").is_none()) {
        without_pages.insert(path.clone(), file.clone());
    }
    let options = Options::on(Date::ZERO).whole();
    let shared = build(&without_pages, &options).value.handbook.shared;
    let kinds = shared.config.kinds.iter().map(|kind| {
        let starter = Starter::of(kind, &shared.language, &Place::default());
        let lines: Vec<String> = starter.snippet().lines().map(str::to_owned).collect();
        let snippet = json!({
            "scope": "markdown",
            "prefix": kind.name,
            "description": format!("a new page of the kind `{}`", kind.name),
            "body": lines,
        });
        (format!("deskbook {}", kind.name), snippet)
    });
    Value::Object(kinds.collect::<Map<_, _>>())
}

impl Starter {
    /// Returns the page in the language of snippets, in which `${1:…}` is the first place to fill in.
    fn snippet(&self) -> String {
        let mut stop = 0;
        let mut next = |text: &str| {
            stop += 1;
            format!("${{{stop}:{}}}", escaped(text))
        };
        let pieces = self.0.iter().map(|piece| match piece {
            Piece::Text(text) => escaped(text),
            Piece::Title => next("Title"),
            Piece::Day => "$CURRENT_YEAR-$CURRENT_MONTH-$CURRENT_DATE".to_owned(),
            Piece::Field(_, about) => format!("{} # {}", next(""), escaped(about)),
            Piece::Blank(prompt) => next(&blank(prompt)),
        });
        pieces.collect()
    }
}

/// Returns a text in which no sign means anything to a snippet.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('$', "\\$").replace('}', "\\}")
}
