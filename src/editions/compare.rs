//! Two editions of a handbook: which page was which, and what changed that is not on one page.
//!
//! Pages are matched by identity, then by address, then by where the new one says that it stood
//! before, then by likeness of words, and never two to one. What a page says differently is for
//! [`redline`](super::redline); here it is only whether.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::{text, words};
use crate::content::blocks::{Level, Listed};
use crate::content::{Name, NodeId, passages};
use crate::handbook::{Handbook, Origin, Page, PageId};
use crate::source::Url;

/// Pages of which at least so many words of a thousand are alike are one page.
const LIKENESS: usize = 600;
/// So many words a page needs to be known by them.
const LEAST_WORDS: usize = 20;
/// So many pages on each side are measured against each other.
const MOST: usize = 200;

/// What changed between two editions.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Comparison {
    /// The pages that are in both, in the order of the new edition.
    pub pairs: Vec<Pair>,
    /// The pages that are in the new edition only.
    pub added: Vec<PageId>,
    /// The pages that are in the old edition only.
    pub removed: Vec<PageId>,
    /// The values that were added, taken out or changed, by key.
    pub values: Vec<ValueChange>,
    /// The rules that bind more or less than before.
    pub rules: Vec<RuleChange>,
}

impl Comparison {
    /// Returns how many pages came, went or read otherwise.
    pub fn pages_unlike(&self) -> usize {
        let changed = self.pairs.iter().filter(|pair| pair.changed || pair.moved || !pair.front.is_empty());
        changed.count() + self.added.len() + self.removed.len()
    }

    /// Returns a name for every page of the two editions; a page of both has one, wherever it stands.
    pub fn names(&self, old: &Handbook, new: &Handbook) -> Names {
        let address = |page: &Page| format!("/{}", page.url);
        // The theme's own pages and those of bare folders are never compared.
        let was = |page: &Page| match page.origin {
            Origin::Content => format!("was {}", address(page)),
            _ => address(page),
        };
        let mut before: Vec<String> = old.pages.iter().map(|page| was(page)).collect();
        let after: Vec<String> = new.pages.iter().map(|page| address(page)).collect();
        for pair in &self.pairs {
            before[pair.old].clone_from(&after[pair.new]);
        }
        [before, after]
    }
}

/// Names of all pages of the old handbook and of the new one; a page of both has one.
pub type Names = [Vec<String>; 2];

/// A page in two editions.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// Its number in the old edition.
    pub old: PageId,
    /// Its number in the new one.
    pub new: PageId,
    /// How it was recognised.
    pub by: By,
    /// Whether it stands at another address.
    pub moved: bool,
    /// Whether any of its words differ.
    pub changed: bool,
    /// What it says of itself that readers see and that differs.
    pub front: Vec<FrontChange>,
}

/// How a page was recognised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// By its identity.
    Id,
    /// By its address.
    Address,
    /// By an address at which it says that it stood.
    OldPath,
    /// By its words.
    Words,
}

/// A field of a page that reads differently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrontChange {
    /// The field.
    pub field: &'static str,
    /// What readers saw.
    pub old: Option<String>,
    /// What they see.
    pub new: Option<String>,
}

/// A value that reads differently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValueChange {
    /// Its key.
    pub key: String,
    /// What it was; nothing when it is new.
    pub old: Option<String>,
    /// What it is; nothing when it is gone.
    pub new: Option<String>,
}

/// A rule that binds more or less than before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleChange {
    /// The page that it stands on in the new edition.
    pub page: PageId,
    /// Its address on that page.
    pub id: String,
    /// Its sentence, as it is now.
    pub sentence: String,
    /// How binding it was.
    pub old: Level,
    /// How binding it is.
    pub new: Level,
}

/// Compares two editions.
pub fn compare(old: &Handbook, new: &Handbook) -> Comparison {
    let mut matching =
        Matching { old, new, of_old: vec![None; old.pages.len()], of_new: vec![None; new.pages.len()] };
    matching.by_id();
    matching.by_address();
    matching.by_old_path();
    matching.by_words();
    let left = |handbook: &Handbook, of: &[Option<(PageId, By)>]| {
        let written = (0..handbook.pages.len()).filter(|number| is_written(&handbook.pages[*number]));
        written.filter(|number| of[*number].is_none()).collect()
    };
    let (removed, added) = (left(old, &matching.of_old), left(new, &matching.of_new));
    let pairs = matching.of_new.iter().enumerate();
    let pairs = pairs.filter_map(|(number, was)| was.map(|(was, by)| pair(old, new, (was, number), by)));
    let pairs: Vec<Pair> = pairs.collect();
    Comparison { values: values(old, new), rules: rules(old, new, &pairs), pairs, added, removed }
}

/// Compares again after an edit of what pages say: the same as [`compare`], only sooner.
///
/// `known` is how `old` compared with `before`, which is now `new`. `None` when more changed than the
/// words of pages that are known by more than their words, and the whole is to be compared.
pub fn compare_again(
    known: &Comparison,
    old: &Handbook,
    before: &Handbook,
    new: &Handbook,
) -> Option<Comparison> {
    let same_shared = Arc::ptr_eq(&before.shared.data, &new.shared.data)
        && Arc::ptr_eq(&before.shared.language, &new.shared.language)
        && Arc::ptr_eq(&before.shared.config, &new.shared.config);
    let same_places = before.pages.len() == new.pages.len() && Arc::ptr_eq(&before.redirects, &new.redirects);
    if !same_shared || !same_places {
        return None;
    }
    let mut now = known.clone();
    let edited = (0..new.pages.len()).filter(|page| !Arc::ptr_eq(&before.pages[*page], &new.pages[*page]));
    for page in edited {
        let (was, is) = (&before.pages[page], &new.pages[page]);
        if (&was.id, &was.url, was.origin) != (&is.id, &is.url, is.origin) {
            return None;
        }
        match now.pairs.binary_search_by_key(&page, |pair| pair.new) {
            // Its words may make it another page now.
            Ok(at) if now.pairs[at].by == By::Words => return None,
            Err(_) if !now.removed.is_empty() && is_written(is) => return None,
            Ok(at) => {
                let Pair { old: other, by, .. } = now.pairs[at];
                now.pairs[at] = pair(old, new, (other, page), by);
                let end = |rules: &[RuleChange], page| rules.partition_point(|rule| rule.page < page);
                let (from, to) = (end(&now.rules, page), end(&now.rules, page + 1));
                now.rules.splice(from..to, rules_of(old, new, &now.pairs[at]));
            }
            Err(_) => {}
        }
    }
    Some(now)
}

/// Pages that somebody wrote; the theme's own and those of bare folders say nothing.
fn is_written(page: &Page) -> bool {
    page.origin == Origin::Content
}

struct Matching<'a> {
    old: &'a Handbook,
    new: &'a Handbook,
    of_old: Vec<Option<(PageId, By)>>,
    of_new: Vec<Option<(PageId, By)>>,
}

impl Matching<'_> {
    fn put(&mut self, old: PageId, new: PageId, by: By) {
        if self.of_old[old].is_none() && self.of_new[new].is_none() {
            self.of_old[old] = Some((new, by));
            self.of_new[new] = Some((old, by));
        }
    }

    fn left(handbook: &Handbook, of: &[Option<(PageId, By)>]) -> Vec<PageId> {
        let is_left = |number: &PageId| of[*number].is_none() && is_written(&handbook.pages[*number]);
        (0..handbook.pages.len()).filter(is_left).collect()
    }

    fn by_id(&mut self) {
        let known: BTreeMap<&String, PageId> = Self::left(self.old, &self.of_old)
            .into_iter()
            .filter_map(|number| Some((self.old.pages[number].id.as_ref()?, number)))
            .collect();
        for number in Self::left(self.new, &self.of_new) {
            let was = self.new.pages[number].id.as_ref().and_then(|id| known.get(id).copied());
            if let Some(was) = was {
                self.put(was, number, By::Id);
            }
        }
    }

    /// A page that has another identity now is another page, whatever its address.
    fn by_address(&mut self) {
        let known = self.old_by_url();
        for number in Self::left(self.new, &self.of_new) {
            let page = &self.new.pages[number];
            let was = known.get(&page.url).copied().filter(|was| {
                let old = &self.old.pages[*was];
                old.id.is_none() || page.id.is_none() || old.id == page.id
            });
            if let Some(was) = was {
                self.put(was, number, By::Address);
            }
        }
    }

    fn by_old_path(&mut self) {
        let known = self.old_by_url();
        for (from, number) in self.new.redirects.iter().cloned() {
            if let Some(was) =
                known.get(&from).copied().filter(|_| is_written(self.new.pages[number].as_ref()))
            {
                self.put(was, number, By::OldPath);
            }
        }
    }

    fn old_by_url(&self) -> BTreeMap<Url, PageId> {
        let left = Self::left(self.old, &self.of_old).into_iter();
        left.map(|number| (self.old.pages[number].url.clone(), number)).collect()
    }

    /// The most alike first; a page that has an identity on both sides was matched by it or not at all.
    fn by_words(&mut self) {
        let bags = |handbook: &Handbook, of: &[Option<(PageId, By)>]| -> Vec<(PageId, Vec<String>)> {
            let left = Self::left(handbook, of).into_iter().take(MOST);
            let bags = left.map(|number| {
                let mut words = words::of(handbook, &handbook.pages[number]);
                words.sort_unstable();
                (number, words)
            });
            bags.filter(|(_, words)| words.len() >= LEAST_WORDS).collect()
        };
        let (old, new) = (bags(self.old, &self.of_old), bags(self.new, &self.of_new));
        let mut found = Vec::new();
        for (was, before) in &old {
            for (is, after) in &new {
                let ids = (&self.old.pages[*was].id, &self.new.pages[*is].id);
                let others = matches!(ids, (Some(old), Some(new)) if old != new);
                let likeness = likeness(before, after);
                if likeness >= LIKENESS && !others {
                    found.push((std::cmp::Reverse(likeness), *was, *is));
                }
            }
        }
        found.sort_unstable();
        for (_, was, is) in found {
            self.put(was, is, By::Words);
        }
    }
}

/// Returns how many of a thousand words two sorted lists share.
fn likeness(old: &[String], new: &[String]) -> usize {
    let all = old.len() + new.len();
    let (mut a, mut b, mut common) = (0, 0, 0usize);
    while a < old.len() && b < new.len() {
        match old[a].cmp(&new[b]) {
            std::cmp::Ordering::Less => a += 1,
            std::cmp::Ordering::Greater => b += 1,
            std::cmp::Ordering::Equal => (a, b, common) = (a + 1, b + 1, common + 1),
        }
    }
    (common * 2000).checked_div(all).unwrap_or(0)
}

fn pair(old: &Handbook, new: &Handbook, (was, is): (PageId, PageId), by: By) -> Pair {
    let (before, after) = (&old.pages[was], &new.pages[is]);
    Pair {
        old: was,
        new: is,
        by,
        moved: before.url != after.url,
        changed: !is_same(old, new, before, after) && words::of(old, before) != words::of(new, after),
        front: front(old, new, before, after),
    }
}

/// Returns whether two pages are one document that takes the same from data.
fn is_same(old: &Handbook, new: &Handbook, before: &Page, after: &Page) -> bool {
    words::is_same((&before.document, &old.shared.data), (&after.document, &new.shared.data))
}

fn front(old: &Handbook, new: &Handbook, before: &Page, after: &Page) -> Vec<FrontChange> {
    let role = |handbook: &Handbook, id: &Option<String>| {
        let id = id.clone()?;
        handbook.shared.text_of(&Name::Role(id.clone())).or(Some(id))
    };
    let date =
        |handbook: &Handbook, page: &Page| page.effective.map(|day| handbook.shared.language.date(day));
    let fields = [
        ("title", Some(before.title.clone()), Some(after.title.clone())),
        ("summary", before.summary.clone(), after.summary.clone()),
        ("owner", role(old, &before.owner), role(new, &after.owner)),
        ("approver", role(old, &before.approver), role(new, &after.approver)),
        ("effective", date(old, before), date(new, after)),
    ];
    let changed = fields.into_iter().filter(|(_, old, new)| old != new);
    changed.map(|(field, old, new)| FrontChange { field, old, new }).collect()
}

fn values(old: &Handbook, new: &Handbook) -> Vec<ValueChange> {
    let (before, after) = (&old.shared.data.values, &new.shared.data.values);
    let keys: BTreeSet<&str> = before.iter().chain(after.iter()).map(|(key, _)| key).collect();
    let text = |handbook: &Handbook, key: &str| handbook.shared.text_of(&Name::Value(key.to_owned()));
    let change = |key: &str| {
        let (old, new) = (text(old, key), text(new, key));
        (old != new).then(|| ValueChange { key: key.to_owned(), old, new })
    };
    keys.into_iter().filter_map(change).collect()
}

/// A rule of one page: its level, its address, its sentence, and its words without those that say
/// how binding it is.
struct Sentence {
    level: Level,
    id: String,
    text: String,
    words: Vec<String>,
}

/// Finds the rules of matched pages whose level differs; a rule is known by its other words, since
/// its address is made of its sentence.
fn rules(old: &Handbook, new: &Handbook, pairs: &[Pair]) -> Vec<RuleChange> {
    pairs.iter().flat_map(|pair| rules_of(old, new, pair)).collect()
}

fn rules_of(old: &Handbook, new: &Handbook, pair: &Pair) -> Vec<RuleChange> {
    let mut changes = Vec::new();
    // What was not rewritten binds as it did.
    if is_same(old, new, &old.pages[pair.old], &new.pages[pair.new]) {
        return changes;
    }
    let before = sentences(old, &old.pages[pair.old]);
    let mut taken = vec![false; before.len()];
    for now in sentences(new, &new.pages[pair.new]) {
        let likely = before.iter().enumerate().filter(|(number, _)| !taken[*number]);
        let likely =
            likely.map(|(number, was)| (likeness(&was.words, &now.words), std::cmp::Reverse(number)));
        let Some((share, std::cmp::Reverse(number))) = likely.max() else { continue };
        if share < LIKENESS {
            continue;
        }
        taken[number] = true;
        if before[number].level != now.level {
            changes.push(RuleChange {
                page: pair.new,
                id: now.id,
                sentence: now.text,
                old: before[number].level,
                new: now.level,
            });
        }
    }
    changes
}

fn sentences(handbook: &Handbook, page: &Page) -> Vec<Sentence> {
    const BINDING: [&str; 7] = ["must", "Must", "should", "Should", "may", "May", "not"];
    let document = &page.document;
    let rules = document.listed.iter().filter_map(|listed| match listed {
        Listed::Rule(node, rule) => Some((*node, rule)),
        Listed::Card(..) | Listed::Checklist(_) => None,
    });
    let rules: Vec<_> = rules.collect();
    if rules.is_empty() {
        return Vec::new();
    }
    let text_of = |name: &Name| handbook.shared.text_of(name).unwrap_or_default();
    let fills = document.references.iter().map(|reference| (&reference.name, text_of(&reference.name)));
    let fills: FxHashMap<&Name, String> = fills.collect();
    let passages = passages(document, |name| fills.get(name).map_or("", String::as_str));
    let sentence = |node: NodeId| {
        let inside = node + 1..document.nodes[node].end();
        passages
            .iter()
            .find(|passage| inside.contains(&passage.node))
            .map_or(String::new(), |passage| passage.text.clone())
    };
    let read = rules.into_iter().map(|(node, rule)| {
        let text = sentence(node);
        let mut words: Vec<String> = text::words(&text).map(std::borrow::Cow::into_owned).collect();
        words.retain(|word| !BINDING.contains(&word.as_str()));
        words.sort_unstable();
        Sentence { level: rule.level, id: rule.id.clone(), text, words }
    });
    read.collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Comparison, FrontChange, ValueChange, compare};
    use crate::handbook::Handbook;
    use crate::{Options, Snapshot, build};

    fn handbook(text: &str) -> Handbook {
        let options = Options::on(jiff::civil::date(2026, 12, 1));
        build(&Snapshot::fixture(text), &options).value.handbook
    }

    /// Returns each pair as `old -> new`, with how it was recognised.
    fn pairs(old: &str, new: &str) -> (Vec<String>, Comparison) {
        let (old, new) = (handbook(old), handbook(new));
        let comparison = compare(&old, &new);
        let pair = |pair: &super::Pair| {
            format!("{} -> {} {:?}", old.pages[pair.old].url, new.pages[pair.new].url, pair.by)
        };
        (comparison.pairs.iter().map(pair).collect(), comparison)
    }

    const LONG: &str = "Listen until they are done, then say what you heard in their own words and ask \
        whether you heard it right before you offer anything at all to them.";

    #[test]
    fn pages_are_known_by_id_then_address_then_old_path_then_words() {
        let (pairs, comparison) = pairs(
            &format!(
                "# Home\n//- content/a.md\n---\nid: one\n---\n# A\n\nx\n//- content/b.md\n# B\n\ny\n\
                 //- content/c.md\n# C\n\nz\n//- content/d.md\n# D\n\n{LONG}\n//- content/e.md\n# E\n\ngone\n"
            ),
            &format!(
                "# Home\n//- content/a.md\n---\nid: other\n---\n# New\n\nq\n//- content/moved.md\n---\nid: one\n---\n# A\n\nx\n\
                 //- content/b.md\n# B\n\nyes\n//- content/c2.md\n---\nold_paths: [c.md]\n---\n# C\n\nz\n\
                 //- content/d2.md\n# D\n\n{LONG} Or more.\n"
            ),
        );
        let found: BTreeSet<&str> = pairs.iter().map(String::as_str).collect();
        let expected =
            [" ->  Address", "a/ -> moved/ Id", "b/ -> b/ Address", "c/ -> c2/ OldPath", "d/ -> d2/ Words"];
        assert_eq!(found, BTreeSet::from(expected));
        assert_eq!((comparison.added.len(), comparison.removed.len()), (1, 1));
    }

    #[test]
    fn two_copies_of_a_page_are_never_one() {
        let (pairs, comparison) = pairs(
            &format!("# Home\n//- content/a.md\n# A\n\n{LONG}\n"),
            &format!("# Home\n//- content/b.md\n# A\n\n{LONG}\n//- content/c.md\n# A\n\n{LONG}\n"),
        );
        assert_eq!(pairs, [" ->  Address", "a/ -> b/ Words"]);
        assert_eq!(comparison.added.len(), 1);
    }

    #[test]
    fn values_rules_and_owners_that_changed_are_listed() {
        let old = "# Home\n\n{{ value.refund }}\n\n::: rule level=must waiver=none\nYou must say sorry at once.\n\nBecause.\n:::\n\
            //- content/a.md\n---\ntitle: A\nowner: lead\n---\n//- content/_data/values.toml\n[refund]\namount = 50\nunit = \"money\"\n\
            [old]\namount = 1\nunit = \"days\"\n//- content/_data/roles.toml\n[lead]\ntitle = \"team leader\"\n[boss]\ntitle = \"manager\"\n";
        let new = old
            .replace("amount = 50", "amount = 75")
            .replace("[old]", "[new]")
            .replace("level=must", "level=should")
            .replace("You must", "You should")
            .replace("owner: lead", "owner: boss\neffective: 2026-12-01");
        let (_, found) = pairs(old, &new);
        let value = |key: &str, old: Option<&str>, new: Option<&str>| ValueChange {
            key: key.into(),
            old: old.map(str::to_owned),
            new: new.map(str::to_owned),
        };
        assert_eq!(
            found.values,
            [
                value("new", None, Some("1 day")),
                value("old", Some("1 day"), None),
                value("refund", Some("£50"), Some("£75"))
            ]
        );
        let rules: Vec<_> = found
            .rules
            .iter()
            .map(|rule| (rule.sentence.as_str(), rule.old.name(), rule.new.name()))
            .collect();
        assert_eq!(rules, [("You should say sorry at once.", "must", "should")]);
        let page = found.pairs.iter().find(|pair| !pair.front.is_empty()).expect("a page with a new owner");
        let front = |field, old: Option<&str>, new: &str| FrontChange {
            field,
            old: old.map(str::to_owned),
            new: Some(new.to_owned()),
        };
        assert_eq!(
            page.front,
            [front("owner", Some("team leader"), "manager"), front("effective", None, "1 December 2026")]
        );
        assert!(!page.changed);
        assert!(found.pairs[0].changed);
    }
}
