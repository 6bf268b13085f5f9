//! Whether HTML in a page is such that nothing of it would be missing: each tag, where it stands.
//!
//! This is for authors, who get a finding at the exact characters; safety does not rest on it, since
//! whatever passes is sanitised afterwards. It is strict where browsers guess: what is opened is
//! closed, in order, and stands where it may. So no page grows, or falls apart, by a tag that leaks.

use super::tags::{COMMON, Tag, find};
use crate::content::html;

/// What stands side by side in a page: HTML, or what Markdown made.
#[derive(Clone, Copy, Debug)]
pub enum Piece<'a> {
    /// HTML.
    Html(&'a str),
    /// A node; whether it stands in a line.
    Node {
        /// Whether it stands in a line.
        is_inline: bool,
        /// Whether it is nothing but white space.
        is_blank: bool,
    },
}

/// What is wrong with HTML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// In which piece.
    pub piece: usize,
    /// The bytes there.
    pub range: std::ops::Range<usize>,
    /// What is wrong, and what to do.
    pub message: String,
    /// What to do.
    pub help: String,
}

/// Pieces that stand side by side, checked.
pub struct Checked {
    /// Of each piece, whether nothing is open behind it, so that what follows is not part of it.
    pub ends: Vec<bool>,
    /// What is wrong.
    pub wrong: Vec<Wrong>,
}

/// Checks pieces that stand side by side; `in_line` says whether they stand in a line themselves.
pub fn check(pieces: &[Piece], in_line: bool) -> Checked {
    let mut check = Check { open: Vec::new(), in_line, wrong: Vec::new(), piece: 0 };
    let mut ends = Vec::with_capacity(pieces.len());
    for (number, piece) in pieces.iter().enumerate() {
        check.piece = number;
        match piece {
            Piece::Html(html) => check.html(html),
            Piece::Node { is_blank: true, .. } => {}
            Piece::Node { is_inline, .. } => check.node(*is_inline),
        }
        ends.push(check.open.is_empty() && !in_line);
    }
    while let Some(open) = check.open.pop() {
        check.unclosed(&open);
    }
    Checked { ends, wrong: check.wrong }
}

/// An element that is not closed yet.
struct Open {
    tag: &'static Tag,
    piece: usize,
    range: std::ops::Range<usize>,
    /// Whether something stands in it already that should not.
    is_spoilt: bool,
}

struct Check {
    open: Vec<Open>,
    in_line: bool,
    wrong: Vec<Wrong>,
    piece: usize,
}

impl Check {
    fn html(&mut self, html: &str) {
        let mut at = 0;
        while let Some(found) = html[at..].find('<') {
            self.text(html, at..at + found);
            at += found;
            at = match tag_at(html, at) {
                Found::Open { name, attributes, end } => {
                    self.start(name, &attributes, at..end);
                    end
                }
                Found::Close { name, end } => {
                    self.end(name, at..end);
                    end
                }
                Found::Comment { end } => end,
                Found::Sign => at + 1,
                Found::Other { end } => {
                    self.say(
                        at..end,
                        "this is neither a tag nor a comment",
                        "take it out; a `<` that is meant as a sign is written `&lt;`",
                    );
                    end
                }
            };
        }
        self.text(html, at..html.len());
    }

    fn start(&mut self, name: &str, attributes: &[&str], range: std::ops::Range<usize>) {
        let Some(tag) = find(name) else {
            let help = "say it in Markdown or with a block, or take it out";
            return self.say(
                range,
                &format!("`<{name}>` is not allowed in a page, so it would be missing"),
                help,
            );
        };
        for attribute in attributes {
            if !tag.attributes().any(|known| known.eq_ignore_ascii_case(attribute)) {
                let message = format!("`{attribute}` is not allowed on `<{name}>`, so it would be missing");
                let help = if COMMON.iter().any(|common| common.eq_ignore_ascii_case(attribute)) {
                    "put a `<span>` that says it around the words in it"
                } else {
                    "take it out; looks are the theme's, and an id is given to a heading"
                };
                self.say(range.clone(), &message, help);
            }
        }
        self.place(tag, &range);
        if !tag.is_void() {
            self.open.push(Open { tag, piece: self.piece, range, is_spoilt: false });
        }
    }

    /// Says when an element may not stand here.
    fn place(&mut self, tag: &'static Tag, range: &std::ops::Range<usize>) {
        let around = self.open.last().map(|open| open.tag);
        let name = tag.name;
        if let Some(parents) = tag.parents() {
            if around.is_none_or(|around| !parents.contains(&around.name)) {
                let parents: Vec<String> = parents.iter().map(|parent| format!("`<{parent}>`")).collect();
                let message = format!("`<{name}>` stands only in {}", parents.join(" or "));
                self.say(range.clone(), &message, "put it there, or say it in Markdown");
            }
            return;
        }
        match around {
            Some(around) if around.holds_parts_only() => {
                let message = format!("`<{name}>` may not stand directly in `<{}>`", around.name);
                self.say(range.clone(), &message, "put it into one of its items or cells");
            }
            Some(around) if around.holds_line_only() && !tag.is_inline() => {
                let message = format!("`<{name}>` may not stand in `<{}>`, which holds a line", around.name);
                self.say(range.clone(), &message, "close the one before the other begins");
            }
            None if self.in_line && !tag.is_inline() => {
                let message = format!("`<{name}>` may not stand in a line of text");
                self.say(
                    range.clone(),
                    &message,
                    "begin a line of its own with it, with an empty line above",
                );
            }
            _ if name == "a" && self.open.iter().any(|open| open.tag.name == "a") => {
                self.say(
                    range.clone(),
                    "a link may not stand in another",
                    "close the first before the second begins",
                );
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str, range: std::ops::Range<usize>) {
        let is_it = |open: &Open| open.tag.name.eq_ignore_ascii_case(name);
        match self.open.iter().rposition(is_it) {
            Some(position) => {
                for open in self.open.split_off(position + 1) {
                    self.unclosed(&open);
                }
                self.open.pop();
            }
            // One that may not stand here was named where it was opened.
            None if find(name).is_none_or(Tag::is_void) => {}
            None => self.say(
                range,
                &format!("`</{name}>` closes nothing"),
                "take it out, or open it in the same list, item or paragraph",
            ),
        }
    }

    fn unclosed(&mut self, open: &Open) {
        let name = open.tag.name;
        self.wrong.push(Wrong {
            piece: open.piece,
            range: open.range.clone(),
            message: format!("`<{name}>` is not closed"),
            help: format!("write `</{name}>` where it ends, in the same list, item or paragraph"),
        });
    }

    fn text(&mut self, html: &str, range: std::ops::Range<usize>) {
        if !html[range.clone()].trim().is_empty()
            && let Some(open) =
                self.open.last_mut().filter(|open| open.tag.holds_parts_only() && !open.is_spoilt)
        {
            open.is_spoilt = true;
            let message = format!("text may not stand directly in `<{}>`", open.tag.name);
            self.say(range, &message, "put it into one of its items or cells");
        }
    }

    fn node(&mut self, is_inline: bool) {
        let Some(open) = self.open.last_mut().filter(|open| !open.is_spoilt) else { return };
        let name = open.tag.name;
        let message = match open.tag {
            tag if tag.holds_parts_only() => format!("what follows may not stand directly in `<{name}>`"),
            tag if tag.holds_line_only() && !is_inline => {
                format!("what follows may not stand in `<{name}>`, which holds a line")
            }
            _ => return,
        };
        open.is_spoilt = true;
        let (piece, range) = (open.piece, open.range.clone());
        let help = format!("close `<{name}>` before, or take it out");
        self.wrong.push(Wrong { piece, range, message, help });
    }

    fn say(&mut self, range: std::ops::Range<usize>, message: &str, help: &str) {
        let piece = self.piece;
        self.wrong.push(Wrong { piece, range, message: message.to_owned(), help: help.to_owned() });
    }
}

/// What stands at a `<`.
enum Found<'a> {
    Open {
        name: &'a str,
        attributes: Vec<&'a str>,
        end: usize,
    },
    Close {
        name: &'a str,
        end: usize,
    },
    Comment {
        end: usize,
    },
    /// A sign that is meant as such.
    Sign,
    /// A declaration, an instruction, or something that is not closed.
    Other {
        end: usize,
    },
}

fn tag_at(html: &str, at: usize) -> Found<'_> {
    let rest = &html[at..];
    if rest.starts_with("<!--") {
        return match html::comment(rest) {
            Some(inside) => Found::Comment { end: at + "<!---->".len() + inside.len() },
            None => Found::Other { end: html.len() },
        };
    }
    let closing = rest.starts_with("</");
    let from = at + if closing { 2 } else { 1 };
    let name = word(html, from, |sign| sign.is_ascii_alphanumeric() || sign == '-');
    if !html[from..].starts_with(|sign: char| sign.is_ascii_alphabetic()) {
        let is_markup = rest[1..].starts_with(['!', '?', '/']);
        let end = rest.find('>').map_or(html.len(), |end| at + end + 1);
        return if is_markup { Found::Other { end } } else { Found::Sign };
    }
    let mut attributes = Vec::new();
    let mut next = from + name.len();
    loop {
        next += word(html, next, |sign| sign.is_whitespace() || sign == '/').len();
        if html[next..].starts_with('>') {
            let end = next + 1;
            return if closing { Found::Close { name, end } } else { Found::Open { name, attributes, end } };
        }
        let attribute = word(html, next, |sign| !sign.is_whitespace() && !matches!(sign, '=' | '>' | '/'));
        next += attribute.len();
        attributes.push(attribute);
        let before = next;
        next += word(html, next, char::is_whitespace).len();
        if html[next..].starts_with('=') {
            next += 1;
            next += word(html, next, char::is_whitespace).len();
            match html[next..].chars().next() {
                Some(quote @ ('"' | '\'')) => match html[next + 1..].find(quote) {
                    Some(end) => next += end + 2,
                    None => return Found::Other { end: html.len() },
                },
                _ => next += word(html, next, |sign| !sign.is_whitespace() && sign != '>').len(),
            }
        } else if attribute.is_empty() && next == before {
            // Neither a name nor a value nor the end: the tag is not closed.
            return Found::Other { end: html.len() };
        }
    }
}

fn word(html: &str, from: usize, is_part: impl Fn(char) -> bool) -> &str {
    let rest = &html[from..];
    &rest[..rest.find(|sign| !is_part(sign)).unwrap_or(rest.len())]
}

#[cfg(test)]
mod tests {
    use super::{Piece, check};

    fn wrong(html: &str) -> Vec<String> {
        check(&[Piece::Html(html)], false)
            .wrong
            .into_iter()
            .map(|wrong| format!("{:?}: {}", &html[wrong.range], wrong.message))
            .collect()
    }

    #[test]
    fn what_is_opened_is_closed_and_stands_where_it_may() {
        for html in [
            "<p>a <b>b</b><br>c</p>",
            "<table><caption>x</caption><tr><th scope=col>a</th></tr></table>",
            "<details open><summary>x</summary><p>y</p></details>",
            "<ul>\n<li>a</li>\n<!-- b -->\n</ul>",
            "1 < 2 <DIV title='a > b'>x</DIV>",
            "<img src=a.png alt=\"a\" />",
        ] {
            assert_eq!(wrong(html), Vec::<String>::new(), "{html}");
        }
        let cases = [
            ("<b>x", "\"<b>\": `<b>` is not closed"),
            ("x</b>", "\"</b>\": `</b>` closes nothing"),
            ("<b><i>x</b></i>", "\"<i>\": `<i>` is not closed"),
            (
                "<script>x</script>",
                "\"<script>\": `<script>` is not allowed in a page, so it would be missing",
            ),
            (
                "<p onclick = \"a()\">x</p>",
                "\"<p onclick = \\\"a()\\\">\": `onclick` is not allowed on `<p>`, so it would be missing",
            ),
            (
                "<h2 lang=fr>x</h2>",
                "\"<h2 lang=fr>\": `lang` is not allowed on `<h2>`, so it would be missing",
            ),
            ("<li>x</li>", "\"<li>\": `<li>` stands only in `<ol>` or `<ul>`"),
            ("<p><div>x</div></p>", "\"<div>\": `<div>` may not stand in `<p>`, which holds a line"),
            ("<ul>x</ul>", "\"x\": text may not stand directly in `<ul>`"),
            ("<ul><b>x</b></ul>", "\"<b>\": `<b>` may not stand directly in `<ul>`"),
            ("<a href=x><a href=y>z</a></a>", "\"<a href=y>\": a link may not stand in another"),
            ("<!DOCTYPE html>", "\"<!DOCTYPE html>\": this is neither a tag nor a comment"),
            ("<p title=\"x", "\"<p title=\\\"x\": this is neither a tag nor a comment"),
            ("<p ", "\"<p \": this is neither a tag nor a comment"),
        ];
        for (html, expected) in cases {
            assert_eq!(wrong(html).first().map(String::as_str), Some(expected), "{html}");
        }
    }

    #[test]
    fn what_markdown_made_stands_where_it_may_too() {
        let (line, block) = (
            Piece::Node { is_inline: true, is_blank: false },
            Piece::Node { is_inline: false, is_blank: false },
        );
        let count = |pieces: &[Piece], in_line| check(pieces, in_line).wrong.len();
        assert_eq!(count(&[Piece::Html("<details>"), block, Piece::Html("</details>")], false), 0);
        assert_eq!(count(&[Piece::Html("<b>"), line, Piece::Html("</b>")], true), 0);
        assert_eq!(count(&[Piece::Html("<b>"), block, Piece::Html("</b>")], false), 1);
        assert_eq!(count(&[Piece::Html("<ul>"), block, block, Piece::Html("</ul>")], false), 1);
        assert_eq!(count(&[line, Piece::Html("<div>"), Piece::Html("</div>")], true), 1);
    }
}
