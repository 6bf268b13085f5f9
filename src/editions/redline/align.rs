//! Which part was which: the parts of two places, paired.
//!
//! First those that have a place of their own in their block (a labelled paragraph, a footnote),
//! then those that read alike, then what is left between them by likeness, then what has moved.
//! Each step is bounded: sequences go through `imara_diff`, whose heuristics keep it from quadratic
//! cost, and likeness is measured in windows.

use std::collections::BTreeMap;
use std::ops::Range;

use imara_diff::{Algorithm, Diff, Token};
use rustc_hash::FxHashMap;

use super::part::{Part, Sort};
use super::read::Reading;

/// How many parts of each side are measured against each other at a time.
const WINDOW: usize = 48;
/// So many words make a part worth recognising elsewhere, when it reads alike.
const MOVED_WORDS: usize = 4;
/// So many words make it worth recognising elsewhere when some of them changed.
const CHANGED_WORDS: usize = 8;
/// So alike, of a thousand, a part must be that has moved and changed.
const MOVED_LIKENESS: u32 = 700;
/// So alike a part must be that stands beside one that has moved.
const BESIDE_LIKENESS: u32 = 500;

/// What holds where parts are paired.
#[derive(Clone, Copy, Debug, Default)]
pub struct Place {
    /// Whether two parts are one when each is the only one of its sort between two that are paired.
    pub keeps_singles: bool,
    /// Whether parts are looked for elsewhere.
    pub moves: bool,
    /// Whether the heading is one of the place's own parts.
    pub has_heading: bool,
}

/// Which part of each side belongs to which of the other.
#[derive(Clone, Debug)]
pub struct Pairs {
    /// For each old part: the new one.
    pub of_old: Vec<Option<usize>>,
    /// For each new part: the old one.
    pub of_new: Vec<Option<usize>>,
    /// Whether an old part stands in another order among the new ones.
    pub moved: Vec<bool>,
}

/// Both sides, as far as pairing needs them.
pub struct Sides<'a, 'b> {
    /// The old document.
    pub old: &'b Reading<'a>,
    /// The new document.
    pub new: &'b Reading<'a>,
}

/// Pairs parts.
pub fn pair(sides: &Sides, olds: &[Part], news: &[Part], place: Place) -> Pairs {
    let mut pairs = Pairs {
        of_old: vec![None; olds.len()],
        of_new: vec![None; news.len()],
        moved: vec![false; olds.len()],
    };
    own_places(olds, news, place, &mut pairs);
    for (old, new) in gaps(&pairs) {
        alike(sides, &olds[old.clone()], &news[new.clone()], (old.start, new.start), &mut pairs);
    }
    for (old, new) in gaps(&pairs) {
        similar(sides, olds, news, old, new, &mut pairs);
    }
    if place.keeps_singles {
        for (old, new) in gaps(&pairs) {
            singles(olds, news, old, new, &mut pairs);
        }
    }
    if place.moves {
        elsewhere(sides, olds, news, &mut pairs);
    }
    settle(&mut pairs);
    pairs
}

/// Says of what stands in one order after all that it has not moved.
fn settle(pairs: &mut Pairs) {
    let mut next_kept = vec![usize::MAX; pairs.of_old.len() + 1];
    for old in (0..pairs.of_old.len()).rev() {
        let kept = pairs.of_old[old].filter(|_| !pairs.moved[old]);
        next_kept[old] = kept.unwrap_or(next_kept[old + 1]);
    }
    let mut last = None;
    for old in 0..pairs.of_old.len() {
        let Some(new) = pairs.of_old[old] else { continue };
        let in_order = last.is_none_or(|last| last < new) && new < next_kept[old + 1];
        pairs.moved[old] &= !in_order;
        if !pairs.moved[old] {
            last = Some(new);
        }
    }
}

impl Pairs {
    fn put(&mut self, old: usize, new: usize) {
        self.of_old[old] = Some(new);
        self.of_new[new] = Some(old);
    }
}

/// Returns the ranges between paired parts in which something is left on both sides.
fn gaps(pairs: &Pairs) -> Vec<(Range<usize>, Range<usize>)> {
    let mut gaps = Vec::new();
    let (mut from_old, mut from_new) = (0, 0);
    let mut close = |old: Range<usize>, new: Range<usize>| {
        if !old.is_empty() && !new.is_empty() {
            gaps.push((old, new));
        }
    };
    for (old, new) in pairs.of_old.iter().enumerate() {
        let Some(new) = new.filter(|_| !pairs.moved[old]) else { continue };
        close(from_old..old, from_new..new);
        (from_old, from_new) = (old + 1, new + 1);
    }
    close(from_old..pairs.of_old.len(), from_new..pairs.of_new.len());
    gaps
}

/// Pairs parts that a place has once: a labelled paragraph, a reason, a footnote by its label.
fn own_places(olds: &[Part], news: &[Part], place: Place, pairs: &mut Pairs) {
    let has_own = |part: &Part| match part.sort {
        Sort::Title | Sort::Labelled(_) | Sort::Because | Sort::Footnote(_) | Sort::Head => true,
        Sort::Heading => place.has_heading,
        _ => false,
    };
    let mut known: FxHashMap<Sort, usize> = FxHashMap::default();
    for (number, part) in news.iter().enumerate().filter(|(_, part)| has_own(part)) {
        known.entry(part.sort).or_insert(number);
    }
    let mut last = None;
    for (number, part) in olds.iter().enumerate().filter(|(_, part)| has_own(part)) {
        let Some(new) = known.remove(&part.sort) else { continue };
        pairs.put(number, new);
        pairs.moved[number] = last.is_some_and(|last| new < last);
        last = last.max(Some(new));
    }
}

/// Pairs parts that read alike and stand in one order: where there are few, so that most words stay.
fn alike(
    sides: &Sides,
    olds: &[Part],
    news: &[Part],
    (from_old, from_new): (usize, usize),
    pairs: &mut Pairs,
) {
    if olds.len().max(news.len()) <= WINDOW {
        let weights: Vec<u32> =
            olds.iter().map(|old| u32::try_from(old.words(sides.old)).unwrap_or(0) + 1).collect();
        let weight = |a: usize, b: usize| if olds[a].key == news[b].key { weights[a] } else { 0 };
        let row = |a: usize| (0..news.len()).map(|b| weight(a, b)).collect();
        let equal = Measured { likeness: (0..olds.len()).map(row).collect() };
        for (old, new) in equal.best() {
            if pairs.of_old[from_old + old].is_none() && pairs.of_new[from_new + new].is_none() {
                pairs.put(from_old + old, from_new + new);
            }
        }
        return;
    }
    let mut numbers: FxHashMap<u64, u32> = FxHashMap::default();
    let mut number = |part: &Part| {
        let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
        Token(*numbers.entry(part.key).or_insert(next))
    };
    let before: Vec<Token> = olds.iter().map(&mut number).collect();
    let after: Vec<Token> = news.iter().map(&mut number).collect();
    let count = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
    for (old, new) in kept(&before, &after, count) {
        // A part that is taken by its own place stays where it is.
        if pairs.of_old[from_old + old].is_none() && pairs.of_new[from_new + new].is_none() {
            pairs.put(from_old + old, from_new + new);
        }
    }
}

/// Returns the places of what two sequences share, in order.
///
/// Of sequences that differ in more than `MOST` places together only what they begin and end with is
/// compared: nobody reads a redline of a page of which all is new, and few words in endless turns
/// are what every algorithm is slow at.
pub fn kept(before: &[Token], after: &[Token], count: u32) -> Vec<(usize, usize)> {
    const MOST: usize = 12_000;
    let ends = before.iter().zip(after).take_while(|(a, b)| a == b).count();
    let (old, new) = (&before[ends..], &after[ends..]);
    let tail = old.iter().rev().zip(new.iter().rev()).take_while(|(a, b)| a == b).count();
    let (old, new) = (&old[..old.len() - tail], &new[..new.len() - tail]);
    let mut kept: Vec<(usize, usize)> = (0..ends).map(|at| (at, at)).collect();
    if old.len() + new.len() <= MOST {
        kept.extend(between(old, new, count).into_iter().map(|(a, b)| (a + ends, b + ends)));
    }
    kept.extend((0..tail).map(|at| (ends + old.len() + at, ends + new.len() + at)));
    kept
}

fn between(before: &[Token], after: &[Token], count: u32) -> Vec<(usize, usize)> {
    let mut diff = Diff::default();
    diff.compute_with(Algorithm::Histogram, before, after, count);
    let mut kept = Vec::new();
    let (mut old, mut new) = (0, 0);
    for hunk in diff.hunks() {
        while old < hunk.before.start as usize {
            kept.push((old, new));
            (old, new) = (old + 1, new + 1);
        }
        (old, new) = (hunk.before.end as usize, hunk.after.end as usize);
    }
    kept.extend((old..before.len()).zip(new..after.len()));
    kept
}

/// Pairs what is left between two pairs by likeness, a window at a time.
fn similar(
    sides: &Sides,
    olds: &[Part],
    news: &[Part],
    old: Range<usize>,
    new: Range<usize>,
    pairs: &mut Pairs,
) {
    let windows = old.len().max(new.len()).div_ceil(WINDOW);
    let cut = |range: &Range<usize>, number: usize| range.start + range.len() * number / windows;
    for window in 0..windows {
        let old = cut(&old, window)..cut(&old, window + 1);
        let new = cut(&new, window)..cut(&new, window + 1);
        let measured = Measured::of(sides, &olds[old.clone()], &news[new.clone()]);
        for (a, b) in measured.best() {
            if pairs.of_old[old.start + a].is_none() && pairs.of_new[new.start + b].is_none() {
                pairs.put(old.start + a, new.start + b);
            }
        }
    }
}

/// How alike the parts of two windows are.
struct Measured {
    likeness: Vec<Vec<u32>>,
}

impl Measured {
    fn of(sides: &Sides, olds: &[Part], news: &[Part]) -> Self {
        let old: Vec<Bag> = olds.iter().map(|part| Bag::of(sides.old, part)).collect();
        let new: Vec<Bag> = news.iter().map(|part| Bag::of(sides.new, part)).collect();
        let row = |a: usize| (0..news.len()).map(|b| enough(&olds[a], &news[b], &old[a], &new[b])).collect();
        Self { likeness: (0..olds.len()).map(row).collect() }
    }

    /// Returns the pairs, in order, that are most alike together.
    fn best(&self) -> Vec<(usize, usize)> {
        let rows = self.likeness.len();
        let columns = self.likeness.first().map_or(0, Vec::len);
        let mut best = vec![vec![0u32; columns + 1]; rows + 1];
        for a in (0..rows).rev() {
            for b in (0..columns).rev() {
                let both = match self.likeness[a][b] {
                    0 => 0,
                    likeness => likeness + best[a + 1][b + 1],
                };
                best[a][b] = both.max(best[a + 1][b]).max(best[a][b + 1]);
            }
        }
        let mut pairs = Vec::new();
        let (mut a, mut b) = (0, 0);
        while a < rows && b < columns {
            let likeness = self.likeness[a][b];
            if likeness > 0 && best[a][b] == likeness + best[a + 1][b + 1] {
                pairs.push((a, b));
                (a, b) = (a + 1, b + 1);
            } else if best[a][b] == best[a + 1][b] {
                a += 1;
            } else {
                b += 1;
            }
        }
        pairs
    }
}

/// The words of a part, and what it opens with.
struct Bag {
    words: Vec<u32>,
    opening: Vec<u32>,
}

impl Bag {
    fn of(reading: &Reading, part: &Part) -> Self {
        Self { words: part.bag(reading), opening: part.opening(reading) }
    }

    /// Returns how alike two bags are, of a thousand.
    fn likeness(&self, other: &Self) -> u32 {
        let (mut a, mut b, mut common) = (0, 0, 0usize);
        while a < self.words.len() && b < other.words.len() {
            match self.words[a].cmp(&other.words[b]) {
                std::cmp::Ordering::Less => a += 1,
                std::cmp::Ordering::Greater => b += 1,
                std::cmp::Ordering::Equal => (a, b, common) = (a + 1, b + 1, common + 1),
            }
        }
        let all = self.words.len() + other.words.len();
        let share = (common * 2000).checked_div(all).unwrap_or(0);
        let opens = !self.opening.is_empty() && self.opening == other.opening;
        u32::try_from(share).unwrap_or(1000).min(1000) + if opens { 400 } else { 0 }
    }
}

/// Returns how alike two parts are; nothing where that is too little to be one.
fn enough(old: &Part, new: &Part, old_bag: &Bag, new_bag: &Bag) -> u32 {
    let least = match old.sort {
        _ if old.sort != new.sort => return 0,
        Sort::Code | Sort::Html | Sort::Away => return 0,
        Sort::Rule => 0,
        Sort::Text => 500,
        Sort::List
        | Sort::SayList
        | Sort::Table
        | Sort::Quote
        | Sort::Block(..)
        | Sort::Element(_)
        | Sort::Terms => 200,
        Sort::Alert(_) => 300,
        _ => 400,
    };
    let likeness = old_bag.likeness(new_bag);
    if likeness >= least { likeness.max(1) } else { 0 }
}

/// Pairs what is the only one of its sort on both sides of a gap.
fn singles(olds: &[Part], news: &[Part], old: Range<usize>, new: Range<usize>, pairs: &mut Pairs) {
    let mut sorts: FxHashMap<Sort, (usize, usize, usize)> = FxHashMap::default();
    // What has its own place elsewhere is paired already.
    for number in old.clone().filter(|number| pairs.of_old[*number].is_none()) {
        sorts.entry(olds[number].sort).or_default().0 += 1;
    }
    for number in new.clone().filter(|number| pairs.of_new[*number].is_none()) {
        let entry = sorts.entry(news[number].sort).or_default();
        (entry.1, entry.2) = (entry.1 + 1, number);
    }
    let mut last = None;
    for number in old.filter(|number| pairs.of_old[*number].is_none()).collect::<Vec<_>>() {
        let (1, 1, other) = sorts[&olds[number].sort] else { continue };
        let takes_part = !matches!(olds[number].sort, Sort::Code | Sort::Html | Sort::Away);
        if takes_part && last.is_none_or(|last| last < other) && pairs.of_new[other].is_none() {
            pairs.put(number, other);
            last = Some(other);
        }
    }
}

/// Pairs what is left and stands elsewhere: what reads alike, what stands beside it, and long parts
/// of which some words have changed.
fn elsewhere(sides: &Sides, olds: &[Part], news: &[Part], pairs: &mut Pairs) {
    let can_move =
        |part: &Part| !part.is_line && !matches!(part.sort, Sort::TreeItem(_) | Sort::Rule | Sort::Away);
    let left = |of: &[Option<usize>], parts: &[Part]| -> Vec<usize> {
        (0..parts.len()).filter(|number| of[*number].is_none() && can_move(&parts[*number])).collect()
    };
    let mut by_key: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    // The last one first, so that the first one is at hand.
    for number in left(&pairs.of_new, news).into_iter().rev() {
        by_key.entry(news[number].key).or_default().push(number);
    }
    for old in left(&pairs.of_old, olds) {
        let Some(found) = by_key.get_mut(&olds[old].key) else { continue };
        if olds[old].words(sides.old) < MOVED_WORDS {
            continue;
        }
        let Some(new) = found.pop() else { continue };
        // A neighbour may have taken it.
        if pairs.of_new[new].is_none() && pairs.of_old[old].is_none() {
            move_to(sides, olds, news, (old, new), pairs);
        }
    }
    let long = |reading: &Reading, parts: &[Part], mut numbers: Vec<usize>| {
        numbers.retain(|number| parts[*number].words(reading) >= CHANGED_WORDS);
        numbers.truncate(WINDOW);
        numbers
    };
    let old_left = long(sides.old, olds, left(&pairs.of_old, olds));
    let new_left = long(sides.new, news, left(&pairs.of_new, news));
    let old_bags: Vec<Bag> = old_left.iter().map(|number| Bag::of(sides.old, &olds[*number])).collect();
    let new_bags: Vec<Bag> = new_left.iter().map(|number| Bag::of(sides.new, &news[*number])).collect();
    let mut found = Vec::new();
    for (a, old) in old_left.iter().enumerate() {
        for (b, new) in new_left.iter().enumerate() {
            let likeness = enough(&olds[*old], &news[*new], &old_bags[a], &new_bags[b]);
            if likeness >= MOVED_LIKENESS {
                found.push((std::cmp::Reverse(likeness), *old, *new));
            }
        }
    }
    found.sort_unstable();
    for (_, old, new) in found {
        if pairs.of_old[old].is_none() && pairs.of_new[new].is_none() {
            move_to(sides, olds, news, (old, new), pairs);
        }
    }
}

/// Pairs two parts that have moved, and what stands beside both and goes with them.
fn move_to(sides: &Sides, olds: &[Part], news: &[Part], pair: (usize, usize), pairs: &mut Pairs) {
    let take = |old: usize, new: usize, pairs: &mut Pairs| {
        pairs.put(old, new);
        pairs.moved[old] = true;
    };
    take(pair.0, pair.1, pairs);
    let goes_with = |old: usize, new: usize, pairs: &Pairs| {
        let (Some(a), Some(b)) = (olds.get(old), news.get(new)) else { return false };
        let free = pairs.of_old[old].is_none() && pairs.of_new[new].is_none();
        let is_tree = matches!(a.sort, Sort::TreeItem(_));
        free && a.sort == b.sort && !a.is_line && !is_tree && {
            let bags = (Bag::of(sides.old, a), Bag::of(sides.new, b));
            a.key == b.key || enough(a, b, &bags.0, &bags.1) >= BESIDE_LIKENESS
        }
    };
    let (mut old, mut new) = pair;
    while old > 0 && new > 0 && goes_with(old - 1, new - 1, pairs) {
        (old, new) = (old - 1, new - 1);
        take(old, new, pairs);
    }
    let (mut old, mut new) = pair;
    while goes_with(old + 1, new + 1, pairs) {
        (old, new) = (old + 1, new + 1);
        take(old, new, pairs);
    }
}
