//! [`View`]: exactly what a template may see of one page. The contract with theme authors.
//!
//! A page gets its neighbourhood (the pages above, beside and below it), never the whole handbook:
//! what is written for each page does not grow with their number. What is not in the view cannot
//! influence the page, so two equal views of one document are one page.

mod authority;
mod body;
mod contact;
mod edition;
mod icons;
mod list;
mod neighbourhood;
mod print;
mod reading_path;
mod recent;
mod shown;
mod site;

use std::sync::Arc;

use serde::Serialize;

pub use authority::{AuthorityView, Group as AuthorityGroup, Row as AuthorityRow};
pub use body::{BodyView, body, stays};
pub use contact::{ContactView, HandoverView};
pub use edition::{AllTwins, Days, EditionView, FrontView, RedlineView, Twin};
pub use icons::{Icon, IconLink, MANIFEST, drawn as drawn_icons};
pub use list::{
    AliasEntry, CardEntry, CardGroup, CheckEntry, Excerpt, Gathered, Letter, PageGroup, RuleEntry, RuleGroup,
    TermEntry,
};
pub use neighbourhood::{AreaPages, Entry, Link, Sibling, urgent};
pub use print::{PrintView, Printed, PrintedPage, anchor, is_poster, print, print_link, printed};
pub use reading_path::{PathStep, PathView};
pub use recent::{CorrectionView, RecentChanges, RecentLine, RecentView};
pub use shown::{Shown, all as shown};
pub use site::{AreaView, SiteView, site};

use crate::audience::Audience;
use crate::feedback::{self, About, LinkTemplate};
use crate::handbook::{HOME, Handbook, Page, PageId};
use crate::language::Language;

/// Everything that one page is made of, beside its document.
#[derive(Clone, Debug, PartialEq)]
pub struct View {
    /// The address of the home page.
    pub home: String,
    /// The template.
    pub layout: Layout,
    /// What the frame shows.
    pub page: PageView,
    /// What its text shows.
    pub body: Arc<BodyView>,
}

/// The template that a page is made with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// The home page.
    Home,
    /// The page of a folder.
    Area,
    /// Any other page.
    Page,
}

impl Layout {
    /// Returns the name of the template.
    pub fn template(self) -> &'static str {
        match self {
            Self::Home => "home.html",
            Self::Area => "area.html",
            Self::Page => "page.html",
        }
    }
}

/// What the frame of a page shows. Texts are plain; those that end in `_html` are safe markup.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[expect(missing_docs, reason = "the names are those that templates use")]
pub struct PageView {
    pub title: String,
    pub summary: Option<String>,
    pub code: Option<String>,
    pub kind: String,
    pub kind_label: String,
    pub url: String,
    pub source: String,
    pub canonical: Option<String>,
    pub breadcrumbs: Vec<Link>,
    pub tab: usize,
    pub area: Option<AreaView>,
    pub siblings: Vec<Sibling>,
    pub children: Vec<Entry>,
    pub previous: Option<Link>,
    pub next: Option<Link>,
    pub related: Vec<Entry>,
    pub linked_from: Vec<Link>,
    pub owner: Option<RoleView>,
    pub approver: Option<RoleView>,
    pub reviewed: Option<DateView>,
    pub next_review: Option<DateView>,
    pub overdue: bool,
    pub effective: Option<DateView>,
    pub sources: Vec<String>,
    pub notice: Option<String>,
    pub urgent: bool,
    pub draft: bool,
    pub noindex: bool,
    pub feedback: Feedback,
    pub urgent_pages: Vec<Entry>,
    pub areas_pages: Vec<AreaPages>,
    pub recent_pages: Vec<Entry>,
    pub paths: Vec<PathStep>,
    pub appeal: Option<Link>,
    pub practises: Vec<Entry>,
    pub samples: bool,
    /// Who may read it, where that is not everybody.
    pub audience: Option<String>,
    pub edition: Option<Arc<EditionView>>,
    pub redline: Option<RedlineView>,
    /// The same on one page, to be printed.
    pub print: Option<Link>,
    /// Whether it can be hung on a wall.
    pub poster: bool,
}

/// A role by id and title.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RoleView {
    /// Its id.
    pub id: String,
    /// What it is called in a sentence.
    pub title: String,
}

/// A day, for programs and for readers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DateView {
    /// `2026-12-01`.
    pub iso: String,
    /// `1 December 2026`.
    pub text: String,
}

/// Where readers write to about this page; its address and its edition are open until it has a place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Feedback {
    /// To report a problem.
    pub problem: Option<String>,
    /// To suggest a change.
    pub suggest: Option<String>,
}

impl Feedback {
    /// Fills in where the page stands, below the site's first page, and in which edition.
    pub fn place(&mut self, handbook: &Handbook, place: &str, edition: Option<&str>) {
        let base = handbook.shared.config.base_url.as_deref().unwrap_or_default();
        let url = format!("{base}{place}");
        for address in [&mut self.problem, &mut self.suggest].into_iter().flatten() {
            *address = feedback::place(address, &url, edition);
        }
    }
}

/// Returns the view of one page.
pub fn page(handbook: &Handbook, number: PageId) -> View {
    page_at(handbook, number, handbook.pages[number].url.to_root())
}

/// Returns the view of a page that is shown elsewhere; `root` leads from there to where all other
/// pages stand.
pub fn page_at(handbook: &Handbook, number: PageId, root: String) -> View {
    page_around(handbook, number, Arc::new(body(handbook, number, root)))
}

/// Returns the view of a page around what its text shows.
pub fn page_around(handbook: &Handbook, number: PageId, body: Arc<BodyView>) -> View {
    let (page, root) = (&handbook.pages[number], &body.root);
    View {
        home: if root.is_empty() { "./".to_owned() } else { root.clone() },
        layout: match number {
            HOME => Layout::Home,
            _ if page.is_index() => Layout::Area,
            _ => Layout::Page,
        },
        page: page_view(handbook, number),
        body,
    }
}

fn page_view(handbook: &Handbook, number: PageId) -> PageView {
    let page = &handbook.pages[number];
    let language = &handbook.shared.language;
    let role = |id: &Option<String>| role_view(handbook, id.as_deref()?);
    let area = handbook.area_of(number);
    let review = page.review;
    PageView {
        title: page.title.clone(),
        summary: page.summary.clone(),
        code: page.code.clone(),
        kind: page.kind.name.clone(),
        kind_label: language.word(&["kinds", &page.kind.name]).to_owned(),
        url: page.url.encoded(),
        source: page.path.to_string(),
        canonical: canonical(handbook, page),
        breadcrumbs: neighbourhood::breadcrumbs(handbook, number),
        tab: area.map_or(0, |(_, tab)| site::tab(tab)),
        area: area.map(|(area, tab)| site::area(handbook, area, tab)),
        siblings: neighbourhood::siblings(handbook, number),
        children: neighbourhood::children(handbook, number),
        previous: page.previous.map(|other| neighbourhood::link(&handbook.pages[other])),
        next: page.next.map(|other| neighbourhood::link(&handbook.pages[other])),
        related: page.related.iter().map(|other| neighbourhood::entry(handbook, *other)).collect(),
        linked_from: neighbourhood::linked_from(handbook, page),
        owner: role(&page.owner),
        approver: role(&page.approver),
        reviewed: review.map(|review| date(language, review.last)),
        next_review: review.and_then(|review| Some(date(language, review.next?))),
        overdue: review.and_then(|review| review.next).is_some_and(|next| next < handbook.date),
        effective: page.effective.map(|day| date(language, day)),
        sources: page.front().record.texts("sources").into_iter().map(|source| source.value).collect(),
        notice: notice(handbook, page),
        urgent: page.urgent,
        draft: page.front().status == crate::content::Status::Draft,
        noindex: page.is_retired(),
        feedback: feedback(handbook, page),
        urgent_pages: if number == HOME { neighbourhood::urgent(handbook) } else { Vec::new() },
        paths: reading_path::steps(handbook, number),
        appeal: page
            .appeal
            .filter(|appeal| *appeal != number)
            .map(|appeal| neighbourhood::link(&handbook.pages[appeal])),
        practises: page.practises.iter().map(|other| neighbourhood::entry(handbook, *other)).collect(),
        samples: shows_samples(handbook, page),
        audience: audience(handbook, page),
        edition: None,
        redline: None,
        print: None,
        poster: false,
        recent_pages: if number == HOME { recent::recent_pages(handbook) } else { Vec::new() },
        areas_pages: if number == HOME { neighbourhood::areas(handbook) } else { Vec::new() },
    }
}

/// Returns a role as templates see it.
pub fn role_view(handbook: &Handbook, id: &str) -> Option<RoleView> {
    let role = handbook.shared.data.roles.get(id)?;
    Some(RoleView { id: id.to_owned(), title: role.title.clone() })
}

fn date(language: &Language, day: jiff::civil::Date) -> DateView {
    DateView { iso: day.to_string(), text: language.date(day) }
}

fn canonical(handbook: &Handbook, page: &Page) -> Option<String> {
    let base = handbook.shared.config.base_url.as_ref()?;
    Some(format!("{base}{}", page.url.encoded()))
}

/// Returns the line above the text; a page that ended without a successor says so there.
fn notice(handbook: &Handbook, page: &Page) -> Option<String> {
    if page.is_retired() {
        let language = &handbook.shared.language;
        let ended = page.front().date("retired_on")?;
        let because = page.field("retired_because")?;
        let pattern = language.word(&["page", "ended"]);
        return Some(pattern.replace("{date}", &language.date(ended.value)).replace("{reason}", &because));
    }
    let notice = page.notice.as_ref()?;
    Some(handbook.fill(&crate::content::Phrase::read(notice)))
}

fn feedback(handbook: &Handbook, page: &Page) -> Feedback {
    let config = &handbook.shared.config;
    let name = page.id.as_ref().or(page.code.as_ref()).cloned();
    let name = name.unwrap_or_else(|| page.url.to_string());
    let code = page.code.as_deref().unwrap_or_default();
    let about = About { page: &name, title: &page.title, code, file: &page.path, line: first_line(page) };
    let fill = |template: &LinkTemplate| template.fill(&about);
    let written = page.origin == crate::handbook::Origin::Content;
    Feedback {
        problem: config.report_problem.as_ref().map(fill),
        suggest: config.suggest_change.as_ref().filter(|_| written).map(fill),
    }
}

/// Returns the line of a page's file on which its text begins.
fn first_line(page: &Page) -> usize {
    let document = &page.document;
    let start = document.nodes.first().map_or(0, |node| node.span.range().start);
    document.source.get(..start).map_or(1, |before| before.matches('\n').count() + 1)
}

/// Returns what the audience of a page is called, where it is not the widest.
fn audience(handbook: &Handbook, page: &Page) -> Option<String> {
    let audiences = &handbook.shared.config.audiences;
    let name = audiences.name(page.audience).filter(|_| page.audience != Audience::ALL);
    name.map(crate::audience::spoken)
}

/// Returns whether a page shows a figure that nobody has confirmed yet.
fn shows_samples(handbook: &Handbook, page: &Page) -> bool {
    let values = &handbook.shared.data.values;
    page.targets.iter().any(|target| match target {
        crate::handbook::Target::Value(key) => values.get(key).is_some_and(|value| !value.confirmed),
        _ => false,
    })
}
