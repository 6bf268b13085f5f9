//! Words of a text as numbers, so that runs of them can be compared by the million.
//!
//! A word is what it is for the search. Six in a row make a run, whatever signs stand between; a name is
//! shorter, and its words stand in one clause: no sign that parts a sentence stands between them.

use std::hash::{Hash, Hasher};
use std::ops::Range;

use rustc_hash::FxHasher;

use crate::search::each_token;

/// How many words in a row are no coincidence.
pub const RUN: usize = 6;

/// The words of a text.
#[derive(Clone, Debug, Default)]
pub struct Grams {
    /// The words, as numbers.
    pub words: Vec<u64>,
    /// The other form of words that have one, such as an amount with its sign.
    pub also: Vec<(usize, u64)>,
    /// The number of the clause that each word stands in.
    clauses: Vec<u32>,
    /// How many letters each word has, up to three; a letter of another script counts as three.
    letters: Vec<u8>,
}

impl Grams {
    /// Reads the words of a text.
    pub fn of(text: &str) -> Self {
        let mut grams = Self::default();
        for (clause, part) in clauses(text).enumerate() {
            each_token(part, |word, also| {
                grams.also.extend(also.map(|also| (grams.words.len(), number(also))));
                grams.words.push(number(word));
                grams.clauses.push(u32::try_from(clause).unwrap_or(u32::MAX));
                grams.letters.push(letters(word));
            });
        }
        grams
    }

    /// Returns every run of six words: its number, and that of its first word.
    pub fn runs(&self) -> impl Iterator<Item = (u64, usize)> + '_ {
        self.words.windows(RUN).enumerate().map(|(at, words)| (joined(words), at))
    }

    /// Returns every three words in a row.
    pub fn threes(&self) -> impl Iterator<Item = u64> + '_ {
        self.words.windows(3).map(joined)
    }

    /// Returns every run of up to so many words, with the number of its first word and its length.
    pub fn names(&self, longest: usize) -> impl Iterator<Item = (u64, usize, usize)> + '_ {
        (0..self.words.len()).flat_map(move |at| {
            let longest = (self.words.len() - at).min(longest);
            (1..=longest).map(move |length| (joined(&self.words[at..at + length]), at, length))
        })
    }

    /// Returns those of these runs that stand in one clause.
    pub fn names_in_clauses(&self, longest: usize) -> impl Iterator<Item = (u64, usize, usize)> + '_ {
        self.names(longest).filter(|(_, at, length)| self.clauses[*at] == self.clauses[at + length - 1])
    }

    /// Returns whether a word tells something by itself: a number or two letters stand everywhere.
    pub fn tells(&self, at: usize) -> bool {
        self.letters[at] > 2
    }

    /// Returns whether words can be a name: numbers alone are none.
    pub fn is_name(&self, words: Range<usize>) -> bool {
        self.letters[words].iter().any(|letters| *letters > 0)
    }

    /// Returns whether a few words that are no name tell something all the same: a date does not.
    pub fn is_telling(&self, words: Range<usize>) -> bool {
        words.filter(|word| self.tells(*word)).count() > 1
    }

    /// Returns the clauses: the number of the first word and that behind the last.
    pub fn clauses(&self) -> Vec<Range<usize>> {
        let mut ranges: Vec<Range<usize>> = Vec::new();
        for (at, clause) in self.clauses.iter().enumerate() {
            match ranges.last_mut() {
                Some(last) if self.clauses[last.start] == *clause => last.end = at + 1,
                _ => ranges.push(at..at + 1),
            }
        }
        ranges
    }
}

/// Returns the number of a word.
pub fn number(word: &str) -> u64 {
    let mut hasher = FxHasher::default();
    word.hash(&mut hasher);
    // The hash of a short word is nearly the word itself, and sums of such would meet.
    hasher.finish().wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29)
}

/// Returns the number of several words in a row.
pub fn joined(words: &[u64]) -> u64 {
    let start = words.len() as u64;
    words.iter().fold(start, |sum, word| {
        (sum.rotate_left(17) ^ word).wrapping_mul(0xd6e8_feb8_6659_fd93).rotate_left(31)
    })
}

fn letters(word: &str) -> u8 {
    let letters = word.chars().filter(|letter| letter.is_alphabetic());
    letters
        .map(|letter| if letter.is_ascii() { 1 } else { 3 })
        .fold(0, |sum: u8, letter| (sum + letter).min(3))
}

/// Returns the parts of a text between the signs that part sentences.
fn clauses(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let parts = rest.char_indices().find(|(at, sign)| parts(*sign, &rest[at + sign.len_utf8()..]));
        let (clause, after) = match parts {
            Some((at, sign)) => (&rest[..at], &rest[at + sign.len_utf8()..]),
            None => (rest, ""),
        };
        rest = after;
        Some(clause)
    })
}

/// Returns whether a sign parts what stands before it from what follows.
fn parts(sign: char, after: &str) -> bool {
    if sign.is_alphanumeric() || sign.is_whitespace() || !sign.is_ascii_punctuation() && sign.is_ascii() {
        return false;
    }
    match sign {
        '-' | '_' | '/' | '\'' | '%' | '$' | '+' | '@' | '&' => false,
        '.' | ',' => !after.starts_with(char::is_alphanumeric),
        '’' | '‐' | '‑' | '£' | '€' | '¥' | '₹' | '\u{ad}' | '\u{200b}'..='\u{200d}' => false,
        // Marks over letters are no signs.
        other if !other.is_ascii() => !unicode_normalization::char::is_combining_mark(other),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::{Grams, clauses};

    #[test]
    fn signs_that_part_a_sentence_part_names_too() {
        let parts: Vec<&str> =
            clauses("Fraud: red flags. £1,250.50 a/b-c_d · don't (e)").map(str::trim).collect();
        assert_eq!(parts, ["Fraud", "red flags", "£1,250.50 a/b-c_d", "don't", "e"]);
        let grams = Grams::of("Fraud: red flags.");
        assert_eq!((grams.words.len(), grams.names(5).count(), grams.names_in_clauses(5).count()), (3, 6, 4));
        assert_eq!(grams.clauses(), [0..1, 1..3]);
    }

    #[test]
    fn case_accents_and_signs_make_no_difference_to_runs() {
        let run = |text: &str| Grams::of(text).runs().next().map(|(run, _)| run);
        let plain = run("look at the cafe dates first");
        assert!(plain.is_some());
        assert_eq!(run("LOOK at the \"café\": dates, first"), plain);
        assert_ne!(run("look at the first cafe dates"), plain);
        assert_eq!(run("only five words in it"), None);
    }
}
