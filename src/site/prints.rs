//! What is printed together: the texts of pages, put on one page.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::slice;

use bytes::Bytes;
use percent_encoding::percent_decode_str;
use rayon::prelude::*;

use super::{Place, Plan, Site};
use crate::diag::Checked;
use crate::handbook::{Origin, PageId};
use crate::render::{self, Among};
use crate::source::Url;
use crate::view::{self, Printed, PrintedPage};

impl Site {
    /// Returns whether what is printed of its pages stands beside them: not where they are a copy
    /// below an address of its own.
    pub(super) fn is_printed(&self) -> bool {
        self.imprint.as_ref().is_none_or(|imprint| imprint.up.is_empty())
    }

    /// Returns all that is planned to be printed, by the page that stands for each. `bodies` are those of
    /// pages that were made.
    pub fn prints(&self, plan: &Plan, bodies: &HashMap<PageId, Bytes>) -> Checked<BTreeMap<PageId, Bytes>> {
        let planned = plan.places().filter_map(|(_, place)| match place {
            Place::Print(number) => Printed::of(&self.handbook, *number),
            _ => None,
        });
        let planned: Vec<Printed> = planned.collect();
        let texts = Texts::of(self, &planned, bodies);
        let prints: Vec<_> = planned.par_iter().map(|printed| (printed.root, texts.print(printed))).collect();
        let mut found = Vec::new();
        let prints = prints
            .into_iter()
            .map(|(number, print)| (number, Bytes::from(print.collect(&mut found).into_bytes())));
        Checked { value: prints.collect(), diagnostics: found }
    }

    /// Returns what is printed of a page and those below it.
    pub(super) fn print(&self, number: PageId) -> Checked<String> {
        match Printed::of(&self.handbook, number) {
            Some(printed) => Texts::of(self, slice::from_ref(&printed), &HashMap::new()).print(&printed),
            None => Checked::clean(String::new()),
        }
    }

    /// Returns the text of a page. What is found in it is found where the page itself is made.
    fn text(&self, number: PageId) -> Bytes {
        let page = &self.handbook.pages[number];
        let view = view::body(&self.handbook, number, page.url.to_root());
        render::body(&self.setting.body, &view, &page.document, None).value.into_html().into()
    }
}

/// The texts of all pages that are printed, each made once however often it is printed.
struct Texts<'a> {
    site: &'a Site,
    made: HashMap<PageId, Bytes>,
    /// Every page by its address as links have it.
    numbers: HashMap<String, PageId>,
}

impl<'a> Texts<'a> {
    fn of(site: &'a Site, planned: &[Printed], bodies: &HashMap<PageId, Bytes>) -> Self {
        let pages = planned.iter().flat_map(Printed::all).map(|(page, _)| page);
        let pages: BTreeSet<PageId> = pages.collect();
        let body = |page: PageId| bodies.get(&page).cloned().unwrap_or_else(|| site.text(page));
        let made = pages.into_par_iter().map(|page| (page, body(page))).collect();
        let numbers = match planned {
            [] => HashMap::new(),
            _ => site.urls().map(|(url, page)| (url.encoded(), page)).collect(),
        };
        Self { site, made, numbers }
    }

    fn print(&self, printed: &Printed) -> Checked<String> {
        let handbook = &self.site.handbook;
        let page = &handbook.pages[printed.root];
        let edition = self.site.imprint.as_ref().and_then(|imprint| imprint.views.get(&page.url));
        let print = view::print(handbook, printed, edition.map(AsRef::as_ref));
        let root = Printed::address(&page.url).to_root();
        let all: Vec<(PageId, u8)> = printed.all().collect();
        let pages = all.into_par_iter().map(|(number, level)| {
            let shown = PrintedPage::of(handbook, number, level);
            let text = self.among(&shown, number, &root, printed);
            (shown, text)
        });
        let pages: Vec<_> = pages.collect();
        render::print(&self.site.setting, &root, &print, &pages)
    }

    /// Returns the text of a page as it stands among others.
    fn among(&self, page: &PrintedPage, number: PageId, root: &str, printed: &Printed) -> String {
        let handbook = &self.site.handbook;
        let url = &handbook.pages[number].url;
        let language = &handbook.shared.language;
        let name = page.name();
        render::among(
            &String::from_utf8_lossy(&self.made[&number]),
            &Among {
                url: &url.encoded(),
                from: &url.to_root(),
                root,
                id: &page.id,
                level: page.level,
                name: &name,
                answer: &language.word(&["print", "answer"]).replace("{name}", &name),
                see: language.word(&["print", "see"]),
                place: &|path, fragment| self.place(printed, *self.numbers.get(path)?, number, fragment),
            },
        )
    }

    /// Returns what a link from a page leads to, and where that is on the same paper.
    fn place(&self, printed: &Printed, to: PageId, from: PageId, fragment: &str) -> Option<render::Place> {
        let page = &self.site.handbook.pages[to];
        let here = printed.holds(to).then(|| Url::new(view::anchor(&page.url)).encoded());
        // Lists that the theme makes are nowhere on paper, so their names say nothing there.
        let is_named = to != from && page.origin != Origin::Theme;
        let section = (to == from || is_named).then(|| self.heading(to, fragment)).flatten();
        Some(render::Place {
            here,
            code: page.code.clone().filter(|_| is_named),
            title: is_named.then(|| page.title.clone()),
            section,
        })
    }

    /// Returns the words of the heading that a fragment of an address names.
    fn heading(&self, number: PageId, fragment: &str) -> Option<String> {
        if fragment.is_empty() {
            return None;
        }
        let id = percent_decode_str(fragment).decode_utf8().ok()?;
        let document = &self.site.handbook.pages[number].document;
        let heading = document.headings.iter().find(|heading| heading.id == id)?;
        let shown = view::shown(&self.site.handbook, number, "");
        Some(render::heading(document, &shown, heading.node))
    }
}
