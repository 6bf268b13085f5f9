//! Text as words and signs, with typography folded away.
//!
//! Redlines and the hashes of editions read the same words: quotation marks, dashes, white space
//! and the way a letter is composed make no difference, upper and lower case do. What stands
//! between words is either a sign that a reader reads (a full stop, a bracket) or glue.

use std::borrow::Cow;
use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A part of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Where it stands.
    pub range: Range<usize>,
    /// What it is.
    pub sort: Sort,
}

/// What a part of a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// A word or an amount: `£1,250.50`, `o'clock`.
    Word,
    /// A sign that is read, such as a full stop; several full stops are one.
    Sign,
    /// White space, quotation marks and dashes.
    Glue,
}

/// Cuts a text into its parts; together they are the whole of it.
pub fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut before = None;
    let mut letters = text.char_indices().peekable();
    while let Some((start, letter)) = letters.next() {
        let after =
            |letters: &mut std::iter::Peekable<std::str::CharIndices>| letters.peek().map(|(_, c)| *c);
        let next = after(&mut letters);
        let signed =
            is_minus(letter) && before.is_none_or(char::is_whitespace) && next.is_some_and(is_amount);
        let mut end = start + letter.len_utf8();
        let mut last = letter;
        let sort = if is_word(letter) || signed {
            while let Some((at, next)) = letters.peek().copied() {
                let joins = is_word(next) || is_silent(next) || {
                    let behind = text[at + next.len_utf8()..].chars().next();
                    behind.is_some_and(|behind| connects(last, next, behind))
                };
                if !joins {
                    break;
                }
                last = next;
                end = at + next.len_utf8();
                letters.next();
            }
            Sort::Word
        } else if is_glue(letter) {
            Sort::Glue
        } else {
            while letter == '.' && after(&mut letters) == Some('.') {
                letters.next();
                end += 1;
            }
            Sort::Sign
        };
        before = Some(last);
        match pieces.last_mut() {
            Some(piece) if sort == Sort::Glue && piece.sort == Sort::Glue => piece.range.end = end,
            _ => pieces.push(Piece { range: start..end, sort }),
        }
    }
    pieces
}

/// Returns a word or a sign as it compares with others.
pub fn folded(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let letters = text.chars().filter(|letter| !is_silent(*letter)).map(|letter| match letter {
        '’' | 'ʼ' => '\'',
        letter if is_minus(letter) => '-',
        letter => letter,
    });
    let folded: String = letters.nfc().collect();
    if folded == "…" { Cow::Borrowed("...") } else { Cow::Owned(folded) }
}

/// Returns the words of a text, folded.
pub fn words(text: &str) -> impl Iterator<Item = Cow<'_, str>> {
    let words = pieces(text).into_iter().filter(|piece| piece.sort == Sort::Word);
    words.map(|piece| folded(&text[piece.range]))
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric()
        || is_combining_mark(letter)
        || is_currency(letter)
        || matches!(letter, '%' | '‰')
}

/// Returns whether an amount may begin with a letter.
pub fn is_amount(letter: char) -> bool {
    letter.is_ascii_digit() || is_currency(letter)
}

fn is_currency(letter: char) -> bool {
    matches!(letter, '$' | '¢' | '£' | '¤' | '¥' | '\u{20a0}'..='\u{20cf}')
}

/// Returns whether a sign between two letters makes one word of them.
fn connects(before: char, sign: char, behind: char) -> bool {
    match sign {
        '.' | '@' | '_' => is_word(behind),
        '\'' | '’' | 'ʼ' => before.is_alphabetic() && behind.is_alphabetic(),
        ',' | ':' => before.is_ascii_digit() && behind.is_ascii_digit(),
        _ => false,
    }
}

/// Returns whether a letter is not seen inside a word: soft hyphens, joiners.
fn is_silent(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// Returns whether a sign is a hyphen, a dash or a minus.
pub fn is_minus(letter: char) -> bool {
    matches!(letter, '-' | '−' | '\u{2010}'..='\u{2015}')
}

fn is_glue(letter: char) -> bool {
    letter.is_whitespace() || is_silent(letter) || is_minus(letter) || is_quote(letter)
}

/// Returns whether a sign is a quotation mark.
pub fn is_quote(letter: char) -> bool {
    matches!(letter, '"' | '\'' | '`' | '´' | '«' | '»' | '\u{2018}'..='\u{201f}' | '‹' | '›')
}

#[cfg(test)]
mod tests {
    use super::{Sort, folded, pieces, words};

    fn read(text: &str) -> Vec<String> {
        let pieces = pieces(text).into_iter().filter(|piece| piece.sort != Sort::Glue);
        pieces.map(|piece| folded(&text[piece.range]).into_owned()).collect()
    }

    #[test]
    fn amounts_are_one_word_and_signs_stand_alone() {
        assert_eq!(read("Pay £1,250.50, by 14:30!"), ["Pay", "£1,250.50", ",", "by", "14:30", "!"]);
        assert_eq!(read("Write to a.b@example.com."), ["Write", "to", "a.b@example.com", "."]);
        assert_eq!(read("−5 % or -5%"), ["-5", "%", "or", "-5%"]);
    }

    #[test]
    fn typography_makes_no_difference() {
        let plain = read("It's \"now\" - or never... e-mail 10-20");
        assert_eq!(read("It’s “now” – or\u{a0}never… e‑mail 10–20"), plain);
        assert_eq!(read("cafe\u{301} co\u{ad}op"), read("caf\u{e9} coop"));
    }

    #[test]
    fn case_makes_a_difference_and_signs_are_no_words() {
        let words = |text: &str| words(text).map(std::borrow::Cow::into_owned).collect::<Vec<_>>();
        assert_eq!(words("You MUST, always."), ["You", "MUST", "always"]);
        assert_ne!(words("must"), words("Must"));
    }

    #[test]
    fn pieces_are_the_whole_text() {
        for text in ["", " ", "a", "…", "-", "a-b", "1.", "..a..", "é\u{301}x", "’’a’’"] {
            let joined: String = pieces(text).into_iter().map(|piece| &text[piece.range]).collect();
            assert_eq!(joined, text);
        }
    }
}
