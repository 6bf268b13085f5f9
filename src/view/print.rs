//! [`PrintView`]: pages put together to be printed: the whole handbook, an area, a scenario.
//!
//! What is printed of a page stands at the page's own address below `print/`. Of these there are as
//! few as areas and scenarios, and none holds more words than the settings say, so that what is
//! written does not grow faster than the handbook.

use serde::Serialize;

use super::{DateView, EditionView, Link, RoleView, audience, canonical, date, notice, role_view, site};
use crate::content::Status;
use crate::handbook::{HOME, Handbook, Origin, Page, PageId};
use crate::source::Url;

/// The kind of page whose answer is printed on a sheet of its own.
const SCENARIO: &str = "scenario";

/// Headings of pages are no deeper, so that those in their text still have levels left.
const DEEPEST: u8 = 4;

/// What is printed together, and in which order.
#[derive(Clone, Debug)]
pub struct Printed {
    /// The page that stands for all of it.
    pub root: PageId,
    /// The pages below it, each with the level of its heading.
    pub pages: Vec<(PageId, u8)>,
    /// Whether it is too long, so that its parts are printed by themselves.
    in_parts: bool,
}

/// What is printed together, as templates see it, beside its pages.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "the names are those that templates use")]
pub struct PrintView {
    /// `handbook`, `area` or `scenario`.
    pub form: &'static str,
    pub title: String,
    pub code: Option<String>,
    pub summary: Option<String>,
    pub tab: usize,
    /// The way to what readers see on a screen, and its address on paper.
    pub link: String,
    pub address: String,
    /// Which edition it is.
    pub edition: Option<String>,
    /// The day on which it was so.
    pub date: DateView,
    pub contents: Vec<PrintEntry>,
    pub in_parts: bool,
}

/// A page in the list of contents.
#[derive(Clone, Debug, Serialize)]
pub struct PrintEntry {
    pub title: String,
    pub code: Option<String>,
    pub url: String,
    pub children: Vec<PrintEntry>,
}

/// A page among others, beside its text.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "the names are those that templates use")]
pub struct PrintedPage {
    /// The level of its heading.
    pub level: u8,
    pub id: String,
    pub title: String,
    pub code: Option<String>,
    pub summary: Option<String>,
    pub kind_label: String,
    pub tab: usize,
    pub is_folder: bool,
    pub urgent: bool,
    pub owner: Option<RoleView>,
    pub effective: Option<DateView>,
    pub reviewed: Option<DateView>,
    pub audience: Option<String>,
    pub samples: bool,
    #[serde(skip)]
    pub notice: Option<String>,
    #[serde(skip)]
    pub sources: Vec<String>,
}

/// Returns the pages of which something is printed, in reading order.
pub fn printed(handbook: &Handbook) -> Vec<PageId> {
    let scenarios = handbook.pages.iter().enumerate().filter(|(_, page)| page.kind.name == SCENARIO);
    let scenarios = scenarios.map(|(number, _)| number);
    let roots = std::iter::once(HOME).chain(handbook.areas.iter().copied()).chain(scenarios);
    roots.filter(|root| Printed::of(handbook, *root).is_some()).collect()
}

/// Returns where the printed form of a page stands, and what it is called there.
pub fn print_link(handbook: &Handbook, number: PageId) -> Option<Link> {
    let printed = Printed::of(handbook, number)?;
    let title = handbook.shared.language.word(&["print", printed.form(handbook)]).to_owned();
    Some(Link { title, url: Printed::address(&handbook.pages[number].url).encoded() })
}

/// Returns whether a page may be hung on a wall: what somebody wrote and stands by, but not the home page.
pub fn is_poster(handbook: &Handbook, number: PageId) -> bool {
    let page = &handbook.pages[number];
    number != HOME && page.origin == Origin::Content && !is_draft(page) && !page.is_retired()
}

impl Printed {
    /// Returns what is printed of a page; nothing of one that does not stand for others, is no scenario,
    /// or stands for more than is printed together.
    pub fn of(handbook: &Handbook, root: PageId) -> Option<Self> {
        let page = &handbook.pages[root];
        let most = handbook.shared.config.print_words;
        let is_scenario = page.kind.name == SCENARIO;
        let is_kept = most > 0 && (root == HOME || !page.hidden) && !is_draft(page);
        if !is_kept || !(root == HOME || is_scenario || handbook.areas.contains(&root)) {
            return None;
        }
        let mut pages = Vec::new();
        below(handbook, root, 2, &mut pages);
        if pages.is_empty() && !is_scenario {
            return None;
        }
        let words = |page: PageId| handbook.pages[page].document.words;
        let is_long = words(root) + pages.iter().map(|(page, _)| words(*page)).sum::<usize>() > most;
        match is_long && root == HOME {
            true => Some(Self { root, pages: Vec::new(), in_parts: true }),
            false => (!is_long).then_some(Self { root, pages, in_parts: false }),
        }
    }

    /// Returns where the printed form of the page at an address stands.
    pub fn address(url: &Url) -> Url {
        Url::new(format!("print/{url}"))
    }

    fn form(&self, handbook: &Handbook) -> &'static str {
        match self.root {
            HOME => "handbook",
            root if handbook.areas.contains(&root) => "area",
            _ => "scenario",
        }
    }

    /// Returns its pages in order, that which stands for all of it first, each with the level of its
    /// heading.
    pub fn all(&self) -> impl Iterator<Item = (PageId, u8)> {
        std::iter::once((self.root, 1)).chain(self.pages.iter().copied())
    }

    /// Returns whether a page is in it.
    pub fn holds(&self, page: PageId) -> bool {
        self.root == page || self.pages.binary_search_by_key(&page, |(page, _)| *page).is_ok()
    }
}

/// Adds the pages below another in reading order; of a draft, those below it.
fn below(handbook: &Handbook, number: PageId, level: u8, pages: &mut Vec<(PageId, u8)>) {
    for child in &handbook.pages[number].children {
        let is_shown = !is_draft(&handbook.pages[*child]);
        if is_shown {
            pages.push((*child, level));
        }
        below(handbook, *child, (level + u8::from(is_shown)).min(DEEPEST), pages);
    }
}

fn is_draft(page: &Page) -> bool {
    page.front().status == Status::Draft
}

/// Returns the id by which a page among others is found. No id of a template holds a slash.
pub fn anchor(url: &Url) -> String {
    if url.as_str().is_empty() { "/".to_owned() } else { url.to_string() }
}

/// Returns what templates see of what is printed together, beside its pages.
pub fn print(handbook: &Handbook, printed: &Printed, edition: Option<&EditionView>) -> PrintView {
    let page = &handbook.pages[printed.root];
    let root = Printed::address(&page.url).to_root();
    PrintView {
        form: printed.form(handbook),
        title: page.title.clone(),
        code: page.code.clone(),
        summary: page.summary.clone(),
        tab: tab(handbook, printed.root),
        link: format!("{root}{}", page.url.encoded()),
        address: canonical(handbook, page).unwrap_or_else(|| match printed.root {
            HOME => page.title.clone(),
            _ => format!("/{}", page.url.encoded()),
        }),
        edition: edition.map(|edition| edition.label.clone()),
        date: date(&handbook.shared.language, handbook.date),
        contents: match printed.in_parts {
            true => parts(handbook, &root),
            false => entries(handbook, &mut printed.pages.as_slice(), 2),
        },
        in_parts: printed.in_parts,
    }
}

/// Takes the pages of a level from the first ones, each with those below it.
fn entries(handbook: &Handbook, pages: &mut &[(PageId, u8)], level: u8) -> Vec<PrintEntry> {
    let mut entries = Vec::new();
    while let Some((&(number, own), rest)) = pages.split_first().filter(|((_, own), _)| *own >= level) {
        *pages = rest;
        let page = &handbook.pages[number];
        let url = Url::new(anchor(&page.url)).encoded();
        let children = entries_below(handbook, pages, own);
        entries.push(entry(page, format!("#{url}"), children));
    }
    entries
}

/// Takes the pages below one whose heading has this level; none are below the deepest.
fn entries_below(handbook: &Handbook, pages: &mut &[(PageId, u8)], level: u8) -> Vec<PrintEntry> {
    if level < DEEPEST { entries(handbook, pages, level + 1) } else { Vec::new() }
}

/// Returns what is printed by itself where the whole is too long.
fn parts(handbook: &Handbook, root: &str) -> Vec<PrintEntry> {
    let children = handbook.pages[HOME].children.iter().filter(|child| !is_draft(&handbook.pages[**child]));
    let entry = |child: &PageId| {
        let page = &handbook.pages[*child];
        let url = match Printed::of(handbook, *child) {
            Some(_) => Printed::address(&page.url),
            None => page.url.clone(),
        };
        entry(page, format!("{root}{}", url.encoded()), Vec::new())
    };
    children.map(entry).collect()
}

fn entry(page: &Page, url: String, children: Vec<PrintEntry>) -> PrintEntry {
    PrintEntry { title: page.title.clone(), code: page.code.clone(), url, children }
}

impl PrintedPage {
    /// Returns a page as it stands among others.
    pub fn of(handbook: &Handbook, number: PageId, level: u8) -> Self {
        let page = &handbook.pages[number];
        let language = &handbook.shared.language;
        Self {
            level,
            id: anchor(&page.url),
            title: page.title.clone(),
            code: page.code.clone(),
            summary: page.summary.clone(),
            kind_label: language.word(&["kinds", &page.kind.name]).to_owned(),
            tab: tab(handbook, number),
            is_folder: page.is_index(),
            urgent: page.urgent,
            owner: page.owner.as_ref().and_then(|owner| role_view(handbook, owner)),
            effective: page.effective.map(|day| date(language, day)),
            reviewed: page.review.map(|review| date(language, review.last)),
            audience: audience(handbook, page),
            samples: super::shows_samples(handbook, page),
            notice: notice(handbook, page),
            sources: page.front().record.texts("sources").into_iter().map(|source| source.value).collect(),
        }
    }

    /// Returns what it is called on paper: its code and its title.
    pub fn name(&self) -> String {
        match &self.code {
            Some(code) => format!("{code} {}", self.title),
            None => self.title.clone(),
        }
    }
}

fn tab(handbook: &Handbook, number: PageId) -> usize {
    handbook.area_of(number).map_or(0, |(_, tab)| site::tab(tab))
}
