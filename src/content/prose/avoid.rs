//! Words to avoid, each with the better word.

use std::hash::{Hash, Hasher};

use aho_corasick::{AhoCorasick, MatchKind};

use crate::content::words::Passage;
use crate::diag::{Diagnostic, Location, rules};
use crate::source::SitePath;

/// The words that a handbook avoids, ready to be found in one pass over a text.
#[derive(Clone, Debug, Default)]
pub struct Avoid {
    words: Vec<(String, String)>,
    finder: Option<AhoCorasick>,
}

impl Avoid {
    /// Takes pairs of a word to avoid and what to do instead. ASCII letters match in either case.
    pub fn new(words: Vec<(String, String)>) -> Self {
        if words.is_empty() {
            return Self::default();
        }
        let patterns = words.iter().map(|(word, _)| word);
        let finder = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::LeftmostLongest)
            .build(patterns);
        Self { finder: finder.ok(), words }
    }
}

impl PartialEq for Avoid {
    fn eq(&self, other: &Self) -> bool {
        self.words == other.words
    }
}

impl Eq for Avoid {}

impl Hash for Avoid {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.words.hash(state);
    }
}

/// Reports each word to avoid that stands in a passage as a whole word.
pub fn check(file: &SitePath, passage: &Passage, avoid: &Avoid, diagnostics: &mut Vec<Diagnostic>) {
    let Some(finder) = &avoid.finder else { return };
    let text = &passage.text;
    for found in finder.find_iter(text) {
        let before = text[..found.start()].chars().next_back();
        let after = text[found.end()..].chars().next();
        if [before, after].into_iter().flatten().any(char::is_alphanumeric) {
            continue;
        }
        let (word, instead) = &avoid.words[found.pattern().as_usize()];
        let location = Location::new(file, passage.span(found.start(), found.end()));
        diagnostics.push(
            Diagnostic::new(&rules::WORD_TO_AVOID, location, format!("`{word}` is a word to avoid"))
                .help(format!("instead: {instead}")),
        );
    }
}
