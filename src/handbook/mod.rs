//! The join: pages, navigation, references and backlinks of one edition.
//!
//! [`join`] is the only place where files meet: in go documents, data and settings; out comes a
//! [`Handbook`]. [`check`] reports whatever does not fit together in it. They know no theme and write
//! no HTML.

mod address;
mod backlinks;
mod checks;
mod living;
mod nav;
mod page;
mod reading_path;
mod recent;
mod rejoin;
mod resolve;
mod seen;
mod suggest;
mod withheld;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use jiff::civil::Date;

pub use address::{of_file as file_address, of_page as address_of};
pub use living::Living;
pub use nav::without_number;
pub use page::{Origin, Page, PageId, Review};
pub use reading_path::ReadingPath;
pub use recent::Recent;
pub use rejoin::rejoin;
pub use resolve::Target;
pub(crate) use resolve::split as split_address;
pub use suggest::relative;
pub use withheld::{Bounds, Names, Withheld};

use crate::config::Config;
use crate::content::{Document, NodeId, Phrase};
use crate::data::Data;
use crate::diag::Diagnostic;
use crate::language::Language;
use crate::source::{Blob, File, SitePath, Snapshot, Url};

/// The folder of pages and of the files beside them.
pub const CONTENT: &str = "content";
/// The folder whose files are copied as they are.
pub const STATIC: &str = "static";

/// What the join is told beside the files.
#[derive(Clone, Copy, Debug)]
pub struct Frame {
    /// The day on which the handbook is read.
    pub date: Date,
    /// Whether drafts are shown.
    pub drafts: bool,
}

/// A document and where it comes from.
#[derive(Clone, Debug)]
pub struct Source {
    /// Its file.
    pub path: SitePath,
    /// What stands in it.
    pub document: Arc<Document>,
    /// Who wrote it.
    pub origin: Origin,
}

/// Everything in which all pages share.
#[derive(Clone, Debug)]
pub struct Shared {
    /// The settings.
    pub config: Arc<Config>,
    /// The words of the interface.
    pub language: Arc<Language>,
    /// Values, roles and terms.
    pub data: Arc<Data>,
}

/// All pages of one edition, and how they hang together.
#[derive(Clone, Debug)]
pub struct Handbook {
    /// What all pages share.
    pub shared: Shared,
    /// The day on which it is read.
    pub date: Date,
    /// The pages, in reading order; retired ones and those of the theme come last.
    pub pages: Vec<Arc<Page>>,
    /// The areas, in order: the pages of the top-level folders.
    pub areas: Vec<PageId>,
    /// Files that are copied, with their addresses.
    pub files: Arc<[(SitePath, Url, Blob)]>,
    /// Reading paths, in the order of their file.
    pub paths: Arc<[ReadingPath]>,
    /// Addresses that lead to a page.
    pub redirects: Arc<[(Url, PageId)]>,
    /// The pages that came or changed not long ago.
    pub recent: Arc<BTreeMap<PageId, Recent>>,
    by_id: Arc<BTreeMap<String, PageId>>,
    /// The files of drafts that are not shown.
    drafts: Arc<[SitePath]>,
    /// What was found between pages: addresses that two claim, paths to pages that are not there.
    between: Arc<[Diagnostic]>,
}

/// The page that stands for the whole handbook; [`join`] always makes one.
pub const HOME: PageId = 0;

impl Handbook {
    /// Returns the page with this identity.
    pub fn page_with_id(&self, id: &str) -> Option<&Page> {
        Some(self.pages[*self.by_id.get(id)?].as_ref())
    }

    /// Returns the area that a page stands in, and its number from one.
    pub fn area_of(&self, page: PageId) -> Option<(PageId, usize)> {
        let area = self.pages[page].area?;
        let number = self.areas.iter().position(|known| *known == area)?;
        Some((area, number + 1))
    }

    /// Returns the key of each section of a page, by the node of its heading.
    pub fn section_keys<'a>(&'a self, page: &'a Page) -> Vec<(NodeId, &'a str)> {
        checks::section_keys(page, &self.shared.language)
    }

    /// Returns a phrase as a reader reads it.
    pub fn fill(&self, phrase: &Phrase) -> String {
        fill(&self.shared, phrase)
    }
}

/// Joins documents, data and settings.
pub fn join(snapshot: &Snapshot, sources: Vec<Source>, shared: Shared, frame: Frame) -> Handbook {
    let mut between = Vec::new();
    let page::Gathered { mut pages, drafts, replaced } = page::gather(sources, &shared, frame);
    let areas = nav::arrange(&mut pages, &shared);
    page::inherit(&mut pages, &shared);
    let files = files(snapshot);
    let redirects = address::redirects(&pages, &replaced);
    between.extend(address::check(&pages, &files, &redirects));
    let by_id = by_id(&pages);
    let index = resolve::Index::new(pages.iter(), &files, &drafts, &shared);
    let resolved = resolve::all(&pages, &index);
    drop(index);
    for (page, resolved) in pages.iter_mut().zip(resolved) {
        page.take(resolved);
    }
    backlinks::fill(&mut pages);
    let paths: Vec<ReadingPath> = reading_path::all(&pages, &shared.data).collect(&mut between);
    Handbook {
        shared,
        date: frame.date,
        pages: pages.into_iter().map(Arc::new).collect(),
        areas,
        files: files.into(),
        paths: paths.into(),
        redirects: redirects.into(),
        recent: Arc::default(),
        by_id: by_id.into(),
        drafts: drafts.into(),
        between: between.into(),
    }
}

/// Returns everything that does not fit together in a handbook.
pub fn check(handbook: &Handbook, snapshot: &Snapshot) -> Vec<Diagnostic> {
    let mut diagnostics = handbook.between.to_vec();
    for page in &handbook.pages {
        diagnostics.extend(page.unresolved.iter().cloned());
    }
    diagnostics.extend(checks::all(handbook, snapshot));
    diagnostics
}

/// Returns the files that are copied: those beside pages, and those in `static/`.
fn files(snapshot: &Snapshot) -> Vec<(SitePath, Url, Blob)> {
    let files = snapshot.files().filter_map(|(path, file)| match file {
        File::Blob(blob) => Some((path.clone(), address::of_file(path)?, blob.clone())),
        File::Text(_) | File::Unreadable(_) => None,
    });
    files.collect()
}

fn by_id(pages: &[Page]) -> BTreeMap<String, PageId> {
    let ids = pages.iter().enumerate().filter_map(|(number, page)| Some((page.id.clone()?, number)));
    ids.collect()
}

fn fill(shared: &Shared, phrase: &Phrase) -> String {
    phrase.fill(|placeholder| {
        let name = crate::content::placeholder(placeholder);
        name.and_then(|name| shared.text_of(&name)).unwrap_or_else(|| format!("{{{{ {placeholder} }}}}"))
    })
}

impl Shared {
    /// Returns what a placeholder reads as; `None` when nothing has its name.
    pub fn text_of(&self, name: &crate::content::Name) -> Option<String> {
        use crate::content::Name;
        match name {
            Name::Value(key) => {
                let value = self.data.values.get(key)?;
                Some(value.text(&self.language, &self.config.currency))
            }
            Name::Role(id) => Some(self.data.roles.get(id)?.title.clone()),
            Name::Term(id) => Some(self.data.terms.get(id)?.term.clone()),
            Name::Link(_) | Name::Image(_) | Name::Action(_) | Name::Path(_) => None,
        }
    }
}

/// Pages by the path of their file.
type ByPath<'a> = HashMap<&'a str, PageId>;
