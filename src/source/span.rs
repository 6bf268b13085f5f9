//! [`Span`] and [`LineIndex`]: bytes now, lines and columns only when somebody reads them.

use std::ops::Range;
use std::sync::Arc;

/// A range of bytes in one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// The byte after the last one.
    pub end: u32,
}

impl Span {
    /// Returns the span from `start` up to and without `end`.
    pub fn new(start: usize, end: usize) -> Self {
        let clamp = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Self { start: clamp(start), end: clamp(end.max(start)) }
    }

    /// Returns the span as a range that slices text.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Returns the span moved forward by `offset` bytes.
    pub fn shifted(self, offset: usize) -> Self {
        Self::new(self.start as usize + offset, self.end as usize + offset)
    }

    /// Returns whether `other` lies wholly inside.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}

/// A place as people name it: both numbers start at one, columns count characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// The line, from one.
    pub line: usize,
    /// The column in characters, from one.
    pub column: usize,
}

/// Where the lines of a text begin.
#[derive(Clone, Debug)]
pub struct LineIndex {
    text: Arc<str>,
    starts: Vec<usize>,
}

impl LineIndex {
    /// Reads the line starts of `text`. Lines end with `\n`; a `\r` before it belongs to the end.
    pub fn new(text: &Arc<str>) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { text: text.clone(), starts }
    }

    /// Returns the text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the line and column of a byte offset; one past the end is allowed.
    pub fn position(&self, offset: u32) -> Position {
        let (line, before) = self.line_before(offset);
        Position { line, column: before.chars().count() + 1 }
    }

    /// Returns the same for programs that count columns in the code units of UTF-16.
    pub fn position_in_utf16(&self, offset: u32) -> Position {
        let (line, before) = self.line_before(offset);
        Position { line, column: before.encode_utf16().count() + 1 }
    }

    /// Returns a line without its end; lines are counted from one.
    pub fn line(&self, number: usize) -> &str {
        let end = self.starts.get(number).copied().unwrap_or(self.text.len());
        self.text[self.starts[number - 1]..end].trim_end_matches(['\n', '\r'])
    }

    /// Returns the line of a byte offset, and what stands before it there. A byte order mark is no
    /// character that anybody sees or counts.
    fn line_before(&self, offset: u32) -> (usize, &str) {
        let mut offset = (offset as usize).min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.starts.partition_point(|start| *start <= offset);
        let before = &self.text[self.starts[line - 1]..offset];
        (line, before.strip_prefix('\u{feff}').unwrap_or(before))
    }
}

#[cfg(test)]
mod tests {
    use super::{LineIndex, Position};

    #[test]
    fn columns_count_characters_and_lines_start_at_one() {
        let index = LineIndex::new(&"£50\r\nnow".into());
        assert_eq!(index.position(2), Position { line: 1, column: 2 });
        assert_eq!(index.position(6), Position { line: 2, column: 1 });
        assert_eq!(index.position(99), Position { line: 2, column: 4 });
        assert_eq!((index.line(1), index.line(2)), ("£50", "now"));
    }

    #[test]
    fn a_sign_beyond_the_basic_plane_is_two_units_and_a_byte_order_mark_none() {
        let index = LineIndex::new(&"\u{feff}😀é!".into());
        assert_eq!(index.position(9), Position { line: 1, column: 3 });
        assert_eq!(index.position_in_utf16(9), Position { line: 1, column: 4 });
    }
}
