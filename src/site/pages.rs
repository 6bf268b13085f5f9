//! The render stage: one page, or every page whose view or document is not that of the last build.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use bytes::Bytes;
use rayon::prelude::*;

use super::Site;
use crate::build::Progress;
use crate::cache::Cache;
use crate::content::Document;
use crate::diag::{Checked, Diagnostic};
use crate::handbook::{Handbook, PageId};
use crate::output::{Content, Whole};
use crate::render::{self, Setting};
use crate::source::Url;
use crate::view::{self, BodyView, View};

/// A page and what it was made from.
#[derive(Clone, Debug)]
pub struct Rendered {
    setting: Arc<Setting>,
    document: Arc<Document>,
    view: View,
    /// The page.
    pub html: Bytes,
    /// Its body, within it; nothing where the template shows another.
    body: Option<Bytes>,
    /// What was found while it was made.
    pub diagnostics: Arc<[Diagnostic]>,
}

impl Rendered {
    fn is_of(&self, setting: &Arc<Setting>, document: &Arc<Document>) -> bool {
        let same_document = Arc::ptr_eq(&self.document, document) || self.document == *document;
        Arc::ptr_eq(&self.setting, setting) && same_document
    }
}

impl Site {
    /// Returns a page; the one that was made before when it still holds.
    pub fn page(&self, number: PageId, known: Option<&Rendered>) -> Rendered {
        let document = &self.handbook.pages[number].document;
        let view = self.view(number);
        match known {
            Some(known) if known.is_of(&self.setting, document) && known.view == view => known.clone(),
            _ => {
                let Checked { value: (html, body), diagnostics } = self.rendered(&view, document);
                let (setting, document) = (self.setting.clone(), document.clone());
                Rendered { setting, document, view, html, body, diagnostics: diagnostics.into() }
            }
        }
    }

    /// Returns the view of a page, with what its edition adds.
    fn view(&self, number: PageId) -> View {
        let root = self.handbook.pages[number].url.to_root();
        self.view_around(number, Arc::new(view::body(&self.handbook, number, root)))
    }

    /// Returns the view of a page around what its text shows, with what its edition adds.
    pub(super) fn view_around(&self, number: PageId, body: Arc<BodyView>) -> View {
        let mut view = view::page_around(&self.handbook, number, body);
        if let Some(imprint) = &self.imprint {
            imprint.add_to(&mut view.page, &self.handbook.pages[number].url);
        }
        let below = self.imprint.as_ref().map_or("", |imprint| imprint.address.as_str());
        let page = &mut view.page;
        let edition = page.edition.as_ref().map(|edition| edition.id.as_str());
        page.feedback.place(&self.handbook, &format!("{below}{}", page.url), edition);
        if self.is_printed() {
            view.page.print = view::print_link(&self.handbook, number);
            view.page.poster = view::is_poster(&self.handbook, number);
        }
        view
    }

    /// Returns a page and, within it, its body.
    fn rendered(&self, view: &View, document: &Document) -> Checked<(Bytes, Option<Bytes>)> {
        let mut found = Vec::new();
        let body = render::body(&self.setting.body, &view.body, document, None).collect(&mut found);
        let page = render::around(&self.setting, view, document, &body).collect(&mut found);
        let html = Bytes::from(page.into_bytes().into_boxed_slice());
        let body = Whole::new(html.clone(), body.html()).map(|whole| whole.body());
        Checked { value: (html, body), diagnostics: found }
    }

    /// Returns the address of every page, first come first.
    pub fn urls(&self) -> impl Iterator<Item = (Url, PageId)> {
        let mut taken = HashSet::new();
        let pages =
            rendered_pages(&self.handbook).map(|number| (self.handbook.pages[number].url.clone(), number));
        pages.filter(move |(url, _)| taken.insert(url.clone()))
    }

    /// Renders every page whose view or document is not that of the last build.
    pub fn pages(&self, cache: &mut Cache, progress: &Progress) -> Checked<Pages> {
        let (known, forgetful) = (&cache.pages, cache.forgetful);
        let numbers: Vec<PageId> = rendered_pages(&self.handbook).collect();
        let made: Vec<Page> = numbers
            .into_par_iter()
            .map(|number| {
                progress.step();
                if forgetful {
                    let view = self.view(number);
                    let made = self.rendered(&view, &self.handbook.pages[number].document);
                    let Checked { value: (html, body), diagnostics } = made;
                    return Page { number, html, body, is_new: true, kept: None, diagnostics };
                }
                let known = known.get(&self.handbook.pages[number].url);
                let page = self.page(number, known);
                let is_new = known.is_none_or(|known| known.html.as_ptr() != page.html.as_ptr());
                let (html, body, diagnostics) =
                    (page.html.clone(), page.body.clone(), page.diagnostics.to_vec());
                Page { number, html, body, is_new, kept: Some(page), diagnostics }
            })
            .collect();
        cache.counts.rendered += made.iter().filter(|page| page.is_new).count();
        let mut diagnostics = Vec::new();
        let mut pages = Pages::default();
        let mut kept = HashMap::new();
        for page in made {
            diagnostics.extend(page.diagnostics);
            kept.extend(page.kept.map(|kept| (self.handbook.pages[page.number].url.clone(), kept)));
            pages.files.push((page.number, Content::Bytes(page.html)));
            pages.bodies.extend(page.body.map(|body| (page.number, body)));
        }
        cache.pages = kept;
        Checked { value: pages, diagnostics }
    }
}

/// Every page of a site.
#[derive(Debug, Default)]
pub struct Pages {
    /// Each page.
    pub files: Vec<(PageId, Content)>,
    /// The bodies of those that show the one that was made for them.
    pub bodies: HashMap<PageId, Bytes>,
}

/// A page that was rendered, or taken from the last build.
struct Page {
    number: PageId,
    html: Bytes,
    body: Option<Bytes>,
    is_new: bool,
    /// What the next build may use.
    kept: Option<Rendered>,
    diagnostics: Vec<Diagnostic>,
}

/// Returns the pages that are shown; one with a successor is a redirect, not a page.
pub(super) fn rendered_pages(handbook: &Handbook) -> impl Iterator<Item = PageId> {
    let pages = handbook.pages.iter().enumerate();
    let shown = pages.filter(|(_, page)| !(page.is_retired() && page.successor.is_some()));
    shown.map(|(number, _)| number)
}
