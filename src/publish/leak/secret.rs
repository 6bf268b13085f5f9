//! [`Secrets`]: what stands in left-out texts and nowhere else.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use percent_encoding::percent_decode_str;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::gram::{Grams, RUN, joined, number};
use super::said::Tone;
use super::text::{Book, Place, Sort, Told};
use super::{Around, texts};
use crate::diag::{Excuse, rules};
use crate::handbook::Handbook;
use crate::source::{SitePath, Span};
use crate::theme::Layers;

/// What stands in left-out texts and nowhere else.
#[derive(Clone, Debug, Default)]
pub struct Secrets {
    /// The texts, those of today first.
    pub(super) texts: Vec<LeftOut>,
    /// Words; whether each tells something by itself.
    words: FxHashMap<u64, (Hit, bool)>,
    /// Six words in a row.
    runs: FxHashMap<u64, Hit>,
    /// Three words in a row.
    threes: FxHashSet<u64>,
    /// Names and other short texts.
    names: FxHashMap<u64, Hit>,
    /// The longest name, in words.
    longest: usize,
    /// Addresses of pages and files, and those that lead to them.
    addresses: BTreeMap<String, Hit>,
    /// Addresses of what is shown.
    shown: BTreeSet<String>,
    /// Where the site is published.
    base: Option<String>,
    /// Files by their SHA-256.
    files: BTreeMap<Arc<str>, Hit>,
    /// What pages of today excuse.
    excuses: BTreeMap<SitePath, Vec<Excuse>>,
}

/// A text that is left out.
#[derive(Clone, Debug)]
pub(super) struct LeftOut {
    pub edition: Option<String>,
    pub file: SitePath,
    place: Place,
    text: String,
}

/// Some words of a text; no words are all of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Hit {
    pub text: usize,
    at: usize,
    length: usize,
}

impl LeftOut {
    /// Returns the words that were found, as they stand in the text, and where that is.
    pub fn place(&self, hit: Hit) -> (String, Option<Span>) {
        let range = self.range(hit);
        let words = self.text.get(range.clone()).unwrap_or(&self.text);
        (words.split_whitespace().collect::<Vec<_>>().join(" "), self.place.span(range))
    }

    /// Returns where some words stand in the text, with whatever they are written together with.
    fn range(&self, hit: Hit) -> Range<usize> {
        if hit.length == 0 {
            return 0..self.text.len();
        }
        let is_sign = |letter: char| !letter.is_alphanumeric();
        let (mut words, mut end, mut start) = (0, 0, None);
        for part in self.text.split_inclusive(char::is_whitespace) {
            end += part.len();
            words += Grams::of(part).words.len();
            let bare = part.trim_start_matches(is_sign);
            let at = end - bare.len();
            if words > hit.at {
                start.get_or_insert(at);
            }
            if let Some(start) = start.filter(|_| words >= hit.at + hit.length) {
                return start..at + bare.trim_end_matches(is_sign).len();
            }
        }
        start.unwrap_or(0)..self.text.len()
    }
}

impl Secrets {
    /// Gathers what stands in left-out texts alone; `None` when nothing is left out.
    pub fn of(books: &[Book], around: impl FnOnce() -> Around) -> Option<Self> {
        if books.iter().all(|book| book.withheld.is_none()) {
            return None;
        }
        let base = books.iter().find_map(|book| book.seen.shared.config.base_url.clone());
        let mut secrets = Self { base, ..Self::default() };
        for book in books {
            let mut add = |told: Told| {
                if told.is_left {
                    secrets.add(book, told);
                }
            };
            (0..book.whole.pages.len()).for_each(|page| book.page(page, &mut add));
            book.data(&mut add);
            secrets.add_addresses(book);
            if book.edition.is_none() {
                secrets.add_excuses(book);
            }
        }
        for book in books {
            secrets.forget_kept(book);
        }
        let common = books.iter().map(|book| book.whole.shared.language.word(&["search_words", "common"]));
        for word in common.flat_map(|words| Grams::of(words).words) {
            secrets.words.entry(word).and_modify(|(_, tells)| *tells = false);
        }
        let Around { theme, records } = around();
        for word in theme.iter().flat_map(|text| secrets.met(text)).collect::<Vec<_>>() {
            secrets.words.remove(&word);
        }
        // Everybody has a copy of the built-in theme.
        let built_in = texts(&Layers::built_in());
        let open = built_in.iter().map(|text| &**text).chain(records.iter().map(String::as_str));
        let kept: Vec<u64> = open.flat_map(|text| secrets.met(text)).collect();
        secrets.forget(&kept);
        for book in books {
            secrets.forget_searched(book);
        }
        Some(secrets)
    }

    fn add(&mut self, book: &Book, told: Told) {
        let grams = Grams::of(told.text);
        if grams.words.is_empty() {
            return;
        }
        let number = self.texts.len();
        let hit = |at, length| Hit { text: number, at, length };
        if matches!(told.sort, Sort::Name | Sort::Text) {
            for (at, word) in grams.words.iter().enumerate() {
                self.words.entry(*word).or_insert((hit(at, 1), grams.tells(at)));
            }
            for (at, also) in &grams.also {
                self.words.entry(*also).or_insert((hit(*at, 1), false));
            }
        }
        for (run, at) in grams.runs() {
            self.runs.entry(run).or_insert(hit(at, RUN));
        }
        self.threes.extend(grams.threes());
        if grams.words.len() < RUN {
            let is_name = matches!(told.sort, Sort::Name | Sort::Id);
            let whole = is_name.then_some(0..grams.words.len());
            let clauses = grams.clauses().into_iter();
            let clauses = clauses.filter(|clause| is_name || grams.is_telling(clause.clone()));
            for name in whole.into_iter().chain(clauses).filter(|name| grams.is_name(name.clone())) {
                self.longest = self.longest.max(name.len());
                self.names.entry(joined(&grams.words[name.clone()])).or_insert(hit(name.start, name.len()));
            }
        }
        self.texts.push(LeftOut {
            edition: book.edition.map(str::to_owned),
            file: told.file.clone(),
            place: told.place,
            text: told.text.to_owned(),
        });
    }

    fn add_excuses(&mut self, book: &Book) {
        for page in &book.whole.pages {
            let excuses = page.document.excuses.iter().filter(|excuse| excuse.rule == &rules::LEAK);
            let excuses: Vec<Excuse> = excuses.cloned().collect();
            if !excuses.is_empty() {
                self.excuses.insert(page.path.clone(), excuses);
            }
        }
    }

    /// Returns the excuses of leaks, by the file that they stand in.
    pub fn excuses(&self) -> impl Iterator<Item = (&SitePath, &[Excuse])> {
        self.excuses.iter().map(|(file, excuses)| (file, excuses.as_slice()))
    }

    /// Adds where left-out pages and files stand, and what leads there.
    fn add_addresses(&mut self, book: &Book) {
        let Some(withheld) = book.withheld else { return };
        let add = |secrets: &mut Self, file: &SitePath, address: &str| {
            let hit = Hit { text: secrets.texts.len(), at: 0, length: 0 };
            secrets.texts.push(LeftOut {
                edition: book.edition.map(str::to_owned),
                file: file.clone(),
                place: Place::File,
                text: address.to_owned(),
            });
            secrets.addresses.entry(address.trim_end_matches('/').to_owned()).or_insert(hit);
            hit
        };
        for page in withheld.pages.iter().map(|page| &book.whole.pages[*page]) {
            add(self, &page.path, page.url.as_str());
        }
        for (url, page) in book.whole.redirects.iter().filter(|(_, page)| withheld.pages.contains(page)) {
            add(self, &book.whole.pages[*page].path, url.as_str());
        }
        for (path, url, blob) in withheld.files.iter().map(|file| &book.whole.files[*file]) {
            let hit = add(self, path, url.as_str());
            self.files.entry(blob.sha256.clone()).or_insert(hit);
            let told = Told {
                is_left: true,
                sort: Sort::Name,
                file: path,
                place: Place::File,
                text: path.file_name(),
            };
            self.add(book, told);
        }
    }

    /// Forgets what a handbook shows.
    fn forget_kept(&mut self, book: &Book) {
        let pages = (0..book.whole.pages.len()).into_par_iter();
        let mut kept: Vec<u64> =
            pages.flat_map_iter(|page| self.kept(|tell| book.page(page, tell))).collect();
        kept.extend(self.kept(|tell| book.data(tell)));
        kept.extend(open(book).iter().flat_map(|text| self.met(text)));
        for address in addresses(book.seen) {
            let address = address.trim_end_matches('/');
            self.addresses.remove(address);
            self.shown.insert(address.to_owned());
        }
        for (_, _, blob) in book.seen.files.iter() {
            self.files.remove(&blob.sha256);
        }
        self.forget(&kept);
    }

    /// Forgets names and runs by which people search for what all read too: `search.toml` is for everybody. One
    /// with a word that stands in left-out text alone is a secret there all the same.
    fn forget_searched(&mut self, book: &Book) {
        let search = &book.whole.shared.data.search;
        let one_way = search.one_way.iter().flat_map(|(from, to)| std::iter::once(from).chain(to));
        for phrase in search.synonyms.iter().flatten().chain(one_way) {
            let grams = Grams::of(phrase);
            let is_open = |name: &[u64]| !name.iter().any(|word| self.words.contains_key(word));
            let names = grams.names(self.longest).filter(|(_, _, length)| *length > 1);
            let runs = grams.runs().map(|(run, at)| (run, at, RUN));
            let open = names.chain(runs).filter(|(_, at, length)| is_open(&grams.words[*at..at + length]));
            for (open, ..) in open.collect::<Vec<_>>() {
                self.names.remove(&open);
                self.runs.remove(&open);
            }
        }
    }

    /// Returns what of kept texts stands in left-out texts too.
    fn kept(&self, texts: impl FnOnce(&mut dyn FnMut(Told))) -> Vec<u64> {
        let mut kept = Vec::new();
        texts(&mut |told| {
            if !told.is_left {
                kept.extend(self.met(told.text));
            }
        });
        kept
    }

    /// Returns what of a text stands in left-out texts too.
    fn met(&self, text: &str) -> Vec<u64> {
        let grams = Grams::of(text);
        let also = grams.also.iter().map(|(_, also)| *also);
        let words = grams.words.iter().copied().chain(also).filter(|word| self.words.contains_key(word));
        let runs = grams.runs().map(|(run, _)| run).filter(|run| self.runs.contains_key(run));
        let names =
            grams.names(self.longest).map(|(name, ..)| name).filter(|name| self.names.contains_key(name));
        let threes = grams.threes().filter(|three| self.threes.contains(three));
        words.chain(runs).chain(threes).chain(names).collect()
    }

    fn forget(&mut self, met: &[u64]) {
        for one in met {
            self.words.remove(one);
            self.runs.remove(one);
            self.threes.remove(one);
            self.names.remove(one);
        }
    }

    /// Returns what a text holds that is left out.
    pub(super) fn in_text(&self, tone: Tone, text: &str) -> Vec<Hit> {
        if tone == Tone::Word {
            return self.words.get(&number(text)).map(|(hit, _)| *hit).into_iter().collect();
        }
        let grams = Grams::of(text);
        let runs = grams.runs().filter_map(|(run, at)| Some((*self.runs.get(&run)?, at)));
        let mut hits: Vec<Hit> =
            runs.filter(|(_, at)| self.is_new(&grams.words[*at..at + RUN])).map(|(hit, _)| hit).collect();
        let names = grams.names_in_clauses(self.longest);
        let names = names.filter(|(_, at, length)| tone != Tone::Code || *length > 1 || grams.tells(*at));
        hits.extend(names.filter_map(|(name, ..)| self.names.get(&name).copied()));
        if tone == Tone::Prose {
            let words = grams.words.iter().filter_map(|word| self.words.get(word));
            hits.extend(words.filter(|(_, tells)| *tells).map(|(hit, _)| *hit));
        }
        hits
    }

    /// Returns whether a run of words is more than two kept texts that a template put side by side: of
    /// its four groups of three words, at most two lie across the seam.
    fn is_new(&self, run: &[u64]) -> bool {
        run.windows(3).filter(|three| self.threes.contains(&joined(three))).count() > 2
    }

    /// Returns what stands at an address that is left out, below which edition ever.
    pub(super) fn at(&self, address: &str) -> Option<Hit> {
        let address = address.strip_suffix("index.html").unwrap_or(address).trim_end_matches('/');
        let in_edition = || match address.split_once('/') {
            Some(("editions" | "changes", rest)) => rest.split_once('/').map(|(_, rest)| rest),
            Some(("next", rest)) => Some(rest),
            _ => None,
        };
        self.addresses.get(address).or_else(|| self.addresses.get(in_edition()?)).copied()
    }

    /// Returns what a file leads to that is left out, and names in the address itself.
    pub(super) fn led_to(&self, from: &str, address: &str) -> Vec<Hit> {
        let decoded = percent_decode_str(address).decode_utf8_lossy();
        let (rest, fragment) = decoded.split_once('#').unwrap_or((&decoded, ""));
        let path = rest.split_once('?').map_or(rest, |(path, _)| path);
        let own = self.base.as_ref().and_then(|base| path.strip_prefix(base.as_str()));
        let mut hits: Vec<Hit> = self.in_text(Tone::Name, fragment);
        hits.extend(match (own, path.strip_prefix('/')) {
            (Some(path), _) => self.at(path),
            (None, Some(path)) => self.at_end_of(path),
            (None, None) => self.at(&resolved(from.rfind('/').map_or("", |slash| &from[..slash]), path)),
        });
        hits
    }

    /// Returns what is left out at the end of an address that begins at a host: below which path of it
    /// the site stands need not be known.
    fn at_end_of(&self, path: &str) -> Option<Hit> {
        let tails = std::iter::once(path).chain(path.match_indices('/').map(|(slash, _)| &path[slash + 1..]));
        let bare = |tail: &str| tail.trim_end_matches('/').to_owned();
        let mut tails = tails.take_while(|tail| !self.shown.contains(&bare(tail)) || tail.is_empty());
        tails.find_map(|tail| self.at(tail))
    }

    /// Returns what is left out that a file with this hash is.
    pub(super) fn copied(&self, sha256: &str) -> Option<Hit> {
        self.files.get(sha256).copied()
    }
}

/// Returns the addresses of everything that a handbook shows.
fn addresses(seen: &Handbook) -> impl Iterator<Item = &str> {
    let pages = seen.pages.iter().map(|page| page.url.as_str());
    let redirects = seen.redirects.iter().map(|(url, _)| url.as_str());
    pages.chain(redirects).chain(seen.files.iter().map(|(_, url, _)| url.as_str()))
}

/// Returns what is said in every build: settings, words of the interface, addresses and titles.
fn open(book: &Book) -> Vec<String> {
    let (shared, seen) = (&book.seen.shared, book.seen);
    let config = &shared.config;
    let mut open = vec![config.title.clone(), config.language.clone(), config.currency.clone()];
    open.extend(config.base_url.clone());
    let written_to = [&config.report_problem, &config.suggest_change].into_iter().flatten();
    open.extend(written_to.map(|template| template.text().to_owned()));
    for kind in &config.kinds {
        open.push(kind.name.clone());
        for section in &kind.sections {
            open.extend(std::iter::once(&section.key).chain(&section.heading).cloned());
        }
    }
    strings(shared.language.words(), &mut open);
    open.extend(addresses(seen).map(str::to_owned));
    open.extend(seen.pages.iter().map(|page| page.title.clone()));
    open
}

/// Returns an address as it is from the root, for one that stands in a folder.
fn resolved(folder: &str, address: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in address.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

fn strings(table: &toml::Table, texts: &mut Vec<String>) {
    for (key, value) in table {
        texts.push(key.clone());
        match value {
            toml::Value::String(text) => texts.push(text.clone()),
            toml::Value::Table(table) => strings(table, texts),
            toml::Value::Array(values) => {
                texts.extend(values.iter().filter_map(|value| value.as_str().map(str::to_owned)));
            }
            _ => {}
        }
    }
}
