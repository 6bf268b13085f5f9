//! Things that look like a person's data: e-mail addresses, telephone and card numbers.
//!
//! Addresses under `example` are made to be shown and pass.

use crate::content::words::Passage;
use crate::diag::{Diagnostic, Location, rules};
use crate::source::SitePath;

/// The fewest digits of a telephone number; order numbers and dates have fewer.
const TELEPHONE: usize = 10;
/// The fewest and most digits of a payment card's number (ISO/IEC 7812).
const CARD: std::ops::RangeInclusive<usize> = 13..=19;

/// Reports what looks like personal data in a passage.
pub fn check(file: &SitePath, passage: &Passage, diagnostics: &mut Vec<Diagnostic>) {
    let text = &passage.text;
    let mut report = |start, end, what: &str| {
        let location = Location::new(file, passage.span(start, end));
        diagnostics.push(
            Diagnostic::new(&rules::PERSONAL_DATA, location, format!("this looks like {what}"))
                .help("a handbook names roles; keep people's data in the case system, or write an address under `example.com`"),
        );
    };
    if text.contains('@') {
        for (start, end) in words(text).filter(|(start, end)| is_email(&text[*start..*end])) {
            report(start, end, "an e-mail address");
        }
    }
    if !super::has_figures(text) {
        return;
    }
    for (start, end) in numbers(text) {
        let digits: Vec<u8> = text[start..end].bytes().filter(u8::is_ascii_digit).collect();
        if CARD.contains(&digits.len()) && luhn(&digits) {
            report(start, end, "the number of a payment card");
        } else if digits.len() >= TELEPHONE && text[start..].starts_with(['+', '0', '(']) {
            report(start, end, "a telephone number");
        }
    }
}

fn words(text: &str) -> impl Iterator<Item = (usize, usize)> {
    text.split_whitespace().map(|word| {
        let start = word.as_ptr().addr() - text.as_ptr().addr();
        let trimmed = word.trim_matches(|c: char| !c.is_alphanumeric());
        let start = start + word.find(trimmed).unwrap_or(0);
        (start, start + trimmed.len())
    })
}

fn is_email(word: &str) -> bool {
    let Some((name, host)) = word.split_once('@') else { return false };
    let shown = host.split('.').any(|part| part == "example");
    !name.is_empty() && host.contains('.') && !host.contains('@') && !shown
}

/// Returns runs of digits with blanks, hyphens, brackets and a plus between them.
fn numbers(text: &str) -> impl Iterator<Item = (usize, usize)> {
    let inside = |c: char| c.is_ascii_digit() || matches!(c, ' ' | '-' | '(' | ')' | '+');
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].find(|c: char| c.is_ascii_digit() || matches!(c, '+' | '('))?;
        let length = text[start..].find(|c: char| !inside(c)).unwrap_or(text.len() - start);
        at = start + length.max(1);
        let run = text[start..start + length].trim_end_matches([' ', '-', '(', '+']);
        Some((start, start + run.len()))
    })
}

/// The check digit of ISO/IEC 7812 (Luhn).
fn luhn(digits: &[u8]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(place, digit)| {
            let digit = u32::from(digit - b'0');
            match place % 2 {
                0 => digit,
                _ => digit * 2 / 10 + digit * 2 % 10,
            }
        })
        .sum();
    sum.is_multiple_of(10)
}
