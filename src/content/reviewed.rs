//! The day of a review, set in the text of a page: that day changes, and no other byte.
//!
//! In goes the text of a file, out comes the same text with another day behind `reviewed:`, or the
//! reason why not. Quotes, comments, line ends, a byte order mark and a missing last line end stay.
//! A page without the field gets it where the table of fields has it: behind the last of those that
//! stand before it. It does not know whether the day makes sense, nor where the file comes from.

use std::fmt;

use jiff::civil::Date;

use super::front_matter::{FIELDS, split};
use crate::fields::{Content, Entry, Table, Value, read_yaml};
use crate::source::SitePath;

/// The field that holds the day.
const FIELD: &str = "reviewed";

/// Why a day cannot be set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsettable {
    /// The page does not begin with fields between `---` lines.
    NoFields,
    /// The fields cannot be read, or stand in a form into which nothing can be written safely.
    Unreadable,
    /// What stands behind the field is more than one word on one line.
    NoDay,
}

impl fmt::Display for Unsettable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoFields => {
                "it has no fields to set the day in; begin it with `---`, a line `title:` and another `---`"
            }
            Self::Unreadable => "its fields cannot be read; `deskbook check` says where, mend that first",
            Self::NoDay => "its `reviewed` is no day; write it as `reviewed: 2026-12-01`",
        })
    }
}

/// Returns the text of a page with this day as that of its last review.
///
/// Nothing is changed on trust: the result is read again, and must hold the day and every other
/// field as before.
pub fn set_reviewed(text: &str, day: Date) -> Result<String, Unsettable> {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let (yaml, _) = split(&text[start..]).ok_or(Unsettable::NoFields)?;
    let fields = &text[start..][yaml.clone()];
    let table = read(fields).ok_or(Unsettable::Unreadable)?;
    let edit = match table.entries.iter().find(|entry| entry.key == FIELD) {
        Some(entry) => replaced(fields, entry, day)?,
        None => added(fields, &table, day, line_end(&text[start..])),
    };
    let new = format!("{}{}{}", &fields[..edit.from], edit.text, &fields[edit.to..]);
    if !read(&new).is_some_and(|now| agree(&table, &now, day)) {
        return Err(Unsettable::Unreadable);
    }
    let before = start + yaml.start;
    Ok(format!("{}{new}{}", &text[..before], &text[start + yaml.end..]))
}

/// Bytes of the fields, and what stands there instead.
struct Edit {
    from: usize,
    to: usize,
    text: String,
}

fn read(fields: &str) -> Option<Table> {
    let read = read_yaml(&SitePath::default(), fields, 0);
    read.diagnostics.is_empty().then_some(read.value)
}

/// Replaces the day within its quotes; where none stands, it goes right behind the colon.
fn replaced(fields: &str, entry: &Entry, day: Date) -> Result<Edit, Unsettable> {
    let Value { span, content: Content::Scalar(scalar) } = &entry.value else {
        return Err(Unsettable::NoDay);
    };
    let written = fields.get(span.range()).unwrap_or("");
    if scalar.text.is_empty() && written.trim().is_empty() {
        let key_end = entry.key_span.end as usize;
        let colon = fields[key_end..].find(':').ok_or(Unsettable::Unreadable)?;
        let at = key_end + colon + 1;
        return Ok(Edit { from: at, to: at, text: format!(" {day}") });
    }
    let inner = written.trim().trim_matches(['"', '\'', '“', '”', '‘', '’', '„']);
    let lead = fields.get(entry.key_span.end as usize..span.start as usize).unwrap_or("");
    if lead.contains('\n') || inner.contains(char::is_whitespace) {
        return Err(Unsettable::NoDay);
    }
    let inside = written.find(inner).unwrap_or(0);
    let from = span.start as usize + if inner.is_empty() { written.len() / 2 } else { inside };
    Ok(Edit { from, to: from + inner.len(), text: day.to_string() })
}

/// Adds the field on a line of its own, behind the last of the fields that stand before it.
fn added(fields: &str, table: &Table, day: Date, line_end: &str) -> Edit {
    let before = FIELDS.iter().map(|field| field.name).take_while(|name| *name != FIELD);
    let before: Vec<&str> = before.collect();
    let last = table.entries.iter().rfind(|entry| before.contains(&entry.key.as_str()));
    let at = last.map_or(0, |entry| behind(fields, entry));
    let like = last.or(table.entries.first());
    let indent = like.map_or("", |entry| indent(fields, entry.key_span.start as usize));
    Edit { from: at, to: at, text: format!("{indent}{FIELD}: {day}{line_end}") }
}

/// Returns where the line behind an entry begins.
fn behind(fields: &str, entry: &Entry) -> usize {
    let end = entry.value.span.end.max(entry.key_span.end) as usize;
    let end = fields[..end].trim_end().len();
    fields[end..].find('\n').map_or(fields.len(), |line_end| end + line_end + 1)
}

/// Returns what stands before a key on its line.
fn indent(fields: &str, key: usize) -> &str {
    let line = fields[..key].rfind('\n').map_or(0, |line_end| line_end + 1);
    &fields[line..key]
}

/// Returns the sign with which the first line ends.
fn line_end(text: &str) -> &'static str {
    let first = text.split_inclusive('\n').next().unwrap_or("");
    if first.ends_with("\r\n") { "\r\n" } else { "\n" }
}

/// Returns whether two tables differ in nothing but the day of the review.
fn agree(before: &Table, now: &Table, day: Date) -> bool {
    let day = day.to_string();
    let is_set = now
        .get(FIELD)
        .is_some_and(|value| matches!(&value.content, Content::Scalar(scalar) if scalar.text == day));
    let others = |table: &Table| -> Vec<(String, String)> {
        let others = table.entries.iter().filter(|entry| entry.key != FIELD);
        others.map(|entry| (entry.key.clone(), shape(&entry.value))).collect()
    };
    is_set && others(before) == others(now)
}

/// Returns a value without its place.
fn shape(value: &Value) -> String {
    match &value.content {
        Content::Scalar(scalar) => format!("{:?}", scalar.text),
        Content::List(values) => format!("{:?}", values.iter().map(shape).collect::<Vec<_>>()),
        Content::Table(table) => {
            let entries = table.entries.iter().map(|entry| (&entry.key, shape(&entry.value)));
            format!("{:?}", entries.collect::<Vec<_>>())
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn set(text: &str) -> Result<String, Unsettable> {
        set_reviewed(text, date(2026, 12, 1))
    }

    fn becomes(before: &str, after: &str) {
        assert_eq!(set(before).as_deref(), Ok(after));
    }

    #[test]
    fn the_day_changes_and_its_line_stays_as_it_was_written() {
        becomes(
            "---\ntitle: A\nreviewed: 2026-01-05\nstatus: draft\n---\nText.",
            "---\ntitle: A\nreviewed: 2026-12-01\nstatus: draft\n---\nText.",
        );
        becomes(
            "---\nreviewed:  '2026-01-05'   # yearly\n---\n",
            "---\nreviewed:  '2026-12-01'   # yearly\n---\n",
        );
        becomes("---\nreviewed: “2026-01-05”\n---\n", "---\nreviewed: “2026-12-01”\n---\n");
        becomes("---\n\"reviewed\" : \"2026-01-05\"\n---\n", "---\n\"reviewed\" : \"2026-12-01\"\n---\n");
        becomes("---\nreviewed: soon\n---\n", "---\nreviewed: 2026-12-01\n---\n");
    }

    #[test]
    fn a_day_that_is_not_filled_in_goes_behind_the_colon() {
        becomes("---\nreviewed:\ntitle: A\n---\n", "---\nreviewed: 2026-12-01\ntitle: A\n---\n");
        becomes("---\nreviewed: # ask the owner\n---\n", "---\nreviewed: 2026-12-01 # ask the owner\n---\n");
        becomes("---\nreviewed: ''\n---\n", "---\nreviewed: '2026-12-01'\n---\n");
        becomes("---\nreviewed: ~\n---\n", "---\nreviewed: 2026-12-01\n---\n");
    }

    #[test]
    fn windows_files_stay_windows_files() {
        becomes(
            "\u{feff}---\r\ntitle: A\r\nreviewed: 2026-01-05\r\n---\r\nText.\r\n",
            "\u{feff}---\r\ntitle: A\r\nreviewed: 2026-12-01\r\n---\r\nText.\r\n",
        );
        becomes(
            "\u{feff}---\r\ntitle: A\r\n---\r\n",
            "\u{feff}---\r\ntitle: A\r\nreviewed: 2026-12-01\r\n---\r\n",
        );
    }

    #[test]
    fn a_missing_field_is_added_where_others_look_for_it() {
        becomes(
            "---\ntitle: A\nowner: lead # who answers\n# what people say\naliases:\n  - b\n---\n",
            "---\ntitle: A\nowner: lead # who answers\nreviewed: 2026-12-01\n# what people say\naliases:\n  - b\n---\n",
        );
        becomes("---\naliases: [b]\n---\n", "---\nreviewed: 2026-12-01\naliases: [b]\n---\n");
        becomes("---\n---\n", "---\nreviewed: 2026-12-01\n---\n");
        becomes(
            "---\nsummary: >\n  Use this\n  when it rains.\naliases: [b]\n---\n",
            "---\nsummary: >\n  Use this\n  when it rains.\nreviewed: 2026-12-01\naliases: [b]\n---\n",
        );
        becomes(
            "---\n  title: A\n  order: 1\n---\n",
            "---\n  title: A\n  reviewed: 2026-12-01\n  order: 1\n---\n",
        );
    }

    #[test]
    fn what_cannot_be_set_safely_is_left_alone() {
        assert_eq!(set("# A\n\nreviewed: 2026-01-05\n"), Err(Unsettable::NoFields));
        assert_eq!(set("---\ntitle: A\n"), Err(Unsettable::NoFields));
        assert_eq!(set("---\ntitle: \"A\n---\n"), Err(Unsettable::Unreadable));
        assert_eq!(
            set("---\nreviewed: 2026-01-05\nreviewed: 2026-01-06\n---\n"),
            Err(Unsettable::Unreadable)
        );
        assert_eq!(set("---\n{title: A}\n---\n"), Err(Unsettable::Unreadable));
        assert_eq!(set("---\nreviewed: [2026-01-05]\n---\n"), Err(Unsettable::NoDay));
        assert_eq!(set("---\nreviewed: on a Tuesday\n---\n"), Err(Unsettable::NoDay));
        assert_eq!(set("---\nreviewed: >\n  2026-01-05\n---\n"), Err(Unsettable::NoDay));
    }

    /// Returns a page's lines as people write them, the day's own line among them or not.
    fn page() -> impl Strategy<Value = (Vec<&'static str>, &'static str, bool, bool)> {
        let lines = prop::sample::subsequence(
            vec![
                "title: 'A: b'",
                "# a comment with reviewed: in it",
                "summary: Use this when “it” rains",
                "owner: lead   # who answers",
                "",
                "reviewed: \"2025-02-03\"  # by phone",
                "aliases:\n  - b\n  - \"c # d\"",
                "notice: |\n  Two\n  lines.",
                "order: 3",
            ],
            0..=9,
        );
        let body = prop::sample::select(vec!["", "Text.", "## H\n\nreviewed: 2025-02-03\n---\n", "\n\n"]);
        (lines, body, any::<bool>(), any::<bool>())
    }

    proptest! {
        #[test]
        fn every_line_but_one_is_as_before((lines, body, windows, marked) in page()) {
            let fields: String = lines.iter().map(|line| format!("{line}\n")).collect();
            let mut text = format!("---\n{fields}---\n{body}");
            if windows {
                text = text.replace('\n', "\r\n");
            }
            if marked {
                text.insert(0, '\u{feff}');
            }
            let set = set(&text).expect("the day can be set");
            let (before, after): (Vec<&str>, Vec<&str>) =
                (text.split_inclusive('\n').collect(), set.split_inclusive('\n').collect());
            let is_day = |line: &&str| line.starts_with("reviewed:");
            let head = 1 + after.iter().skip(1).position(|line| line.starts_with("reviewed:")).expect("the day's line");
            let had = before.get(head).is_some_and(is_day) && fields.contains("2025-02-03\"");
            prop_assert_eq!(&before[..head], &after[..head]);
            prop_assert_eq!(&before[if had { head + 1 } else { head }..], &after[head + 1..]);
            let day = if had { "reviewed: \"2026-12-01\"  # by phone" } else { "reviewed: 2026-12-01" };
            prop_assert_eq!(after[head].trim_end(), day);
            prop_assert_eq!(after[head].ends_with("\r\n"), windows);
            prop_assert_eq!(set_reviewed(&set, date(2026, 12, 1)), Ok(set.clone()));
        }
    }
}
