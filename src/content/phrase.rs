//! [`Phrase`]: one line of text with placeholders in it, such as a title.

use std::ops::Range;

/// A line of text from front matter; placeholders are filled in when it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Default)]
pub struct Phrase {
    /// Its parts, in order.
    pub pieces: Vec<Piece>,
}

/// A part of a phrase.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Piece {
    /// Text.
    Text(String),
    /// What stands between `{{` and `}}`, trimmed.
    Placeholder(String),
}

impl Phrase {
    /// Returns a phrase without placeholders.
    pub fn plain(text: &str) -> Self {
        Self { pieces: vec![Piece::Text(text.to_owned())] }
    }

    /// Reads the placeholders in a text.
    pub fn read(text: &str) -> Self {
        let mut pieces = Vec::new();
        let mut done = 0;
        for range in placeholders(text) {
            if done < range.start {
                pieces.push(Piece::Text(text[done..range.start].to_owned()));
            }
            pieces.push(Piece::Placeholder(inside(&text[range.clone()]).to_owned()));
            done = range.end;
        }
        if done < text.len() {
            pieces.push(Piece::Text(text[done..].to_owned()));
        }
        Self { pieces }
    }

    /// Returns the text with every placeholder as `fill` has it.
    pub fn fill(&self, fill: impl Fn(&str) -> String) -> String {
        let pieces = self.pieces.iter().map(|piece| match piece {
            Piece::Text(text) => text.clone(),
            Piece::Placeholder(name) => fill(name),
        });
        pieces.collect()
    }
}

/// Returns where `{{ … }}` stands in a text.
pub(super) fn placeholders(text: &str) -> impl Iterator<Item = Range<usize>> {
    between(text, "{{", "}}")
}

/// Returns where `[[…]]` stands in a text.
pub(super) fn blanks(text: &str) -> impl Iterator<Item = Range<usize>> {
    between(text, "[[", "]]")
}

fn between<'a>(text: &'a str, open: &'a str, close: &'a str) -> impl Iterator<Item = Range<usize>> + 'a {
    let mut from = 0;
    std::iter::from_fn(move || {
        let start = from + text[from..].find(open)?;
        let end = start + text[start..].find(close)? + close.len();
        from = end;
        Some(start..end)
    })
}

/// Returns the name between the braces of a placeholder.
pub(super) fn inside(placeholder: &str) -> &str {
    placeholder.trim_start_matches('{').trim_end_matches('}').trim()
}

#[cfg(test)]
mod tests {
    use super::Phrase;

    #[test]
    fn a_phrase_fills_its_placeholders() {
        let phrase = Phrase::read("Up to {{ value.refund }} now, {{x}}");
        assert_eq!(phrase.fill(|name| format!("<{name}>")), "Up to <value.refund> now, <x>");
        assert_eq!(Phrase::read("no {{ end").fill(|_| String::new()), "no {{ end");
    }
}
