//! The words of a page as one number: has anything moved that a reader reads?
//!
//! In go a page and the data of its handbook. The words are those of the document, of its title and
//! summary and of what its blocks say in their fields, for all audiences; values count as amount and
//! unit, so that the interface's language and the way money is written make no difference. Labels
//! and lists gathered from other pages are not the page's own words. White space, punctuation and
//! typography are folded, upper and lower case kept.

use std::collections::BTreeMap;
use std::sync::Arc;

use imara_diff::{Algorithm, Diff, InternedInput};
use rustc_hash::FxHashMap;
use sha2::{Digest, Sha256};

use super::text;
use crate::content::blocks::Block;
use crate::content::{Document, Kind, Name, Phrase, passages, placeholder};
use crate::data::{Data, Unit, Value};
use crate::handbook::{Handbook, Origin, Page};
use crate::source::{SitePath, hex};

/// Returns the name by which records know a page: its `id`, or else its address.
pub fn key(page: &Page) -> String {
    page.id.clone().unwrap_or_else(|| format!("/{}", page.url))
}

/// Returns the hash of every page that people wrote and that is published, by its key.
pub fn hashes(handbook: &Handbook) -> BTreeMap<String, String> {
    published(handbook).map(|page| (key(page), hash(&of(handbook, page)))).collect()
}

/// Returns the pages that people wrote and that are published; one with a successor is only a way to
/// another.
pub fn published(handbook: &Handbook) -> impl Iterator<Item = &Page> {
    let written = handbook.pages.iter().filter(|page| page.origin == Origin::Content);
    written.filter(|page| !(page.is_retired() && page.successor.is_some())).map(AsRef::as_ref)
}

/// Returns the words of a page, in order.
pub fn of(handbook: &Handbook, page: &Page) -> Vec<String> {
    let data = &handbook.shared.data;
    let document = &page.document;
    let mut words = Vec::new();
    let front = &document.front;
    for phrase in front.title.iter().chain(&front.summary) {
        push(&mut words, &filled(data, phrase));
    }
    let fills: FxHashMap<&Name, String> =
        document.references.iter().map(|reference| (&reference.name, read(data, &reference.name))).collect();
    for passage in passages(document, |name| fills.get(name).map_or("", String::as_str)) {
        push(&mut words, &passage.text);
    }
    for node in &document.nodes {
        if let Kind::Block(block) = &node.kind {
            for field in fields(data, block) {
                push(&mut words, &field);
            }
        }
    }
    words
}

/// Returns whether two pages have the same words for being one document, with what they take from data;
/// of neighbouring editions most pages are, and their words need not be looked at.
pub fn is_same(old: (&Arc<Document>, &Arc<Data>), new: (&Arc<Document>, &Arc<Data>)) -> bool {
    Arc::ptr_eq(old.0, new.0) && (Arc::ptr_eq(old.1, new.1) || takes_same(old.0, old.1, new.1))
}

fn takes_same(document: &Document, old: &Data, new: &Data) -> bool {
    let mut front = document.front.title.iter().chain(&document.front.summary);
    let mut references = document.references.iter().map(|reference| &reference.name);
    let mut blocks = document.fences.keys().filter_map(|node| document.block(*node));
    front.all(|phrase| filled(old, phrase) == filled(new, phrase))
        && references.all(|name| read(old, name) == read(new, name))
        && blocks.all(|block| fields(old, block) == fields(new, block))
}

/// The hash of the words of each page, as it was worked out last: for editions, one after the other.
#[derive(Debug, Default)]
pub struct Hashes {
    known: FxHashMap<SitePath, (Arc<Document>, Arc<Data>, String)>,
}

impl Hashes {
    /// Returns the hash of a page's words.
    pub fn of(&mut self, handbook: &Handbook, page: &Page) -> String {
        let now = (&page.document, &handbook.shared.data);
        match self.known.get(&page.path) {
            Some((document, data, hash)) if is_same((document, data), now) => hash.clone(),
            _ => {
                let hash = hash(&of(handbook, page));
                self.known.insert(page.path.clone(), (now.0.clone(), now.1.clone(), hash.clone()));
                hash
            }
        }
    }
}

/// Returns the hash of a page's words: SHA-256, in lower-case hexadecimal.
pub fn hash(words: &[String]) -> String {
    let mut hasher = Sha256::new();
    for word in words {
        hasher.update(word.as_bytes());
        // No word holds a line end, so no two lists of words are one text.
        hasher.update(b"\n");
    }
    hex(&hasher.finalize())
}

/// Returns how many words differ between two editions of a page; one that took another's place counts
/// once.
pub fn differing(old: &[String], new: &[String]) -> usize {
    let mut both = InternedInput::default();
    both.update_before(old.iter().map(String::as_str));
    both.update_after(new.iter().map(String::as_str));
    let diff = Diff::compute(Algorithm::Histogram, &both);
    diff.hunks().map(|hunk| hunk.before.len().max(hunk.after.len())).sum()
}

/// Returns a short code for a hash, to be written on paper: eight signs that are not mistaken for
/// each other, such as `7QKM-20XW`.
pub fn code(hash: &str) -> String {
    const SIGNS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let bits = u64::from_str_radix(hash.get(..10).unwrap_or("0"), 16).unwrap_or(0);
    let sign = |place: u32| char::from(SIGNS[usize::try_from(bits >> (35 - 5 * place) & 31).unwrap_or(0)]);
    let code: String = (0..8).map(sign).collect();
    format!("{}-{}", &code[..4], &code[4..])
}

fn push(words: &mut Vec<String>, text: &str) {
    words.extend(text::words(text).map(std::borrow::Cow::into_owned));
}

fn filled(data: &Data, phrase: &Phrase) -> String {
    phrase.fill(|name| placeholder(name).map_or(String::new(), |name| read(data, &name)))
}

/// Returns what a name counts as; a value stands apart from what it touches.
fn read(data: &Data, name: &Name) -> String {
    match name {
        Name::Value(key) => {
            data.values.get(key).map_or(String::new(), |value| format!(" {} ", amount(value)))
        }
        Name::Role(id) => data.roles.get(id).map_or(String::new(), |role| role.title.clone()),
        Name::Term(id) => data.terms.get(id).map_or(String::new(), |term| term.term.clone()),
        Name::Link(_) | Name::Image(_) | Name::Action(_) | Name::Path(_) => String::new(),
    }
}

fn amount(value: &Value) -> String {
    let unit = match &value.unit {
        Unit::Money => "money",
        Unit::Percent => "percent",
        Unit::Count => "count",
        Unit::Time(unit) => unit,
    };
    format!("{} {unit}", value.hundredths)
}

/// Returns what a block says in its fields.
fn fields(data: &Data, block: &Block) -> Vec<String> {
    let title = |id: &String| read(data, &Name::Role(id.clone()));
    match block {
        Block::Rule(rule) => {
            let waiver = rule.waiver.iter().map(|waiver| title(&waiver.value));
            [rule.level.name().to_owned()].into_iter().chain(waiver).collect()
        }
        Block::Letter(letter) => letter.signs.iter().map(|signs| title(&signs.value)).collect(),
        Block::Law(law) => {
            let ask = law.ask.iter().map(|ask| title(&ask.value));
            let checked = law.checked.value.to_string();
            [law.jurisdiction.clone(), checked, law.source.clone()].into_iter().chain(ask).collect()
        }
        Block::Handover(handover) => {
            let within = handover.within.iter().map(|key| read(data, &Name::Value(key.value.clone())));
            handover.to.iter().map(|to| title(&to.value)).chain(within).collect()
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::{code, differing, hash, of};
    use crate::handbook::HOME;
    use crate::{Options, Snapshot, build};

    fn hashed(handbook: &str) -> String {
        let options = Options::on(jiff::civil::date(2026, 12, 1));
        let handbook = build(&Snapshot::fixture(handbook), &options).value.handbook;
        hash(&of(&handbook, &handbook.pages[HOME]))
    }

    const DATA: &str = "//- content/_data/values.toml\n[refund]\namount = 50\nunit = \"money\"\n";

    #[test]
    fn a_word_in_the_place_of_another_counts_once() {
        let words = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        let differ = |old: &str, new: &str| differing(&words(old), &words(new));
        assert_eq!(differ("give 50 back", "give 75 back"), 1);
        assert_eq!(differ("give it back", "give it back at once"), 2);
        assert_eq!(differ("you may give it back", "you must ask"), 4);
        assert_eq!(differ("same", "same"), 0);
    }

    #[test]
    fn typography_theme_and_language_move_nothing() {
        let plain = hashed(&format!("# Home\n\nIt's \"up to\" {{{{ value.refund }}}} - *now*.\n{DATA}"));
        for other in [
            format!("# Home\n\nIt’s “up to”\n{{{{value.refund}}}} – now\n{DATA}"),
            format!(
                "# Home\n\nIt's up to {{{{ value.refund }}}}, now!\n{DATA}//- handbook.toml\ncurrency = \"EUR\"\n"
            ),
            format!(
                "# Home\n\nIt's up to {{{{ value.refund }}}} now\n{DATA}//- themes/default/i18n/en.toml\n[numbers]\ndecimal = \",\"\n"
            ),
        ] {
            assert_eq!(hashed(&other), plain, "{other}");
        }
    }

    #[test]
    fn a_word_a_value_or_a_level_moves_it() {
        let rule = "# Home\n\n::: rule level=must waiver=none\nSay sorry.\n\nBecause.\n:::\n";
        assert_ne!(hashed("# Home\n\nYou must.\n"), hashed("# Home\n\nYou should.\n"));
        assert_ne!(hashed("# Home\n\nYou must.\n"), hashed("# Home\n\nYou Must.\n"));
        assert_ne!(hashed(rule), hashed(&rule.replace("level=must", "level=should")));
        let value = format!("# Home\n\n{{{{ value.refund }}}}\n{DATA}");
        assert_ne!(hashed(&value), hashed(&value.replace("amount = 50", "amount = 75")));
        assert_ne!(hashed(&value), hashed(&value.replace("money", "count")));
    }

    #[test]
    fn a_code_has_eight_signs() {
        assert_eq!(code("0000000000ab"), "0000-0000");
        assert_eq!(code("ffffffffffab"), "ZZZZ-ZZZZ");
        assert_eq!(code(""), "0000-0000");
    }
}
