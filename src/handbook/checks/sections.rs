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
    let key = |heading: &Heading| {
        let section = section_of(page, language, heading);
        section.map_or("", |number| page.kind.sections[number].key.as_str())
    };
    sections(page).map(|heading| (heading.node, key(heading))).collect()
}

pub fn check(handbook: &Handbook, page: &Page) -> Vec<Diagnostic> {
    if page.is_index() || page.kind.sections.is_empty() {
        return Vec::new();
    }
    let language = &handbook.shared.language;
    let mut found = misplaced(page, language);
    let has =
        |number: usize| sections(page).any(|heading| section_of(page, language, heading) == Some(number));
    for (number, section) in page.kind.sections.iter().enumerate() {
        if !has(number) {
            found.extend(absent(page, language, section));
        }
    }
    found
}

fn sections(page: &Page) -> impl Iterator<Item = &Heading> {
    page.document.headings.iter().filter(|heading| heading.level == 2)
}

fn heading_of<'a>(section: &'a Section, language: &'a Language) -> &'a str {
    section.heading.as_deref().unwrap_or_else(|| language.section(&section.key))
}

fn section_of(page: &Page, language: &Language, heading: &Heading) -> Option<usize> {
    let text = slug(&heading.text);
    let mut sections = page.kind.sections.iter();
    sections.position(|section| slug(heading_of(section, language)) == text)
}

fn misplaced(page: &Page, language: &Language) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut last: Option<usize> = None;
    for heading in sections(page) {
        let location = Location::new(&page.path, page.document.nodes[heading.node].span);
        match section_of(page, language, heading) {
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

fn absent(page: &Page, language: &Language, section: &Section) -> Option<Diagnostic> {
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
    Some(about(page, rule, message).help(format!("add `## {heading}`{}", place(page, language, section))))
}

/// Says behind which of the page's sections a missing one belongs.
fn place(page: &Page, language: &Language, section: &Section) -> String {
    let sections_of_kind = &page.kind.sections;
    let number = sections_of_kind.iter().position(|known| known.key == section.key).unwrap_or(0);
    let present =
        |number: &usize| sections(page).any(|heading| section_of(page, language, heading) == Some(*number));
    match (0..number).rev().find(present) {
        Some(before) => format!(" behind `{}`", heading_of(&sections_of_kind[before], language)),
        None => " as its first section".to_owned(),
    }
}
