//! `offline.json` and `sw.js`: what readers' devices keep, to be read without a network, and the worker
//! that keeps it.
//!
//! The list names each file with its hash, so that a device asks only for what differs from what it
//! has, takes nothing that is not of this build, and turns from one build to the next in one step.
//! Files stand in groups, the most needed first. As many groups as fit are kept whole; of the others
//! a device keeps what its reader opened. `build.json` would not do: it has no sizes, and all editions.

use std::collections::BTreeSet;

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::Record;
use crate::editions::{self, Ledger};
use crate::handbook::{HOME, Handbook};
use crate::output::{Content, Output};
use crate::source::{OutPath, hex};

/// Where the list stands.
pub const LIST: &str = "offline.json";
/// Where the worker stands. Browsers ask for it as long as a device has it, so the name never changes.
pub const WORKER: &str = "sw.js";
/// Where the page stands that says what a device keeps.
pub const PAGE: &str = "offline.html";

/// What a device is told.
#[derive(Serialize)]
struct List<'a> {
    language: &'a str,
    time_zone: Option<&'a str>,
    /// How many bytes a device keeps at most.
    most: u64,
    /// The edition that is kept, where there are editions.
    edition: Option<Edition<'a>>,
    /// The editions that take its place, as far as they were known.
    later: Vec<Edition<'a>>,
    groups: [Listed<'a>; 6],
    says: toml::Table,
}

#[derive(Serialize)]
struct Edition<'a> {
    id: &'a str,
    effective: String,
    /// What changed with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    changes: Option<String>,
}

/// Files that are kept together, or one by one when they are read.
#[derive(Serialize)]
struct Listed<'a> {
    whole: bool,
    /// Each file with the beginning of its hash and its size.
    files: Vec<(&'a str, &'a str, u64)>,
}

/// Groups of files, the most needed first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Group {
    /// The first page, Help now, the urgent pages, and what every page loads. Kept whatever its size.
    Frame,
    /// The index of the search.
    Search,
    Pages,
    /// Addresses that lead on. Some hosts answer for them by themselves.
    Ways,
    Pictures,
    Files,
}

/// How many letters of a hash are enough to tell files of one handbook apart, on purpose or not.
const HASH: usize = 32;

/// What a list is made of.
#[derive(Clone, Copy, Debug)]
pub struct Site<'a> {
    /// Every other file.
    pub output: &'a Output,
    /// The hashes of these files.
    pub record: &'a Record,
    /// The pages.
    pub handbook: &'a Handbook,
    /// The addresses that lead to a page.
    pub ways: &'a BTreeSet<OutPath>,
    /// The editions.
    pub ledger: &'a Ledger,
}

/// Returns what a device keeps of a site, which is no more than `most` bytes.
pub fn list(site: Site, most: u64) -> String {
    let Site { handbook, ledger, .. } = site;
    let config = &handbook.shared.config;
    let upcoming = ledger.upcoming(handbook.date).iter();
    let list = List {
        language: &config.language,
        time_zone: config.time_zone.as_deref(),
        most,
        edition: ledger.in_force(handbook.date).map(|edition| Edition {
            changes: is_later(ledger, &edition.id).then(|| format!("changes/{}/", edition.id)),
            ..named(edition)
        }),
        later: upcoming.map(named).collect(),
        groups: groups(site, most),
        says: handbook.shared.language.group("offline"),
    };
    serde_json::to_string(&list).expect("a list is plain data") + "\n"
}

/// Returns the worker that keeps what a list names.
pub fn worker(list: &str, keep: &str) -> String {
    format!("\"use strict\";self.deskbookList=\"{}\";\n{keep}", &hex(&Sha256::digest(list))[..HASH])
}

fn named(edition: &editions::Edition) -> Edition<'_> {
    Edition { id: &edition.id, effective: edition.effective.to_string(), changes: None }
}

/// Returns whether another edition came before.
fn is_later(ledger: &Ledger, id: &str) -> bool {
    ledger.iter().next().is_some_and(|first| first.id != id)
}

fn groups(site: Site, most: u64) -> [Listed; 6] {
    let frame = frame(site.handbook);
    let mut groups: [Vec<_>; 6] = Default::default();
    for (path, content) in site.output.files() {
        let group = match group(path, content, &frame) {
            Some(Group::Pages) if site.ways.contains(path) => Some(Group::Ways),
            group => group,
        };
        if let (Some(group), Some(hash)) = (group, site.record.files.get(path.as_str())) {
            groups[group as usize].push((path.as_str(), &hash[..HASH], content.size()));
        }
    }
    let mut total = 0;
    let mut number = 0;
    groups.map(|files: Vec<(&str, &str, u64)>| {
        total += files.iter().map(|(.., bytes)| bytes).sum::<u64>();
        let whole = total <= most || number == Group::Frame as usize;
        number += 1;
        Listed { whole, files }
    })
}

/// Returns the pages that every device keeps.
fn frame(handbook: &Handbook) -> BTreeSet<OutPath> {
    let named = ["help-now", "search"].into_iter().filter_map(|id| handbook.page_with_id(id));
    let urgent = handbook.pages.iter().map(AsRef::as_ref).filter(|page| page.urgent && !page.is_retired());
    let pages = named.chain(urgent).chain([handbook.pages[HOME].as_ref()]);
    pages.map(|page| page.url.file()).chain([OutPath::new(PAGE), OutPath::new("favicon.svg")]).collect()
}

/// Returns the group of a file; `None` for what no reader opens, and for what is not of the edition in
/// force: devices keep what holds.
fn group(path: &OutPath, content: &Content, frame: &BTreeSet<OutPath>) -> Option<Group> {
    let (folder, name) = path.as_str().split_once('/').unwrap_or(("", path.as_str()));
    if frame.contains(path) || folder == "assets" {
        return Some(Group::Frame);
    }
    let is_copy = matches!(content, Content::Copy(..));
    let ending = name.rsplit('.').next().unwrap_or("");
    match folder {
        "editions" | "changes" if name != "index.html" => None,
        "print" | "next" => None,
        "search" if ending == "bin" => Some(Group::Search),
        _ if is_copy && PICTURES.contains(&ending) => Some(Group::Pictures),
        _ if is_copy => Some(Group::Files),
        _ if ending == "html" && path.as_str() != "404.html" => Some(Group::Pages),
        _ => None,
    }
}

/// The endings of pictures.
const PICTURES: [&str; 7] = ["avif", "gif", "jpeg", "jpg", "png", "svg", "webp"];
