//! Amounts of money and counts of days typed by hand, which no change of a value reaches.

use crate::content::words::Passage;
use crate::source::Span;

const CURRENCY_SIGNS: &[char] = &['£', '€', '$', '¥', '₹'];

/// Notes where a passage holds an amount of money, or a number before one of the words for days.
pub fn find(passage: &Passage, day_words: &[String], amounts: &mut Vec<Span>) {
    let text = &passage.text;
    let mut at = 0;
    while let Some(start) = text[at..].find(|c: char| c.is_ascii_digit()).map(|found| at + found) {
        let digits = text[start..].find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',')));
        let end = digits.map_or(text.len(), |length| start + length);
        let number = text[start..end].trim_end_matches(['.', ',']);
        let end_of_number = start + number.len();
        let sign = text[..start].chars().next_back().filter(|c| CURRENCY_SIGNS.contains(c));
        if let Some(sign) = sign {
            amounts.push(passage.span(start - sign.len_utf8(), end_of_number));
        } else if let Some(end) = day_word(text, end_of_number, day_words) {
            amounts.push(passage.span(start, end));
        }
        at = end;
    }
}

/// Returns where a word for days ends that follows a number, with a blank or a hyphen between.
fn day_word(text: &str, number_end: usize, day_words: &[String]) -> Option<usize> {
    let rest = &text[number_end..];
    let gap = rest.chars().next().filter(|c| c.is_whitespace() || *c == '-')?;
    let word_at = number_end + gap.len_utf8();
    let words = &text[word_at..];
    let ends = day_words.iter().filter_map(|word| {
        let found = words.get(..word.len()).is_some_and(|found| found.eq_ignore_ascii_case(word));
        let whole = || !words[word.len()..].starts_with(char::is_alphanumeric);
        (found && whole()).then_some(word_at + word.len())
    });
    ends.max()
}
