//! Say, and don't say: a list whose items open with a bold label.
//!
//! It has no fence. What follows the words in an item and opens with "Because" is the reason.

use super::labels;
use crate::content::document::{Document, Kind, NodeId};
use crate::diag::{Diagnostic, Location, rules};
use crate::language::Labels;
use crate::source::SitePath;

/// Marks a list as words to say and to avoid, if each of its items opens with one of the labels.
pub fn shape(file: &SitePath, document: &mut Document, list: NodeId, words: &Labels) -> Vec<Diagnostic> {
    let mut items = Vec::new();
    for item in document.children(list) {
        let Some((label, text)) = labels::opening(document, item) else { return Vec::new() };
        match text {
            text if labels::is(&text, &words.say) => items.push((item, label, false)),
            text if labels::is(&text, &words.not) => items.push((item, label, true)),
            _ => return Vec::new(),
        }
    }
    document.nodes[list].kind = Kind::SayList;
    for (item, label, avoid) in &items {
        document.nodes[*item].kind = Kind::SayItem { avoid: *avoid };
        labels::mark(document, *label);
        mark_reason(document, *item, &words.because);
    }
    let says = items.iter().any(|(.., avoid)| !avoid);
    let avoids = items.iter().any(|(.., avoid)| *avoid);
    match (says, avoids) {
        (true, false) => vec![one_sided(file, document, list, "what not to say", &words.not)],
        (false, true) => vec![one_sided(file, document, list, "what to say instead", &words.say)],
        _ => Vec::new(),
    }
}

/// Marks the line end or the paragraph from which an item gives its reason.
fn mark_reason(document: &mut Document, item: NodeId, because: &str) {
    for node in item + 1..document.nodes[item].end() {
        let text = document.text(&document.nodes[node]);
        if !text.is_some_and(|text| labels::opens_with(text, because)) {
            continue;
        }
        let before = &mut document.nodes[node - 1];
        if matches!(before.kind, Kind::SoftBreak | Kind::HardBreak | Kind::Paragraph) {
            before.kind = Kind::Because;
            return;
        }
    }
}

fn one_sided(file: &SitePath, document: &Document, list: NodeId, lacks: &str, label: &str) -> Diagnostic {
    let location = Location::new(file, document.nodes[list].span);
    Diagnostic::new(&rules::ONE_SIDED_SAY_LIST, location, format!("this list does not say {lacks}"))
        .help(format!("add an item that opens with **{label}**"))
}
