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
use crate::handbook::{Handbook, PageId};
use crate::output::{Content, Whole};
use crate::render::{self, Body, BodySetting};
use crate::source::Url;
use crate::view::{self, BodyView};

/// The bodies of an edition's pages.
#[derive(Debug, Default)]
pub struct Bodies {
    /// The handbook whose pages they show.
    of: Option<Handbook>,
    /// Each by the number of its page.
    made: HashMap<PageId, Arc<RenderedBody>>,
    /// The numbers of pages by address, of which two pages may claim one.
    numbers: HashMap<Url, PageId>,
}

/// The body of a page and what it was made from.
#[derive(Debug)]
struct RenderedBody {
    setting: Arc<BodySetting>,
    document: Arc<Document>,
    view: Arc<BodyView>,
    /// The body, with what was found while it was made.
    made: Checked<Body>,
    /// The first page that was rendered around it; others are kept as what they do not share with it.
    first: OnceLock<Option<Whole>>,
}

impl RenderedBody {
    /// Renders a body; `before` is that of the page in the edition before, with the same setting.
    fn new(
        setting: &Arc<BodySetting>,
        document: &Arc<Document>,
        view: BodyView,
        before: Option<&Self>,
    ) -> Self {
        let known = before.map(|before| (&*before.view, &before.made.value));
        let made = render::body(setting, &view, document, known);
        let (setting, document, view) = (setting.clone(), document.clone(), Arc::new(view));
        Self { setting, document, view, made, first: OnceLock::new() }
    }

    /// Returns a page around this body as a file.
    fn kept(&self, page: String) -> Content {
        let body = self.made.value.html();
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

    fn is_of(&self, document: &Arc<Document>, view: &BodyView) -> bool {
        let same_document = Arc::ptr_eq(&self.document, document) || self.document == *document;
        same_document && *self.view == *view
    }
}

impl Site {
    /// Renders every page, each around the body that it had in the site before where that still holds.
    pub fn framed_pages(&self, cache: &mut Cache, progress: &Progress) -> Checked<Pages> {
        let bodies = self.bodies(&cache.bodies);
        cache.counts.bodies += bodies.not_in(&cache.bodies);
        let numbers: Vec<PageId> = rendered_pages(&self.handbook).collect();
        cache.counts.rendered += numbers.len();
        let made: Vec<_> = numbers
            .into_par_iter()
            .map(|number| {
                progress.step();
                let body = &bodies.made[&number];
                (number, self.framed_page(number, body), body.within())
            })
            .collect();
        let mut found = Vec::new();
        let mut pages = Pages::default();
        for (number, page, body) in made {
            pages.files.push((number, page.collect(&mut found)));
            pages.bodies.extend(body.map(|body| (number, body)));
        }
        if !cache.forgetful {
            cache.bodies = bodies;
        }
        Checked { value: pages, diagnostics: found }
    }

    /// Renders the body of every page, but for those that are known and still hold.
    pub fn bodies(&self, known: &Bodies) -> Bodies {
        let numbers: Vec<PageId> = rendered_pages(&self.handbook).collect();
        let url = |number: &PageId| (self.handbook.pages[*number].url.clone(), *number);
        Bodies {
            numbers: numbers.iter().map(url).collect(),
            made: numbers.into_par_iter().map(|number| (number, self.body(number, known))).collect(),
            of: Some(self.handbook.clone()),
        }
    }

    fn body(&self, number: PageId, known: &Bodies) -> Arc<RenderedBody> {
        let (setting, page) = (&self.setting.body, &self.handbook.pages[number]);
        let before = known.of(&page.url).filter(|(_, body)| Arc::ptr_eq(&body.setting, setting));
        match before {
            Some((then, body)) if view::stays(then, (&self.handbook, number)) => body.clone(),
            _ => {
                let view = view::body(&self.handbook, number, page.url.to_root());
                match before {
                    Some((_, body)) if body.is_of(&page.document, &view) => body.clone(),
                    _ => {
                        let before = before.map(|(_, body)| &**body);
                        Arc::new(RenderedBody::new(setting, &page.document, view, before))
                    }
                }
            }
        }
    }

    fn framed_page(&self, number: PageId, body: &RenderedBody) -> Checked<Content> {
        let document = &self.handbook.pages[number].document;
        let view = self.view_around(number, body.view.clone());
        let mut found = body.made.diagnostics.clone();
        let html = render::around(&self.setting, &view, document, &body.made.value).collect(&mut found);
        Checked { value: body.kept(html), diagnostics: found }
    }
}

impl Bodies {
    /// Returns the body of the page at an address, and which page of which handbook that is.
    fn of(&self, url: &Url) -> Option<((&Handbook, PageId), &Arc<RenderedBody>)> {
        let number = *self.numbers.get(url)?;
        Some(((self.of.as_ref()?, number), self.made.get(&number)?))
    }

    /// Returns how many of them others are not.
    fn not_in(&self, others: &Self) -> usize {
        let is_there = |(url, number): &(&Url, &PageId)| {
            others.of(url).is_some_and(|(_, known)| Arc::ptr_eq(known, &self.made[*number]))
        };
        self.numbers.iter().filter(|entry| !is_there(entry)).count()
    }
}
