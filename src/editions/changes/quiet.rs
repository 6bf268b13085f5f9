//! Words of a handbook where a code host reads along: they are shown, and nothing comes of them.
//!
//! In a comment `@name` sends a mail to somebody, `#12` writes into the history of another request,
//! and addresses become links. A zero-width space behind the sign takes that from it and is not
//! seen. White space becomes one blank, since a line of its own could be a command and an empty one
//! would end the HTML around it; signs that turn the direction of writing are left out.

use pulldown_cmark_escape::escape_html_body_text;

/// What begins a name, a number or a label of something on a code host when a letter, a digit or a
/// quotation mark follows.
const BEGINS: [char; 8] = ['@', '#', '!', '$', '%', '~', '&', '^'];
/// What begins an address or the number of an issue.
const ALSO: [&str; 3] = ["://", "www.", "GH-"];
const NOTHING: char = '\u{200b}';

/// Returns words as HTML text.
pub fn quiet(text: &str) -> String {
    let mut words = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(sign) = rest.chars().next() {
        let is_next =
            |begin: &&&str| rest.get(..begin.len()).is_some_and(|at| at.eq_ignore_ascii_case(begin));
        let taken = ALSO.iter().find(is_next).map_or(sign.len_utf8(), |begin| begin.len());
        let (begin, behind) = rest.split_at(taken);
        rest = behind;
        match sign {
            sign if sign.is_whitespace() => {
                if !words.ends_with(' ') {
                    words.push(' ');
                }
            }
            sign if sign.is_control() || turns(sign) => {}
            _ => words.push_str(begin),
        }
        let follows = |sign: char| sign.is_alphanumeric() || matches!(sign, '"' | '\'' | '_' | '-');
        // What follows behind the end of the words is not known.
        let may_follow = behind.starts_with(follows) || behind.is_empty() && matches!(sign, '@' | '#');
        if taken > sign.len_utf8() || BEGINS.contains(&sign) && may_follow {
            words.push(NOTHING);
        }
    }
    let mut html = String::with_capacity(words.len());
    let _ = escape_html_body_text(&mut html, &words);
    html
}

fn turns(sign: char) -> bool {
    matches!(sign, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Returns a text of at most so many characters; of a longer one its beginning.
pub fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((at, _)) => format!("{}…", text[..at].trim_end()),
        None => text.to_owned(),
    }
}

/// Returns a text of which only what touches its neighbours is kept: whole words of at most so many
/// characters a side.
pub fn edges(text: &str, most: usize, is_first: bool, is_last: bool) -> String {
    let count = text.chars().count();
    if count <= 2 * most {
        return text.to_owned();
    }
    let at = |number: usize| text.char_indices().nth(number).map_or(text.len(), |(at, _)| at);
    let (head, tail) = (&text[..at(most)], &text[at(count - most)..]);
    let head = head.rfind(' ').map_or(head, |blank| &head[..=blank]);
    let tail = tail.find(' ').map_or(tail, |blank| &tail[blank..]);
    format!("{}…{}", if is_first { "" } else { head }, if is_last { "" } else { tail })
}

#[cfg(test)]
mod tests {
    use super::{cut, edges, quiet};

    #[test]
    fn nobody_is_called_and_nothing_is_linked() {
        let text = "@ada, a@b.org, @org/team #12 o/r#3 GH-4 gh-4 !5 ~bug %\"v1\" https://e.org www.e.org &7";
        let quiet = quiet(text);
        assert_eq!(quiet.replace('\u{200b}', "").replace("&amp;", "&"), text);
        for begin in [
            "@ada", "@b", "@org", "#12", "#3", "GH-4", "gh-4", "!5", "~bug", "%\"", "://e", "www.e", "&amp;7",
        ] {
            assert!(!quiet.contains(begin), "{begin} in {quiet}");
        }
        assert_eq!(super::quiet("Stop! 50 % of £5, 3 & 4 at 9:30."), "Stop! 50 % of £5, 3 &amp; 4 at 9:30.");
    }

    #[test]
    fn a_text_is_one_line_without_markup() {
        assert_eq!(quiet("a\n\n/close\r\n<img src=x>\u{202e}b\u{0}\t "), "a /close &lt;img src=x&gt;b ");
    }

    #[test]
    fn long_texts_are_cut_where_nobody_looks() {
        assert_eq!((cut("äöü", 3).as_str(), cut("äöü x", 3).as_str()), ("äöü", "äöü…"));
        assert_eq!(edges("abcdefgh", 2, true, false), "…gh");
        assert_eq!(edges("abcdefgh", 2, false, true), "ab…");
        assert_eq!(edges("abcdefgh", 2, false, false), "ab…gh");
        assert_eq!(edges("abcd", 2, false, false), "abcd");
        assert_eq!(edges("one two three four five", 6, false, false), "one … five");
    }
}
