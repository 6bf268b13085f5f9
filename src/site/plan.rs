//! [`Plan`]: what stands at each address, before any of it is made.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use super::{Site, pages};
use crate::diag::{Checked, Diagnostic, Location, rules};
use crate::handbook::{Handbook, PageId};
use crate::output::Content;
use crate::publish::offline;
use crate::source::{OutPath, SitePath, Url};
use crate::view::{self, Icon, MANIFEST, Printed};
use crate::{publish, render};

/// What a file is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A page.
    Page(PageId),
    /// A file that is copied, by its number in the handbook.
    File(usize),
    /// What is printed of a page and those below it.
    Print(PageId),
    /// The way from an old address to a page.
    Redirect(Url, PageId),
    /// What pages load, by its number in the theme.
    Asset(usize),
    /// An icon.
    Icon(Icon),
    /// What a phone needs to install the handbook.
    Manifest,
    /// A page for addresses that lead nowhere.
    NotFound,
    /// A page that says what a device keeps.
    Offline,
    /// What devices keep, which is made from all pages.
    Kept,
    /// What keeps it. Until it is known what that is, here stands what takes it away.
    Worker,
    /// A list of all pages for programs.
    Pages,
    /// What visiting programs may read.
    Robots,
    /// What a host sends with each file.
    Headers,
    /// The addresses that lead elsewhere, for hosts that answer them themselves.
    Redirects,
    /// The sign that no generator of the host's own is to run.
    NoJekyll,
    /// A list of all addresses for search engines.
    Sitemap,
    /// What was built, which is made last from all others.
    Record,
}

/// What stands at each address. The index of the search is not in it, since the names of its files
/// are known only when it is made.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    places: BTreeMap<OutPath, (Place, Option<SitePath>)>,
}

impl Plan {
    /// Returns what stands at a path.
    pub fn get(&self, path: &OutPath) -> Option<&Place> {
        self.places.get(path).map(|(place, _)| place)
    }

    /// Returns every path in order, and what stands there.
    pub fn places(&self) -> impl Iterator<Item = (&OutPath, &Place)> {
        self.places.iter().map(|(path, (place, _))| (path, place))
    }

    fn insert(&mut self, path: OutPath, place: Place, origin: Option<&SitePath>) -> Option<Diagnostic> {
        match self.places.entry(path) {
            Entry::Vacant(entry) => {
                entry.insert((place, origin.cloned()));
                None
            }
            Entry::Occupied(entry) => {
                let first = entry.get().1.as_ref().or(origin)?;
                Some(taken(entry.key(), first, origin))
            }
        }
    }
}

fn taken(path: &OutPath, first: &SitePath, origin: Option<&SitePath>) -> Diagnostic {
    let other = match origin {
        Some(origin) => format!("`{origin}` stands"),
        None => "Deskbook writes a file itself".to_owned(),
    };
    let message = format!("`{first}` would be published at `/{path}`, where {other}");
    Diagnostic::new(&rules::DUPLICATE_ADDRESS, Location::whole(first), message).help("give it another name")
}

impl Site {
    /// Returns what stands at each address.
    ///
    /// Of two pages, files or redirects at one address the first is kept, and `link` has reported it;
    /// what is left to meet here is a file of the site at a path that Deskbook writes itself.
    pub fn plan(&self) -> Checked<Plan> {
        let handbook = &self.handbook;
        let mut plan = Plan::default();
        for number in pages::rendered_pages(handbook) {
            let page = &handbook.pages[number];
            plan.insert(page.url.file(), Place::Page(number), Some(&page.path));
        }
        for (number, (path, url, _)) in handbook.files.iter().enumerate() {
            plan.insert(url.file(), Place::File(number), Some(path));
        }
        for (from, to) in moved(handbook) {
            plan.insert(from.file(), Place::Redirect(from, to), Some(&handbook.pages[to].path));
        }
        let mut diagnostics = Vec::new();
        for number in view::printed(handbook) {
            let url = Printed::address(&handbook.pages[number].url);
            diagnostics.extend(plan.insert(url.file(), Place::Print(number), None));
        }
        for (number, (url, _, origin)) in self.theme.value.assets.files.iter().enumerate() {
            diagnostics.extend(plan.insert(url.file(), Place::Asset(number), Some(origin)));
        }
        let lists = [
            (".nojekyll", Place::NoJekyll),
            ("404.html", Place::NotFound),
            ("_headers", Place::Headers),
            ("_redirects", Place::Redirects),
            (offline::LIST, Place::Kept),
            (offline::PAGE, Place::Offline),
            (offline::WORKER, Place::Worker),
            ("pages.json", Place::Pages),
            ("robots.txt", Place::Robots),
            ("sitemap.xml", Place::Sitemap),
            (publish::RECORD, Place::Record),
        ];
        let is_wanted = |place: &Place| match place {
            Place::Sitemap => publish::has_sitemap(&handbook.shared.config),
            Place::Kept | Place::Offline => handbook.shared.config.offline.is_some(),
            Place::Redirects => !moved(handbook).is_empty(),
            _ => true,
        };
        for (path, place) in lists.into_iter().filter(|(_, place)| is_wanted(place)) {
            diagnostics.extend(plan.insert(OutPath::new(path), place, None));
        }
        // A site's own manifest stands in place of ours, as its icons do.
        for icon in view::drawn_icons(handbook) {
            diagnostics.extend(plan.insert(OutPath::new(icon.file()), Place::Icon(icon), None));
        }
        if plan.get(&OutPath::new(MANIFEST)).is_none() {
            plan.insert(OutPath::new(MANIFEST), Place::Manifest, None);
        }
        Checked { value: plan, diagnostics }
    }

    /// Makes what stands at a place; `None` for what can only be made from all the rest.
    pub fn file(&self, place: &Place) -> Option<Checked<Content>> {
        let handbook = &self.handbook;
        Some(match place {
            Place::Page(number) => {
                let page = self.page(*number, None);
                Checked { value: Content::Bytes(page.html), diagnostics: page.diagnostics.to_vec() }
            }
            Place::Print(number) => self.print(*number).map(text),
            Place::File(number) => {
                let (path, _, blob) = &handbook.files[*number];
                Checked::clean(Content::Copy(path.clone(), blob.clone()))
            }
            Place::Redirect(from, to) => {
                let page = &handbook.pages[*to];
                render::redirect(&self.setting, &from.to_root(), &page.url.encoded(), &page.title).map(text)
            }
            Place::Asset(number) => Checked::clean(self.theme.value.assets.files[*number].1.clone()),
            Place::Icon(icon) => {
                let bytes = publish::icon(*icon, &handbook.shared.config.title, self.theme.value.colours);
                Checked::clean(Content::Bytes(bytes.into()))
            }
            Place::Manifest => {
                let site = view::site(handbook, &self.theme.value.assets);
                Checked::clean(text(publish::manifest(handbook, &site, self.theme.value.colours)))
            }
            Place::NotFound => self.not_found(&publish::base_path(&handbook.shared.config)).map(text),
            Place::Offline => {
                let urgent = view::urgent(handbook);
                render::special(&self.setting, "offline.html", "", "urgent", &urgent).map(text)
            }
            Place::Worker => Checked::clean(text(self.theme.value.workers.remove.clone())),
            Place::Pages => Checked::clean(text(publish::pages_json(handbook))),
            Place::Robots => Checked::clean(text(publish::robots(&handbook.shared.config))),
            Place::Headers => Checked::clean(text(publish::headers(&handbook.shared.config))),
            Place::Redirects => Checked::clean(text(publish::redirects(handbook, &moved(handbook)))),
            Place::NoJekyll => Checked::clean(text(String::new())),
            Place::Sitemap => Checked::clean(text(publish::sitemap(handbook)?)),
            Place::Kept | Place::Record => return None,
        })
    }

    /// Returns the files that only lead to a page.
    pub fn ways(&self) -> BTreeSet<OutPath> {
        moved(&self.handbook).iter().map(|(from, _)| from.file()).collect()
    }

    /// Returns the page for an address that leads nowhere, of a site whose home stands at `root`.
    pub fn not_found(&self, root: &str) -> Checked<String> {
        render::not_found(&self.setting, root)
    }
}

/// Returns the addresses that lead elsewhere: old ones, codes, and pages with a successor.
fn moved(handbook: &Handbook) -> Vec<(Url, PageId)> {
    let mut moved = handbook.redirects.to_vec();
    for page in handbook.pages.iter().filter(|page| page.is_retired()) {
        moved.extend(page.successor.map(|successor| (page.url.clone(), successor)));
    }
    moved.retain(|(from, to)| *from != handbook.pages[*to].url);
    moved
}

fn text(text: String) -> Content {
    Content::Bytes(text.into_bytes().into())
}
