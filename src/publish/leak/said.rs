//! What a finished file says, as a reader's program understands it: text without its markup, entities and
//! escapes as their letters, the files of the search as the words in them.

use std::cell::RefCell;

use html5ever::TokenizerResult;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use serde_json::Value;

use crate::search;

/// How something is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// To be read.
    Prose,
    /// By programs, or as a name.
    Name,
    /// In a script or a style, where short words mean something else.
    Code,
    /// As a word that a search finds.
    Word,
    /// As the address of something.
    Address,
}

/// Calls `hear` with everything that a file says. Files that are no texts say nothing.
pub fn read(path: &str, bytes: &[u8], hear: &mut dyn FnMut(Tone, &str)) {
    let name = path.rsplit('/').next().unwrap_or_default();
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    if ending == "bin" {
        return index(path, bytes, hear);
    }
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    match ending {
        "htm" | "html" | "svg" | "xhtml" | "xml" => markup(text, hear),
        "json" | "map" | "webmanifest" => match serde_json::from_str(text) {
            Ok(value) => json(&value, Tone::Name, hear),
            Err(_) => lines(text, hear),
        },
        "css" | "js" | "mjs" => hear(Tone::Code, &unescaped(text)),
        _ => lines(text, hear),
    }
}

fn index(path: &str, bytes: &[u8], hear: &mut dyn FnMut(Tone, &str)) {
    let Some((about, words)) = search::unpacked(path, bytes) else { return };
    json(&about, Tone::Prose, hear);
    for word in &words {
        hear(Tone::Word, word);
    }
}

fn json(value: &Value, tone: Tone, hear: &mut dyn FnMut(Tone, &str)) {
    match value {
        Value::String(text) => {
            hear(tone, text);
            hear(Tone::Address, text);
        }
        Value::Array(values) => values.iter().for_each(|value| json(value, tone, hear)),
        Value::Object(entries) => {
            for (key, value) in entries {
                hear(Tone::Code, key);
                hear(Tone::Address, key);
                json(value, tone, hear);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn lines(text: &str, hear: &mut dyn FnMut(Tone, &str)) {
    hear(Tone::Name, text);
    text.split_whitespace().for_each(|word| hear(Tone::Address, word));
}

/// Returns a script with its escapes as letters.
fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        plain.push_str(&rest[..at]);
        let after = &rest[at + 1..];
        let digits = match after.as_bytes().first() {
            Some(b'u') if after[1..].starts_with('{') => {
                after[2..].split_once('}').map(|(digits, _)| (3, digits))
            }
            Some(b'u') => after.get(1..5).map(|digits| (1, digits)),
            Some(b'x') => after.get(1..3).map(|digits| (1, digits)),
            _ => None,
        };
        let letter = digits.and_then(|(more, digits)| {
            let letter = char::from_u32(u32::from_str_radix(digits, 16).ok()?)?;
            Some((letter, more + digits.len()))
        });
        match letter {
            Some((letter, length)) => {
                plain.push(letter);
                rest = &after[length..];
            }
            // A line end in a text, or a sign that would mean something else.
            None => {
                plain.push(' ');
                rest = after.strip_prefix(['n', 't', 'r']).unwrap_or(after);
            }
        }
    }
    plain + rest
}

/// Attributes that people read or hear.
const READ: &[&str] =
    &["alt", "aria-description", "aria-label", "content", "label", "placeholder", "summary", "title"];
/// Attributes that name something.
const NAMING: &[&str] = &[
    "aria-controls",
    "aria-describedby",
    "aria-details",
    "aria-labelledby",
    "for",
    "form",
    "headers",
    "id",
    "itemid",
    "list",
    "name",
    "value",
];
/// Attributes that lead somewhere.
const LEADING: &[&str] = &[
    "action",
    "cite",
    "content",
    "data",
    "formaction",
    "href",
    "imagesrcset",
    "poster",
    "src",
    "srcset",
    "xlink:href",
];
/// Elements inside a line of text: what stands on both sides of them is one word.
const INLINE: &[&str] = &[
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "i", "ins", "kbd", "mark",
    "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr",
];

/// What of a page has been read and not been said yet.
struct Page<'h> {
    hear: &'h mut dyn FnMut(Tone, &str),
    text: String,
    /// The kind of code that is being read, which is no prose: a script and its type, or a style.
    code: Option<String>,
}

/// A page in the hands of a tokeniser, which calls for it by shared reference.
struct Reading<'h>(RefCell<Page<'h>>);

impl TokenSink for Reading<'_> {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        let mut page = self.0.borrow_mut();
        match token {
            Token::TagToken(tag) => return page.tag(&tag),
            Token::CharacterTokens(text) => page.text.push_str(&text),
            Token::CommentToken(text) => (page.hear)(Tone::Name, &text),
            Token::DoctypeToken(_) | Token::NullCharacterToken | Token::EOFToken | Token::ParseError(_) => {}
        }
        TokenSinkResult::Continue
    }
}

fn markup(text: &str, hear: &mut dyn FnMut(Tone, &str)) {
    let page = Page { hear, text: String::new(), code: None };
    let tokenizer = Tokenizer::new(Reading(RefCell::new(page)), TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(text));
    // It stops behind each script, for whoever would run it.
    while matches!(tokenizer.feed(&input), TokenizerResult::Script(())) {}
    tokenizer.end();
    tokenizer.sink.0.into_inner().flush();
}

impl Page<'_> {
    /// Reads a tag; returns how browsers read what follows it.
    fn tag(&mut self, tag: &Tag) -> TokenSinkResult<()> {
        let name = &*tag.name;
        if !INLINE.contains(&name) {
            self.flush();
        }
        if tag.kind == TagKind::EndTag {
            self.code = None;
            return TokenSinkResult::Continue;
        }
        self.code = matches!(name, "script" | "style").then(String::new);
        for attribute in &tag.attrs {
            self.attribute(&attribute.name.local, &attribute.value);
        }
        match name {
            "script" => TokenSinkResult::RawData(RawKind::ScriptData),
            "style" | "xmp" | "iframe" | "noembed" | "noframes" => TokenSinkResult::RawData(RawKind::Rawtext),
            "textarea" | "title" => TokenSinkResult::RawData(RawKind::Rcdata),
            _ => TokenSinkResult::Continue,
        }
    }

    fn attribute(&mut self, name: &str, value: &str) {
        let Self { hear, code, .. } = self;
        if let Some(code) = code.as_mut().filter(|_| name == "type") {
            value.clone_into(code);
        }
        if READ.contains(&name) {
            hear(Tone::Prose, value);
        } else if NAMING.contains(&name) || name.starts_with("data-") {
            hear(Tone::Name, value);
        }
        if LEADING.contains(&name) || name.starts_with("data-") {
            hear(Tone::Name, value);
            // A refresh says when before it says where; a set of pictures has sizes behind them.
            let parts = value.split([',', ';', ' ']).map(str::trim).filter(|part| !part.is_empty());
            for part in parts.map(|part| part.strip_prefix("url=").unwrap_or(part)).chain([value]) {
                hear(Tone::Address, part);
            }
        }
    }

    /// Says what has been read.
    fn flush(&mut self) {
        let text = std::mem::take(&mut self.text);
        if text.trim().is_empty() {
            return;
        }
        match self.code.as_deref() {
            None => {
                (self.hear)(Tone::Prose, &text);
                // A map of a site has its addresses in its text.
                if !text.trim().contains(char::is_whitespace) {
                    (self.hear)(Tone::Address, text.trim());
                }
            }
            Some(kind) if kind.contains("json") => match serde_json::from_str(&text) {
                Ok(value) => json(&value, Tone::Name, self.hear),
                Err(_) => (self.hear)(Tone::Code, &text),
            },
            Some(_) => (self.hear)(Tone::Code, &unescaped(&text)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Tone, read};

    fn said(path: &str, text: &str) -> Vec<(Tone, String)> {
        let mut said = Vec::new();
        read(path, text.as_bytes(), &mut |tone, text| said.push((tone, text.to_owned())));
        said
    }

    fn prose(path: &str, text: &str) -> Vec<String> {
        let prose = said(path, text).into_iter().filter(|(tone, _)| *tone == Tone::Prose);
        prose.map(|(_, text)| text).collect()
    }

    #[test]
    fn entities_are_letters_and_markup_in_a_line_parts_no_word() {
        let html = "<p title='a &lt;b&gt;'>caf&eacute; re<b>fund</b>&#115;</p><td>one</td><td>two";
        assert_eq!(prose("a.html", html), ["a <b>", "café refunds", "one", "two"]);
    }

    #[test]
    fn the_lines_of_a_drawing_say_nothing() {
        let html = "<svg aria-hidden=\"true\" viewBox=\"-4 -4.5 29 29\"><path stroke=\"#000\" d=\"M0 0h7m2 0h1\"/></svg>";
        assert_eq!(said("a.html", html), []);
    }

    #[test]
    fn scripts_and_comments_are_heard_and_their_escapes_read() {
        let html = "<script>say(\"a\\u0062c\\x64\\ne\")</script><!-- note --><script type=\"application/json\">{\"k\":\"d\\u00e9j\\u00e0\"}</script>";
        let names: Vec<String> = said("a.html", html)
            .into_iter()
            .filter(|(tone, _)| matches!(tone, Tone::Name | Tone::Code))
            .map(|(_, text)| text)
            .collect();
        assert_eq!(names, ["say(\"abcd e\")", " note ", "k", "déjà"]);
        assert!(prose("a.html", html).is_empty());
    }

    #[test]
    fn addresses_are_heard_wherever_they_stand() {
        let html = "<a href=\"../x/?q=1#y\">z</a><meta http-equiv=refresh content=\"0; url=b/\"><img srcset=\"c.png 1x, d.png 2x\">";
        let addresses: Vec<String> = said("a.html", html)
            .into_iter()
            .filter(|(tone, _)| *tone == Tone::Address)
            .map(|(_, text)| text)
            .collect();
        for wanted in ["../x/?q=1#y", "b/", "c.png", "d.png"] {
            assert!(addresses.iter().any(|address| address == wanted), "{wanted} in {addresses:?}");
        }
    }
}
