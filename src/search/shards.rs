//! The index as files: one with all words, many small ones with their sections, and the heads of
//! pages. A reader's browser loads the first, then of the others what a query needs.
//!
//! ```text
//! search/words.bin          header (JSON), words, pages: loaded when search is opened
//! search/places-N-HASH.bin  the sections of some stems: one or two for each word that is typed
//! search/heads-N-HASH.bin   titles, addresses, names, headings of some pages: for those shown
//! ```
//!
//! All are compressed, since not every host does that. Numbers are LEB128; words are cut where they
//! agree with the one before.

use std::collections::BTreeMap;
use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use rayon::prelude::*;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::index::{Index, IndexedPage, Stem};

/// The file that a browser loads first. Its name stays, so that a page kept from yesterday finds
/// today's words; all others carry a hash.
pub const WORDS: &str = "search/words.bin";

/// A file of sections is closed when it has this many bytes.
const PLACES_BYTES: usize = 9_000;
/// How many pages share a file of heads.
const PAGES_A_FILE: usize = 12;

/// What the first file opens with.
#[derive(Serialize)]
struct Header<'a> {
    version: u32,
    pages: usize,
    sections: u32,
    words: usize,
    /// How many bytes all words take, each with one at its end.
    spelled: usize,
    stems: usize,
    pages_a_file: usize,
    /// The first stem of each file of sections.
    first_stems: Vec<usize>,
    places: Vec<String>,
    heads: Vec<String>,
    areas: &'a [String],
    kinds: &'a [String],
    endings: &'a [String],
    /// The words of the interface.
    says: &'a toml::Table,
    help_now: &'a str,
    a_z: &'a str,
    /// What words mean as well, each meaning once: its words, and all that have it.
    synonyms: Vec<(Vec<String>, Vec<String>)>,
    never_correct: &'a [String],
}

/// What a reader sees of a page before opening it, and the names by which it is known.
#[derive(Serialize)]
struct Head<'a> {
    t: &'a str,
    u: &'a str,
    s: &'a str,
    c: &'a str,
    n: &'a [String],
    /// Ids and headings of its sections but the first, in turn.
    h: Vec<&'a str>,
    /// That it came or changed not long ago: which, and the day from which it is no news any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    r: Option<(&'static str, String)>,
}

/// Returns the files of an index by path.
pub fn shards(index: &Index) -> Vec<(String, Vec<u8>)> {
    let groups = groups(&index.stems);
    let places: Vec<(String, Vec<u8>)> = groups
        .par_iter()
        .enumerate()
        .map(|(number, stems)| named("places", number, &places(&index.stems[stems.clone()])))
        .collect();
    let heads: Vec<(String, Vec<u8>)> = index
        .pages
        .par_chunks(PAGES_A_FILE)
        .enumerate()
        .map(|(number, pages)| named("heads", number, &heads(pages)))
        .collect();
    let header = Header {
        version: 1,
        pages: index.pages.len(),
        sections: index.sections(),
        words: index.words.len(),
        spelled: index.words.iter().map(|(word, _)| word.len() + 1).sum(),
        stems: index.stems.len(),
        pages_a_file: PAGES_A_FILE,
        first_stems: groups.iter().map(|stems| stems.start).collect(),
        places: places.iter().map(|(path, _)| hash_in(path)).collect(),
        heads: heads.iter().map(|(path, _)| hash_in(path)).collect(),
        areas: &index.areas,
        kinds: &index.kinds,
        endings: &index.endings,
        says: &index.says,
        help_now: &index.help_now,
        a_z: &index.a_z,
        synonyms: by_meaning(&index.synonyms),
        never_correct: &index.never_correct,
    };
    let first = (WORDS.to_owned(), compressed(&words(index, &header)));
    std::iter::once(first).chain(places).chain(heads).collect()
}

/// Gathers the words that mean the same others, since a meaning that is written once for all of its
/// words weighs half as much.
fn by_meaning(synonyms: &[(Vec<String>, Vec<String>)]) -> Vec<(Vec<String>, Vec<String>)> {
    let mut meanings: BTreeMap<&[String], Vec<String>> = BTreeMap::new();
    for (from, to) in synonyms {
        meanings.entry(from).or_default().push(to.join(" "));
    }
    let mut words: BTreeMap<Vec<String>, Vec<String>> = BTreeMap::new();
    for (from, meaning) in meanings {
        words.entry(meaning).or_default().push(from.join(" "));
    }
    words.into_iter().collect()
}

fn words(index: &Index, header: &Header) -> Vec<u8> {
    let header = serde_json::to_vec(header).expect("a header is JSON");
    let mut bytes = Vec::new();
    number(&mut bytes, header.len());
    bytes.extend(header);
    let mut before: &str = "";
    let mut next_stem = 0;
    for (word, stem) in &index.words {
        let agree = agreeing(before, word);
        number(&mut bytes, agree);
        number(&mut bytes, word.len() - agree);
        bytes.extend(&word.as_bytes()[agree..]);
        // A stem's first word brings its weight; others name the stem, counted back.
        let stem = *stem as usize;
        number(&mut bytes, next_stem - stem);
        if stem == next_stem {
            bytes.push(index.stems[stem].idf);
            next_stem += 1;
        }
        before = word;
    }
    for page in &index.pages {
        number(&mut bytes, page.sections.len());
    }
    let column = |of: fn(&IndexedPage) -> u8| index.pages.iter().map(of);
    bytes.extend(column(|page| page.area).chain(column(|page| page.kind)).chain(column(|page| page.weight)));
    bytes
}

/// Returns how many bytes two words have in common, cut between letters.
fn agreeing(a: &str, b: &str) -> usize {
    let most = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
    (0..=most).rev().find(|at| b.is_char_boundary(*at)).unwrap_or(0)
}

/// Cuts stems into runs of which each makes a file.
fn groups(stems: &[Stem]) -> Vec<std::ops::Range<usize>> {
    let mut groups = Vec::new();
    let (mut start, mut bytes) = (0, 0);
    for (number, stem) in stems.iter().enumerate() {
        let more = stem.places.len() * 2 + 2;
        if bytes > 0 && bytes + more > PLACES_BYTES {
            groups.push(start..number);
            (start, bytes) = (number, 0);
        }
        bytes += more;
    }
    if start < stems.len() {
        groups.push(start..stems.len());
    }
    groups
}

/// Writes the sections of stems: how many, the steps from one to the next, then what each owes.
fn places(stems: &[Stem]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for stem in stems {
        number(&mut bytes, stem.places.len());
        let mut before = 0;
        for (section, _) in &stem.places {
            number(&mut bytes, (section - before) as usize);
            before = *section;
        }
        bytes.extend(stem.places.iter().map(|(_, impact)| *impact));
    }
    bytes
}

fn heads(pages: &[IndexedPage]) -> Vec<u8> {
    let head = |page: &'_ IndexedPage| {
        let source = &page.source;
        let sections = page.sections.iter().skip(1);
        let headings =
            sections.flat_map(|section| [section.id.as_deref().unwrap_or(""), section.heading.as_str()]);
        let head = Head {
            t: &source.title,
            u: &page.url,
            s: &source.summary,
            c: &source.code,
            n: &source.aliases,
            h: headings.collect(),
            r: page.recent.map(|recent| (recent.name(), recent.until.to_string())),
        };
        serde_json::to_value(head).expect("a head is JSON")
    };
    let heads: Vec<serde_json::Value> = pages.iter().map(head).collect();
    serde_json::to_vec(&heads).expect("heads are JSON")
}

fn named(what: &str, number: usize, bytes: &[u8]) -> (String, Vec<u8>) {
    let hash = Sha256::digest(bytes);
    let hash: String = hash.iter().take(3).map(|byte| format!("{byte:02x}")).collect();
    (format!("search/{what}-{number}-{hash}.bin"), compressed(bytes))
}

fn hash_in(path: &str) -> String {
    path.rsplit(['-', '.']).nth(1).unwrap_or("").to_owned()
}

fn compressed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::new(6));
    encoder.write_all(bytes).and_then(|()| encoder.finish()).expect("memory takes every byte")
}

/// Returns what a file of an index says, as a browser reads it: what stands in it as JSON, and its words.
/// Files of sections hold numbers alone and say nothing.
pub fn unpacked(path: &str, bytes: &[u8]) -> Option<(serde_json::Value, Vec<String>)> {
    let name = path.rsplit('/').next()?;
    let mut plain = Vec::new();
    GzDecoder::new(bytes).read_to_end(&mut plain).ok()?;
    if name.starts_with("heads-") {
        return Some((serde_json::from_slice(&plain).ok()?, Vec::new()));
    }
    if !WORDS.ends_with(name) {
        return None;
    }
    let mut rest = plain.as_slice();
    let length = read_number(&mut rest)?;
    let header: serde_json::Value = serde_json::from_slice(rest.get(..length)?).ok()?;
    rest = rest.get(length..)?;
    let count = usize::try_from(header.get("words")?.as_u64()?).ok()?;
    let (mut words, mut before) = (Vec::with_capacity(count.min(plain.len())), Vec::new());
    for _ in 0..count {
        let (agree, more) = (read_number(&mut rest)?, read_number(&mut rest)?);
        before.truncate(agree);
        before.extend(rest.get(..more)?);
        rest = rest.get(more..)?;
        words.push(String::from_utf8_lossy(&before).into_owned());
        if read_number(&mut rest)? == 0 {
            rest = rest.get(1..)?;
        }
    }
    Some((header, words))
}

fn read_number(bytes: &mut &[u8]) -> Option<usize> {
    let mut number = 0;
    for shift in (0..usize::BITS).step_by(7) {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= usize::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

/// Appends a number in groups of seven bits, the lowest first (LEB128).
fn number(bytes: &mut Vec<u8>, mut number: usize) {
    while number > 0x7f {
        bytes.push(u8::try_from(number & 0x7f).unwrap_or(0) | 0x80);
        number >>= 7;
    }
    bytes.push(u8::try_from(number).unwrap_or(0));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_mean_the_same_others_share_a_meaning() {
        let words = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        let pairs = [("going nuts", "angry"), ("livid", "angry"), ("livid", "upset"), ("wound up", "angry")];
        let pairs: Vec<_> = pairs.into_iter().map(|(from, to)| (words(from), words(to))).collect();
        let text = serde_json::to_string(&by_meaning(&pairs)).expect("JSON");
        assert_eq!(text, r#"[[["angry"],["going nuts","wound up"]],[["angry","upset"],["livid"]]]"#);
    }
}
