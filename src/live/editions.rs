//! [`Editions`]: what was released of a handbook that is being written, read when somebody asks.
//!
//! In goes an [`Archive`], which can read editions; out come the pages of each edition, what changed
//! with it, and what has changed since the one in force: a redline of the page that is being written,
//! made anew with each version. Nothing is read for the first page or for an edit. What was read is
//! kept as long as the ledger, the settings and the theme are what they were. An archive that cannot
//! be read is one finding, and all else goes on.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Debug;
use std::sync::{Arc, Mutex, OnceLock};

use bytes::Bytes;
use jiff::Timestamp;
use serde::Serialize;

use super::{Answer, Version, locked};
use crate::build::Options;
use crate::cache::Cache;
use crate::diag::{Checked, Diagnostic, Level, Location, rules};
use crate::editions::ledger::FOLDER;
use crate::editions::{Comparison, Edition, History, Ledger, compare, compare_again};
use crate::handbook::{CONTENT, PageId};
use crate::output::Content;
use crate::shelf::{Asked, CHANGES, Difference, Next, Shelf, asked, redline_of};
use crate::site::Site;
use crate::source::{Blob, Snapshot, Url};

/// Whoever can read editions, such as a repository.
pub trait Archive: Debug + Send + Sync {
    /// Returns the files of an edition, or why they cannot be read.
    fn edition(&self, edition: &Edition) -> Result<Snapshot, String>;
    /// Returns the bytes of a picture or a download of an edition that was read.
    fn bytes(&self, blob: &Blob) -> Option<Bytes>;
}

/// What editions are shown with: the ledger, and everything that is not the handbook's own content.
#[derive(Debug)]
pub struct Around {
    ledger: Ledger,
    files: Snapshot,
    options: Options,
}

impl Around {
    /// Returns what stands around the content of a working tree; `last` where that is the same. Where
    /// nothing was released there is nothing to show, and nothing is looked at.
    pub fn of(snapshot: &Snapshot, options: &Options, last: Option<&Arc<Self>>) -> Arc<Self> {
        let mut files = Snapshot::default();
        files.set_plain(snapshot.is_plain());
        if snapshot.below(FOLDER).next().is_some() {
            for (path, file) in snapshot.files().filter(|(path, _)| path.below(CONTENT).is_none()) {
                files.insert(path.clone(), file.clone());
            }
        }
        match last.filter(|last| last.files == files && last.options == *options) {
            Some(last) => last.clone(),
            None => {
                let ledger = Ledger::read(&files).value;
                Arc::new(Self { ledger, files, options: options.clone() })
            }
        }
    }

    fn in_force(&self) -> Option<&Edition> {
        self.ledger.in_force(self.options.date)
    }
}

/// What a page says of itself beside the edition in force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Since {
    /// How much has changed.
    pub text: String,
    /// Where that is shown.
    pub address: String,
}

/// What was released, as far as somebody asked.
#[derive(Debug, Default)]
pub struct Editions {
    archive: Option<Box<dyn Archive>>,
    /// The files of editions that were read, by commit. Taken while more are read.
    released: Mutex<HashMap<String, Snapshot>>,
    /// Every edition, as it is shown beside a version. Taken while they are read.
    shelf: Mutex<Option<Shown>>,
    /// Taken while a version is held against the edition in force.
    holding: Mutex<Cache>,
    held: Mutex<Option<Arc<Held>>>,
    /// Redlines that somebody looked at, as they were last made.
    looked_at: Mutex<HashMap<Url, (Bytes, Timestamp)>>,
    trouble: Mutex<Option<Trouble>>,
}

/// Every edition, as it is shown beside a version.
#[derive(Debug)]
struct Shown {
    around: Arc<Around>,
    beside: Arc<Site>,
    shelf: Arc<Shelf>,
}

/// A version, held against the edition in force.
#[derive(Debug)]
struct Held {
    around: Arc<Around>,
    /// The edition in force, alone.
    old: Arc<Shelf>,
    new: Arc<Site>,
    since: Comparison,
    /// What is being written, as it looks beside editions; made for who looks.
    dressed: OnceLock<Site>,
    /// What open pages were told.
    told: Mutex<HashMap<Url, Option<Since>>>,
}

/// An edition that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Trouble {
    id: String,
    said: String,
}

impl Editions {
    /// Returns what an archive holds; none of it is read yet.
    pub fn of(archive: Box<dyn Archive>) -> Self {
        Self { archive: Some(archive), ..Self::default() }
    }

    /// Returns what stands at an address of editions; nothing where it is none, or cannot be read.
    pub fn answer(&self, version: &Version, url: &Url) -> Option<Answer> {
        match asked(url) {
            Some(asked) => self.redline(version, url, &asked),
            None if Shelf::is_below(url) => {
                let file = self.shelf(version)?.file(version.site(), url)?;
                Some(self.in_hand(version, file))
            }
            None => None,
        }
    }

    /// Holds a version against the edition in force, unless that was done.
    pub fn follow(&self, version: &Version) {
        self.hold(version);
    }

    /// Returns how a page differs from the edition in force, as far as a version was held against it.
    pub fn since(&self, url: &Url) -> Option<Since> {
        let held = locked(&self.held).clone()?;
        let mut told = locked(&held.told);
        told.entry(url.clone()).or_insert_with(|| held.since(url)).clone()
    }

    /// Returns what keeps editions from being read.
    pub fn found(&self, version: &Version) -> Vec<Diagnostic> {
        let trouble = locked(&self.trouble).clone();
        let trouble = trouble.filter(|trouble| version.around().ledger.get(&trouble.id).is_some());
        let Some(trouble) = trouble else { return Vec::new() };
        let Some(file) = Edition::path(&trouble.id) else { return Vec::new() };
        let message = format!("edition {} cannot be read: {}", trouble.id, trouble.said);
        let finding = Diagnostic::new(&rules::UNREAD_EDITION, Location::whole(&file), message);
        let help = "all else is served; what has changed since is shown when it can be read";
        version.site().settle_late(vec![finding.help(help)])
    }

    /// Returns the redline of a page, or the summary of all. While the page cannot be shown as it is,
    /// neither can what has changed on it.
    fn redline(&self, version: &Version, url: &Url, asked: &Asked) -> Option<Answer> {
        let last = || locked(&self.looked_at).get(url).cloned();
        let kept = |(html, at): (Bytes, Timestamp)| {
            let content = Content::Bytes(html);
            Answer { content, kept_since: Some(at), found: Arc::default() }
        };
        let is_kept = matches!(asked, Asked::Page(page) if version.keeps(page));
        if let Some(last) = last().filter(|_| is_kept) {
            return Some(kept(last));
        }
        let held = self.hold(version)?;
        let made = match asked {
            Asked::Summary => held.next(held.dressed())?.summary(),
            Asked::Page(page) => held.next(held.dressed())?.redline(held.page(page)?)?,
        };
        let answer = self.in_hand(version, made.map(|(_, content)| content));
        let failed = answer.found.iter().any(|finding| finding.level == Level::Error);
        match (last().filter(|_| failed), &answer.content) {
            (Some(last), _) => return Some(Answer { found: answer.found, ..kept(last) }),
            // What nobody looked at before the page broke follows it, and is nothing to keep.
            (None, Content::Bytes(html)) if !failed && !is_kept => {
                locked(&self.looked_at).insert(url.clone(), (html.clone(), version.at));
            }
            _ => {}
        }
        Some(answer)
    }

    /// Returns a version held against the edition in force; nothing while none is, or it cannot be read.
    fn hold(&self, version: &Version) -> Option<Arc<Held>> {
        let mut cache = locked(&self.holding);
        let held = self.held_now(version, &mut cache);
        locked(&self.held).clone_from(&held);
        held
    }

    fn held_now(&self, version: &Version, cache: &mut Cache) -> Option<Arc<Held>> {
        let around = version.around();
        let edition = around.in_force()?;
        let known = locked(&self.held).clone();
        let known = known.filter(|known| Arc::ptr_eq(&known.around, around));
        let new = version.site();
        if let Some(known) = known.as_ref().filter(|known| Arc::ptr_eq(&known.new, new)) {
            return Some(known.clone());
        }
        let (old, since) = match known.filter(|known| is_for(&known.old, &known.new, new)) {
            Some(known) => {
                let old = &known.old.in_force()?.1.handbook;
                let again = compare_again(&known.since, old, &known.new.handbook, &new.handbook);
                (known.old.clone(), again.unwrap_or_else(|| compare(old, &new.handbook)))
            }
            None => {
                let history = self.read(around, std::iter::once(edition))?;
                let old = Shelf::read(&history, &around.files, new, &around.options, cache);
                let since = compare(&old.in_force()?.1.handbook, &new.handbook);
                (old.into(), since)
            }
        };
        let (dressed, told) = (OnceLock::new(), Mutex::default());
        Some(Arc::new(Held { around: around.clone(), old, new: new.clone(), since, dressed, told }))
    }

    /// Returns every edition beside the others.
    fn shelf(&self, version: &Version) -> Option<Arc<Shelf>> {
        let (around, site) = (version.around(), version.site());
        let mut kept = locked(&self.shelf);
        let known = kept.as_ref().filter(|known| Arc::ptr_eq(&known.around, around));
        if let Some(known) = known.filter(|known| is_for(&known.shelf, &known.beside, site)) {
            return Some(known.shelf.clone());
        }
        let history = self.read(around, around.ledger.iter())?;
        let read = Shelf::read(&history, &around.files, site, &around.options, &mut Cache::default());
        let read = Arc::new(read.behind_what_is_written());
        *kept = Some(Shown { around: around.clone(), beside: site.clone(), shelf: read.clone() });
        Some(read)
    }

    /// Reads editions, each commit once; nothing where there are none.
    fn read<'a>(&self, around: &Around, wanted: impl Iterator<Item = &'a Edition>) -> Option<History> {
        let archive = self.archive.as_ref()?;
        let mut released = locked(&self.released);
        let mut snapshots = BTreeMap::new();
        for edition in wanted {
            let snapshot = match released.get(&edition.commit) {
                Some(snapshot) => Ok(snapshot.clone()),
                None => archive.edition(edition),
            };
            match snapshot {
                Ok(snapshot) => {
                    released.insert(edition.commit.clone(), snapshot.clone());
                    snapshots.insert(edition.id.clone(), snapshot);
                }
                Err(said) => {
                    *locked(&self.trouble) = Some(Trouble { id: edition.id.clone(), said });
                    return None;
                }
            }
        }
        if snapshots.is_empty() {
            return None;
        }
        *locked(&self.trouble) = None;
        Some(History { ledger: around.ledger.clone(), snapshots, ..History::default() })
    }

    /// Returns a file as an answer. What an edition copies stands in no folder.
    fn in_hand(&self, version: &Version, file: Checked<Content>) -> Answer {
        let copied = if let Content::Copy(_, blob) = &file.value { Some(blob) } else { None };
        let bytes = copied.and_then(|blob| self.archive.as_ref()?.bytes(blob));
        let content = bytes.map_or(file.value, Content::Bytes);
        Answer { content, kept_since: version.frozen(), found: file.diagnostics.into() }
    }
}

impl Held {
    fn page(&self, url: &Url) -> Option<PageId> {
        self.new.handbook.pages.iter().position(|page| page.url == *url)
    }

    fn since(&self, url: &Url) -> Option<Since> {
        let next = self.next(&self.new)?;
        let (key, words) = match next.difference(self.page(url)?)? {
            Difference::New => ("changed_new", 0),
            Difference::Words(1) => ("changed_word", 1),
            Difference::Words(words) => ("changed_words", words),
            Difference::Otherwise => ("changed_otherwise", 0),
        };
        let address = if key == "changed_new" { Url::new(CHANGES) } else { redline_of(url) };
        let text = self.new.handbook.shared.language.word(&["live", key]);
        let text = text.replace("{n}", &words.to_string()).replace("{id}", &next.edition.id);
        Some(Since { text, address: address.encoded() })
    }

    fn dressed(&self) -> &Site {
        self.dressed.get_or_init(|| self.new.beside_editions())
    }

    fn next<'a>(&'a self, new: &'a Site) -> Option<Next<'a>> {
        let (edition, old) = self.old.in_force()?;
        Some(Next { edition, old, new, address: "", since: &self.since })
    }
}

/// Returns whether editions that were read beside one version may be read beside another by the same
/// people.
fn is_for(editions: &Shelf, beside: &Arc<Site>, now: &Arc<Site>) -> bool {
    Arc::ptr_eq(beside, now) || editions.is_for_readers_of(now)
}
