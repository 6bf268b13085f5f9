//! The fields of a new page: those that its kind or its area needs, in the order of their table.

use super::{Piece, Place};
use crate::content::FRONT_MATTER;
use crate::fields::{Field, Type};
use crate::kind::Kind;

/// Fields that a protected area asks of its pages.
const PROTECTED: &[&str] = &["approver", "review_every", "appeal"];

/// Returns the fields between their `---` lines.
pub fn pieces(kind: &Kind, place: &Place) -> Vec<Piece> {
    let mut pieces = vec![Piece::Text("---\n".into())];
    for field in FRONT_MATTER {
        let Some(value) = value(field, kind, place) else { continue };
        pieces.extend([Piece::Text(format!("{}: ", field.name)), value, Piece::Text("\n".into())]);
    }
    pieces.push(Piece::Text("---\n".into()));
    pieces
}

/// Returns what stands behind a field; `None` for one that the page can do without.
fn value(field: &Field, kind: &Kind, place: &Place) -> Option<Piece> {
    match field.name {
        "title" => return Some(Piece::Title),
        "kind" => return Some(Piece::Text(kind.name.clone())),
        "status" => return Some(Piece::Text("draft".into())),
        "code" if place.code.is_some() => return place.code.clone().map(Piece::Text),
        _ => {}
    }
    let of_kind = kind.needed_fields().any(|needed| needed == field.name);
    let of_area = place.protected && PROTECTED.contains(&field.name);
    let periodic = field.name == "review_every" && kind.review_every.is_some() && !of_kind;
    let aliases = field.name == "aliases" && kind.aliases > 0;
    let wanted = (of_kind || of_area || aliases) && !periodic;
    if !wanted || place.given.contains(&field.name) {
        return None;
    }
    Some(match field.name {
        "reviewed" => Piece::Day,
        name => Piece::Field(name, about(field)),
    })
}

/// Returns what a field is for, and how it is written where that is not plain text.
fn about(field: &Field) -> String {
    match field.expects {
        Type::List(_) => format!("{}, as [one, another]", field.doc),
        Type::Date => format!("{}, as 2026-12-01", field.doc),
        _ => field.doc.to_owned(),
    }
}

/// Returns a text as YAML, in quotes only where it could be taken for something else.
pub fn written(text: &str) -> String {
    let begins = text.chars().next().is_some_and(char::is_alphabetic);
    let is_word = matches!(text, "true" | "false" | "null" | "yes" | "no" | "on" | "off");
    let trips = text.contains(": ") || text.contains(" #") || text.contains(char::is_control);
    let ends = text.ends_with([':', ' ']);
    match begins && !is_word && !trips && !ends {
        true => text.to_owned(),
        false => serde_json::to_string(text).expect("a text is JSON"),
    }
}

#[cfg(test)]
mod tests {
    use super::written;

    #[test]
    fn a_title_is_quoted_where_yaml_would_take_it_for_something_else() {
        assert_eq!(written("Handle a price complaint"), "Handle a price complaint");
        assert_eq!(written("Can I \"just\" say no?"), "Can I \"just\" say no?");
        assert_eq!(written("Refunds: the rules"), "\"Refunds: the rules\"");
        assert_eq!(written("\"It's broken\""), "\"\\\"It's broken\\\"\"");
        assert_eq!(written("24 hours"), "\"24 hours\"");
        assert_eq!(written("no"), "\"no\"");
    }
}
