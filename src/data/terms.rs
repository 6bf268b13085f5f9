//! `terms.toml`: the glossary.

use std::collections::{BTreeMap, BTreeSet};

use super::{AUDIENCE, entries, file};
use crate::diag::{Checked, Diagnostic, Location, closest, rules};
use crate::fields::{Field, Located, Type};
use crate::source::{SitePath, Snapshot, Span};

const FILE: &str = "terms.toml";

/// The fields of a term.
pub const FIELDS: &[Field] = &[
    Field::new("term", Type::Text, "the term as it is written in a sentence; its id where missing"),
    Field::new("also", Type::List(&Type::Text), "other forms that are marked too"),
    Field::needed("definition", Type::Text, "what it means, in a sentence or two"),
    AUDIENCE,
];

/// A word with a meaning of its own in this handbook.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Term {
    /// Its id, by which the glossary is linked.
    pub id: String,
    /// The term as it is written in a sentence.
    pub term: String,
    /// Other forms that are marked too.
    pub also: Vec<String>,
    /// What it means.
    pub definition: String,
    /// Who may read it, where it says so.
    pub audience: Option<Located<String>>,
}

/// Terms by id, and by the first word of each of their forms.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Terms {
    all: Vec<Term>,
    by_id: BTreeMap<String, usize>,
    /// The folded forms that begin with a folded word, longest first, each with its term.
    by_word: BTreeMap<String, Vec<(String, usize)>>,
}

impl Terms {
    /// Reads `terms.toml`.
    pub fn read(snapshot: &Snapshot) -> Checked<Self> {
        entries(snapshot, FILE, "term", FIELDS).map(|read| {
            let terms = read.into_iter().filter_map(|entry| {
                let name = entry.record.text("term").map(|text| text.value);
                Some(Term {
                    term: name.unwrap_or_else(|| entry.id.replace('-', " ")),
                    also: entry.record.texts("also").into_iter().map(|text| text.value).collect(),
                    definition: entry.record.text("definition")?.value,
                    audience: entry.record.text("audience"),
                    id: entry.id,
                })
            });
            Self::new(terms.collect())
        })
    }

    fn new(terms: Vec<Term>) -> Self {
        let by_id = terms.iter().enumerate().map(|(number, term)| (term.id.clone(), number)).collect();
        let mut by_word: BTreeMap<String, Vec<(String, usize)>> = BTreeMap::new();
        for (number, term) in terms.iter().enumerate() {
            for form in std::iter::once(&term.term).chain(&term.also) {
                let form = form.to_lowercase();
                let first = form.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("").to_owned();
                by_word.entry(first).or_default().push((form, number));
            }
        }
        for forms in by_word.values_mut() {
            forms.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.cmp(b)));
        }
        Self { all: terms, by_id, by_word }
    }

    /// Returns the terms but for those with these ids.
    pub fn without(&self, ids: &BTreeSet<String>) -> Self {
        Self::new(self.all.iter().filter(|term| !ids.contains(&term.id)).cloned().collect())
    }

    /// Returns the term with this id.
    pub fn get(&self, id: &str) -> Option<&Term> {
        Some(&self.all[*self.by_id.get(id)?])
    }

    /// Returns every term, in the order of its words.
    pub fn iter(&self) -> impl Iterator<Item = &Term> {
        self.all.iter()
    }

    /// Returns where terms stand in a text as whole words: start, end and the term.
    ///
    /// Of two forms that begin at one word the longer one counts. ASCII letters match in either
    /// case; other letters as they are written or in small letters.
    pub fn find(&self, text: &str) -> Vec<(usize, usize, &Term)> {
        let mut found: Vec<(usize, usize, &Term)> = Vec::new();
        if self.all.is_empty() {
            return found;
        }
        let mut folded = String::new();
        for (start, word) in words(text) {
            if found.last().is_some_and(|(_, end, _)| start < *end) {
                continue;
            }
            folded.clear();
            folded.extend(word.chars().flat_map(char::to_lowercase));
            let Some(forms) = self.by_word.get(folded.as_str()) else { continue };
            let matching = forms.iter().find(|(form, _)| stands_at(text, start, form));
            if let Some((form, number)) = matching {
                found.push((start, start + form.len(), &self.all[*number]));
            }
        }
        found
    }

    /// Returns the finding for a term that does not exist.
    pub fn unknown(&self, used_in: &SitePath, id: &str, span: Span) -> Diagnostic {
        let location = Location::new(used_in, span);
        let finding = Diagnostic::new(&rules::UNKNOWN_TERM, location, format!("there is no term `{id}`"));
        match closest(id, self.by_id.keys().map(String::as_str)) {
            Some(near) => finding.help(format!("did you mean `{near}`?")),
            None => finding.help(format!("add `[{id}]` to `{}`, with its definition", file(FILE))),
        }
    }
}

fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].find(char::is_alphanumeric)?;
        let length = text[start..].find(|c: char| !c.is_alphanumeric());
        at = length.map_or(text.len(), |length| start + length);
        Some((start, &text[start..at]))
    })
}

fn stands_at(text: &str, start: usize, form: &str) -> bool {
    let Some(found) = text.get(start..start + form.len()) else { return false };
    let same = found.eq_ignore_ascii_case(form) || found.to_lowercase() == form;
    let after = text[start + form.len()..].chars().next();
    same && !after.is_some_and(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::{Term, Terms};

    #[test]
    fn the_longer_form_wins_and_only_whole_words_count() {
        let term = |id: &str, term: &str| Term {
            id: id.into(),
            term: term.into(),
            also: vec![],
            definition: "x".into(),
            audience: None,
        };
        let terms = Terms::new(vec![term("a", "goodwill"), term("b", "goodwill gesture")]);
        let found: Vec<(&str, &str)> = terms
            .find("Goodwill gesture, goodwillx, goodwill")
            .into_iter()
            .map(|(start, end, term)| {
                (&"Goodwill gesture, goodwillx, goodwill"[start..end], term.id.as_str())
            })
            .collect();
        assert_eq!(found, [("Goodwill gesture", "b"), ("goodwill", "a")]);
    }
}
