//! [`Index`]: every word of a handbook, and the sections that each leads to.
//!
//! Words that share a stem share their sections. What a section owes to a stem is one byte, worked
//! out here by BM25F (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009), so
//! that whoever searches only adds; so is how telling the stem is.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use rayon::prelude::*;
use rust_stemmers::{Algorithm, Stemmer};
use rustc_hash::FxHashMap;

use super::analysis::{Analysis, PageText, Section, Words};
use super::fold::tokens;
use crate::data::SearchWords;
use crate::handbook::{Handbook, Origin, Page, PageId, Recent};
use crate::language::Language;

/// How soon more of the same word says nothing new (the `k1` of BM25).
const SATURATION: f32 = 1.6;
/// The most sections that a stem leads to; those that owe it least are left out.
const MOST_PLACES: usize = 8000;
/// Out of a hundred: how much is left of the weight of a word that says little by itself.
const COMMON: u16 = 35;
/// The logarithm of how rare the most telling word is.
const MOST_TELLING: f32 = 12.75;
/// How many endings of words are kept to recognise forms that stand nowhere.
const ENDINGS: usize = 16;

/// Every word of a handbook.
#[derive(Clone, Debug, Default)]
pub struct Index {
    /// The words in order, each with its stem.
    pub words: Vec<(Box<str>, u32)>,
    /// The stems, by number.
    pub stems: Vec<Stem>,
    /// The pages that are searched, in reading order.
    pub pages: Vec<IndexedPage>,
    /// The number of the first section of each page, and behind the last one that of all.
    pub first_section: Vec<u32>,
    /// The titles of the areas.
    pub areas: Vec<String>,
    /// The labels of the kinds of page.
    pub kinds: Vec<String>,
    /// Ways in which words of one stem end, the most frequent first.
    pub endings: Vec<String>,
    /// What means what: the words that are typed, and the words that are looked for as well.
    pub synonyms: Vec<(Vec<String>, Vec<String>)>,
    /// Words that are never taken for misspelt.
    pub never_correct: Vec<String>,
    /// The words of the interface around the answers.
    pub says: toml::Table,
    /// The address of Help now, for whoever finds nothing.
    pub help_now: String,
    /// The address of A–Z.
    pub a_z: String,
}

/// A stem and where it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stem {
    /// How telling it is, from 1 (everywhere) to 255.
    pub idf: u8,
    /// The sections that hold it, in order, and how much each owes to it.
    pub places: Vec<(u32, u8)>,
}

/// A page that is searched.
#[derive(Clone, Debug)]
pub struct IndexedPage {
    /// Its number in the handbook.
    pub page: PageId,
    /// Its address.
    pub url: String,
    /// What is searched of it.
    pub source: PageText,
    /// Its sections.
    pub sections: Vec<Section>,
    /// That it came or changed not long ago.
    pub recent: Option<Recent>,
    /// Its area, as a number from one; none is zero.
    pub area: u8,
    /// Its kind, as a number.
    pub kind: u8,
    /// Out of a hundred: how much it counts beside pages of other kinds.
    pub weight: u8,
}

impl IndexedPage {
    /// Returns the names by which it is known: its title and its aliases.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let source = &self.source;
        std::iter::once(source.title.as_str()).chain(source.aliases.iter().map(String::as_str))
    }
}

/// Returns whether a page is searched: those in force, and not what stands for an empty folder.
pub fn is_searched(page: &Page) -> bool {
    !page.is_retired() && page.origin != Origin::Folder && page.id.as_deref() != Some("search")
}

impl Index {
    /// Returns how telling a word is, from 1 (everywhere) to 255.
    pub fn idf(&self, word: usize) -> f64 {
        f64::from(self.stems[self.words[word].1 as usize].idf)
    }

    /// Joins the words of all pages.
    pub fn new(handbook: &Handbook, pages: Vec<(PageId, Arc<Analysis>)>) -> Self {
        let words = &handbook.shared.data.search;
        let address =
            |id: &str| handbook.page_with_id(id).map_or_else(String::new, |page| page.url.encoded());
        let mut index = Self {
            areas: handbook.areas.iter().map(|area| handbook.pages[*area].title.clone()).collect(),
            synonyms: synonyms(words),
            says: says(&handbook.shared.language),
            help_now: address("help-now"),
            a_z: address("a-z"),
            never_correct: words.never_correct.iter().flat_map(|word| folded(word)).collect(),
            ..Self::default()
        };
        let mut kinds: Vec<&str> = Vec::new();
        index.first_section.push(0);
        let mut words_of: Vec<Arc<Words>> = Vec::with_capacity(pages.len());
        for (number, analysis) in pages {
            let page = &handbook.pages[number];
            let kind = kinds.iter().position(|kind| *kind == page.kind.name).unwrap_or_else(|| {
                kinds.push(&page.kind.name);
                kinds.len() - 1
            });
            let next = index.first_section.last().copied().unwrap_or(0) + count(analysis.sections.len());
            index.first_section.push(next);
            words_of.push(analysis.words.clone());
            index.pages.push(IndexedPage {
                page: number,
                url: page.url.encoded(),
                source: analysis.source.clone(),
                sections: analysis.sections.clone(),
                area: handbook.area_of(number).map_or(0, |(_, area)| u8::try_from(area).unwrap_or(0)),
                kind: u8::try_from(kind).unwrap_or(0),
                weight: weight(page),
                recent: handbook.recent.get(&number).copied(),
            });
        }
        let label = |kind: &&str| handbook.shared.language.word(&["kinds", kind]).to_owned();
        index.kinds = kinds.iter().map(label).collect();
        let stemmer = stemmer(handbook.shared.config.primary_language());
        let common = folded(handbook.shared.language.word(&["search_words", "common"]));
        index.gather(words_of, stemmer.as_ref(), &common);
        index
    }

    /// Leaves out of the words that mean others whatever stands on pages of a larger index alone: who
    /// reads only these pages is not to learn what the others talk about.
    pub fn forget_words_only_in(&mut self, larger: &Self) {
        let is_secret = |word: &String| larger.word(word).is_some() && self.word(word).is_none();
        let secret: BTreeSet<String> = self
            .synonyms
            .iter()
            .flat_map(|(from, to)| from.iter().chain(to))
            .chain(&self.never_correct)
            .filter(|word| is_secret(word))
            .cloned()
            .collect();
        let is_known = |words: &[String]| words.iter().any(|word| secret.contains(word));
        self.synonyms.retain(|(from, to)| !is_known(from) && !is_known(to));
        self.never_correct.retain(|word| !secret.contains(word));
    }

    /// Returns the number of sections.
    pub fn sections(&self) -> u32 {
        self.first_section.last().copied().unwrap_or(0)
    }

    fn gather(&mut self, words_of: Vec<Arc<Words>>, stemmer: Option<&Stemmer>, common: &[String]) {
        let words = gathered(&words_of, &self.first_section);
        let mut by_stem: HashMap<String, u32> = HashMap::new();
        let mut places: Vec<Vec<(u32, f32)>> = Vec::new();
        for (word, found) in words {
            let stem = match stemmer {
                Some(stemmer) if word.bytes().all(|byte| !byte.is_ascii_digit()) => {
                    stemmer.stem(word).into_owned()
                }
                _ => word.to_owned(),
            };
            let number = *by_stem.entry(stem).or_insert_with(|| {
                places.push(Vec::new());
                count(places.len() - 1)
            });
            self.words.push((word.into(), number));
            places[number as usize].extend(found);
        }
        drop(words_of);
        let all = self.sections();
        self.stems = places.into_par_iter().map(|places| stem(places, all)).collect();
        let stems: BTreeSet<u32> =
            common.iter().filter_map(|word| Some(self.words[self.word(word)?].1)).collect();
        for stem in stems {
            let idf = &mut self.stems[stem as usize].idf;
            *idf = u8::try_from(u16::from(*idf) * COMMON / 100).unwrap_or(u8::MAX).max(1);
        }
        self.endings = endings(&self.words, self.stems.len());
    }

    /// Returns the number of a word.
    pub fn word(&self, text: &str) -> Option<usize> {
        self.words.binary_search_by(|(word, _)| (**word).cmp(text)).ok()
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// Pages that repeat what others say count less.
fn weight(page: &Page) -> u8 {
    if page.is_index() || page.origin == Origin::Theme { 60 } else { page.kind.search_weight }
}

/// Where a word stands: the sections, and what it weighs there.
type Places = Vec<(u32, f32)>;

/// Returns every word in order with its sections; pages are cut into runs, one for each thread.
fn gathered<'a>(pages: &'a [Arc<Words>], first: &[u32]) -> BTreeMap<&'a str, Places> {
    let numbered: Vec<(&'a Words, u32)> =
        pages.iter().map(|words| &**words).zip(first.iter().copied()).collect();
    let parts: Vec<BTreeMap<&str, Places>> = numbered
        .par_chunks(pages.len().div_ceil(8).max(1))
        .map(|chunk| {
            let mut words: FxHashMap<&str, Places> = FxHashMap::default();
            for (page, first) in chunk {
                for run in page.places.chunk_by(|(a, ..), (b, ..)| a == b) {
                    let places = words.entry(&page.words[usize::from(run[0].0)]).or_default();
                    places.extend(
                        run.iter().map(|(_, section, weight)| (first + u32::from(*section), *weight)),
                    );
                }
            }
            words.into_iter().collect()
        })
        .collect();
    let mut all: BTreeMap<&str, Places> = BTreeMap::new();
    for part in parts {
        for (word, places) in part {
            match all.get_mut(word) {
                Some(known) => known.extend(places),
                None => drop(all.insert(word, places)),
            }
        }
    }
    all
}

/// Makes bytes of what sections owe to a stem.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the values are from 0 to 255")]
#[expect(clippy::cast_precision_loss, reason = "there are fewer sections than a float can tell apart")]
fn stem(mut places: Vec<(u32, f32)>, all: u32) -> Stem {
    places.sort_unstable_by_key(|(section, _)| *section);
    places.dedup_by(|(later, more), (section, sum)| {
        let same = later == section;
        if same {
            *sum += *more;
        }
        same
    });
    let holding = places.len() as f32;
    let idf = (1.0 + (all as f32 - holding + 0.5) / (holding + 0.5)).ln();
    // To the power of 3/4, on a scale of 12.75: a rare word in a sentence often stands there by chance.
    let share = (idf / MOST_TELLING).min(1.0);
    let idf = 255.0 * share.sqrt() * share.sqrt().sqrt();
    let impact = |weight: f32| (255.0 * weight / (SATURATION + weight)).round().max(1.0) as u8;
    let mut places: Vec<(u32, u8)> =
        places.into_iter().map(|(section, weight)| (section, impact(weight))).collect();
    if places.len() > MOST_PLACES {
        places.sort_unstable_by_key(|(section, impact)| (std::cmp::Reverse(*impact), *section));
        places.truncate(MOST_PLACES);
        places.sort_unstable();
    }
    Stem { idf: idf.round().max(1.0) as u8, places }
}

/// Returns the endings by which words of one stem differ, the most frequent first.
fn endings(words: &[(Box<str>, u32)], stems: usize) -> Vec<String> {
    let mut groups: Vec<Vec<&str>> = vec![Vec::new(); stems];
    for (word, stem) in words {
        groups[*stem as usize].push(word);
    }
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for group in groups.iter().filter(|group| group.len() > 1) {
        let shortest = group.iter().map(|word| word.len()).min().unwrap_or(0);
        let first = group[0];
        let agree = |at: usize| group.iter().all(|word| word.get(..at) == first.get(..at));
        let common = (0..=shortest).rev().find(|at| first.is_char_boundary(*at) && agree(*at)).unwrap_or(0);
        for ending in group.iter().filter_map(|word| word.get(common..)).filter(|ending| ending.len() < 5) {
            *counts.entry(ending).or_default() += 1;
        }
    }
    let mut counts: Vec<(&str, usize)> = counts.into_iter().collect();
    counts.sort_by(|(a, many), (b, more)| more.cmp(many).then(a.cmp(b)));
    counts.into_iter().take(ENDINGS).map(|(ending, _)| ending.to_owned()).collect()
}

fn stemmer(primary: &str) -> Option<Stemmer> {
    let algorithm = match primary {
        "ar" => Algorithm::Arabic,
        "da" => Algorithm::Danish,
        "de" => Algorithm::German,
        "el" => Algorithm::Greek,
        "en" => Algorithm::English,
        "es" => Algorithm::Spanish,
        "fi" => Algorithm::Finnish,
        "fr" => Algorithm::French,
        "hu" => Algorithm::Hungarian,
        "it" => Algorithm::Italian,
        "nl" => Algorithm::Dutch,
        "no" | "nb" | "nn" => Algorithm::Norwegian,
        "pt" => Algorithm::Portuguese,
        "ro" => Algorithm::Romanian,
        "ru" => Algorithm::Russian,
        "sv" => Algorithm::Swedish,
        "ta" => Algorithm::Tamil,
        "tr" => Algorithm::Turkish,
        _ => return None,
    };
    Some(Stemmer::create(algorithm))
}

fn folded(text: &str) -> Vec<String> {
    tokens(text).into_iter().map(|token| token.text).collect()
}

/// Returns the words of the interface that a search needs.
fn says(language: &Language) -> toml::Table {
    let mut says = language.group("search");
    for name in ["new", "changed"] {
        says.insert(name.to_owned(), language.word(&["recent", name]).into());
    }
    says
}

/// Returns what is typed and what is looked for as well, as lists of words.
fn synonyms(words: &SearchWords) -> Vec<(Vec<String>, Vec<String>)> {
    let mut pairs = Vec::new();
    for group in &words.synonyms {
        for (number, from) in group.iter().enumerate() {
            let others = group.iter().enumerate().filter(|(other, _)| *other != number);
            pairs.extend(others.map(|(_, to)| (folded(from), folded(to))));
        }
    }
    for (from, to) in &words.one_way {
        pairs.extend(to.iter().map(|to| (folded(from), folded(to))));
    }
    pairs.retain(|(from, to)| !from.is_empty() && !to.is_empty());
    pairs.sort();
    pairs.dedup();
    pairs
}
