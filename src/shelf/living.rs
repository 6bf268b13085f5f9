//! The edition in force as it stands at the root: its words, and what changes from day to day as it is
//! today, so that a fresh review or a word by which people search needs no release.
//!
//! Its copy at its permanent address stays as it was released.

use super::Volume;
use crate::cache::Cache;
use crate::editions::compare::{By, Pair};
use crate::editions::{compare, words};
use crate::handbook::Living;
use crate::site::Site;

/// Returns an edition with what changes from day to day as it is in today's handbook.
pub fn root(volume: &Volume, today: &Site, cache: &mut Cache) -> Site {
    let (then, now) = (volume.site.whole(), today.whole());
    // Likeness is no identity: a new page may be made of one that is still in force.
    let is_known = |pair: &Pair| pair.by != By::Words;
    // Of what was withdrawn nothing comes back.
    let is_shown = |pair: &Pair| !volume.edition.withdraws(&words::key(&then.pages[pair.old]));
    let pairs = compare(then, now).pairs.into_iter().filter(|pair| is_known(pair) && is_shown(pair));
    let living = |pair: Pair| Living { then: pair.old, now: pair.new, same_words: !pair.changed };
    let known: Vec<Living> = pairs.map(living).collect();
    volume.site.clone().living(now, &known, cache)
}
