//! The pages of a site that is one edition of several: each in its own frame, around a body that most
//! editions share.
//!
//! In go a site and the bodies of the one before it; out come its pages, and its own bodies for the
//! one behind it.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use rayon::prelude::*;

use super::Site;
use super::pages::{Pages, rendered_pages};
use crate::build::Progress;
use crate::cache::Cache;
use crate::content::Document;
use crate::diag::Checked;
use crate::handbook::PageId;
use crate::output::{Content, Whole};
use crate::render::{self, Body, BodySetting};
use crate::view::BodyView;

/// The body of a page and what it was made from.
#[derive(Debug)]
pub struct RenderedBody {
    setting: Arc<BodySetting>,
    document: Arc<Document>,
    view: BodyView,
    /// The body, with what was found while it was made.
    made: Checked<Body>,
    /// The first page that was rendered around it; others are kept as what they do not share with it.
    first: OnceLock<Option<Whole>>,
}

impl RenderedBody {
    fn new(setting: &Arc<BodySetting>, document: &Arc<Document>, view: BodyView) -> Self {
        let made = render::body(setting, &view, document);
        Self { setting: setting.clone(), document: document.clone(), view, made, first: OnceLock::new() }
    }

    /// Returns a page around this body as a file.
    fn kept(&self, page: String) -> Content {
        let body = &self.made.value.html;
        match self.first.get() {
            Some(Some(first)) => first.beside(page, body),
            _ => {
                let page = Bytes::from(page.into_bytes().into_boxed_slice());
                let _unless_it_is_known = self.first.set(Whole::new(page.clone(), body));
                Content::Bytes(page)
            }
        }
    }

    /// Returns the body within the first page around it.
    fn within(&self) -> Option<Bytes> {
        Some(self.first.get()?.as_ref()?.body())
    }

    fn is_of(&self, setting: &Arc<BodySetting>, document: &Arc<Document>, view: &BodyView) -> bool {
        let same_document = Arc::ptr_eq(&self.document, document) || self.document == *document;
        Arc::ptr_eq(&self.setting, setting) && same_document && self.view == *view
    }
}

impl Site {
    /// Renders every page, each around the body that it had in the site before where that still holds.
    pub fn framed_pages(&self, cache: &mut Cache, progress: &Progress) -> Checked<Pages> {
        let known = &cache.bodies;
        let numbers: Vec<PageId> = rendered_pages(&self.handbook).collect();
        let made: Vec<_> = numbers
            .into_par_iter()
            .map(|number| {
                progress.step();
                let known = known.get(&self.handbook.pages[number].url);
                let (page, body) = self.framed_page(number, known);
                let is_new = known.is_none_or(|known| !Arc::ptr_eq(known, &body));
                (number, page, is_new, body)
            })
            .collect();
        cache.counts.rendered += made.len();
        cache.counts.bodies += made.iter().filter(|(_, _, is_new, _)| *is_new).count();
        let mut found = Vec::new();
        let mut pages = Pages::default();
        let mut bodies = HashMap::with_capacity(made.len());
        for (number, page, _, body) in made {
            pages.files.push((number, page.collect(&mut found)));
            pages.bodies.extend(body.within().map(|body| (number, body)));
            bodies.insert(self.handbook.pages[number].url.clone(), body);
        }
        if !cache.forgetful {
            cache.bodies = bodies;
        }
        Checked { value: pages, diagnostics: found }
    }

    fn framed_page(
        &self,
        number: PageId,
        known: Option<&Arc<RenderedBody>>,
    ) -> (Checked<Content>, Arc<RenderedBody>) {
        let (setting, document) = (&self.setting.body, &self.handbook.pages[number].document);
        let view = self.view(number);
        let known = known.filter(|known| known.is_of(setting, document, &view.body)).cloned();
        let body = known.unwrap_or_else(|| Arc::new(RenderedBody::new(setting, document, view.body.clone())));
        let mut found = body.made.diagnostics.clone();
        let html = render::around(&self.setting, &view, document, &body.made.value).collect(&mut found);
        (Checked { value: body.kept(html), diagnostics: found }, body)
    }
}
