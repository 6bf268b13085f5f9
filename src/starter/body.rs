//! The text of a new page: its sections in order, its blocks, and a blank wherever words are missing.
//!
//! What a section or a block begins with stands in `bodies.toml`, with the labels of the site's
//! language filled in. A section that is not there, such as one of the site's own, gets a blank.

use toml::{Table, Value};

use super::{Piece, Place};
use crate::content::{prompt, slug};
use crate::kind::{Kind, Need, Section};
use crate::language::Language;

/// Returns the text below the fields.
pub fn pieces(kind: &Kind, language: &Language, place: &Place) -> Vec<Piece> {
    let bodies: Table = include_str!("bodies.toml").parse().expect("`bodies.toml` is TOML");
    let body = Body { bodies: &bodies, kind, language };
    let sections = kind.sections.iter().filter(|section| section.need != Need::Optional);
    let mut parts: Vec<Vec<Piece>> = sections.clone().map(|section| body.section(section)).collect();
    let keys: Vec<&str> = sections.map(|section| section.key.as_str()).collect();
    if parts.is_empty() {
        parts.push(vec![Piece::Blank("what readers come to this page for".into())]);
    }
    if let Some(first) = parts.first_mut().filter(|_| !place.must_link.is_empty()) {
        first.extend(links(place));
    }
    for name in blocks(kind) {
        let behind = body.text("behind", name);
        let number = keys.iter().position(|key| Some(*key) == behind).unwrap_or(parts.len() - 1);
        parts[number].push(Piece::Text("\n\n".into()));
        parts[number].extend(body.block(name));
    }
    let mut pieces = Vec::new();
    for part in parts {
        pieces.push(Piece::Text("\n".into()));
        pieces.extend(part);
        pieces.push(Piece::Text("\n".into()));
    }
    pieces
}

/// Returns the blocks that a kind needs: the first of those of which it needs one, and its answers.
fn blocks(kind: &Kind) -> impl Iterator<Item = &str> {
    let answers = kind.answers.unwrap_or(0);
    let block = kind.blocks.first().map(String::as_str).filter(|name| *name != "answer" || answers == 0);
    block.into_iter().chain(std::iter::repeat_n("answer", answers))
}

/// Returns the links that the area asks of each of its pages.
fn links(place: &Place) -> Vec<Piece> {
    let line = |(title, path): &(String, String)| {
        let title = title.replace('[', "\\[").replace(']', "\\]");
        format!("\n- [{title}]({path})")
    };
    let lines: String = place.must_link.iter().map(line).collect();
    vec![Piece::Text(format!("\n{lines}"))]
}

struct Body<'a> {
    bodies: &'a Table,
    kind: &'a Kind,
    language: &'a Language,
}

impl<'a> Body<'a> {
    fn section(&self, section: &Section) -> Vec<Piece> {
        let heading = self.heading(section);
        let mut pieces = vec![Piece::Text(format!("## {heading}\n\n"))];
        match self.text("sections", &section.key) {
            Some(text) => pieces.extend(self.filled(text)),
            None => pieces.push(Piece::Blank(format!("what readers look for under \"{heading}\""))),
        }
        pieces
    }

    fn block(&self, name: &str) -> Vec<Piece> {
        match self.text("blocks", name) {
            Some(text) => self.filled(text),
            None => vec![Piece::Text(format!("::: {name}\n\n:::"))],
        }
    }

    fn heading<'b>(&'b self, section: &'b Section) -> &'b str {
        section.heading.as_deref().unwrap_or_else(|| self.language.section(&section.key))
    }

    fn text(&self, group: &str, name: &str) -> Option<&'a str> {
        self.bodies.get(group)?.get(name).and_then(Value::as_str).map(str::trim)
    }

    /// Takes a text apart at its braces.
    fn filled(&self, text: &str) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some(at) = rest.find('{') {
            pieces.push(Piece::Text(rest[..at].to_owned()));
            let (open, close) = if rest[at..].starts_with("{{") { (2, "}}") } else { (1, "}") };
            let inside = &rest[at + open..];
            let end = inside.find(close).unwrap_or(inside.len());
            pieces.push(self.braces(inside[..end].trim()));
            rest = inside.get(end + close.len()..).unwrap_or("");
        }
        pieces.push(Piece::Text(rest.to_owned()));
        pieces
    }

    fn braces(&self, inside: &str) -> Piece {
        if let Some(prompt) = prompt(inside) {
            return Piece::Blank(prompt.to_owned());
        }
        match (inside, inside.strip_prefix('#')) {
            ("day", _) => Piece::Day,
            ("heading", _) => Piece::Text(if self.kind.sections.is_empty() { "##" } else { "###" }.into()),
            (_, Some(key)) => Piece::Text(self.address(key)),
            (label, None) => {
                let (group, name) = label.split_once('.').unwrap_or((label, label));
                Piece::Text(self.language.word(&["labels", group, name]).to_owned())
            }
        }
    }

    /// Returns the address of a section on the page; a kind without it has that of its tree.
    fn address(&self, key: &str) -> String {
        let section = self.kind.sections.iter().find(|section| section.key == key);
        section.map_or_else(|| "decide".to_owned(), |section| slug(self.heading(section)))
    }
}
