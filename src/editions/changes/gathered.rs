//! What a page gathers from data, as lines: the rows of the authority matrix, contacts and terms in
//! which something changed.
//!
//! Such lists are texts in a view, and changes in them stand between the four signs of [`Redline`].
//! Whatever object of a list holds one is a line.

use serde_json::Value;

use super::Line;
use crate::content::Redline;
use crate::editions::redline::Run;
use crate::view::{BodyView, Gathered};

/// Returns the lines of a merged view in which something changed.
pub fn of(merged: &BodyView) -> Vec<Line> {
    let mut lines = Vec::new();
    for (_, gathered) in &merged.gathered {
        let value = match gathered {
            Gathered::Authority(authority) => serde_json::json!(authority),
            Gathered::Handover(handover) => serde_json::json!(handover),
            Gathered::Contacts(contacts) => serde_json::json!(contacts),
            Gathered::Terms(terms) => serde_json::json!(terms),
            _ => continue,
        };
        walk(&value, "", &mut lines);
    }
    lines
}

/// Fields in the order in which a row reads: what it is about, how far it goes, under which conditions.
const READ: [&str; 16] = [
    "head",
    "term",
    "title",
    "to",
    "limit",
    "definition",
    "also",
    "conditions",
    "exclusions",
    "requires",
    "next",
    "within",
    "how",
    "phone",
    "hours",
    "reply",
];
/// Fields that are for programs.
const NOT_READ: [&str; 3] = ["id", "tel", "mark"];

fn walk(value: &Value, above: &str, lines: &mut Vec<Line>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| walk(item, above, lines)),
        Value::Object(fields) => {
            let read = fields.iter().filter(|(name, _)| !NOT_READ.contains(&name.as_str()));
            let mut read: Vec<_> = read.collect();
            read.sort_by_key(|(name, _)| READ.iter().position(|read| read == name).unwrap_or(READ.len()));
            let texts: Vec<&str> = read.into_iter().flat_map(|(_, value)| texts(value)).collect();
            if texts.iter().any(|text| text.contains(Redline::SIGNS)) {
                let above = (!above.is_empty()).then_some(above);
                let whole: Vec<&str> = above.into_iter().chain(texts).collect();
                lines.push(Line { kind: "row", runs: runs(&whole.join(" | ")), ..Line::default() });
            }
            let title = fields.get("title").and_then(Value::as_str).unwrap_or(above);
            fields
                .values()
                .filter(|value| texts_of(value).is_none())
                .for_each(|value| walk(value, title, lines));
        }
        _ => {}
    }
}

/// Returns the texts of a field, if it holds any.
fn texts(value: &Value) -> Vec<&str> {
    texts_of(value).unwrap_or_default().into_iter().filter(|text| !text.is_empty()).collect()
}

fn texts_of(value: &Value) -> Option<Vec<&str>> {
    match value {
        Value::String(text) => Some(vec![text]),
        Value::Array(items) => items.iter().map(Value::as_str).collect(),
        _ => None,
    }
}

/// Takes a text apart at its signs.
fn runs(text: &str) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut mark = "same";
    for part in text.split_inclusive(Redline::SIGNS) {
        let words = part.trim_end_matches(Redline::SIGNS);
        if !words.is_empty() {
            runs.push(Run { mark, text: words.to_owned() });
        }
        mark = match part.chars().next_back() {
            Some(Redline::DELETE) => "removed",
            Some(Redline::INSERT) => "added",
            _ => "same",
        };
    }
    runs
}
