//! [`Page`]: a document in its place in the handbook.

use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;

use super::resolve::Resolved;
use super::{CONTENT, Frame, HOME, Shared, Source, Target, address, fill, nav};
use crate::audience::Audience;
use crate::content::{Document, FrontMatter, Kind as NodeKind, Name, Status};
use crate::diag::{Checked, Diagnostic};
use crate::fields::Located;
use crate::kind::Kind;
use crate::source::{SitePath, Url};

/// The number of a page in its handbook.
pub type PageId = usize;

/// Who wrote a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The handbook's authors.
    Content,
    /// The theme: Help now, the glossary, A–Z.
    Theme,
    /// Nobody: it stands for a folder without a page of its own.
    Folder,
}

/// A document in its place.
#[derive(Clone, Debug)]
pub struct Page {
    /// Its file.
    pub path: SitePath,
    /// Its address.
    pub url: Url,
    /// What stands in the file.
    pub document: Arc<Document>,
    /// Who wrote it.
    pub origin: Origin,
    /// Its title, with values filled in.
    pub title: String,
    /// Its title in navigation.
    pub nav_title: String,
    /// When to use it.
    pub summary: Option<String>,
    /// Its kind.
    pub kind: Arc<Kind>,
    /// Its identity across editions.
    pub id: Option<String>,
    /// Its short code.
    pub code: Option<String>,
    /// Who may read it.
    pub audience: Audience,
    /// The role that answers for it.
    pub owner: Option<String>,
    /// The role that approves it.
    pub approver: Option<String>,
    /// A line above its text.
    pub notice: Option<String>,
    /// Months between two reviews.
    pub review_every: Option<i64>,
    /// Its reviews.
    pub review: Option<Review>,
    /// Since when it holds.
    pub effective: Option<Date>,
    /// Whether it belongs on Help now.
    pub urgent: bool,
    /// Whether navigation leaves it out.
    pub hidden: bool,
    /// The page of the folder that it stands in; the home page has none.
    pub parent: Option<PageId>,
    /// The pages below it, in order; only a folder's page has any.
    pub children: Vec<PageId>,
    /// The area that it stands in, itself included.
    pub area: Option<PageId>,
    /// The page to read before it.
    pub previous: Option<PageId>,
    /// The page to read after it.
    pub next: Option<PageId>,
    /// What each of the document's references leads to.
    pub targets: Vec<Target>,
    /// Pages to read next, as its author says.
    pub related: Vec<PageId>,
    /// The page that replaces it.
    pub successor: Option<PageId>,
    /// For a folder's page: the pages to which each page of a protected area leads.
    pub must_link: Vec<PageId>,
    /// The pages that a scenario practises.
    pub practises: Vec<PageId>,
    /// The page that says how to appeal.
    pub appeal: Option<PageId>,
    /// The pages that link to it, in reading order.
    pub backlinks: Vec<PageId>,
    /// What was found when its names were looked up.
    pub(super) unresolved: Arc<[Diagnostic]>,
}

/// When a page was and will be reviewed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Review {
    /// When its owner last confirmed it.
    pub last: Date,
    /// When that is due again.
    pub next: Option<Date>,
}

impl Page {
    /// Returns what the page says of itself.
    pub fn front(&self) -> &FrontMatter {
        &self.document.front
    }

    /// Returns whether the page is over.
    pub fn is_retired(&self) -> bool {
        self.front().status == Status::Retired
    }

    /// Returns the page's aliases.
    pub fn aliases(&self) -> Vec<Located<String>> {
        self.front().record.texts("aliases")
    }

    /// Returns the field's own text.
    pub fn field(&self, name: &str) -> Option<String> {
        self.front().text(name).map(|text| text.value)
    }

    /// Takes what its names lead to.
    pub(super) fn take(&mut self, resolved: Checked<Resolved>) {
        let Checked { value, diagnostics } = resolved;
        self.targets = value.targets;
        self.related = value.related;
        self.successor = value.successor;
        self.must_link = value.must_link;
        self.practises = value.practises;
        self.appeal = value.appeal;
        self.unresolved = diagnostics.into();
    }

    /// Returns whether the page is a folder's.
    pub fn is_index(&self) -> bool {
        nav::is_index(&self.path)
    }
}

/// What becomes of documents.
pub(super) struct Gathered {
    /// The pages that are shown.
    pub pages: Vec<Page>,
    /// The files of drafts.
    pub drafts: Vec<SitePath>,
    /// Where the theme's pages stood that an author's page with the same id replaces.
    pub replaced: Vec<(Url, String)>,
}

/// Makes a page of each document that is shown.
pub(super) fn gather(sources: Vec<Source>, shared: &Shared, frame: Frame) -> Gathered {
    let own_ids: Vec<String> = sources
        .iter()
        .filter(|source| source.origin == Origin::Content)
        .filter_map(|source| source.document.front.text("id"))
        .map(|id| id.value)
        .collect();
    let replaced_id = |source: &Source| {
        let id = source.document.front.text("id")?.value;
        (source.origin == Origin::Theme && own_ids.contains(&id)).then_some(id)
    };
    let is_hidden = |source: &Source| source.document.front.status == Status::Draft && !frame.drafts;
    let drafts =
        sources.iter().filter(|source| is_hidden(source)).map(|source| source.path.clone()).collect();
    let replaced = |source: &Source| {
        let id = replaced_id(source)?;
        Some((address::of_theme_page(&source.path), id))
    };
    let replaced = sources.iter().filter_map(replaced).collect();
    let plain = plain(shared);
    let shown = sources.into_par_iter().filter(|source| !is_hidden(source) && replaced_id(source).is_none());
    let pages = shown.map(|source| page(source, shared, plain.clone())).collect();
    Gathered { pages, drafts, replaced }
}

/// Returns the kind of a page that names none.
pub(super) fn plain(shared: &Shared) -> Option<Arc<Kind>> {
    shared.config.kind("page").cloned().map(Arc::new)
}

/// Makes a page of a document; its place is not known yet.
pub(super) fn page(source: Source, shared: &Shared, plain: Option<Arc<Kind>>) -> Page {
    let Source { path, document, origin } = source;
    let front = &document.front;
    let text = |name: &str| front.text(name).map(|text| text.value);
    let Said { title, nav_title, summary } = Said::of(&path, &document, shared);
    let hidden = text("nav").as_deref() == Some("hidden")
        || front.status == Status::Retired
        || origin == Origin::Theme;
    Page {
        url: match origin {
            Origin::Theme => address::of_theme_page(&path),
            _ => address::of_page(&path),
        },
        nav_title,
        summary,
        kind: plain.unwrap_or_else(|| Arc::new(Kind::default())),
        id: text("id"),
        code: text("code"),
        audience: Audience::ALL,
        owner: text("owner"),
        approver: text("approver"),
        notice: text("notice"),
        review_every: None,
        review: None,
        effective: front.date("effective").map(|date| date.value),
        urgent: front.record.flag("urgent").unwrap_or(false),
        title,
        hidden,
        path,
        document,
        origin,
        parent: None,
        children: Vec::new(),
        area: None,
        previous: None,
        next: None,
        targets: Vec::new(),
        related: Vec::new(),
        successor: None,
        must_link: Vec::new(),
        practises: Vec::new(),
        appeal: None,
        backlinks: Vec::new(),
        unresolved: Arc::default(),
    }
}

/// What a page says of itself with values filled in.
struct Said {
    title: String,
    nav_title: String,
    summary: Option<String>,
}

impl Said {
    fn of(path: &SitePath, document: &Document, shared: &Shared) -> Self {
        let title = title(path, document, shared);
        let nav = document.front.text("nav").map(|nav| nav.value).filter(|nav| nav != "hidden");
        let summary = document.front.summary.as_ref().map(|summary| fill(shared, summary));
        Self { nav_title: nav.unwrap_or_else(|| title.clone()), title, summary }
    }
}

/// Fills other values into what a page says of itself; `None` when it says the same with them.
pub(super) fn with_values(page: &Page, shared: &Shared) -> Option<Page> {
    let Said { title, nav_title, summary } = Said::of(&page.path, &page.document, shared);
    let is_same = (&title, &nav_title, &summary) == (&page.title, &page.nav_title, &page.summary);
    (!is_same).then(|| Page { title, nav_title, summary, ..page.clone() })
}

/// Returns a page that stands for a folder without one.
pub(super) fn of_folder(path: SitePath, shared: &Shared) -> Page {
    page(Source { path, document: Arc::default(), origin: Origin::Folder }, shared, plain(shared))
}

/// Returns the title: the field, else the first heading, else the file's name in words.
fn title(path: &SitePath, document: &Document, shared: &Shared) -> String {
    if let Some(title) = &document.front.title {
        return fill(shared, title);
    }
    match document.title {
        Some(node) => text_of(document, node, shared),
        None if path.as_str() == format!("{CONTENT}/index.md") => shared.config.title.clone(),
        None if nav::is_index(path) => words_of(nav::without_number(path.parent().file_name())),
        None => words_of(nav::without_number(path.stem())),
    }
}

/// Returns the words in a node as a reader reads them.
fn text_of(document: &Document, node: usize, shared: &Shared) -> String {
    let mut text = String::new();
    for inside in &document.nodes[node..document.nodes[node].end()] {
        match &inside.kind {
            NodeKind::Verbatim | NodeKind::Text(_) | NodeKind::Code(_) => {
                text.push_str(document.text(inside).unwrap_or(""));
            }
            NodeKind::SoftBreak | NodeKind::HardBreak => text.push(' '),
            NodeKind::Placeholder(reference) => {
                let name: &Name = &document.references[*reference as usize].name;
                text.push_str(&shared.text_of(name).unwrap_or_default());
            }
            _ => {}
        }
    }
    text
}

/// Returns a file's name as words: `end-an-abusive-call` reads "End an abusive call".
fn words_of(name: &str) -> String {
    let words = name.replace(['-', '_'], " ");
    let mut letters = words.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => words,
    }
}

/// Takes from the page of its folder what pages do not say themselves, and works out their reviews.
pub(super) fn inherit(pages: &mut [Page], shared: &Shared) {
    let kinds = kinds(shared);
    for number in 0..pages.len() {
        let audience = audience(pages, number, shared);
        let inherited = Inherited::of(&pages[number], pages[number].parent.map(|folder| &pages[folder]));
        inherited.give(&mut pages[number], &kinds);
        pages[number].audience = audience;
    }
}

/// Returns the kinds of page that the settings name.
pub(super) fn kinds(shared: &Shared) -> Vec<Arc<Kind>> {
    shared.config.kinds.iter().cloned().map(Arc::new).collect()
}

/// What a page says itself, or else the page of its folder.
pub(super) struct Inherited {
    kind: Option<String>,
    owner: Option<String>,
    approver: Option<String>,
    notice: Option<String>,
    months: Option<i64>,
}

impl Inherited {
    /// The fields that the pages of a folder take from the folder's page.
    pub(super) const FIELDS: [&str; 5] = ["kind", "owner", "approver", "notice", "review_every"];

    /// Reads what a page says; `folder` is the page that it hangs below.
    pub(super) fn of(page: &Page, folder: Option<&Page>) -> Self {
        let folder = folder.filter(|_| !page.is_index());
        let [kind, owner, approver, notice, months] =
            Self::FIELDS.map(|name| page.field(name).or_else(|| folder?.field(name)));
        Self { kind, owner, approver, notice, months: months.and_then(|months| months.parse().ok()) }
    }

    /// Gives it to the page, and works out when that is to be reviewed.
    pub(super) fn give(self, page: &mut Page, kinds: &[Arc<Kind>]) {
        let kind = kinds.iter().find(|known| Some(&known.name) == self.kind.as_ref()).cloned();
        page.kind = kind.unwrap_or_else(|| page.kind.clone());
        (page.owner, page.approver, page.notice) = (self.owner, self.approver, self.notice);
        let months = self.months.or(page.kind.review_every);
        page.review_every = months;
        page.review = page.reviewed();
    }
}

/// Returns who may read a page: those whom it names, or else its folder, or a folder above. The home
/// page speaks for the pages beside it alone, since else it would speak for the whole handbook.
fn audience(pages: &[Page], number: PageId, shared: &Shared) -> Audience {
    let audiences = &shared.config.audiences;
    let mut at = number;
    loop {
        let page = &pages[at];
        if let Some(name) = page.field("audience") {
            return audiences.named(&name);
        }
        match page.parent {
            // Whom it is for was said, and not so that anybody could understand it.
            _ if page.front().record.is_given("audience") => return Audience::NOBODY,
            _ if page.origin == Origin::Theme => return Audience::ALL,
            Some(HOME) if page.is_index() => return audiences.usual(),
            Some(parent) => at = parent,
            None => return audiences.usual(),
        }
    }
}
