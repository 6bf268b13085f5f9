//! One file of the shelf, when somebody asks for it: the same bytes that publishing all of them gives.

use super::changes::{self, place, redline};
use super::summary::{self, BRIEF, SIGN_OFF};
use super::twins::{self, Twins};
use super::{CHANGES, Shelf, Volume, feed, lists, paper};
use crate::cache::Cache;
use crate::diag::Checked;
use crate::editions::Edition;
use crate::output::Content;
use crate::search::shards;
use crate::site::{FEED, Place, Site};
use crate::source::{OutPath, Url};

/// Addresses at which a shelf has something: those that no page of a handbook may have.
const BELOW: [&str; 3] = ["as-of/", "changes/", "editions/"];

impl Shelf {
    /// Returns the shelf as the live server shows it: what is being written stands at the root of the
    /// site, and every edition at its own address, since none takes room. Pages are made anew each day.
    pub fn behind_what_is_written(mut self) -> Self {
        self.next = Some("");
        self.volumes.iter_mut().for_each(|volume| volume.in_full = true);
        self.twins = Twins::of(&self.volumes);
        self.imprinted(twins::imprint)
    }

    /// Returns whether an address could be one of a shelf.
    pub fn is_below(url: &Url) -> bool {
        [lists::LIST, FEED].contains(&url.as_str())
            || BELOW.iter().any(|folder| url.as_str().starts_with(folder))
    }

    /// Returns what stands at an address; lists look like pages of `root`. Nothing for what has changed
    /// since the edition in force: [`Next`](super::Next) has that.
    pub fn file(&self, root: &Site, url: &Url) -> Option<Checked<Content>> {
        let address = url.as_str();
        if let Some((id, rest)) = below("editions/", address) {
            return self.volumes.iter().find(|volume| volume.edition.id == id)?.file(&Url::new(rest));
        }
        if let Some((id, rest)) = below("changes/", address) {
            let number = self.volumes.iter().position(|volume| volume.edition.id == id)?;
            return self.change(number, rest);
        }
        match address {
            FEED => one_of(feed::feed(self, root), url),
            _ => one_of(lists::all(self, &root.beside_editions()), url),
        }
    }

    /// Returns a page about what changed with an edition.
    fn change(&self, number: usize, rest: &str) -> Option<Checked<Content>> {
        if [BRIEF, SIGN_OFF].contains(&rest) {
            let all = summary::address(&self.volumes[number].edition);
            return one_of(paper::of(self, number), &Url::new(all + rest));
        }
        let step = changes::step(self, number);
        if rest.is_empty() {
            let first = || changes::of_first(&self.volumes[number]);
            return Some(step.map_or_else(first, |step| changes::summary(&step)).map(|(_, page)| page));
        }
        let step = step?;
        let is_it = |page: usize| place("", &self.volumes[number].handbook().pages[page].url) == rest;
        let pair =
            step.since.pairs.iter().find(|pair| step.redlined.contains(&pair.new) && is_it(pair.new))?;
        Some(redline(&step, &step.names(), pair).map(|(_, page)| page))
    }
}

impl Volume {
    /// Returns what stands at an address of the edition.
    fn file(&self, url: &Url) -> Option<Checked<Content>> {
        let plan = self.site.plan().value;
        let Some(place) = plan.get(&url.file()) else { return self.shard(url) };
        let is_own = matches!(place, Place::Page(_) | Place::File(_) | Place::Redirect(..));
        self.site.file(place).filter(|_| is_own)
    }

    /// Returns a file of the edition's index, which is made for the first that is asked for.
    fn shard(&self, url: &Url) -> Option<Checked<Content>> {
        let path = url.file();
        let shards = self.has_search.then(|| {
            self.shards.get_or_init(|| {
                let files = shards(&self.site.index(&mut Cache::default()).value).into_iter();
                files.map(|(path, bytes)| (OutPath::new(path), bytes.into())).collect()
            })
        })?;
        shards.get(&path).map(|bytes| Checked::clean(Content::Bytes(bytes.clone())))
    }
}

/// Returns what stands at an address, of some files.
fn one_of(
    files: Checked<impl IntoIterator<Item = (OutPath, Content)>>,
    url: &Url,
) -> Option<Checked<Content>> {
    let (file, found) = (url.file(), files.diagnostics);
    let mut files = files.value.into_iter();
    files.find(|(path, _)| *path == file).map(|(_, value)| Checked { value, diagnostics: found })
}

/// Splits an address below a folder into the edition that it names and the rest.
fn below<'a>(folder: &str, address: &'a str) -> Option<(&'a str, &'a str)> {
    address.strip_prefix(folder)?.split_once('/').filter(|(id, _)| !id.is_empty())
}

/// Returns where what has changed on a page is shown, while it is being written.
pub fn redline_of(page: &Url) -> Url {
    Url::new(place(CHANGES, page))
}

/// What has changed since the edition in force, as an address asks for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// All of it, on one page.
    Summary,
    /// What has changed on the page at this address.
    Page(Url),
}

/// Returns what of the changes since the edition in force stands at an address, if that is what it is
/// about.
pub fn asked(url: &Url) -> Option<Asked> {
    Some(match url.as_str().strip_prefix(CHANGES)? {
        "" => Asked::Summary,
        rest if place("", &Url::default()) == rest => Asked::Page(Url::default()),
        rest => Asked::Page(Url::new(rest.to_owned())),
    })
}

impl Shelf {
    /// Returns the edition in force.
    pub fn in_force(&self) -> Option<(&Edition, &Site)> {
        let volume = &self.volumes[self.in_force?];
        Some((&volume.edition, &volume.site))
    }
}
