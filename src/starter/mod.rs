//! What is there before anybody has written anything: a page for `deskbook new`, a whole handbook for
//! `deskbook init`, snippets for editors.
//!
//! In go a kind of page, the words of the site and the place in which the page will stand; out comes a
//! [`Starter`], the same for both. Every section that readers look for is there with a blank
//! that says what belongs in it, and every field that the page needs, filled in where that is known.
//! A starter is a draft: it holds up nobody's build and no reader meets it before it is written.

mod body;
mod front;
mod handbook;
mod host;
mod new;
mod place;
mod snippets;

use jiff::civil::Date;

pub use handbook::{Contents, Wish, handbook};
pub use host::{Host, Source};
pub use new::{NewPage, Request, new};
pub use place::Place;
pub use snippets::snippets;

use crate::content::blank;
use crate::kind::Kind;
use crate::language::Language;

/// A page that waits for its author.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Starter(Vec<Piece>);

/// A part of a page that waits for its author.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    /// Text that stays.
    Text(String),
    /// The title, in its field.
    Title,
    /// The day on which the page is begun.
    Day,
    /// A field that waits for its value, with what it is for.
    Field(&'static str, String),
    /// A place in the text that waits for words, with what belongs there.
    Blank(String),
}

impl Starter {
    /// Begins a page of a kind.
    pub fn of(kind: &Kind, language: &Language, place: &Place) -> Self {
        let mut pieces = front::pieces(kind, place);
        pieces.extend(body::pieces(kind, language, place));
        Self(pieces)
    }

    /// Returns the text of the page.
    pub fn page(&self, title: &str, day: Date) -> String {
        let pieces = self.0.iter().map(|piece| match piece {
            Piece::Text(text) => text.clone(),
            Piece::Title => front::written(title),
            Piece::Day => day.to_string(),
            Piece::Field(_, about) => format!("# {about}"),
            Piece::Blank(prompt) => blank(prompt),
        });
        pieces.collect()
    }

    /// Returns the fields that wait for a value.
    pub fn fields(&self) -> impl Iterator<Item = &'static str> {
        self.0.iter().filter_map(|piece| match piece {
            Piece::Field(name, _) => Some(*name),
            _ => None,
        })
    }

    /// Returns how many places wait for words.
    pub fn blanks(&self) -> usize {
        self.0.iter().filter(|piece| matches!(piece, Piece::Blank(_))).count()
    }
}
