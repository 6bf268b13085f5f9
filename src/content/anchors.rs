//! [`Anchors`]: the ids of a page, each once.

use std::collections::BTreeMap;

use crate::source::Span;

/// Every id that a link may name, with what it leads to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Anchors {
    places: BTreeMap<String, Span>,
    /// The number that the next id of a name is tried with, so that a thousand headings of one name
    /// cost no more than a thousand of different names.
    next: BTreeMap<String, usize>,
}

impl Anchors {
    /// Returns whether a link may name this id.
    pub fn contains(&self, id: &str) -> bool {
        self.places.contains_key(id)
    }

    /// Returns every id with its place, sorted by id.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Span)> {
        self.places.iter().map(|(id, span)| (id.as_str(), *span))
    }

    /// Returns the ids but for those of certain places.
    pub(super) fn without(&self, is_gone: impl Fn(Span) -> bool) -> Self {
        let places = self.iter().filter(|(_, span)| !is_gone(*span));
        Self { places: places.map(|(id, span)| (id.to_owned(), span)).collect(), next: BTreeMap::new() }
    }

    /// Adds an id; returns whether it was free.
    pub(super) fn insert(&mut self, id: &str, span: Span) -> bool {
        self.places.insert(id.to_owned(), span).is_none()
    }

    /// Adds an id, with a number when it is taken, and returns it.
    pub(crate) fn insert_free(&mut self, wanted: &str, span: Span) -> String {
        let mut id = wanted.to_owned();
        while self.contains(&id) {
            let next = self.next.entry(wanted.to_owned()).or_insert(2);
            id = format!("{wanted}-{next}");
            *next += 1;
        }
        self.insert(&id, span);
        id
    }
}
