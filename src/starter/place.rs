//! Where a new page will stand, and what follows from that: what its folder gives it and asks of it.

use std::sync::Arc;

use crate::handbook::{Handbook, Page, relative};
use crate::source::SitePath;

/// The place of a page that is not there yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Fields that the folder's own page gives to those below it.
    pub given: Vec<&'static str>,
    /// Whether the folder's pages restrict or end service.
    pub protected: bool,
    /// The next free code, where the pages of the folder have codes.
    pub code: Option<String>,
    /// Pages to which each page of the folder leads: title and path.
    pub must_link: Vec<(String, String)>,
}

/// Fields that the pages of a folder take from its own page.
const INHERITED: &[&str] = &["owner", "approver", "review_every"];

impl Place {
    /// Looks at a folder of a handbook.
    pub fn of(handbook: &Handbook, folder: &SitePath) -> Self {
        let code = next_code(handbook, folder);
        let mut pages = handbook.pages.iter().filter(|page| page.path.parent() == *folder);
        let Some(index) = pages.find(|page| page.is_index()) else { return Self { code, ..Self::default() } };
        let link = |number: &usize| {
            let page: &Page = &handbook.pages[*number];
            (page.title.clone(), relative(folder, &page.path))
        };
        Self {
            given: INHERITED.iter().copied().filter(|field| index.front().record.is_given(field)).collect(),
            protected: index.front().record.flag("protected") == Some(true),
            code,
            must_link: index.must_link.iter().map(link).collect(),
        }
    }
}

/// Returns the code behind the last one in a folder whose pages all have one.
///
/// A code belongs to its page for ever, so a gap is not filled: the page that left it may have been
/// deleted, and somebody still types its code.
fn next_code(handbook: &Handbook, folder: &SitePath) -> Option<String> {
    let in_folder = |page: &&Arc<Page>| page.path.parent() == *folder && !page.is_index();
    let codes: Option<Vec<&str>> =
        handbook.pages.iter().filter(in_folder).map(|page| page.code.as_deref()).collect();
    let codes = codes?;
    let (letters, _) = parts(codes.first()?)?;
    if codes.iter().any(|code| parts(code).is_none_or(|(other, _)| other != letters)) {
        return None;
    }
    let all = handbook.pages.iter().filter_map(|page| parts(page.code.as_deref()?));
    let last = all.filter(|(other, _)| *other == letters).map(|(_, number)| number).max()?;
    Some(format!("{letters}{}", last + 1))
}

/// Returns the letters and the number of a code such as `L4`.
fn parts(code: &str) -> Option<(&str, u32)> {
    let at = code.find(|c: char| c.is_ascii_digit())?;
    Some((&code[..at], code[at..].parse().ok()?))
}
