//! Answering: what was typed becomes slots, slots find sections, pages are put in order.
//!
//! Order of belief: the word itself or its stem, a synonym, the beginning of a word, one wrong
//! letter, two. All words beat some, and a word that a page says outright counts for more than one
//! said in passing; words that stand together in one section, and those that make up a title or an
//! alias, lift a page, the more so if they stand there side by side as they were typed. The script
//! that readers search with has the same code, and the tests hold the two to the same order on
//! thousands of queries. So there is no arithmetic here that two machines could do differently:
//! sums, products and quotients of doubles, in one order.

use std::collections::BTreeMap;

use super::fold::{fold, tokens};
use super::index::{Index, IndexedPage};

/// What is typed beyond this many letters is not looked at.
const LONGEST_QUERY: usize = 200;
/// Nor are more words than this.
const MOST_SLOTS: usize = 20;
/// How many pages are put in their final order.
pub const SHORT_LIST: usize = 12;
/// The most words that the beginning of a word stands for.
const MOST_COMPLETIONS: usize = 64;
/// The most words that a misspelt one stands for.
const MOST_CORRECTIONS: usize = 8;

const EXACT: f64 = 1.0;
const OTHER_FORM: f64 = 0.9;
const SYNONYM: f64 = 0.7;
const PART_OF_SYNONYM: f64 = 0.35;
const COMPLETION: f64 = 0.75;
const COMPLETION_OF_A_WORD: f64 = 0.3;
const ONE_TYPO: f64 = 0.65;
const TYPO_AT_FIRST: f64 = 0.6;
const COMPLETED_TYPO: f64 = 0.45;
const TWO_TYPOS: f64 = 0.4;

/// How much words in one section count beside words on one page.
const TOGETHER: f64 = 1.2;
/// How much of a word counts as found only so far as the page says it outright and not in passing.
const OUTRIGHT: f64 = 0.5;
/// How much of the words that one section holds counts as found, said outright or not.
const IN_ONE_SECTION: f64 = 0.9;
/// How much of a page's score is left when next to nothing was found of the query.
const PARTLY: f64 = 0.4;
/// How much a name that holds the whole query lifts its page.
const NAMED: f64 = 5.0;
/// How much a name that is the query lifts its page.
const CALLED: f64 = 3.0;
/// How much more two typed words are held by a name in which they stand side by side.
const SIDE_BY_SIDE: f64 = 0.2;

/// A place for one typed word: the stems that may fill it, each with how much it is believed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Slot {
    /// The word as it was typed, folded.
    pub text: String,
    /// Stems by number.
    pub stems: BTreeMap<u32, f64>,
    /// The word that a misspelt one was taken for.
    pub corrected: Option<String>,
}

/// A page that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// Its place among the indexed pages.
    pub page: usize,
    /// The section that answers best; zero is the head of the page.
    pub section: usize,
    /// How well it answers.
    pub score: f64,
    /// What made the score, for `--explain`.
    pub why: Why,
}

/// What made a score.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Why {
    /// What the words are worth on the page.
    pub words: f64,
    /// What they are worth together in its best section.
    pub together: f64,
    /// How much of the query was found, from 0 to 1.
    pub coverage: f64,
    /// How much of the query its best name holds, from 0 to 1.
    pub name: f64,
}

/// Which pages are asked for; zero and `None` ask for all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// The number of an area.
    pub area: u8,
    /// The number of a kind.
    pub kind: Option<u8>,
}

/// Returns the pages that answer a query, best first, and how it was read.
pub fn search(index: &Index, query: &str, filter: Filter) -> (Vec<Hit>, Vec<Slot>) {
    let query: String = query.chars().take(LONGEST_QUERY).collect();
    let slots = read(index, &query);
    let hits = score(index, &slots, filter);
    (rank(index, &query, &slots, hits), slots)
}

// What was typed.

/// Reads a query into slots.
pub fn read(index: &Index, query: &str) -> Vec<Slot> {
    let words: Vec<_> = tokens(query).into_iter().take(MOST_SLOTS).collect();
    let goes_on = !query.ends_with(char::is_whitespace);
    let mut slots = Vec::new();
    for (number, word) in words.iter().enumerate() {
        let mut slot = Slot { text: word.text.clone(), ..Slot::default() };
        let last = number + 1 == words.len();
        let mut exact = index.word(&word.text);
        if let Some(known) = exact {
            slot.believe(index, known, EXACT);
        }
        if let Some(known) = word.also.as_ref().and_then(|also| index.word(also)) {
            slot.believe(index, known, EXACT);
            exact = Some(known);
        }
        for neighbour in joined(&words, number) {
            if let Some(known) = index.word(&neighbour) {
                slot.believe(index, known, OTHER_FORM);
            }
        }
        match exact {
            None => unknown_word(index, &mut slot, last && goes_on),
            // A whole word tells no more when it is taken for the beginning of a rare one.
            Some(known) if last && goes_on => {
                let most = index.idf(known);
                complete(index, &mut slot, COMPLETION_OF_A_WORD, most);
            }
            Some(_) => {}
        }
        slots.push(slot);
    }
    mean_as_well(index, &mut slots);
    slots
}

impl Slot {
    /// Returns how much it is believed that a stem was meant.
    fn belief(&self, stem: u32) -> f64 {
        self.stems.get(&stem).copied().unwrap_or(0.0)
    }

    /// Returns whether a stem is what was typed, and not what that may mean or may be a slip of.
    fn is(&self, stem: u32) -> bool {
        self.belief(stem) >= OTHER_FORM
    }

    fn believe(&mut self, index: &Index, word: usize, factor: f64) {
        let belief = self.stems.entry(index.words[word].1).or_insert(0.0);
        if factor > *belief {
            *belief = factor;
        }
    }
}

/// Returns a word joined with the one before and with the one behind it.
fn joined(words: &[super::fold::Token], number: usize) -> impl Iterator<Item = String> {
    let text = |number: usize| words.get(number).map(|word| word.text.as_str());
    let pair = |a: Option<&str>, b: Option<&str>| Some(format!("{}{}", a?, b?));
    let before = number.checked_sub(1).and_then(|before| pair(text(before), text(number)));
    let behind = pair(text(number), text(number + 1));
    before.into_iter().chain(behind)
}

/// Finds what a word that stands nowhere may be: another form, two words, a beginning, a slip.
fn unknown_word(index: &Index, slot: &mut Slot, unfinished: bool) {
    let word = slot.text.clone();
    other_forms(index, slot);
    let known = !slot.stems.is_empty();
    if unfinished {
        complete(index, slot, COMPLETION, f64::INFINITY);
    }
    if known {
        return;
    }
    split(index, slot);
    let length = word.chars().count();
    // A word that has synonyms is meant as it stands, also where no page holds it.
    let meant = index.synonyms.iter().any(|(from, _)| matches!(from.as_slice(), [only] if *only == word));
    let fixed = meant || index.never_correct.contains(&word);
    if length < 4 || fixed || word.bytes().any(|byte| byte.is_ascii_digit()) {
        return;
    }
    correct(index, slot, unfinished);
}

/// Finds other forms of a word by the endings that the handbook's words have.
fn other_forms(index: &Index, slot: &mut Slot) {
    let word = slot.text.clone();
    for ending in &index.endings {
        let Some(base) = word.strip_suffix(ending.as_str()) else { continue };
        if base.chars().count() < 3 {
            continue;
        }
        for other in &index.endings {
            if let Some(known) = index.word(&format!("{base}{other}")) {
                slot.believe(index, known, OTHER_FORM);
            }
        }
    }
}

/// Finds two words that were written as one.
fn split(index: &Index, slot: &mut Slot) {
    let word = slot.text.clone();
    for (at, _) in word.char_indices().skip(3) {
        let (first, second) = word.split_at(at);
        if second.chars().count() < 3 {
            break;
        }
        if let (Some(first), Some(second)) = (index.word(first), index.word(second)) {
            slot.believe(index, first, SYNONYM);
            slot.believe(index, second, SYNONYM);
        }
    }
}

/// Finds the most frequent words that begin with what was typed.
fn complete(index: &Index, slot: &mut Slot, factor: f64, most: f64) {
    let typed = slot.text.clone();
    let from = index.words.partition_point(|(word, _)| **word < *typed);
    let mut found: Vec<(u8, usize)> = Vec::new();
    for (number, (word, stem)) in index.words.iter().enumerate().skip(from) {
        if !word.starts_with(&typed) {
            break;
        }
        if word.len() > typed.len() {
            found.push((index.stems[*stem as usize].idf, number));
        }
    }
    found.sort_unstable();
    for (idf, word) in found.into_iter().take(MOST_COMPLETIONS) {
        slot.believe(index, word, factor.min(most / f64::from(idf)));
    }
}

/// Finds words that differ by a slip or two: a wrong, missing, doubled or swapped letter.
fn correct(index: &Index, slot: &mut Slot, unfinished: bool) {
    let typed: Vec<char> = slot.text.chars().collect();
    let most = if typed.len() < 8 { 1 } else { 2 };
    let mut distances = Distances::new(&typed, most);
    // Of each word: how little it is believed, how rare it is, and its number.
    let mut found: Vec<(u32, u8, usize)> = Vec::new();
    for (number, (word, stem)) in index.words.iter().enumerate() {
        let Some((whole, beginning)) = distances.to(word) else { continue };
        let same_first = word.chars().next() == typed.first().copied();
        let factor = match (whole, same_first) {
            (1, true) => ONE_TYPO,
            (1, false) => TYPO_AT_FIRST,
            _ if unfinished && typed.len() > 4 && beginning == 1 => COMPLETED_TYPO,
            (2, _) if most == 2 => TWO_TYPOS,
            _ => continue,
        };
        found.push((rank_of(factor), index.stems[*stem as usize].idf, number));
    }
    found.sort_unstable();
    if let Some((rank, _, word)) = found.first()
        && (*rank <= rank_of(TYPO_AT_FIRST) || slot.stems.is_empty())
    {
        slot.corrected = Some(index.words[*word].0.to_string());
    }
    for (rank, _, word) in found.into_iter().take(MOST_CORRECTIONS) {
        slot.believe(index, word, 1.0 - f64::from(rank) / 100.0);
    }
}

/// Returns a factor as a whole number that sorts the most believed first.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "factors are from 0 to 1")]
fn rank_of(factor: f64) -> u32 {
    (100.0 - factor * 100.0).round() as u32
}

/// The optimal string alignment distance (Damerau, 1964) from one word to many, row by row.
struct Distances<'a> {
    typed: &'a [char],
    most: usize,
    rows: [Vec<usize>; 3],
}

impl<'a> Distances<'a> {
    fn new(typed: &'a [char], most: usize) -> Self {
        let row = vec![0; typed.len() + 1];
        Self { typed, most, rows: [row.clone(), row.clone(), row] }
    }

    /// Returns the distance to a word, and the least to any of its beginnings; `None` when both are
    /// too large.
    fn to(&mut self, word: &str) -> Option<(usize, usize)> {
        let width = self.typed.len();
        let [before, above, row] = &mut self.rows;
        for (column, cell) in above.iter_mut().enumerate() {
            *cell = column;
        }
        let mut last = None;
        let mut beginning = usize::MAX;
        for (number, letter) in word.chars().enumerate() {
            row[0] = number + 1;
            let mut nearest = row[0];
            for column in 1..=width {
                let typed = self.typed[column - 1];
                let change = usize::from(typed != letter);
                let mut cost = (above[column] + 1).min(row[column - 1] + 1).min(above[column - 1] + change);
                if column > 1 && last == Some(typed) && self.typed[column - 2] == letter {
                    cost = cost.min(before[column - 2] + 1);
                }
                row[column] = cost;
                nearest = nearest.min(cost);
            }
            beginning = beginning.min(row[width]);
            last = Some(letter);
            std::mem::swap(before, above);
            std::mem::swap(above, row);
            if nearest > self.most {
                return (beginning <= self.most).then_some((usize::MAX, beginning));
            }
        }
        let whole = above[width];
        (whole <= self.most || beginning <= self.most).then_some((whole, beginning))
    }
}

/// Adds what synonyms look for as well.
fn mean_as_well(index: &Index, slots: &mut [Slot]) {
    let typed: Vec<String> =
        slots.iter().map(|slot| slot.corrected.clone().unwrap_or_else(|| slot.text.clone())).collect();
    for (from, to) in &index.synonyms {
        let factor = if to.len() == 1 { SYNONYM } else { PART_OF_SYNONYM };
        for start in 0..=typed.len().saturating_sub(from.len()) {
            if typed.get(start..start + from.len()) != Some(from.as_slice()) {
                continue;
            }
            for word in to.iter().filter_map(|word| index.word(word)) {
                for slot in &mut slots[start..start + from.len()] {
                    slot.believe(index, word, factor);
                }
            }
        }
    }
}

// What is found.

/// What the slots are worth on each page.
struct Tally {
    page: Vec<f64>,
    coverage: Vec<f64>,
    section: Vec<f64>,
    in_section: Vec<f64>,
}

/// Returns what each slot weighs: what its most telling stem is worth. A misspelt word matters to who
/// typed it as much as another, so half of the doubt (on a logarithmic scale) is left out.
fn weights(index: &Index, slots: &[Slot]) -> Vec<f64> {
    let weight = |slot: &Slot| {
        let worth = slot
            .stems
            .iter()
            .map(|(stem, belief)| belief.sqrt() * f64::from(index.stems[*stem as usize].idf));
        worth.fold(0.0, f64::max)
    };
    slots.iter().map(weight).collect()
}

fn score(index: &Index, slots: &[Slot], filter: Filter) -> Vec<Hit> {
    let sections = index.sections() as usize;
    let mut tally = Tally {
        page: vec![0.0; index.pages.len()],
        coverage: vec![0.0; index.pages.len()],
        section: vec![0.0; sections],
        in_section: vec![0.0; sections],
    };
    let weights = weights(index, slots);
    let all: f64 = weights.iter().sum();
    for (slot, weight) in slots.iter().zip(&weights) {
        add(index, slot, *weight, &mut tally);
    }
    let mut hits = Vec::new();
    for (number, page) in index.pages.iter().enumerate() {
        let wanted = (filter.area == 0 || filter.area == page.area)
            && filter.kind.is_none_or(|kind| kind == page.kind);
        if tally.page[number] == 0.0 || !wanted {
            continue;
        }
        let (first, end) = (index.first_section[number] as usize, index.first_section[number + 1] as usize);
        let mut best = first;
        let mut covered = tally.coverage[number];
        for section in first..end {
            covered = covered.max(IN_ONE_SECTION * tally.in_section[section]);
            if tally.section[section] > tally.section[best] {
                best = section;
            }
        }
        let coverage = covered / all;
        let words = tally.page[number];
        let together = tally.section[best];
        let found = (words + TOGETHER * together) * (PARTLY + (1.0 - PARTLY) * coverage * coverage);
        hits.push(Hit {
            page: number,
            section: best - first,
            score: found * f64::from(page.weight) / 100.0,
            why: Why { words, together, coverage, name: 0.0 },
        });
    }
    hits.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.page.cmp(&b.page)));
    hits
}

/// Adds what one slot is worth: on each section and page the best of its stems counts.
fn add(index: &Index, slot: &Slot, weight: f64, tally: &mut Tally) {
    let mut best: BTreeMap<u32, f64> = BTreeMap::new();
    for (stem, belief) in &slot.stems {
        let stem = &index.stems[*stem as usize];
        for (section, impact) in &stem.places {
            let worth = belief * f64::from(stem.idf) * f64::from(*impact) / 255.0;
            let known = best.entry(*section).or_insert(0.0);
            if worth > *known {
                *known = worth;
            }
        }
    }
    let mut page = 0;
    let mut of_page = 0.0;
    let mut finish = |page: usize, of_page: f64| {
        if of_page > 0.0 {
            tally.page[page] += of_page;
            tally.coverage[page] += weight * (1.0 - OUTRIGHT + OUTRIGHT * (of_page / weight).min(1.0));
        }
    };
    for (section, worth) in best {
        tally.section[section as usize] += worth;
        tally.in_section[section as usize] += weight;
        while section >= index.first_section[page + 1] {
            finish(page, of_page);
            of_page = 0.0;
            page += 1;
        }
        if worth > of_page {
            of_page = worth;
        }
    }
    finish(page, of_page);
}

/// Puts the best pages in their final order, by how well their names hold the query.
fn rank(index: &Index, query: &str, slots: &[Slot], mut hits: Vec<Hit>) -> Vec<Hit> {
    let weights = weights(index, slots);
    let code = fold(query.trim()).into_owned();
    let short = hits.len().min(SHORT_LIST);
    for hit in &mut hits[..short] {
        let page = &index.pages[hit.page];
        let name = best_name(index, page, slots, &weights);
        hit.why.name = name.min(1.0);
        hit.score *= 1.0 + NAMED * name.min(1.0) * name.min(1.0);
        if name > 1.0 {
            hit.score *= CALLED;
        }
        if !page.source.code.is_empty() && *fold(&page.source.code) == *code {
            hit.score *= 100.0;
        }
    }
    hits[..short].sort_by(|a, b| b.score.total_cmp(&a.score).then(a.page.cmp(&b.page)));
    hits
}

/// Returns how well the best of a page's names holds the query, from 0 to 1; two when it is the query.
fn best_name(index: &Index, page: &IndexedPage, slots: &[Slot], weights: &[f64]) -> f64 {
    let all: f64 = weights.iter().sum();
    let mut best = 0.0;
    for name in page.names() {
        let words = tokens(name);
        let is_query =
            words.len() == slots.len() && words.iter().zip(slots).all(|(word, slot)| word.text == slot.text);
        if is_query {
            return 2.0;
        }
        let stems: Vec<u32> =
            words.iter().filter_map(|word| Some(index.words[index.word(&word.text)?].1)).collect();
        let held = held(slots, weights, &stems);
        let mut named = 0.0;
        let mut used = 0.0;
        for stem in &stems {
            let worth = f64::from(index.stems[*stem as usize].idf);
            named += worth;
            if slots.iter().any(|slot| slot.stems.contains_key(stem)) {
                used += worth;
            }
        }
        if all == 0.0 || named == 0.0 {
            continue;
        }
        let value = (held / all).min(1.0) * (0.5 + 0.5 * used / named);
        if value > best {
            best = value;
        }
    }
    best
}

/// Returns how much of the query is in a name's words: each typed word as far as it is believed, and
/// something more for two that stand side by side in both.
fn held(slots: &[Slot], weights: &[f64], stems: &[u32]) -> f64 {
    let mut held = 0.0;
    for (slot, weight) in slots.iter().zip(weights) {
        let mut belief = 0.0;
        for stem in stems {
            let known = slot.belief(*stem);
            if known > belief {
                belief = known;
            }
        }
        held += weight * belief;
    }
    for (pair, weights) in slots.windows(2).zip(weights.windows(2)) {
        if stems.windows(2).any(|stems| pair[0].is(stems[0]) && pair[1].is(stems[1])) {
            held += SIDE_BY_SIDE * (weights[0] + weights[1]);
        }
    }
    held
}
