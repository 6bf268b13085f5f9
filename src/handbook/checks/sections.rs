//! Sections: those that a kind needs, in their order, under their names.
//!
//! Staff who have read one playbook know where to look in all of them.

use super::{a, about};
use crate::content::{Heading, NodeId, slug};
use crate::diag::{Diagnostic, Location, closest, rules};
use crate::handbook::{Handbook, Page};
use crate::kind::{Need, Section};
use crate::language::Language;

/// Returns the key of each section of a page, by the node of its heading; empty where a heading is
/// no section of the page's kind.
pub fn keys<'a>(page: &'a Page, language: &'a Language) -> Vec<(NodeId, &'a str)> {
    let key = |number: usize| page.kind.sections[number].key.as_str();
    let sections = sections(page, language).into_iter();
    sections.map(|(heading, number)| (heading.node, number.map_or("", key))).collect()
}

pub fn check(handbook: &Handbook, page: &Page) -> Vec<Diagnostic> {
    if page.is_index() || page.kind.sections.is_empty() {
        return Vec::new();
    }
    let language = &handbook.shared.language;
    let sections = sections(page, language);
    let mut found = misplaced(page, &sections, language);
    let missing = (0..page.kind.sections.len()).filter(|number| !has(&sections, *number));
    found.extend(missing.filter_map(|number| absent(page, &sections, language, number)));
    found
}

/// The headings of a page below its title, each with the number of the section of the page's kind that
/// it begins.
type Sections<'a> = Vec<(&'a Heading, Option<usize>)>;

fn sections<'a>(page: &'a Page, language: &Language) -> Sections<'a> {
    let names = page.kind.sections.iter().map(|section| slug(heading_of(section, language)));
    let names: Vec<String> = names.collect();
    let headings = page.document.headings.iter().filter(|heading| heading.level == 2);
    let number = |heading: &Heading| {
        let text = slug(&heading.text);
        names.iter().position(|name| *name == text)
    };
    headings.map(|heading| (heading, number(heading))).collect()
}

fn has(sections: &Sections, number: usize) -> bool {
    sections.iter().any(|(_, known)| *known == Some(number))
}

fn heading_of<'a>(section: &'a Section, language: &'a Language) -> &'a str {
    section.heading.as_deref().unwrap_or_else(|| language.section(&section.key))
}

fn misplaced(page: &Page, sections: &Sections, language: &Language) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut last: Option<usize> = None;
    for (heading, number) in sections {
        let location = Location::new(&page.path, page.document.nodes[heading.node].span);
        match *number {
            Some(number) => {
                if let Some(after) = last.filter(|last| *last > number) {
                    let before = heading_of(&page.kind.sections[after], language);
                    let message = format!("`{}` stands behind `{before}`", heading.text);
                    found.push(
                        Diagnostic::new(&rules::MISPLACED_SECTION, location, message)
                            .help(format!("move it up: in each {} it stands before", page.kind.name)),
                    );
                }
                last = last.max(Some(number));
            }
            None => {
                let names = page.kind.sections.iter().map(|section| heading_of(section, language));
                if let Some(near) = closest(&heading.text, names) {
                    let message = format!("{} has no section `{}`", a(&page.kind.name), heading.text);
                    found.push(
                        Diagnostic::new(&rules::MISPLACED_SECTION, location, message)
                            .help(format!("did you mean `{near}`?")),
                    );
                }
            }
        }
    }
    found
}

fn absent(page: &Page, sections: &Sections, language: &Language, number: usize) -> Option<Diagnostic> {
    let section = &page.kind.sections[number];
    let heading = heading_of(section, language);
    let kind = &page.kind.name;
    let (rule, message) = match section.need {
        Need::Needed => (&rules::MISSING_SECTION, format!("this {kind} has no section `{heading}`")),
        Need::Urgent if page.urgent => {
            (&rules::MISSING_SECTION, format!("this {kind} is urgent and has no section `{heading}`"))
        }
        Need::Expected => (&rules::EXPECTED_SECTION, format!("readers look for `{heading}` in {}", a(kind))),
        Need::Urgent | Need::Optional => return None,
    };
    let place = place(page, sections, language, number);
    Some(about(page, rule, message).help(format!("add `## {heading}`{place}")))
}

/// Says behind which of the page's sections a missing one belongs.
fn place(page: &Page, sections: &Sections, language: &Language, number: usize) -> String {
    match (0..number).rev().find(|number| has(sections, *number)) {
        Some(before) => format!(" behind `{}`", heading_of(&page.kind.sections[before], language)),
        None => " as its first section".to_owned(),
    }
}
