//! Words out of text: folded letters, and where a word begins and ends.
//!
//! The script that readers search with has the same code (`themes/default/js/search.js`), letter
//! by letter: what is a word there must be one here. Case, accents and compatibility forms fold
//! away; apostrophes vanish inside a word; numbers keep their point and lose their commas; scripts
//! without spaces between words give pairs of letters.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// The word.
    pub text: String,
    /// Another form that the same place may be found by: an amount with its sign, or both parts of
    /// a hyphenated word in one.
    pub also: Option<String>,
}

/// The longest word that is kept; what is longer is no word.
const LONGEST: usize = 40;

/// Returns a text without the differences of case and accent that readers do not type.
pub fn fold(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return match text.bytes().any(|byte| byte.is_ascii_uppercase()) {
            true => Cow::Owned(text.to_ascii_lowercase()),
            false => Cow::Borrowed(text),
        };
    }
    let lower = text.to_lowercase();
    let bare: String = lower.nfkd().filter(|c| !is_accent(*c)).collect();
    let mut folded = String::with_capacity(bare.len());
    for c in bare.nfc() {
        match c {
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'þ' => folded.push_str("th"),
            'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            'đ' => folded.push('d'),
            'ı' => folded.push('i'),
            other => folded.push(other),
        }
    }
    Cow::Owned(folded)
}

/// Accents over Latin, Greek and Cyrillic letters, and the vowel points of Hebrew and Arabic.
fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}' | '\u{64b}'..='\u{65f}' | '\u{670}')
}

fn is_letter(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_alphanumeric() } else { c.is_alphanumeric() || is_combining_mark(c) }
}

/// Letters of scripts that put no space between words.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

fn is_digit(c: Option<&char>) -> bool {
    c.is_some_and(char::is_ascii_digit)
}

fn is_currency(c: char) -> bool {
    matches!(c, '£' | '€' | '$' | '¥' | '₹')
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}')
}

/// Calls `found` with each word of a text, and with the other form of its place where it has one.
pub fn each_token(text: &str, mut found: impl FnMut(&str, Option<&str>)) {
    let folded = fold(text);
    if folded.is_ascii() && !folded.bytes().any(|b| matches!(b, b'\'' | b'$' | b'-' | b'.' | b',')) {
        let words = folded.split(|c: char| !c.is_ascii_alphanumeric());
        words.filter(|word| !word.is_empty() && word.len() <= LONGEST).for_each(|word| found(word, None));
        return;
    }
    for token in tokens_of(&folded) {
        found(&token.text, token.also.as_deref());
    }
}

/// Returns the words of a text.
pub fn tokens(text: &str) -> Vec<Token> {
    tokens_of(&fold(text))
}

fn tokens_of(folded: &str) -> Vec<Token> {
    let letters: Vec<char> = folded.chars().collect();
    let mut tokens: Vec<Token> = Vec::new();
    let mut at = 0;
    // Where the word before ended, if only a hyphen stands between it and the next.
    let mut hyphen: Option<usize> = None;
    while at < letters.len() {
        let c = letters[at];
        if is_unspaced(c) {
            let start = at;
            while at < letters.len() && is_unspaced(letters[at]) {
                at += 1;
            }
            pairs(&letters[start..at], &mut tokens);
            hyphen = None;
            continue;
        }
        if !is_letter(c) {
            at += 1;
            continue;
        }
        let start = at;
        let word = word(&letters, &mut at);
        if word.chars().count() <= LONGEST {
            let sign = start.checked_sub(1).map(|before| letters[before]);
            let priced = sign.filter(|sign| is_currency(*sign) && is_digit(letters.get(start)));
            let joined = hyphen.filter(|before| *before + 1 == start).and_then(|_| {
                let before = tokens.last()?;
                Some(format!("{}{word}", before.text))
            });
            if let (Some(joined), Some(before)) = (&joined, tokens.last_mut()) {
                before.also.get_or_insert_with(|| joined.clone());
            }
            tokens.push(Token { also: priced.map(|sign| format!("{sign}{word}")).or(joined), text: word });
        }
        let next = letters.get(at).copied();
        hyphen = next.is_some_and(is_hyphen).then_some(at);
    }
    tokens
}

/// Reads one word, without its apostrophes and the commas of its thousands.
fn word(letters: &[char], at: &mut usize) -> String {
    let mut word = String::new();
    while let Some(c) = letters.get(*at).copied() {
        let next = letters.get(*at + 1);
        let goes_on = next.is_some_and(|c| is_letter(*c) && !is_unspaced(*c));
        if is_letter(c) && !is_unspaced(c) {
            word.push(c);
        } else if matches!(c, '.' | ',') && is_digit(letters.get(at.wrapping_sub(1))) && is_digit(next) {
            if c == '.' {
                word.push(c);
            }
        } else if !(matches!(c, '\'' | '’') && goes_on) {
            break;
        }
        *at += 1;
    }
    word
}

fn pairs(run: &[char], tokens: &mut Vec<Token>) {
    if let [only] = run {
        tokens.push(Token { text: only.to_string(), also: None });
    }
    for pair in run.windows(2) {
        tokens.push(Token { text: pair.iter().collect(), also: None });
    }
}

#[cfg(test)]
mod tests {
    use super::{each_token, fold, tokens};

    fn words(text: &str) -> Vec<String> {
        tokens(text).into_iter().map(|token| token.text).collect()
    }

    #[test]
    fn case_accents_and_ligatures_fold_away() {
        assert_eq!(fold("Straße CAFÉ ﬁx Łódź ΣΊΣΥΦΟΣ"), "strasse cafe fix lodz σισυφος");
    }

    #[test]
    fn apostrophes_vanish_and_numbers_stay_whole() {
        assert_eq!(
            words("Don't, the customer’s 1,000.50 — 'now'"),
            ["dont", "the", "customers", "1000.50", "now"]
        );
    }

    #[test]
    fn amounts_and_hyphens_have_a_second_form() {
        let also: Vec<Option<String>> = tokens("£50 hand-over").into_iter().map(|token| token.also).collect();
        assert_eq!(also, [Some("£50".into()), Some("handover".into()), Some("handover".into())]);
        assert_eq!(words("£50 hand-over"), ["50", "hand", "over"]);
    }

    #[test]
    fn scripts_without_spaces_give_pairs() {
        assert_eq!(words("顧客対応 A"), ["顧客", "客対", "対応", "a"]);
    }

    #[test]
    fn the_short_way_finds_what_the_long_way_finds() {
        let mut found = Vec::new();
        each_token("Calm an angry customer (now)", |word, _| found.push(word.to_owned()));
        assert_eq!(found, words("Calm an angry customer (now)"));
    }
}
