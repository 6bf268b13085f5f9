//! Changes that staff are held to and that no release note names: values, rules, standards.
//!
//! A note is what stands on pages of the kind `release` and did not stand there in the last edition.
//! A line of it names a value by its key or its new amount, and a page by its title, its code or a
//! link to it.

use std::collections::BTreeSet;

use crate::content::Phrase;
use crate::data;
use crate::diag::{Diagnostic, Location, rules};
use crate::editions::Comparison;
use crate::editions::compare::ValueChange;
use crate::handbook::{Handbook, Page, PageId, Target};

/// The kind of the pages that say what changed.
const NOTE: &str = "release";
/// The kind of the pages of which every change is named.
const STANDARD: &str = "standard";

/// Reports the changes that no release note names.
pub fn check(old: &Handbook, new: &Handbook, comparison: &Comparison) -> Vec<Diagnostic> {
    let lines = Lines::of(old, new);
    let mut found: Vec<Diagnostic> = changed_values(comparison)
        .filter(|value| !lines.name_value(value))
        .map(|value| of_value(new, value))
        .collect();
    let rules = comparison.rules.iter().filter(|rule| !lines.name_page(new, rule.page, &rule.sentence));
    found.extend(rules.map(|rule| {
        let change = format!("from `{}` to `{}`", rule.old.name(), rule.new.name());
        of_page(&new.pages[rule.page], &format!("a rule of this page went {change}"))
    }));
    let standards = comparison.pairs.iter().filter(|pair| {
        let page = &new.pages[pair.new];
        pair.changed && page.kind.name == STANDARD && !lines.name_page(new, pair.new, &page.title)
    });
    found.extend(standards.map(|pair| of_page(&new.pages[pair.new], "this standard reads differently")));
    found
}

/// Returns the values that staff knew otherwise; one under another key that reads alike is none.
fn changed_values(comparison: &Comparison) -> impl Iterator<Item = &ValueChange> {
    let added = comparison.values.iter().filter(|value| value.old.is_none());
    let added: BTreeSet<&String> = added.filter_map(|value| value.new.as_ref()).collect();
    comparison.values.iter().filter(move |value| match (&value.old, &value.new) {
        (Some(_), Some(_)) => true,
        (Some(old), None) => !added.contains(old),
        (None, _) => false,
    })
}

fn of_value(new: &Handbook, value: &ValueChange) -> Diagnostic {
    let file = data::file(data::VALUES);
    let location = match new.shared.data.values.get(&value.key) {
        Some(value) => Location::new(&file, value.span),
        None => Location::whole(&file),
    };
    let text = |text: &Option<String>| text.clone().unwrap_or_else(|| "nothing".into());
    let change = format!("{} to {}", text(&value.old), text(&value.new));
    let message = format!("`{}` went from {change}, and no release note says so", value.key);
    Diagnostic::new(&rules::UNNOTED_CHANGE, location, message).help(HELP)
}

fn of_page(page: &Page, what: &str) -> Diagnostic {
    let location = Location::new(&page.path, page.front().place());
    let message = format!("{what}, and no release note says so");
    Diagnostic::new(&rules::UNNOTED_CHANGE, location, message).help(HELP)
}

const HELP: &str = "give it a line on a page of the kind `release`; `deskbook release ID --effective DATE --write-note \
     PATH` begins one";

/// The lines of the release notes that the last edition did not have.
pub struct Lines {
    /// Each as it stands in its file, and as a reader reads it.
    texts: Vec<(String, String)>,
    /// The pages to which they lead.
    linked: BTreeSet<PageId>,
}

impl Lines {
    pub fn of(old: &Handbook, new: &Handbook) -> Self {
        let known: BTreeSet<&str> = notes(old).flat_map(|page| page.document.source.lines()).collect();
        let mut lines = Self { texts: Vec::new(), linked: BTreeSet::new() };
        for page in notes(new) {
            let source = &page.document.source;
            let mut at = 0;
            for line in source.split_inclusive('\n') {
                let range = at..at + line.len();
                at = range.end;
                if known.contains(line.trim_end_matches(['\n', '\r'])) {
                    continue;
                }
                lines.texts.push((line.to_owned(), new.fill(&Phrase::read(line))));
                let references = page.document.references.iter().zip(&page.targets);
                let here = references.filter(|(one, _)| range.contains(&(one.span.start as usize)));
                lines.linked.extend(here.filter_map(|(_, target)| match target {
                    Target::Page(number, _) => Some(*number),
                    _ => None,
                }));
            }
        }
        lines
    }

    pub fn name_value(&self, value: &ValueChange) -> bool {
        let shown = value.new.as_ref().or(value.old.as_ref());
        self.texts.iter().any(|(written, read)| {
            has_name(written, &value.key) || shown.is_some_and(|shown| has_name(read, shown))
        })
    }

    pub fn name_page(&self, new: &Handbook, number: PageId, other: &str) -> bool {
        let page = &new.pages[number];
        let names = [Some(page.title.as_str()), page.code.as_deref(), Some(other.trim())];
        let has_any = |read: &str| names.into_iter().flatten().any(|name| has_name(read, name));
        self.linked.contains(&number) || self.texts.iter().any(|(_, read)| has_any(read))
    }
}

fn notes(handbook: &Handbook) -> impl Iterator<Item = &Page> {
    handbook.pages.iter().filter(|page| page.kind.name == NOTE).map(AsRef::as_ref)
}

/// Returns whether a line names something, and not only something that is longer: `£5` is not named
/// by `£50`.
fn has_name(line: &str, name: &str) -> bool {
    let is_part = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
    !name.is_empty()
        && line.match_indices(name).any(|(at, _)| {
            let behind = &line[at + name.len()..];
            let goes_on = behind.starts_with(['.', ',', '-', '_']) && is_part(behind.chars().nth(1));
            !is_part(line[..at].chars().next_back()) && !is_part(behind.chars().next()) && !goes_on
        })
}

#[cfg(test)]
mod tests {
    use super::has_name;

    #[test]
    fn a_name_is_no_part_of_a_longer_one() {
        assert!(has_name("now £5.", "£5"));
        assert!(has_name("(`refund.adviser`)", "refund.adviser"));
        assert!(!has_name("now £50", "£5"));
        assert!(!has_name("now £5.50", "£5"));
        assert!(!has_name("refund.adviser.web", "refund.adviser"));
        assert!(!has_name("over 130 days", "30 days"));
    }
}
