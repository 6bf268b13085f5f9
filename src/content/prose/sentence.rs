//! Sentences of more than 25 words.
//!
//! 25 is the limit that GOV.UK's content guidance gives, since comprehension falls beyond it.

use super::count;
use crate::content::words::Passage;
use crate::diag::{Diagnostic, Location, rules};
use crate::source::SitePath;

const LONGEST: usize = 25;

/// Reports each sentence that is too long of a passage with so many words.
pub fn check(file: &SitePath, passage: &Passage, words: usize, diagnostics: &mut Vec<Diagnostic>) {
    if words <= LONGEST {
        return;
    }
    let mut start = 0;
    for end in ends(&passage.text) {
        let sentence = &passage.text[start..end];
        let words = count(sentence);
        if words > LONGEST {
            let from = start + (sentence.len() - sentence.trim_start().len());
            let to = start + sentence.trim_end().len();
            let location = Location::new(file, passage.span(from, to));
            let message = format!("this sentence has {words} words; {LONGEST} are read with ease");
            diagnostics.push(
                Diagnostic::new(&rules::LONG_SENTENCE, location, message).help("make two of it, or a list"),
            );
        }
        start = end;
    }
}

/// Returns where the sentences of a text end.
///
/// A sentence ends at a stop, with what closes quotes and brackets behind it, when white space and
/// anything but a small letter follow; so "e.g. this" goes on.
fn ends(text: &str) -> Vec<usize> {
    let mut ends = Vec::new();
    let mut stopped = false;
    let mut space = None;
    for (at, c) in text.char_indices() {
        match c {
            '.' | '!' | '?' | '…' | '。' | '！' | '？' | '؟' => (stopped, space) = (true, None),
            '"' | '\'' | '”' | '’' | '»' | ')' | ']' if stopped && space.is_none() => {}
            c if c.is_whitespace() && stopped => space = space.or(Some(at)),
            c => {
                if let Some(at) = space.filter(|_| !c.is_lowercase()) {
                    ends.push(at);
                }
                (stopped, space) = (false, None);
            }
        }
    }
    ends.push(text.len());
    ends
}

#[cfg(test)]
mod tests {
    use super::ends;

    fn sentences(text: &str) -> Vec<&str> {
        let mut start = 0;
        let cut = ends(text).into_iter().map(|end| {
            let sentence = text[start..end].trim();
            start = end;
            sentence
        });
        cut.collect()
    }

    #[test]
    fn a_stop_ends_a_sentence_unless_a_small_letter_follows() {
        assert_eq!(
            sentences("Ask. Then act, e.g. call. \"Done.\" £50."),
            ["Ask.", "Then act, e.g. call.", "\"Done.\"", "£50."]
        );
        assert_eq!(sentences("no stop"), ["no stop"]);
    }
}
