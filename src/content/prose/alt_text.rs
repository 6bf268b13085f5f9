//! Pictures without words for those who cannot see them.

use crate::content::document::{Document, Kind};
use crate::diag::{Diagnostic, Location, rules};
use crate::source::SitePath;

/// Reports each picture without words.
pub fn check(file: &SitePath, document: &Document) -> Vec<Diagnostic> {
    let pictures = document.nodes.iter().enumerate();
    let bare = pictures.filter(|(node, at)| matches!(at.kind, Kind::Image(..)) && at.end() == node + 1);
    let report = |(_, at): (usize, &crate::content::Node)| {
        Diagnostic::new(
            &rules::MISSING_ALT,
            Location::new(file, at.span),
            "this picture has no words for those who cannot see it",
        )
        .help("say between the brackets what it shows: `![The counter's return slip](slip.png)`")
    };
    bare.map(report).collect()
}
