//! The search on a handbook, in figures: `search-figures ROOT` prints how long the index takes, how
//! many bytes it has, and how many of 150 queries of each class find their page among the first ten.
//!
//! A query is made from a section of a page: the rarest of its words, so many that few sections hold
//! them all, so that the page is what somebody who typed them would mean.

#![allow(clippy::print_stdout, reason = "figures are what the program is for")]
#![allow(clippy::cast_precision_loss, reason = "a share of a few things is exact enough")]

use std::time::Instant;

use deskbook::search::{Filter, Index, search, shards};
use deskbook::{Options, build, edge};
use jiff::civil::date;

const QUERIES: usize = 150;
const AMONG: usize = 10;

/// A class of queries, and what it does to a word.
type Class = (&'static str, fn(&str, &mut Dice) -> String);

fn main() {
    let root = std::env::args().nth(1).expect("the folder of a handbook");
    let snapshot = edge::disk::read(root.as_ref()).expect("the handbook can be read");
    let options = Options::on(date(2026, 12, 1));
    let built = build(&snapshot, &options).value;
    let texts: Vec<_> = built
        .search
        .pages
        .iter()
        .map(|page| {
            (page.page, deskbook::search::PageText::of(&built.handbook, &built.handbook.pages[page.page]))
        })
        .collect();
    let started = Instant::now();
    let analysed = analyse(texts);
    let index = Index::new(&built.handbook, analysed);
    let files = shards(&index);
    let seconds = started.elapsed().as_secs_f64();
    let bytes: usize = files.iter().map(|(_, bytes)| bytes.len()).sum();
    println!(
        "index {seconds:.2} s, {:.1} MB in {} files, {} words",
        bytes as f64 / 1e6,
        files.len(),
        index.words.len()
    );
    let classes: [Class; 4] = [
        ("exact word", |word, _| word.to_owned()),
        ("prefix", |word, dice| word.chars().take(4.max(word.chars().count() - 1 - dice.below(3))).collect()),
        ("one typo", |word, dice| slip(word, dice, 1)),
        ("typo in the first letter", |word, dice| slip(word, dice, 0)),
    ];
    for (name, spoil) in classes {
        let mut dice = Dice(7);
        let found = (0..QUERIES).filter(|_| {
            let (page, rare) = section(&index, &mut dice);
            let query = format!("{} {}", rare[1..].join(" "), spoil(&rare[0], &mut dice));
            place(&index, &query, page) < AMONG
        });
        println!("{name}: {:.1} %", found.count() as f64 * 100.0 / QUERIES as f64);
    }
    let mut dice = Dice(9);
    let found = (0..QUERIES).filter(|_| {
        let page = dice.below(index.pages.len());
        let title = &index.pages[page].source.title;
        let mut words: Vec<String> = title.split(' ').map(str::to_owned).collect();
        let longest = (0..words.len()).max_by_key(|word| words[*word].len()).unwrap_or(0);
        words[longest] = slip(&words[longest], &mut dice, 1);
        place(&index, &words.join(" "), page) < AMONG
    });
    println!("title with a typo: {:.1} %", found.count() as f64 * 100.0 / QUERIES as f64);
}

fn analyse(
    texts: Vec<(usize, deskbook::search::PageText)>,
) -> Vec<(usize, std::sync::Arc<deskbook::search::Analysis>)> {
    use rayon::prelude::*;
    let analysed =
        texts.into_par_iter().map(|(number, text)| (number, deskbook::search::analyse(text).into()));
    analysed.collect()
}

/// Returns the place of a page among the answers, from zero.
fn place(index: &Index, query: &str, page: usize) -> usize {
    let (hits, _) = search(index, query, Filter::default());
    hits.iter().position(|hit| hit.page == page).unwrap_or(usize::MAX)
}

/// Returns a page, and the rarest words of one of its sections: so many that few pages hold them all.
fn section(index: &Index, dice: &mut Dice) -> (usize, Vec<String>) {
    const FEW: usize = 5;
    loop {
        let page = dice.below(index.pages.len());
        let text = &index.pages[page].source;
        let analysis = deskbook::search::analyse(text.clone());
        let section = u16::try_from(dice.below(analysis.sections.len())).unwrap_or(0);
        let here = analysis.words.places.iter().filter(|(_, place, _)| *place == section);
        let words = here.map(|(word, ..)| &*analysis.words.words[usize::from(*word)]);
        let mut words: Vec<&str> =
            words.filter(|word| word.chars().count() > 4 && word.chars().all(char::is_alphabetic)).collect();
        let stem = |word: &str| index.word(word).map(|word| &index.stems[index.words[word].1 as usize]);
        words.sort_by_key(|word| {
            (std::cmp::Reverse(stem(word).map_or(0, |stem| stem.idf)), (*word).to_owned())
        });
        for count in 2..=4 {
            let Some(chosen) = words.get(..count) else { break };
            let sections = |word: &&str| -> std::collections::BTreeSet<u32> {
                stem(word).map_or_else(Default::default, |stem| {
                    stem.places.iter().map(|(place, _)| *place).collect()
                })
            };
            let together = chosen.iter().map(sections).reduce(|a, b| &a & &b).unwrap_or_default();
            if (1..=FEW).contains(&together.len()) {
                return (page, chosen.iter().map(|word| (*word).to_owned()).collect());
            }
        }
    }
}

/// Changes one letter, from the letter at `least` on; at zero the first.
fn slip(word: &str, dice: &mut Dice, least: usize) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    if letters.len() < 4 {
        return word.to_owned();
    }
    let at = if least == 0 { 0 } else { least + dice.below(letters.len() - least) };
    match dice.below(4) {
        0 if at > 0 => letters.swap(at, at - 1),
        1 => drop(letters.remove(at)),
        2 if at > 0 => letters.insert(at, letters[at]),
        _ => letters[at] = if letters[at] == 'x' { 'y' } else { 'x' },
    }
    letters.into_iter().collect()
}

/// The same numbers every time (`SplitMix64`).
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % limit.max(1) as u64).unwrap_or(0)
    }
}
