//! Writes 5,000 queries and the order of their answers, for the browser to be held to:
//! `search-orders ROOT` prints a line of JSON for each.
//!
//! The queries are made from the handbook's own words: words, their beginnings, slips of each kind,
//! phrases from titles and aliases, whole sentences of such, and what nobody should type.

#![allow(clippy::print_stdout, reason = "the orders are what the program is for")]

use deskbook::search::{Filter, Index, search};
use deskbook::{Options, build, edge};
use jiff::civil::date;

/// How many queries there are.
const QUERIES: usize = 5_000;
/// How many answers are compared.
const ANSWERS: usize = 20;

fn main() {
    let root = std::env::args().nth(1).expect("the folder of a handbook");
    let snapshot = edge::disk::read(root.as_ref()).expect("the handbook can be read");
    let options = Options::on(date(2026, 12, 1));
    let index = build(&snapshot, &options).value.search;
    let mut dice = Dice(2026);
    for number in 0..QUERIES {
        let query = query(&index, &mut dice, number);
        let (hits, _) = search(&index, &query, Filter::default());
        let order: Vec<(usize, usize)> =
            hits.iter().take(ANSWERS).map(|hit| (hit.page, hit.section)).collect();
        println!("{}", serde_json::json!({ "query": query, "found": hits.len(), "order": order }));
    }
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

const ODD: &[&str] = &[
    "",
    " ",
    "😀",
    "refund 😀",
    "👩‍👩‍👧 complaint",
    "שלום",
    "مرحبا بالعالم",
    "顧客対応",
    "constructor",
    "__proto__ toString",
    "<img src=x onerror=alert(1)>",
    "don't",
    "customer’s",
    "£50",
    "$1,000.50",
    "hand-over",
    "hand‐over now",
    "ΣΊΣΥΦΟΣ",
    "İstanbul",
    "straße",
    "ﬁx it",
    "a",
    "0",
    "x5",
    "X5 ",
    "call-back call back callback",
    "\u{0}\u{1}",
    "..,,''--",
];

fn query(index: &Index, dice: &mut Dice, number: usize) -> String {
    match number % 10 {
        0 | 1 => words(index, dice),
        2 => beginning(index, dice),
        3..=5 => slip(index, dice),
        6 | 7 => name(index, dice),
        8 => format!("{} ", words(index, dice)),
        _ if number == 9 => "refund without a receipt ".repeat(400),
        _ if number < 400 => ODD[(number / 10) % ODD.len()].to_owned(),
        _ if number % 20 == 9 => sentence(index, dice),
        _ => format!("{} {}", slip(index, dice), name(index, dice)),
    }
}

fn word<'a>(index: &'a Index, dice: &mut Dice) -> &'a str {
    &index.words[dice.below(index.words.len())].0
}

fn words(index: &Index, dice: &mut Dice) -> String {
    let count = 1 + dice.below(4);
    let words: Vec<&str> = (0..count).map(|_| word(index, dice)).collect();
    words.join(" ")
}

fn beginning(index: &Index, dice: &mut Dice) -> String {
    let before = if dice.below(2) == 0 { String::new() } else { words(index, dice) + " " };
    let word: Vec<char> = word(index, dice).chars().collect();
    let end = 1 + dice.below(word.len());
    before + &word[..end].iter().collect::<String>()
}

/// Swaps, drops, doubles or replaces a letter of one word.
fn slip(index: &Index, dice: &mut Dice) -> String {
    let mut letters: Vec<char> = word(index, dice).chars().collect();
    for _ in 0..=dice.below(2) {
        let at = dice.below(letters.len());
        match dice.below(4) {
            0 if at > 0 => letters.swap(at, at - 1),
            1 if letters.len() > 1 => drop(letters.remove(at)),
            2 => letters.insert(at, letters[at]),
            _ => letters[at] = char::from(b'a' + u8::try_from(dice.below(26)).unwrap_or(0)),
        }
    }
    let slipped: String = letters.into_iter().collect();
    match dice.below(3) {
        0 => slipped,
        1 => format!("{slipped} {}", words(index, dice)),
        _ => format!("{} {slipped}", words(index, dice)),
    }
}

fn name(index: &Index, dice: &mut Dice) -> String {
    let page = &index.pages[dice.below(index.pages.len())];
    let names: Vec<&str> = page.names().collect();
    names[dice.below(names.len())].to_owned()
}

/// As many words as somebody types who asks in full, and now and then more than are read.
fn sentence(index: &Index, dice: &mut Dice) -> String {
    let parts = 2 + dice.below(4);
    let parts: Vec<String> =
        (0..parts).map(|_| format!("{} {}", name(index, dice), words(index, dice))).collect();
    parts.join(" ")
}
