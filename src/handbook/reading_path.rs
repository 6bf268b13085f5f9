//! [`ReadingPath`]: pages in the order in which somebody new reads them, joined from `paths.toml`.

use std::collections::HashMap;

use super::{CONTENT, Page, PageId};
use crate::data::{Data, PATHS, SEARCH};
use crate::diag::{Checked, Diagnostic, Location, closest, rules};
use crate::fields::Located;
use crate::source::SitePath;

/// Pages in reading order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadingPath {
    /// Its id.
    pub id: String,
    /// Who or what it is for.
    pub title: String,
    /// What a reader knows at its end.
    pub summary: Option<String>,
    /// The pages.
    pub pages: Vec<PageId>,
}

/// Looks up the pages of every path, and those that searches promise to find.
pub fn all(pages: &[Page], data: &Data) -> Checked<Vec<ReadingPath>> {
    let mut diagnostics = Vec::new();
    let by_path: HashMap<&str, PageId> = pages
        .iter()
        .enumerate()
        .filter(|(_, page)| !page.is_retired())
        .filter_map(|(number, page)| Some((page.path.below(CONTENT)?, number)))
        .collect();
    let mut find = |file: &str, name: &Located<String>| {
        let found = by_path.get(name.trim_start_matches('/')).copied();
        if found.is_none() {
            diagnostics.push(unknown(file, name, by_path.keys().copied()));
        }
        found
    };
    let paths = data.paths.iter().map(|path| ReadingPath {
        id: path.id.clone(),
        title: path.title.clone(),
        summary: path.summary.clone(),
        pages: path.pages.iter().filter_map(|name| find(PATHS, name)).collect(),
    });
    let paths = paths.collect();
    for promise in &data.search.promises {
        find(SEARCH, &promise.page);
    }
    Checked { value: paths, diagnostics }
}

fn unknown<'a>(file: &str, name: &Located<String>, pages: impl Iterator<Item = &'a str>) -> Diagnostic {
    let file = SitePath::new(&format!("{CONTENT}/_data/{file}")).unwrap_or_default();
    let message = format!("there is no page at `{}`", name.value);
    let finding = Diagnostic::new(&rules::BROKEN_LINK, Location::new(&file, name.span), message);
    match closest(name, pages) {
        Some(near) => finding.help(format!("did you mean `{near}`?")),
        None => finding.help("name a `.md` file by its path below `content/`"),
    }
}
