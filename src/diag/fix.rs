//! [`Fix`]: the edit that mends a finding with one sure answer.

use crate::source::Span;

/// A range of text and what should stand there instead.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Fix {
    /// The text to replace; empty to insert.
    pub span: Span,
    /// The new text; empty to delete.
    pub replacement: String,
}

/// Returns `text` with every fix applied, and how many were.
///
/// Of two fixes that overlap only the first is applied; the next run finds the other again.
/// A fix that does not fit the text is passed over, never half applied.
pub fn apply(text: &str, fixes: &[Fix]) -> (String, usize) {
    let mut ordered: Vec<&Fix> = fixes.iter().collect();
    ordered.sort_by_key(|fix| (fix.span.start, fix.span.end));
    let mut mended = String::with_capacity(text.len());
    let (mut done, mut applied) = (0, 0);
    for fix in ordered {
        let range = fix.span.range();
        let Some(before) = text.get(done..range.start) else { continue };
        if text.get(range.clone()).is_none() {
            continue;
        }
        mended.push_str(before);
        mended.push_str(&fix.replacement);
        done = range.end;
        applied += 1;
    }
    mended.push_str(&text[done..]);
    (mended, applied)
}

#[cfg(test)]
mod tests {
    use super::{Fix, apply};
    use crate::source::Span;

    #[test]
    fn overlapping_fixes_leave_the_second_for_the_next_run() {
        let fix = |start, end, text: &str| Fix { span: Span::new(start, end), replacement: text.into() };
        let fixes = [fix(4, 7, "two"), fix(0, 3, "1"), fix(5, 9, "never")];
        assert_eq!(apply("one TWO three", &fixes), ("1 two three".into(), 2));
    }
}
