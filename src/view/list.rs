//! [`Gathered`]: what a block gathers from the whole handbook.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;
use unicode_normalization::UnicodeNormalization;

use super::authority::{self, AuthorityView};
use super::contact::{self, ContactView, HandoverView};
use super::neighbourhood::{self, Entry};
use super::reading_path::{self, PathView};
use super::{Shown, shown};
use crate::content::blocks::{Block, CardType, Level, List, Listed, Of, Rule};
use crate::content::{Document, NodeId};
use crate::handbook::{Handbook, Page, PageId};

/// What a block shows of other pages and of data.
#[derive(Clone, Debug, PartialEq)]
pub enum Gathered {
    /// Urgent pages, or scenarios.
    Entries(Of, Vec<Entry>),
    /// All pages, by area.
    Pages(Vec<PageGroup>),
    /// Titles and aliases, by letter.
    Aliases(Vec<Letter>),
    /// Terms.
    Terms(Vec<TermEntry>),
    /// Rules, by level.
    Rules(Vec<RuleGroup>),
    /// Misconceptions, by type.
    Cards(Vec<CardGroup>),
    /// Checklists.
    Checklists(Vec<CheckEntry>),
    /// Whom to reach.
    Contacts(Vec<ContactView>),
    /// Who may decide what.
    Authority(AuthorityView),
    /// The pages of a reading path.
    Path(PathView),
    /// To whom a case is passed on.
    Handover(HandoverView),
}

impl Gathered {
    /// Returns all pages, where that is what it shows.
    pub fn pages(&self) -> Option<&[PageGroup]> {
        match self {
            Self::Pages(groups) => Some(groups),
            _ => None,
        }
    }

    /// Returns titles and aliases, where that is what it shows.
    pub fn letters(&self) -> Option<&[Letter]> {
        match self {
            Self::Aliases(letters) => Some(letters),
            _ => None,
        }
    }
}

/// A part of another page that a list shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Excerpt {
    /// The other page's document.
    pub document: Arc<Document>,
    /// The part.
    pub node: NodeId,
    /// What the other page's references show, with addresses as this page needs them.
    pub shown: Arc<Vec<Shown>>,
    /// The address of the part.
    pub url: String,
    /// The other page.
    pub page: Entry,
}

/// Pages of one area.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[expect(missing_docs, reason = "the names are those that templates use")]
pub struct PageGroup {
    pub title: String,
    pub url: String,
    pub pages: Vec<Entry>,
}

/// Titles and aliases with one first letter.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[expect(missing_docs, reason = "the names are those that templates use")]
pub struct Letter {
    pub letter: String,
    pub entries: Vec<AliasEntry>,
}

/// A title or an alias.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[expect(missing_docs, reason = "the names are those that templates use")]
pub struct AliasEntry {
    pub text: String,
    pub title: String,
    pub url: String,
    pub alias: bool,
}

/// A term of the glossary.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[expect(missing_docs, reason = "the names are those that templates use")]
pub struct TermEntry {
    pub id: String,
    pub term: String,
    pub also: Vec<String>,
    pub definition: String,
    /// In a redline: what became of it as a whole, `added` or `removed`.
    pub mark: Option<&'static str>,
}

/// Rules of one level.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleGroup {
    /// How binding they are.
    pub level: Level,
    /// The rules.
    pub rules: Vec<RuleEntry>,
}

/// A rule and the page that states it.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleEntry {
    /// Its fields.
    pub rule: Rule,
    /// The title of the role that may waive it.
    pub waiver_title: Option<String>,
    /// Its text.
    pub excerpt: Excerpt,
}

/// Cards of one type.
#[derive(Clone, Debug, PartialEq)]
pub struct CardGroup {
    /// What they are about.
    pub about: CardType,
    /// The cards.
    pub cards: Vec<CardEntry>,
}

/// A card and the page that it stands on.
#[derive(Clone, Debug, PartialEq)]
pub struct CardEntry {
    /// Its fact.
    pub excerpt: Excerpt,
}

/// A checklist and the page that it stands on.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[expect(missing_docs, reason = "the names are those that templates use")]
pub struct CheckEntry {
    pub title: String,
    pub url: String,
    pub page: Entry,
}

/// Returns what each block of a page that gathers something shows, in order.
pub fn all(handbook: &Handbook, page: &Page, root: &str) -> Vec<(NodeId, Gathered)> {
    let gathered = page.document.fences.keys().filter_map(|node| {
        let gathered = match page.document.block(*node)? {
            Block::List(list) => one(handbook, list, root),
            Block::Authority(slice) => Gathered::Authority(authority::slice(handbook, slice)),
            Block::Handover(handover) => Gathered::Handover(contact::handover(handbook, handover)),
            _ => return None,
        };
        Some((*node, gathered))
    });
    gathered.collect()
}

/// Returns whether a page holds the glossary.
pub fn gathers_terms(page: &Page) -> bool {
    blocks(page).any(|block| matches!(block, Block::List(list) if list.of == Of::Terms))
}

/// Returns whether a page shows what stands elsewhere.
pub fn gathers(page: &Page) -> bool {
    blocks(page).any(|block| matches!(block, Block::List(_) | Block::Authority(_) | Block::Handover(_)))
}

fn blocks(page: &Page) -> impl Iterator<Item = &Block> {
    page.document.fences.keys().filter_map(|node| page.document.block(*node))
}

fn one(handbook: &Handbook, list: &List, root: &str) -> Gathered {
    match list.of {
        Of::Urgent => Gathered::Entries(list.of, neighbourhood::urgent(handbook)),
        Of::Scenarios => Gathered::Entries(list.of, scenarios(handbook)),
        Of::Pages => Gathered::Pages(pages(handbook)),
        Of::Aliases => Gathered::Aliases(aliases(handbook)),
        Of::Terms => Gathered::Terms(terms(handbook)),
        Of::Rules => Gathered::Rules(rules(handbook, root)),
        Of::Cards => Gathered::Cards(cards(handbook, root)),
        Of::Checklists => Gathered::Checklists(checklists(handbook)),
        Of::Contacts => Gathered::Contacts(contact::all(handbook, list.only_urgent)),
        Of::Authority if list.by_role => Gathered::Authority(authority::by_role(handbook)),
        Of::Authority => Gathered::Authority(authority::by_action(handbook)),
        Of::Path => {
            let name = list.name.as_ref().map_or("", |name| name.value.as_str());
            Gathered::Path(reading_path::path(handbook, name))
        }
    }
}

/// Returns the pages that lists gather from: those in force that have something to read.
fn gathered(handbook: &Handbook) -> impl Iterator<Item = (PageId, &Page)> {
    let pages = handbook.pages.iter().map(AsRef::as_ref).enumerate();
    pages.filter(|(_, page)| crate::search::is_searched(page))
}

fn scenarios(handbook: &Handbook) -> Vec<Entry> {
    let scenarios = gathered(handbook).filter(|(_, page)| page.kind.name == "scenario");
    scenarios.map(|(number, _)| neighbourhood::entry(handbook, number)).collect()
}

fn pages(handbook: &Handbook) -> Vec<PageGroup> {
    let mut groups: BTreeMap<(usize, PageId), Vec<Entry>> = BTreeMap::new();
    for (number, page) in gathered(handbook) {
        let area = handbook.area_of(number).map_or((0, crate::handbook::HOME), |(area, tab)| (tab, area));
        if page.area != Some(number) {
            let entry = neighbourhood::entry(handbook, number);
            groups.entry(area).or_default().push(entry);
        }
    }
    let group = |((_, area), pages): ((usize, PageId), Vec<Entry>)| PageGroup {
        title: handbook.pages[area].nav_title.clone(),
        url: handbook.pages[area].url.encoded(),
        pages,
    };
    groups.into_iter().map(group).collect()
}

fn aliases(handbook: &Handbook) -> Vec<Letter> {
    let mut letters: BTreeMap<String, Vec<(String, AliasEntry)>> = BTreeMap::new();
    for (_, page) in gathered(handbook) {
        let texts = std::iter::once((page.title.clone(), false))
            .chain(page.aliases().into_iter().map(|alias| (alias.value, true)));
        for (text, alias) in texts {
            let key = sort_key(&text);
            let entry = AliasEntry { text, title: page.title.clone(), url: page.url.encoded(), alias };
            letters.entry(letter(&key)).or_default().push((key, entry));
        }
    }
    let group = |(letter, mut entries): (String, Vec<(String, AliasEntry)>)| {
        entries.sort_by(|(a, x), (b, y)| (a, x.alias, &x.url).cmp(&(b, y.alias, &y.url)));
        Letter { letter, entries: entries.into_iter().map(|(_, entry)| entry).collect() }
    };
    letters.into_iter().map(group).collect()
}

/// Returns a text as it is sorted: folded, without marks and signs in front.
fn sort_key(text: &str) -> String {
    if text.is_ascii() {
        let bare = text.trim_start_matches(|c: char| !c.is_ascii_alphanumeric());
        return bare.to_ascii_lowercase();
    }
    let folded = caseless::default_case_fold_str(text);
    let bare = folded.nfd().filter(|c| !unicode_normalization::char::is_combining_mark(*c));
    let bare: String = bare.collect();
    bare.trim_start_matches(|c: char| !c.is_alphanumeric()).to_owned()
}

fn letter(key: &str) -> String {
    match key.chars().next() {
        Some(first) if first.is_numeric() => "0–9".to_owned(),
        Some(first) => first.to_uppercase().collect(),
        None => "0–9".to_owned(),
    }
}

fn terms(handbook: &Handbook) -> Vec<TermEntry> {
    let mut terms: Vec<TermEntry> = handbook
        .shared
        .data
        .terms
        .iter()
        .map(|term| TermEntry {
            id: term.id.clone(),
            term: term.term.clone(),
            also: term.also.clone(),
            definition: handbook.fill(&crate::content::Phrase::read(&term.definition)),
            mark: None,
        })
        .collect();
    terms.sort_by_cached_key(|term| sort_key(&term.term));
    terms
}

/// Returns an excerpt of a page, whose references are looked at once for all of its excerpts.
fn excerpt(handbook: &Handbook, number: PageId, node: NodeId, shown: &Arc<Vec<Shown>>, id: &str) -> Excerpt {
    let page = &handbook.pages[number];
    Excerpt {
        document: page.document.clone(),
        node,
        shown: shown.clone(),
        url: format!("{}#{}", page.url.encoded(), id),
        page: neighbourhood::entry(handbook, number),
    }
}

fn rules(handbook: &Handbook, root: &str) -> Vec<RuleGroup> {
    let mut groups: BTreeMap<Level, Vec<RuleEntry>> = BTreeMap::new();
    for (number, page) in gathered(handbook).filter(|(_, page)| !page.document.listed.is_empty()) {
        let shown = Arc::new(shown::all(handbook, number, root));
        for listed in &page.document.listed {
            let Listed::Rule(node, rule) = listed else { continue };
            groups.entry(rule.level).or_default().push(RuleEntry {
                waiver_title: waiver_title(handbook, rule),
                rule: rule.clone(),
                excerpt: excerpt(handbook, number, *node, &shown, &rule.id),
            });
        }
    }
    groups.into_iter().map(|(level, rules)| RuleGroup { level, rules }).collect()
}

/// Returns the title of the role that may waive a rule.
pub fn waiver_title(handbook: &Handbook, rule: &Rule) -> Option<String> {
    let waiver = rule.waiver.as_ref()?;
    Some(super::role_view(handbook, waiver)?.title)
}

fn cards(handbook: &Handbook, root: &str) -> Vec<CardGroup> {
    let mut groups: BTreeMap<CardType, Vec<CardEntry>> = BTreeMap::new();
    for (number, page) in gathered(handbook).filter(|(_, page)| !page.document.listed.is_empty()) {
        let shown = Arc::new(shown::all(handbook, number, root));
        for listed in &page.document.listed {
            let Listed::Card(node, about) = listed else { continue };
            let Some(fact) = page.document.heading(node + 1) else {
                continue;
            };
            let excerpt = excerpt(handbook, number, fact.node, &shown, &fact.id);
            groups.entry(*about).or_default().push(CardEntry { excerpt });
        }
    }
    groups.into_iter().map(|(about, cards)| CardGroup { about, cards }).collect()
}

fn checklists(handbook: &Handbook) -> Vec<CheckEntry> {
    let mut entries = Vec::new();
    for (number, page) in gathered(handbook) {
        for listed in &page.document.listed {
            let Listed::Checklist(node) = listed else { continue };
            let heading = page.document.heading_above(*node);
            entries.push(CheckEntry {
                title: heading.map_or_else(|| page.title.clone(), |heading| heading.text.clone()),
                url: match heading {
                    Some(heading) => format!("{}#{}", page.url.encoded(), heading.id),
                    None => page.url.encoded(),
                },
                page: neighbourhood::entry(handbook, number),
            });
        }
    }
    entries
}
