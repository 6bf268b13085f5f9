//! Fenced blocks: `::: name key=value` … `:::`.
//!
//! The Markdown parser knows no such fence, so each line that opens with `:::` is overwritten by
//! `***` and spaces of the same number of bytes before the text is parsed. A thematic break at
//! that place is then a fence, wherever `CommonMark` allows one, and code and HTML take the original
//! text. References and footnotes cross blocks, and every offset stays true.

use std::borrow::Cow;

use crate::fields::{Content, Entry, Scalar, ScalarKind, Table, Value};
use crate::source::Span;

/// A line of three or more colons.
#[derive(Clone, Debug)]
pub struct Fence {
    /// The line in the body, without white space around it.
    pub span: Span,
    /// How many colons it has.
    pub colons: usize,
}

/// Returns the body with its fences overwritten, and where they stand.
pub fn mask(body: &str) -> (Cow<'_, str>, Vec<Fence>) {
    let mut masked = body.to_owned();
    let mut fences = Vec::new();
    let mut start = 0;
    for line in body.split_inclusive('\n') {
        let text = line.trim();
        if text.starts_with(":::") {
            let from = start + (line.len() - line.trim_start().len());
            let span = Span::new(from, from + text.len());
            masked.replace_range(span.range(), &format!("***{}", " ".repeat(text.len() - 3)));
            let colons = text.bytes().take_while(|byte| *byte == b':').count();
            fences.push(Fence { span, colons });
        }
        start += line.len();
    }
    (Cow::Owned(masked), fences)
}

/// What stands behind the colons of an opening fence.
pub struct Opening {
    /// The block's name.
    pub name: String,
    /// Where the name stands, relative to the fence.
    pub name_span: Span,
    /// Its fields.
    pub fields: Table,
}

/// Reads `name key=value key="some words"`; `None` for a closing fence.
///
/// Positions are those of the text that is given, moved by `offset`.
pub fn opening(line: &str, offset: usize) -> Option<Opening> {
    let words = split(line.trim_start_matches(':'), line.len() - line.trim_start_matches(':').len());
    let mut words = words.into_iter();
    let (name, at) = words.next()?;
    let mut fields = Table { span: Span::new(at, line.len()).shifted(offset), entries: Vec::new() };
    for (word, at) in words {
        let (key, value) = word.split_once('=').unwrap_or((word, ""));
        let value_at = at + key.len() + usize::from(word.contains('='));
        let text = value.trim_matches('"').to_owned();
        let kind = if value.starts_with('"') { ScalarKind::Text } else { ScalarKind::Bare };
        fields.entries.push(Entry {
            key: key.to_owned(),
            key_span: Span::new(at, at + key.len()).shifted(offset),
            value: Value {
                span: Span::new(value_at, at + word.len()).shifted(offset),
                content: Content::Scalar(Scalar { text, kind }),
            },
        });
    }
    Some(Opening { name: name.to_owned(), name_span: Span::new(at, at + name.len()).shifted(offset), fields })
}

/// Splits at white space outside quotes; each word with its place.
fn split(text: &str, offset: usize) -> Vec<(&str, usize)> {
    let mut words = Vec::new();
    let (mut start, mut quoted) = (None, false);
    for (at, c) in text.char_indices() {
        if c == '"' {
            quoted = !quoted;
        }
        match start {
            None if !c.is_whitespace() => start = Some(at),
            Some(from) if c.is_whitespace() && !quoted => {
                words.push((&text[from..at], from + offset));
                start = None;
            }
            _ => {}
        }
    }
    if let Some(from) = start {
        words.push((&text[from..], from + offset));
    }
    words
}

#[cfg(test)]
mod tests {
    use super::{mask, opening};

    #[test]
    fn a_fence_becomes_a_thematic_break_of_equal_length() {
        let (masked, fences) = mask("a\n\n  ::: card type=policy\r\nb\n:::");
        assert_eq!(masked, "a\n\n  ***                 \r\nb\n***");
        let spans: Vec<(u32, u32)> = fences.iter().map(|fence| (fence.span.start, fence.span.end)).collect();
        assert_eq!(spans, [(5, 25), (29, 32)]);
    }

    #[test]
    fn quotes_hold_words_together_and_positions_are_true() {
        let line = "::: letter type=warning fields=\"name, date\"";
        let opening = opening(line, 0).expect("an opening fence");
        assert_eq!(opening.name, "letter");
        let values: Vec<&str> =
            opening.fields.entries.iter().map(|entry| &line[entry.value.span.range()]).collect();
        assert_eq!(values, ["warning", "\"name, date\""]);
    }

    #[test]
    fn bare_colons_close() {
        assert!(opening(":::", 0).is_none());
        assert!(opening("::::  ", 0).is_none());
    }
}
