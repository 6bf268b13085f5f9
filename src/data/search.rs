//! `search.toml`: what readers type and what they mean by it.
//!
//! Groups of words that mean the same, words that mean more in one direction only, words that are
//! never taken for misspelt, and promises: searches that must find their page.

use super::{file, table};
use crate::diag::Checked;
use crate::fields::{Field, Located, Record, Type, check, default_of};
use crate::source::Snapshot;

/// The file of search words.
pub const FILE: &str = "search.toml";

const ONE_WAY: &[Field] = &[
    Field::needed("from", Type::Text, "what is typed"),
    Field::needed("to", Type::List(&Type::Text), "what is looked for as well"),
];

const PROMISE: &[Field] = &[
    Field::needed("query", Type::Text, "what is typed, misspelt as people do"),
    Field::needed("page", Type::Text, "the page that must be found, as a path below `content/`"),
    Field::new("within", Type::Whole(1, 10), "among how many it must be").otherwise("1"),
];

/// The tables of `search.toml`.
pub const FIELDS: &[Field] = &[
    Field::new(
        "synonyms",
        Type::List(&Type::List(&Type::Text)),
        "groups of words that mean the same, as lists in a list",
    ),
    Field::new("one_way", Type::List(&Type::Table(ONE_WAY)), "words that mean more, as `[[one_way]]` tables"),
    Field::new("promise", Type::List(&Type::Table(PROMISE)), "searches that must find their page"),
    Field::new("never_correct", Type::List(&Type::Text), "words that are never taken for misspelt"),
];

/// What readers type and what they mean by it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchWords {
    /// Groups of words that mean the same.
    pub synonyms: Vec<Vec<String>>,
    /// Words, and what is looked for as well.
    pub one_way: Vec<(String, Vec<String>)>,
    /// Searches that must find their page.
    pub promises: Vec<Promise>,
    /// Words that are never taken for misspelt.
    pub never_correct: Vec<String>,
}

/// A search that must find its page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promise {
    /// What is typed.
    pub query: Located<String>,
    /// The page, as a path below `content/`.
    pub page: Located<String>,
    /// Among how many it must be.
    pub within: usize,
}

impl SearchWords {
    /// Reads `search.toml`; whether its pages exist is for the join to say.
    pub fn read(snapshot: &Snapshot) -> Checked<Self> {
        let mut diagnostics = Vec::new();
        let table = table(snapshot, FILE).collect(&mut diagnostics);
        let record = check(&file(FILE), "`search.toml`", table, FIELDS).collect(&mut diagnostics);
        let texts = |list: Vec<Located<String>>| list.into_iter().map(|text| text.value).collect();
        let one_way = record.tables("one_way").filter_map(|table| {
            let entry = Record::checked(table, ONE_WAY);
            Some((entry.text("from")?.value, texts(entry.texts("to"))))
        });
        let promises = record.tables("promise").filter_map(|table| {
            let entry = Record::checked(table, PROMISE);
            Some(Promise { query: entry.text("query")?, page: entry.text("page")?, within: within(&entry) })
        });
        let words = Self {
            one_way: one_way.collect(),
            promises: promises.collect(),
            synonyms: record.text_lists("synonyms"),
            never_correct: texts(record.texts("never_correct")),
        };
        Checked { value: words, diagnostics }
    }
}

/// Returns among how many a promised page must be.
fn within(promise: &Record) -> usize {
    let given = promise.whole("within").and_then(|number| usize::try_from(number.value).ok());
    given.or_else(|| default_of(PROMISE, "within").parse().ok()).unwrap_or_default()
}
