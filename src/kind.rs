//! Kinds of page, as data: which sections and fields each needs, how long it may be.
//!
//! The built-in kinds stand in `kinds.toml` and are read like everybody else's; a site changes
//! them, or adds its own, under `[kinds]` in `handbook.toml`. A kind names section keys; the
//! headings come from the language file, or from the site for keys of its own.

use crate::fields::{Field, Record, Table, Type, read_toml};
use crate::source::SitePath;

/// What pages of one kind have in common.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Kind {
    /// Its name, as in `kind: playbook`.
    pub name: String,
    /// Whether its pages need a summary, an owner and a review date.
    pub governed: bool,
    /// The most words that a page may have.
    pub cap: Option<usize>,
    /// Months between two reviews, where neither page nor folder says so.
    pub review_every: Option<i64>,
    /// The fewest aliases that a page should have.
    pub aliases: usize,
    /// How many answers a page must hide; `None` when that is left open.
    pub answers: Option<usize>,
    /// Blocks of which a page must hold one.
    pub blocks: Vec<String>,
    /// Out of a hundred: how much its pages count in search beside those of other kinds.
    pub search_weight: u8,
    /// Whether amounts may be typed by hand, since they are invented or past.
    pub typed_amounts: bool,
    /// Further fields that its pages need.
    pub fields: Vec<String>,
    /// Its sections, in order.
    pub sections: Vec<Section>,
}

/// One section of a kind.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Section {
    /// The key by which the language file knows its heading.
    pub key: String,
    /// The heading, where the site names it itself.
    pub heading: Option<String>,
    /// Whether a page can do without it.
    pub need: Need,
}

/// Whether a page can do without a section.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Need {
    /// It cannot.
    Needed,
    /// An urgent page cannot; others may.
    Urgent,
    /// It can, with a warning.
    Expected,
    /// It can.
    Optional,
}

const SECTION: &[Field] = &[
    Field::needed("key", Type::Text, "the section's key in the language file, such as `steps`"),
    Field::new("heading", Type::Text, "the heading of a section that the language file does not have"),
    Field::needed(
        "need",
        Type::OneOf(&["needed", "urgent", "expected", "optional"]),
        "whether a page can do without it",
    ),
];

/// The settings of one kind.
pub const FIELDS: &[Field] = &[
    Field::new("governed", Type::Flag, "whether its pages need a summary, an owner and a review date"),
    Field::new("cap", Type::Whole(1, 100_000), "the most words that a page may have"),
    Field::new("review_every", Type::Whole(1, 120), "months between two reviews"),
    Field::new("aliases", Type::Whole(0, 50), "the fewest aliases that a page should have"),
    Field::new("answers", Type::Whole(0, 9), "how many answers a page must hide"),
    Field::new("blocks", Type::List(&Type::Text), "blocks of which a page must hold one"),
    Field::new("search_weight", Type::Whole(1, 100), "how much its pages count in search, out of a hundred"),
    Field::new("typed_amounts", Type::Flag, "whether amounts may be typed by hand"),
    Field::new("fields", Type::List(&Type::Text), "further fields that its pages need"),
    Field::new("sections", Type::List(&Type::Table(SECTION)), "its sections, in order"),
];

/// Returns the kinds that Deskbook brings along.
pub fn built_in() -> Vec<Kind> {
    let file = SitePath::new("kinds.toml").expect("a plain file name");
    let table = read_toml(&file, include_str!("kinds.toml")).value;
    let mut kinds = Vec::new();
    for entry in &table.entries {
        if let crate::fields::Content::Table(table) = &entry.value.content {
            merge(&mut kinds, &entry.key, table);
        }
    }
    kinds
}

/// Changes the kind with this name, or adds it; the table was checked against [`FIELDS`].
pub fn merge(kinds: &mut Vec<Kind>, name: &str, table: &Table) {
    let position = kinds.iter().position(|kind| kind.name == name).unwrap_or_else(|| {
        kinds.push(Kind::plain(name));
        kinds.len() - 1
    });
    kinds[position].change(&Record::checked(table, FIELDS));
}

impl Kind {
    fn plain(name: &str) -> Self {
        Self { name: name.to_owned(), search_weight: 100, ..Self::default() }
    }

    fn change(&mut self, record: &Record) {
        let count = |name| record.whole(name).and_then(|number| usize::try_from(number.value).ok());
        self.governed = record.flag("governed").unwrap_or(self.governed);
        self.cap = count("cap").or(self.cap);
        self.review_every = record.whole("review_every").map(|n| n.value).or(self.review_every);
        self.aliases = count("aliases").unwrap_or(self.aliases);
        self.answers = count("answers").or(self.answers);
        let weight = record.whole("search_weight").and_then(|weight| u8::try_from(weight.value).ok());
        self.search_weight = weight.unwrap_or(self.search_weight);
        self.typed_amounts = record.flag("typed_amounts").unwrap_or(self.typed_amounts);
        if record.get("fields").is_some() {
            self.fields = record.texts("fields").into_iter().map(|text| text.value).collect();
        }
        if record.get("blocks").is_some() {
            self.blocks = record.texts("blocks").into_iter().map(|text| text.value).collect();
        }
        if record.get("sections").is_some() {
            self.sections = record.tables("sections").filter_map(section).collect();
        }
    }

    /// Returns the fields that a page of this kind needs beside its title.
    pub fn needed_fields(&self) -> impl Iterator<Item = &str> {
        let governed: &[&str] = if self.governed { &["summary", "owner", "reviewed"] } else { &[] };
        governed.iter().copied().chain(self.fields.iter().map(String::as_str))
    }
}

fn section(table: &Table) -> Option<Section> {
    let record = Record::checked(table, SECTION);
    Some(Section {
        key: record.text("key")?.value,
        heading: record.text("heading").map(|text| text.value),
        need: match record.text("need")?.as_str() {
            "needed" => Need::Needed,
            "urgent" => Need::Urgent,
            "expected" => Need::Expected,
            _ => Need::Optional,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_kinds_have_no_findings_and_stand_in_order() {
        let file = SitePath::new("kinds.toml").expect("a path");
        let read = read_toml(&file, include_str!("kinds.toml"));
        assert_eq!(read.diagnostics, []);
        for entry in read.value.entries {
            let crate::fields::Content::Table(table) = entry.value.content else {
                panic!("a kind is a table")
            };
            assert_eq!(crate::fields::check(&file, "a kind", table, FIELDS).diagnostics, []);
        }
        let names: Vec<String> = built_in().into_iter().map(|kind| kind.name).collect();
        assert_eq!(
            names,
            [
                "playbook",
                "standard",
                "decision",
                "template",
                "scenario",
                "reference",
                "explainer",
                "release",
                "page"
            ]
        );
    }
}
