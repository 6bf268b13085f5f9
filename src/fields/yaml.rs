//! YAML into a [`Table`]: the small part of YAML that front matter needs, read kindly.
//!
//! `granit-parser` is the parser beneath `serde-saphyr`; its events carry bytes, show anchors,
//! aliases and tags so that they can be refused, and give what stands before an error. What people
//! paste (no-break spaces, tabs, a colon or a placeholder in bare text) is masked by bytes of equal
//! length before the parser sees it and taken from the original afterwards, so that positions stay
//! true and nobody has to learn YAML's corners.

use std::borrow::Cow;

use serde_saphyr::granit_parser::{self, Event, Parser, ScalarStyle};

use super::{Content, Entry, Scalar, ScalarKind, Table, Value};
use crate::diag::{Checked, Diagnostic, Location, rules};
use crate::source::{SitePath, Span};

/// How deep lists and tables may nest.
const DEEPEST: usize = 16;

/// Reads `text`, which stands at byte `offset` of `file`, as a table.
pub fn read(file: &SitePath, text: &str, offset: usize) -> Checked<Table> {
    let masked = mask(text);
    let mut reader =
        Reader { file, text, offset, events: Parser::new_from_str(&masked), diagnostics: Vec::new() };
    let table = reader.document();
    Checked { value: table, diagnostics: reader.diagnostics }
}

struct Reader<'a> {
    file: &'a SitePath,
    text: &'a str,
    offset: usize,
    events: Parser<'a, granit_parser::StrInput<'a>>,
    diagnostics: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn document(&mut self) -> Table {
        while let Some((event, span)) = self.next() {
            match event {
                Event::MappingStart(..) => return self.table(span, 0),
                Event::StreamEnd | Event::DocumentEnd => break,
                Event::Scalar(text, ..) if text.is_empty() => {}
                Event::Scalar(..) | Event::SequenceStart(..) => {
                    let help = "write each field as `key: value` on a line of its own";
                    self.report(span, "expected `key: value` lines here".into(), Some(help));
                    break;
                }
                _ => {}
            }
        }
        Table::default()
    }

    /// Returns the next event that means something, or `None` after an error or the end.
    fn next(&mut self) -> Option<(Event<'static>, Span)> {
        loop {
            let (event, span) = match self.events.next()? {
                Ok(event) => event,
                Err(error) => {
                    self.syntax(&error);
                    return None;
                }
            };
            let at = |marker: granit_parser::Marker| marker.byte_offset().unwrap_or(0);
            let span = Span::new(at(span.start), at(span.end));
            match &event {
                Event::Comment(..) => {}
                Event::Alias(_) | Event::UnresolvedAlias(_) => {
                    let help = "write the value out, or put text that begins with `*` in quotes";
                    self.report(span, "aliases cannot be used here".into(), Some(help));
                    return Some((empty_scalar(), span));
                }
                Event::Scalar(_, _, anchor, tag) => {
                    self.refuse(*anchor, tag.is_some(), span);
                    return Some((owned(event), span));
                }
                Event::SequenceStart(_, anchor, tag) | Event::MappingStart(_, anchor, tag) => {
                    self.refuse(*anchor, tag.is_some(), span);
                    return Some((owned(event), span));
                }
                _ => return Some((owned(event), span)),
            }
        }
    }

    fn refuse(&mut self, anchor: usize, tagged: bool, span: Span) {
        if anchor != 0 {
            let help = "write the value out, or put text that begins with `&` in quotes";
            self.report(span, "anchors cannot be used here".into(), Some(help));
        }
        if tagged {
            let help = "take the tag out, or put text that begins with `!` in quotes";
            self.report(span, "tags cannot be used here".into(), Some(help));
        }
    }

    fn value(&mut self, event: &Event, span: Span, depth: usize) -> Option<Value> {
        let content = match event {
            Event::Scalar(text, style, ..) => {
                return Some(self.scalar(text, *style, span));
            }
            Event::SequenceStart(..) if depth < DEEPEST => self.list(depth + 1)?,
            Event::MappingStart(..) if depth < DEEPEST => Content::Table(self.table(span, depth + 1)),
            Event::SequenceStart(..) | Event::MappingStart(..) => {
                self.report(
                    span,
                    "this is nested too deep".into(),
                    Some("fields are texts, or lists of texts"),
                );
                while self.next().is_some() {}
                return None;
            }
            _ => return None,
        };
        Some(Value { span: self.absolute(span), content })
    }

    fn list(&mut self, depth: usize) -> Option<Content> {
        let mut values = Vec::new();
        while let Some((event, span)) = self.next() {
            if matches!(event, Event::SequenceEnd) {
                break;
            }
            values.push(self.value(&event, span, depth)?);
        }
        Some(Content::List(values))
    }

    fn table(&mut self, span: Span, depth: usize) -> Table {
        let mut table = Table { span: self.absolute(span), entries: Vec::new() };
        while let Some((event, key_span)) = self.next() {
            let key = match &event {
                Event::MappingEnd => break,
                Event::Scalar(key, ..) => key.trim().to_owned(),
                _ => {
                    self.report(
                        key_span,
                        "expected a plain word as key".into(),
                        Some("write it as `key: value`"),
                    );
                    let _ = self.value(&event, key_span, depth);
                    String::new()
                }
            };
            let Some((event, span)) = self.next() else { break };
            let Some(value) = self.value(&event, span, depth) else { break };
            table.span.end = table.span.end.max(value.span.end);
            let key_span = self.absolute(key_span);
            if table.get(&key).is_some() {
                self.diagnostics.push(
                    Diagnostic::new(
                        &rules::SYNTAX_ERROR,
                        Location::new(self.file, key_span),
                        format!("`{key}` is given twice"),
                    )
                    .help("keep one of the two"),
                );
            } else if !key.is_empty() {
                table.entries.push(Entry { key, key_span, value });
            }
        }
        table
    }

    fn scalar(&self, text: &str, style: ScalarStyle, span: Span) -> Value {
        let (text, kind) = match (style, self.text.get(span.range())) {
            (ScalarStyle::Plain, Some(source)) if !source.contains('\n') => {
                let source = source.replace('\u{a0}', " ");
                let trimmed = source.trim();
                match unquoted(trimmed) {
                    Some(text) => (text.to_owned(), ScalarKind::Text),
                    None => (trimmed.to_owned(), ScalarKind::Bare),
                }
            }
            (ScalarStyle::Plain, _) => (text.to_owned(), ScalarKind::Bare),
            _ => (text.to_owned(), ScalarKind::Text),
        };
        let (text, kind) = match (kind, text.as_str()) {
            (ScalarKind::Bare, "~" | "null") => (String::new(), kind),
            _ => (text, kind),
        };
        Value { span: self.absolute(span), content: Content::Scalar(Scalar { text, kind }) }
    }

    fn absolute(&self, span: Span) -> Span {
        span.shifted(self.offset)
    }

    fn report(&mut self, span: Span, message: String, help: Option<&str>) {
        let location = Location::new(self.file, self.absolute(span));
        self.diagnostics
            .push(Diagnostic::new(&rules::SYNTAX_ERROR, location, message).help_if(help.map(Into::into)));
    }

    /// Says what is wrong with the line that the parser gave up at, in our words.
    fn syntax(&mut self, error: &granit_parser::ScanError) {
        let at = error.marker().byte_offset().unwrap_or(0).min(self.text.len());
        if let Some((span, what)) = unclosed(self.text, at) {
            return self.report(
                span,
                format!("this {what} is not closed"),
                Some("close it where the text ends"),
            );
        }
        let from = self.text[..at].rfind('\n').map_or(0, |newline| newline + 1);
        let to = self.text[at..].find('\n').map_or(self.text.len(), |newline| at + newline);
        let line = self.text[from..to].trim_end();
        let start = from + (line.len() - line.trim_start().len());
        let help = match line.trim_start().split_once(": ") {
            Some((key, value)) if !value.starts_with(['"', '\'']) => {
                format!("put the text in quotes: `{key}: '{}'`", value.replace('\'', "''"))
            }
            _ => "write each field as `key: value` on a line of its own, text with special signs in \
                  quotes, and close every quote and bracket"
                .to_owned(),
        };
        let span = Span::new(start, from + line.len());
        self.report(span, "this line cannot be read".into(), Some(&help));
    }
}

/// Returns the first value before `at` that opens a quote or a list and does not close it.
fn unclosed(text: &str, at: usize) -> Option<(Span, &'static str)> {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let value_at =
            value_start(line).map(|value| value + (line[value..].len() - line[value..].trim_start().len()));
        if let Some(value_at) = value_at.filter(|_| start <= at) {
            let value = line[value_at..].trim_end();
            let what = match value.chars().next() {
                Some(quote @ ('"' | '\'')) if value.matches(quote).count() % 2 == 1 => Some("quote"),
                Some('[') if !value.contains(']') => Some("list"),
                Some('{') if !value.contains('}') => Some("table"),
                _ => None,
            };
            if let Some(what) = what {
                return Some((Span::new(start + value_at, start + value_at + value.len()), what));
            }
        }
        start += line.len();
    }
    None
}

fn empty_scalar() -> Event<'static> {
    Event::Scalar(Cow::Borrowed(""), ScalarStyle::Plain, 0, None)
}

/// Frees an event from the text that it was read from.
fn owned(event: Event) -> Event<'static> {
    match event {
        Event::Scalar(text, style, anchor, _) => {
            Event::Scalar(Cow::Owned(text.into_owned()), style, anchor, None)
        }
        Event::SequenceStart(style, anchor, _) => Event::SequenceStart(style, anchor, None),
        Event::SequenceEnd => Event::SequenceEnd,
        Event::MappingStart(style, anchor, _) => Event::MappingStart(style, anchor, None),
        Event::MappingEnd => Event::MappingEnd,
        Event::DocumentEnd => Event::DocumentEnd,
        Event::StreamEnd => Event::StreamEnd,
        _ => Event::StreamStart,
    }
}

/// Returns the text inside curly quotes, which word processors put where straight ones were meant.
fn unquoted(text: &str) -> Option<&str> {
    [('“', '”'), ('‘', '’'), ('„', '“')]
        .into_iter()
        .find_map(|(open, close)| text.strip_prefix(open)?.strip_suffix(close))
}

/// Returns the text with bytes that would trip the parser replaced by as many harmless ones.
fn mask(text: &str) -> String {
    let mut masked = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let pasted = line.contains(['\u{a0}', '\t']);
        let line = match pasted {
            true => Cow::Owned(line.replace('\u{a0}', "  ").replace('\t', " ")),
            false => Cow::Borrowed(line),
        };
        match value_start(&line) {
            Some(start) if is_bare(line[start..].trim_start()) => {
                masked.push_str(&line[..start]);
                masked.push_str(&mask_bare(&line[start..]));
            }
            _ => masked.push_str(&line),
        }
    }
    masked
}

/// Returns where the value begins on a line `key: value` or `- value`.
fn value_start(line: &str) -> Option<usize> {
    let indent = line.len() - line.trim_start().len();
    if let Some(rest) = line[indent..].strip_prefix("- ") {
        return Some(line.len() - rest.len());
    }
    let key = line[indent..].find(": ")?;
    let is_key = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
    line[indent..indent + key].chars().all(is_key).then_some(indent + key + 2)
}

/// Returns whether a value is bare text: no quotes, list, table, block text, anchor or tag.
fn is_bare(value: &str) -> bool {
    value.starts_with("{{") || !value.starts_with(['"', '\'', '[', '{', '|', '>', '&', '*', '!', '#'])
}

fn mask_bare(value: &str) -> String {
    let trips = |text: &str| text.contains([':', '{', '}']) || text.trim_start().starts_with(['@', '`', '%']);
    if !trips(value) {
        return value.to_owned();
    }
    let (text, comment) = match value.find(" #") {
        Some(at) => value.split_at(at),
        None => (value, ""),
    };
    let mut masked = text.replace(": ", "; ").replace("{{", "xx").replace("}}", "xx");
    if let Some(colon) = masked.trim_end().strip_suffix(':').map(str::len) {
        masked.replace_range(colon..=colon, ";");
    }
    let start = masked.len() - masked.trim_start().len();
    if masked[start..].starts_with(['@', '`', '%']) {
        masked.replace_range(start..=start, "x");
    }
    masked + comment
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scalars(text: &str) -> Vec<(String, String)> {
        let file = SitePath::new("content/a.md").expect("a path");
        let read = read(&file, text, 0);
        assert_eq!(read.diagnostics, []);
        let entries = read.value.entries.into_iter();
        entries
            .map(|entry| match entry.value.content {
                Content::Scalar(scalar) => (entry.key, scalar.text),
                Content::List(values) => (entry.key, format!("{} values", values.len())),
                Content::Table(_) => (entry.key, "table".into()),
            })
            .collect()
    }

    fn pair(key: &str, text: &str) -> (String, String) {
        (key.into(), text.into())
    }

    #[test]
    fn what_people_paste_is_read_as_they_meant_it() {
        assert_eq!(
            scalars("title: Refunds: what you may give\nsummary: “Use this when …”\n"),
            [pair("title", "Refunds: what you may give"), pair("summary", "Use this when …")]
        );
        assert_eq!(scalars("title:\u{a0}A\u{a0}b\nowner:\tc\n"), [pair("title", "A b"), pair("owner", "c")]);
        assert_eq!(
            scalars("title: {{ value.refund }} and more\nsources:\n  - BETA: ten domains\n"),
            [pair("title", "{{ value.refund }} and more"), pair("sources", "1 values")]
        );
    }

    #[test]
    fn an_error_keeps_what_stands_before_it() {
        let file = SitePath::new("content/a.md").expect("a path");
        let read = read(&file, "title: A\nsummary: \"open\nowner: b\n", 4);
        assert_eq!(read.value.entries.len(), 1);
        assert_eq!(read.diagnostics.len(), 1);
    }
}
