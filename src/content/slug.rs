//! Slugs: ids and addresses made of words.

use unicode_normalization::UnicodeNormalization;

/// Returns the words of a text in lower case, joined by hyphens; letters of every script stay.
///
/// Apostrophes join ("don't" is `dont`), everything else that is neither letter, mark nor number
/// separates. A text without a word gives an empty slug.
pub fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    let mut gap = false;
    let mut push = |c: char| {
        if c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c) {
            if gap && !slug.is_empty() {
                slug.push('-');
            }
            gap = false;
            slug.extend(c.to_lowercase());
        } else if !matches!(c, '\'' | '’') {
            gap = true;
        }
    };
    if text.is_ascii() {
        text.chars().for_each(&mut push);
    } else {
        text.nfc().for_each(&mut push);
    }
    slug
}

#[cfg(test)]
mod tests {
    use super::slug;

    #[test]
    fn words_of_every_script_are_kept() {
        assert_eq!(slug("Say, don't say"), "say-dont-say");
        assert_eq!(slug("  Été – 2026!  "), "été-2026");
        assert_eq!(slug("خدمة العملاء"), "خدمة-العملاء");
        assert_eq!(slug("— !"), "");
    }
}
