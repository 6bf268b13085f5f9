//! [`Version`]: the handbook at one moment, of which each page is made when somebody looks.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::{Arc, Mutex, OnceLock};

use bytes::Bytes;
use jiff::Timestamp;
use rayon::prelude::*;

use super::editions::Around;
use super::moves::Moves;
use super::{Seen, locked};
use crate::diag::{Diagnostic, Level, report};
use crate::handbook::PageId;
use crate::output::Content;
use crate::site::{Place, Plan, Site};
use crate::source::{File, SitePath, Snapshot, Url};
use crate::view;

/// The handbook at one moment.
#[derive(Debug)]
pub struct Version {
    /// Its number, from one.
    pub number: u64,
    /// When it was read.
    pub at: Timestamp,
    /// What was found in it, in reading order.
    pub found: Vec<Diagnostic>,
    /// The errors in settings, data and theme.
    shared_errors: Vec<Diagnostic>,
    /// The files that findings point into.
    pub files: Snapshot,
    /// What is shown: this version, or the last one before settings, data or theme broke.
    site: Arc<Site>,
    /// What stands around its content.
    around: Arc<Around>,
    /// When that was read, if it is not this version.
    frozen: Option<Timestamp>,
    /// The files that have an error in what is shown.
    broken: BTreeSet<SitePath>,
    /// The pages that are shown as they were, since their own file has an error.
    kept: HashMap<Url, Kept>,
    /// Where pages went, by their former address.
    moved: Moves,
    plan: OnceLock<Plan>,
    by_url: OnceLock<HashMap<Url, PageId>>,
    looked_at: Arc<Mutex<HashMap<Url, Seen>>>,
}

/// A page as it last was without an error.
#[derive(Clone, Debug)]
struct Kept {
    /// The file that it was written in, which may be no page now: half of a letter was saved.
    source: SitePath,
    html: Bytes,
    at: Timestamp,
}

/// What stands at an address.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The bytes, or the file of the project that holds them.
    pub content: Content,
    /// When the page was made, if it is shown as it was then.
    pub kept_since: Option<Timestamp>,
    /// What was found while the page was made.
    pub found: Arc<[Diagnostic]>,
}

impl Answer {
    /// Returns an answer of these bytes.
    pub fn bytes(bytes: Bytes) -> Self {
        Self { content: Content::Bytes(bytes), kept_since: None, found: Arc::default() }
    }
}

impl Version {
    /// Returns the version that follows another.
    pub(super) fn after(
        before: Option<&Self>,
        (site, around): (Arc<Site>, Arc<Around>),
        found: Vec<Diagnostic>,
        files: Snapshot,
        looked_at: Arc<Mutex<HashMap<Url, Seen>>>,
        now: Timestamp,
    ) -> Self {
        let number = before.map_or(1, |before| before.number + 1);
        let shared_errors = site.shared_errors();
        let is_broken = !shared_errors.is_empty();
        let errors = found.iter().filter(|finding| is_error(finding));
        let broken = errors.map(|finding| finding.location.file.clone()).collect();
        let mut version = Self {
            number,
            at: now,
            found,
            shared_errors,
            files,
            site,
            around,
            frozen: None,
            broken,
            kept: HashMap::new(),
            moved: Moves::default(),
            plan: OnceLock::new(),
            by_url: OnceLock::new(),
            looked_at,
        };
        let Some(before) = before else { return version };
        if is_broken {
            version.site = before.site.clone();
            version.around = before.around.clone();
            version.frozen = Some(before.frozen.unwrap_or(before.at));
            version.broken.clone_from(&before.broken);
            version.kept.clone_from(&before.kept);
            version.moved.clone_from(&before.moved);
            return version;
        }
        version.kept = kept(&version, before);
        version.moved = before.moved.after(&before.site.handbook, &version.site.handbook);
        version
    }

    /// Returns the handbook that is shown.
    pub fn site(&self) -> &Arc<Site> {
        &self.site
    }

    /// Returns what stands around the content of what is shown.
    pub(super) fn around(&self) -> &Arc<Around> {
        &self.around
    }

    /// Returns when what is shown was read, if it is not this version.
    pub fn frozen(&self) -> Option<Timestamp> {
        self.frozen
    }

    /// Returns whether a page is shown as it was, since its own file has an error.
    pub fn keeps(&self, url: &Url) -> bool {
        self.kept.contains_key(url)
    }

    /// Returns what stands at an address.
    pub fn answer(&self, url: &Url) -> Option<Answer> {
        if let Some(kept) = self.kept.get(url) {
            let content = Content::Bytes(kept.html.clone());
            return Some(Answer { content, kept_since: Some(kept.at), found: Arc::default() });
        }
        if let Some(number) = self.by_url().get(url) {
            return Some(self.page(url, *number));
        }
        let place = self.plan().get(&url.file()).filter(|place| !matches!(place, Place::Page(_)))?;
        let file = self.site.file(place)?;
        Some(Answer { content: file.value, kept_since: None, found: file.diagnostics.into() })
    }

    /// Returns whether a page stands at an address.
    pub fn has_page(&self, url: &Url) -> bool {
        self.by_url().contains_key(url)
            || self.kept.contains_key(url)
            || matches!(self.plan().get(&url.file()), Some(Place::Print(_)))
    }

    /// Returns where the page went that stood at an address.
    pub fn moved(&self, url: &Url) -> Option<Url> {
        match self.plan().get(&url.file()) {
            Some(Place::Redirect(_, to)) => Some(self.site.handbook.pages[*to].url.clone()),
            Some(_) => None,
            None => self.moved.of(url).cloned(),
        }
    }

    /// Returns the file that a page is written in.
    pub fn source(&self, url: &Url) -> Option<&SitePath> {
        match self.by_url().get(url) {
            Some(number) => Some(&self.site.handbook.pages[*number].path),
            None => self.kept.get(url).map(|kept| &kept.source),
        }
    }

    /// Returns the errors that keep a page from being shown as it is: those of its own file and those
    /// of what all pages are made of.
    pub fn errors_of(&self, url: &Url) -> Vec<&Diagnostic> {
        let source = self.source(url);
        let own =
            self.found.iter().filter(|finding| is_error(finding) && Some(&finding.location.file) == source);
        self.shared_errors.iter().chain(own).collect()
    }

    /// Returns how many pages differ from what another version shows, or are not in both.
    pub fn pages_unlike(&self, other: &Self) -> usize {
        let (mine, theirs) = (self.by_url(), other.by_url());
        let looks = |version: &Self, number: PageId| view::page(&version.site.handbook, number);
        let document = |version: &Self, number: PageId| version.site.handbook.pages[number].document.clone();
        let is_same_setting = Arc::ptr_eq(&self.site.setting, &other.site.setting);
        let differs = |(url, number): (&Url, &PageId)| match theirs.get(url) {
            Some(there) => {
                !is_same_setting
                    || document(self, *number) != document(other, *there)
                    || looks(self, *number) != looks(other, *there)
            }
            None => true,
        };
        let gone = theirs.keys().filter(|url| !mine.contains_key(*url)).count();
        mine.par_iter().filter(|entry| differs(*entry)).count() + gone
    }

    /// Returns a finding as the terminal shows it, without colour.
    pub fn told(&self, finding: &Diagnostic) -> String {
        report::human(std::slice::from_ref(finding), &self.files, false).trim_end().to_owned()
    }

    /// Returns a page; one that cannot be made stays as it was.
    fn page(&self, url: &Url, number: PageId) -> Answer {
        let known = locked(&self.looked_at).get(url).cloned();
        let page = self.site.page(number, known.as_ref().map(|seen| &seen.page));
        let failed = page.diagnostics.iter().any(is_error);
        if let Some(seen) = known.filter(|_| failed) {
            let content = Content::Bytes(seen.page.html.clone());
            return Answer { content, kept_since: Some(seen.at), found: page.diagnostics };
        }
        let answer = Answer {
            content: Content::Bytes(page.html.clone()),
            kept_since: self.frozen,
            found: page.diagnostics.clone(),
        };
        if !failed {
            let seen = Seen { page, version: self.number, at: self.at };
            let mut looked_at = locked(&self.looked_at);
            if looked_at.get(url).is_none_or(|known| known.version <= self.number) {
                looked_at.insert(url.clone(), seen);
            }
        }
        answer
    }

    fn plan(&self) -> &Plan {
        self.plan.get_or_init(|| self.site.plan().value)
    }

    fn by_url(&self) -> &HashMap<Url, PageId> {
        self.by_url.get_or_init(|| self.site.urls().collect())
    }
}

/// Returns the pages that are to be shown as they were: those whose own file has an error now, as the
/// version before showed them.
fn kept(version: &Version, before: &Version) -> HashMap<Url, Kept> {
    if version.broken.is_empty() {
        return HashMap::new();
    }
    let is_broken = |url: &Url, version: &Version| {
        version.source(url).is_some_and(|source| version.broken.contains(source))
    };
    let mut urls: HashSet<&Url> = version.by_url().keys().filter(|url| is_broken(url, version)).collect();
    // A file that is no text any more is no page either, and yet it is the same that somebody reads.
    let was_there = before.by_url().keys().chain(before.kept.keys());
    let is_gone = |url: &Url| version.plan().get(&url.file()).is_none();
    let is_unreadable = |url: &Url| {
        let file = before.source(url).and_then(|source| version.files.get(source.as_str()));
        matches!(file, Some(File::Unreadable(_)))
    };
    urls.extend(was_there.filter(|url| is_unreadable(url) && is_gone(url)));
    let shown = urls.into_par_iter().filter_map(|url| Some((url.clone(), as_it_was(before, url)?)));
    shown.collect()
}

/// Returns a page as a version shows it; `None` when it has an error there too and was never without.
fn as_it_was(before: &Version, url: &Url) -> Option<Kept> {
    // Another file may have come to the address since the page was kept.
    let source = before.source(url)?;
    if let Some(kept) = before.kept.get(url) {
        return Some(Kept { source: source.clone(), ..kept.clone() });
    }
    if before.broken.contains(source) {
        return None;
    }
    let is_seen = locked(&before.looked_at).contains_key(url);
    match before.page(url, *before.by_url().get(url)?) {
        // What a template left half made is nothing to keep.
        Answer { found, .. } if !is_seen && found.iter().any(is_error) => None,
        Answer { content: Content::Bytes(html), kept_since, .. } => {
            Some(Kept { source: source.clone(), html, at: kept_since.unwrap_or(before.at) })
        }
        Answer { .. } => None,
    }
}

fn is_error(finding: &Diagnostic) -> bool {
    finding.level == Level::Error
}
